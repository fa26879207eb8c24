"""Copy the browser code of others into the project, and tell when a copy has changed.

`python -m tools.vendor` takes the files from node_modules, which `npm ci` filled and
verified against package-lock.json, and writes down what it took. `--check` needs no npm
and no network.
"""

import argparse
import json
import shutil
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
MANIFEST = "static/vendor/MANIFEST.toml"
FOLDERS = ("static/vendor", "tests/vendor")

COPIES = {
    "axe-core": {
        "axe.min.js": "tests/vendor/axe.min.js",
        "LICENSE": "tests/vendor/axe-core.LICENSE",
    },
    "htmx.org": {
        "dist/htmx.min.js": "static/vendor/htmx.min.js",
        "dist/ext/hx-csp.min.js": "static/vendor/hx-csp.min.js",
        "LICENSE": "static/vendor/htmx.LICENSE",
    },
    "socket.io-client": {
        "dist/socket.io.esm.min.js": "static/vendor/socket.io.esm.min.js",
        "LICENSE": "static/vendor/socket.io.LICENSE",
    },
}

SPDX = {"BSD-0-Clause": "0BSD"}  # htmx.org writes an identifier that SPDX does not know


def fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def locked(root: Path) -> dict[str, dict[str, Any]]:
    """Each vendored package as package-lock.json pins it."""
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    return {name: packages[f"node_modules/{name}"] for name in COPIES}


def copy(root: Path) -> None:
    for package, files in COPIES.items():
        for source, target in files.items():
            (root / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / "node_modules" / package / source, root / target)


def manifest(root: Path) -> str:
    lines = [
        "# Written by `make vendor`; `make check` compares it with the files.",
        "# integrity: the package, as package-lock.json has it; files: sha256 of each.",
    ]
    for name, pin in locked(root).items():
        licence = SPDX.get(pin["license"], pin["license"])
        lines += [
            "",
            "[[package]]",
            f'name = "{name}"',
            f'version = "{pin["version"]}"',
            f'licence = "{licence}"',
            f'integrity = "{pin["integrity"]}"',
            "[package.files]",
        ]
        lines += [
            f'"{target}" = "{fingerprint(root / target)}"'
            for target in COPIES[name].values()
        ]
    return "\n".join(lines) + "\n"


def faults(root: Path) -> Iterator[str]:
    """Every way in which files, manifest and lock disagree, as sentences."""
    packages = tomllib.loads((root / MANIFEST).read_text())["package"]
    yield from pin_faults(packages, locked(root))
    files: dict[str, str] = {}
    for package in packages:
        files |= package["files"]
    yield from file_faults(root, files)
    yield from strays(root, {MANIFEST, *files})


def pin_faults(
    packages: list[dict[str, Any]], pins: dict[str, dict[str, Any]]
) -> Iterator[str]:
    listed = {package["name"]: package for package in packages}
    for name in sorted(listed.keys() ^ pins.keys()):
        yield f"{name} stands in only one of the manifest and tools/vendor.py."
    for name in sorted(listed.keys() & pins.keys()):
        for key in ("version", "integrity"):
            if listed[name][key] != pins[name][key]:
                yield f"The {key} of {name} differs from package-lock.json."


def file_faults(root: Path, files: dict[str, str]) -> Iterator[str]:
    for path, sha in files.items():
        if not (root / path).is_file():
            yield f"{path} is in the manifest and missing."
        elif fingerprint(root / path) != sha:
            yield f"{path} differs from its manifest."


def strays(root: Path, known: set[str]) -> Iterator[str]:
    for folder in FOLDERS:
        for found in sorted((root / folder).rglob("*")):
            path = found.relative_to(root).as_posix()
            if found.is_file() and path not in known:
                yield f"{path} is not in the manifest."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail when a file differs"
    )
    if not parser.parse_args().check:
        copy(ROOT)
        (ROOT / MANIFEST).write_text(manifest(ROOT))
    found = list(faults(ROOT))
    print(*found or ["Vendored files are as their manifest says."], sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
