"""Guess how each member voted from files alone: `python -m tests.secrecy.adversary`.

It is told a ballot, and a folder or a server. It knows our tables and no key. By each
channel it prints, as JSON, what it would say of each voter; others judge what is right.
"""

import json
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.secrecy.evidence import (
    Evidence,
    Row,
    Table,
    answers_in,
    commits,
    dashless,
    ids_in,
    places,
    plain,
    raw_places,
    seized,
)
from tests.secrecy.server import questioned

NEAR = 120  # bytes: a row of ours is no longer
Guess = dict[str, str]
Channel = tuple[str, Guess]


@dataclass(frozen=True)
class Question:
    """Whose votes are sought, among which answers, and what was published of them."""

    ballot: str
    voters: set[str]
    tally: dict[str, int]

    @property
    def constant(self) -> str:
        """The best guess of whoever knows nothing but the result."""
        return max(self.tally, key=self.tally.__getitem__)

    def asked(self, row: Row) -> str | None:
        """The one voter that a row is about."""
        found = ids_in(row) & self.voters
        return found.pop() if len(found) == 1 else None

    def answer(self, row: Row) -> str | None:
        """The one answer that a row holds."""
        found = {str(v) for v in row.values() if isinstance(v, str)} & set(self.tally)
        return found.pop() if len(found) == 1 else None


def question(tables: dict[str, Table], ballot: str) -> Question:
    """Read from the roll who voted, and from the tally what was published."""
    roll, tally = tables["rollentry"].of(ballot), tables["tally"].of(ballot)
    voters = {plain(row["member_id"]) for row in roll.rows if row["voted"]}
    return Question(ballot, voters, {r["choice"]: r["papers"] for r in tally.rows})


def channels(evidence: Evidence, asked: Question) -> Iterator[Channel]:
    """Every way to guess that this copy offers."""
    tables = [table.of(asked.ballot) for table in evidence.tables.values()]
    owned = {t.name: [r for r in t.rows if asked.asked(r)] for t in tables}
    ballots = {t.name: [r for r in t.rows if asked.answer(r)] for t in tables}
    owned, ballots = _filled(owned), _filled(ballots)
    yield from _side_by_side(owned, asked)
    yield from _by_shared_values(owned, ballots, asked)
    yield from _by_order(owned, ballots, asked)
    for name, content in evidence.files.items():
        yield from _by_place(name, content, asked)
    yield from _by_time(evidence, asked)


def _filled(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {name: found for name, found in rows.items() if found}


def _side_by_side(owned: dict[str, list[Row]], asked: Question) -> Iterator[Channel]:
    """A row that holds a member and an answer."""
    for name, rows in owned.items():
        told = {_sure(asked.asked(row)): asked.answer(row) for row in rows}
        if guess := {who: answer for who, answer in told.items() if answer}:
            yield f"row of {name}", guess


def _by_shared_values(
    owned: dict[str, list[Row]], ballots: dict[str, list[Row]], asked: Question
) -> Iterator[Channel]:
    """Two rows with a value in common that few others have: a moment, a transaction."""
    for mine, of_members in owned.items():
        for theirs, of_answers in ballots.items():
            for one, other in _pairs_of_columns(of_members[0], of_answers[0]):
                seen = _by_value(of_answers, other, asked.answer)
                guess = {
                    _sure(asked.asked(row)): seen[plain(row[one])]
                    for row in of_members
                    if plain(row[one]) in seen
                }
                if guess:
                    yield f"{mine}.{one} = {theirs}.{other}", guess


def _pairs_of_columns(one: Row, other: Row) -> Iterator[tuple[str, str]]:
    keys = {"ballot_id", "about"}
    yield from ((a, b) for a in one for b in other if not {a, b} & keys)


def _by_value(
    rows: list[Row], column: str, told: Callable[[Row], str | None]
) -> dict[str, str]:
    """What a value stands beside, where it always is the same."""
    seen: dict[str, set[str]] = {}
    for row in rows:
        seen.setdefault(plain(row[column]), set()).add(_sure(told(row)))
    return {value: found.pop() for value, found in seen.items() if len(found) == 1}


def _by_order(
    owned: dict[str, list[Row]], ballots: dict[str, list[Row]], asked: Question
) -> Iterator[Channel]:
    """The nth member gave the nth answer, by whatever puts either in an order."""
    enough = len(asked.voters) / 2  # a few rows are a result, and no papers
    papers = [each for each in _orders(ballots, asked.answer) if len(each[1]) > enough]
    for members, whose in _orders(owned, asked.asked):
        for answers, which in papers:
            for way, said in (("", which), (" from the end", which[::-1])):
                yield f"{members} ~ {answers}{way}", _in_step(whose, said)


def _orders(
    tables: dict[str, list[Row]], told: Callable[[Row], str | None]
) -> Iterator[tuple[str, list[str]]]:
    """What a table tells, as it is stored and by each of its columns.

    Not by what is sought itself: in that order it lies by nobody's deed.
    """
    for name, rows in tables.items():
        yield f"{name} as stored", [_sure(told(row)) for row in rows]
        for column in rows[0]:
            is_sought = all(row[column] == told(row) for row in rows)
            if not is_sought and len({plain(row[column]) for row in rows}) > 1:
                ordered = sorted(rows, key=lambda row: _place(row[column]))
                yield f"{name} by {column}", [_sure(told(row)) for row in ordered]


def _place(value: Any) -> tuple[bool, Any]:
    is_number = isinstance(value, int | float)
    return (is_number, value) if is_number else (False, plain(value))


def _in_step(members: Iterable[str], answers: list[str]) -> Guess:
    """Whoever is so far along their line goes with the paper as far along its own."""
    line = list(dict.fromkeys(members))
    return {who: answers[n * len(answers) // len(line)] for n, who in enumerate(line)}


def _by_place(name: str, content: bytes, asked: Question) -> Iterator[Channel]:
    """Bytes that no table need show: what stands beside what, and in what order."""
    is_raw = name.startswith("heap of")
    text, seek = (content, raw_places) if is_raw else (dashless(content), places)
    members, said = seek(text, asked.voters), answers_in(text, [*asked.tally])
    if not members or not said:
        return
    where = [at for at, _answer in said]
    after, before = {}, {}
    for end, who in members:
        following = bisect_left(where, end)
        if following < len(said) and where[following] - end < NEAR:
            after[who] = said[following][1]
        if following and end - where[following - 1] < NEAR:
            before[who] = said[following - 1][1]
    yield f"bytes after a member in {name}", after
    yield f"bytes before a member in {name}", before
    line = [who for _at, who in members]
    yield f"bytes in order in {name}", _in_step(line, [answer for _at, answer in said])


def _by_time(evidence: Evidence, asked: Question) -> Iterator[Channel]:
    """The log in the order of time: who changed in the transaction that added what."""
    for name, log in evidence.files.items():
        if not name.endswith("-wal"):
            continue
        base = evidence.files[name.removesuffix("-wal")]
        guess, line, order = {}, [], []
        for commit in commits(base, log, asked.voters, [*asked.tally]):
            if len(commit.members) == 1 == commit.answers.total():
                guess.update(dict.fromkeys(commit.members, *commit.answers))
            line += sorted(commit.members)
            order += list(commit.answers.elements())
        yield f"transactions in {name}", guess
        if line and order:
            yield f"log in order of time in {name}", _in_step(line, order)


def _sure(found: str | None) -> str:
    if found is None:
        raise ValueError("a row was kept that tells nothing")
    return found


def score(guess: Guess, truth: Guess, asked: Question) -> float:
    """How many of all voters are guessed; the constant stands for who is not named."""
    right = sum(guess.get(who, asked.constant) == said for who, said in truth.items())
    return right / len(truth)


def attack(where: str, ballot: str) -> dict[str, Any]:
    """Everything that a folder, or a database server, lets one guess of a ballot."""
    is_server = where.startswith("postgresql")
    found = [questioned(where)] if is_server else list(seized(Path(where)))
    asked = question(next(e.tables for e in found if "tally" in e.tables), ballot)
    guesses = {
        f"{evidence.name}: {name}": guess
        for evidence in found
        for name, guess in channels(evidence, asked)
    }
    return {"tally": asked.tally, "guesses": guesses}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(attack(sys.argv[1], sys.argv[2])))
