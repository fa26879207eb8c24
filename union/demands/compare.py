"""Two versions of the clauses side by side, in the reader's language."""

from dataclasses import dataclass

from union.demands.diff import Kind, Pieces, word_diff
from union.demands.models import CLAUSE_PARTS, Clause


@dataclass(frozen=True)
class Row:
    """A clause with each of its parts in pieces: the same, added, removed."""

    clause: Clause
    number: int | None  # none: it was taken out
    parts: dict[str, Pieces]

    @property
    def is_changed(self) -> bool:
        return any(kind != "same" for part in self.parts.values() for kind, _ in part)


def compared(older: list[Clause], newer: list[Clause]) -> list[Row]:
    """Every clause of the newer version, then those that were taken out."""
    before = {clause.clause_id: clause for clause in older}
    rows = [
        _row(clause, number, before.pop(clause.clause_id, None))
        for number, clause in enumerate(newer, start=1)
    ]
    return rows + [_gone(clause) for clause in before.values()]


def _row(clause: Clause, number: int, last: Clause | None) -> Row:
    parts = {
        part: word_diff(last.shown(part), clause.shown(part))
        if last
        else _whole("added", clause.shown(part))
        for part in CLAUSE_PARTS
    }
    return Row(clause, number, parts)


def _gone(clause: Clause) -> Row:
    parts = {part: _whole("removed", clause.shown(part)) for part in CLAUSE_PARTS}
    return Row(clause, None, parts)


def _whole(kind: Kind, words: str) -> Pieces:
    return [(kind, words)] if words else []
