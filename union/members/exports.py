"""A list of members as a file: what a branch needs, and never how they sign in."""

from collections.abc import Collection
from hashlib import sha256
from itertools import chain
from uuid import UUID, uuid4

from sqlmodel import Session

from union.core import i18n
from union.core.errors import Refused
from union.core.i18n import gettext as _
from union.members.forms import Filters
from union.members.legend import Legend
from union.members.models import STANDINGS, Branch
from union.members.queries.lists import MOST_TAKEN, Line, everyone
from union.members.rules.lists import File
from union.writers import csv


def list_of(
    db: Session, branches: Collection[Branch], form: Filters, legend: Legend
) -> File:
    """Everyone of these branches whom the filters let through, as CSV.

    Each line carries the number of the list: any part of it tells who took it.
    """
    id_ = uuid4()
    rows = (_row(line, legend, number_of(id_)) for line in everyone(db, branches, form))
    content = b"".join(csv.written(chain([_heads()], rows)))
    people = content.count(b"\n") - 1  # a line for each, and one for the heads
    if people > MOST_TAKEN:
        raise Refused(
            _("A list holds at most %(most)s people. Choose a branch or a filter.")
            % {"most": i18n.number(MOST_TAKEN)}
        )
    return File(id_, content, sha256(content).hexdigest(), people)


def number_of(list_id: UUID) -> str:
    """What a list is called on each of its lines and in its file's name."""
    return list_id.hex[:8].upper()


def _heads() -> list[str]:
    return [
        _("Name others see"),
        _("Branch"),
        _("Works for"),
        _("Standing"),
        _("Language"),
        _("Joined on"),
        _("Number of the list"),
    ]


def _row(line: Line, legend: Legend, number: str) -> list[str]:
    joined = line.joined_at and line.joined_at.astimezone(i18n.zone.get())
    return [
        line.name,
        legend.branches[line.branch_id],
        legend.works(line),
        _(STANDINGS[line.standing]),
        i18n.NAMES[line.language],
        joined.date().isoformat() if joined else "",
        number,
    ]
