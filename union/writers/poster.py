"""A sheet for a wall: A4, three languages, a code to scan and strips to tear off."""

import json
from dataclasses import dataclass
from datetime import datetime

from union.writers.paper import LOCALES, Language, Printed, blank
from union.writers.pdf import compiled
from union.writers.qr import qr_print


@dataclass(frozen=True, kw_only=True)
class Tongue(Printed):
    """All that the sheet says in one language."""

    language: Language
    union: str
    headline: str
    invitation: str
    """What the union is, and that joining is easy: two sentences."""
    scan: str
    typed: str
    """What stands before the address, for whoever cannot scan."""
    who: str
    """Who sees what, in one line."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.language not in LOCALES or blank(self.headline):
            raise ValueError("A sheet speaks a language of ours, and says something.")


@dataclass(frozen=True, kw_only=True)
class Sheet(Printed):
    """The whole sheet. The language that comes first is set largest."""

    tongues: tuple[Tongue, ...]
    url: str
    """Where the QR code leads."""
    short_url: str
    """The same, to type: without the scheme."""
    code: str
    made_at: datetime
    """The only time that enters the file: it prints the same on any day."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.tongues:
            raise ValueError("A sheet says something.")


def poster(sheet: Sheet) -> bytes:
    """Set the sheet as a tagged PDF, by the same means as a paper."""
    words = vars(sheet) | {
        "made_at": None,
        "qr": qr_print(sheet.url),
        "tongues": [vars(tongue) | _region(tongue) for tongue in sheet.tongues],
    }
    said = json.dumps(words, ensure_ascii=False)
    return compiled("poster.typ", said, sheet.made_at)


def _region(tongue: Tongue) -> dict[str, str]:
    return {"region": LOCALES[tongue.language].partition("-")[2]}
