"""A count as files: the report, the sheet, and the script that checks both."""

import json
from pathlib import Path
from typing import Any

from union.counting import recount, sheet
from union.counting.rules import PAPER_RULES
from union.writers import csv

Json = dict[str, Any]


def as_json(report: Json) -> bytes:
    """As `union count` prints it."""
    return f"{json.dumps(report, ensure_ascii=False, indent=1)}\n".encode()


def as_sheet(report: Json) -> bytes:
    """The result sheet, for a table of one's own."""
    return csv.sheet(sheet.rows(report)).encode()


def recount_script() -> bytes:
    """It shares no code with the counting, so that it can be held against it."""
    return Path(recount.__file__).read_bytes()


def can_be_recounted(rule: str) -> bool:
    """Whether the script knows the rule; the others take a pocket calculator."""
    return rule in recount.RULES


def file_name(rule: str) -> str:
    """What the ballot file is called when it goes out."""
    return "ballots.blt" if rule in PAPER_RULES else "ballots.json"
