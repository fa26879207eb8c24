"""Hold saved pages against the HTML standard: `python -m tools.html_check FOLDER`.

The checker is html-validate, which package-lock.json pins and `make html` installs;
.htmlvalidate.json says which of its rules are the standard's and which are only taste.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKER = ROOT / "node_modules/.bin/html-validate"
RULES = ROOT / ".htmlvalidate.json"


def faults(folder: Path) -> list[str]:
    """What is wrong with the pages of a folder, a line each: where and why."""
    pages = sorted(folder.rglob("*.html"))
    if not pages:
        return [f"{folder} holds no pages."]
    checked = subprocess.run(
        [CHECKER, "--config", RULES, "--formatter", "text", *pages],
        capture_output=True,
        check=False,  # it fails when a page does
        text=True,
    )
    lines = (checked.stdout + checked.stderr).splitlines()
    if checked.returncode and not lines:
        return [f"html-validate ended with {checked.returncode}."]
    return [line.removeprefix(f"{folder}/") for line in lines]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pages were saved")
    found = faults(parser.parse_args().folder)
    print(*found or ["Every page is valid."], sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
