"""A paper as a tagged PDF, readable aloud (PDF/UA-1) and in thirty years (PDF/A-2a)."""

import json
import re
import subprocess
import sys
from datetime import datetime
from functools import cache
from pathlib import Path

from union.paths import STATIC
from union.writers.paper import LOCALES, UNKNOWN, Block, Paper, levels
from union.writers.qr import qr_print

HERE = Path(__file__).parent
FONTS = STATIC / "fonts" / "pdf"
PATIENCE = 120  # seconds; two thousand names take two


class NotSet(RuntimeError):
    """The paper could not be set, in typst's own words."""


def pdf(paper: Paper) -> bytes:
    """Set the paper."""
    return compiled("paper.typ", _as_json(paper), paper.issued_at)


def compiled(template: str, words: str, at: datetime) -> bytes:
    """Set words, as JSON, in a template: data, never source; nothing else is read."""
    request = {
        "input": str(HERE / template),
        "root": str(HERE),
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "format": "pdf",
        "pdf_standards": ["ua-1", "a-2a"],
        "sys_inputs": {"paper": _shown(words)},
        "timestamp": int(at.timestamp()),
    }
    done = subprocess.run(  # noqa: S603  # our own script, words by its input
        [sys.executable, "-I", str(HERE / "typeset.py")],
        input=json.dumps(request).encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise NotSet(done.stderr.decode(errors="replace"))
    return done.stdout


def _as_json(paper: Paper) -> str:
    """All that the template prints."""
    outline = zip(paper.blocks, levels(paper.blocks), strict=True)
    return json.dumps(
        vars(paper)
        | {
            "issued_at": None,
            "region": LOCALES[paper.language].partition("-")[2],
            "qr": qr_print(paper.verify_url) if paper.verify_url else "",
            "blocks": [_named(block, level) for block, level in outline],
        },
        default=vars,
        ensure_ascii=False,
    )


def _named(block: Block, level: int) -> dict[str, object]:
    return vars(block) | {"kind": type(block).__name__, "level": level}


def _shown(text: str) -> str:
    """The text with � for what the fonts lack: one letter must not stop a paper."""
    return _unknown().sub(UNKNOWN, text)


@cache
def _unknown() -> re.Pattern[str]:
    """Any character that our fonts cannot show."""
    known = (FONTS / "characters.txt").read_text().split()
    shown = "".join("\\u{}-\\u{}".format(*line.split("-")) for line in known)
    return re.compile(f"[^\\n{shown}]")
