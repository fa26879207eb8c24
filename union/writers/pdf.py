"""A paper as a tagged PDF, readable aloud (PDF/UA-1) and in thirty years (PDF/A-2a)."""

import json
import re
from functools import cache
from pathlib import Path

import typst

from union.paths import STATIC
from union.writers.paper import LOCALES, UNKNOWN, Block, Paper, levels
from union.writers.qr import qr_print

TEMPLATE = Path(__file__).with_name("paper.typ")
FONTS = STATIC / "fonts" / "pdf"


def pdf(paper: Paper) -> bytes:
    """Set the paper. The words go in as data, never as source; nothing else is read."""
    return bytes(
        typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            sys_inputs={"paper": _shown(_as_json(paper))},
            timestamp=int(paper.issued_at.timestamp()),
        )
    )


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
