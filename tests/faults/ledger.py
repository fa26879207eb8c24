"""The ledger: what was acknowledged beside what is stored, and whether it is whole."""

from dataclasses import dataclass, field

from sqlalchemy import text
from sqlmodel import SQLModel, col, func, select

from union.ballots.models import (
    Ballot,
    Consent,
    Envelope,
    Paper,
    RollEntry,
    Step,
    Tally,
)
from union.ballots.rules import digest
from union.petitions.models import CountingPlace, Petition, Signature

PASSING = {"pulse", "answer"}  # what says nothing about what was decided


@dataclass
class Ledger:
    """One line for each kind of fault, to be printed at the end."""

    kind: str
    points: int = 0  # that there are
    tried: int = 0
    fired: int = 0
    acknowledged: int = 0
    stored: int = 0
    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    half: list = field(default_factory=list)

    def compare(self, db, deeds, acknowledged, where):
        """After a fault: all that was acknowledged is there, and nothing is half."""
        stored = [deed for deed in deeds if deed.is_stored(db)]
        self.acknowledged += len(acknowledged)
        self.stored += len(stored)
        self.lost += [
            f"{where}: {deed.form.path}" for deed in acknowledged if deed not in stored
        ]
        self.half += [f"{where}: {what}" for what in what_is_half(db)]

    def compare_whole(self, db, deeds, expected, where):
        """After the same forms came again: everything is there once."""
        missing = [deed.form.path for deed in deeds if not deed.is_stored(db)]
        self.lost += [f"{where}, sent again: {path}" for path in missing]
        self.half += [f"{where}, sent again: {what}" for what in what_is_half(db)]
        self.doubled += [f"{where}: {what}" for what in differences(db, expected)]

    @property
    def is_clean(self):
        return not (self.lost or self.doubled or self.half)

    def __str__(self):
        return (
            f"faults: {self.kind}: {self.points} points, {self.tried} tried, "
            f"{self.fired} fired, {self.acknowledged} acknowledged, "
            f"{self.stored} stored, {len(self.lost)} lost, "
            f"{len(self.doubled)} doubled, {len(self.half)} half"
        )


def census(db):
    """How many rows each table has."""
    every = SQLModel.metadata.tables.items()
    tables = ((name, table) for name, table in every if name not in PASSING)
    return {name: _rows(db, table) for name, table in tables}


def _rows(db, table):
    return db.exec(select(func.count()).select_from(table)).one()


def differences(db, expected):
    """Where there are more rows, or fewer, than after an undisturbed day."""
    found = census(db)
    return [
        f"{name}: {found[name]} rows, not {rows}"
        for name, rows in expected.items()
        if found[name] != rows
    ]


def what_is_half(db):
    """Every trace of an act that was not done wholly."""
    yield from _broken_files(db)
    for ballot in db.exec(select(Ballot)):
        yield from _half_a_roll(db, ballot)
        yield from _half_a_vote(db, ballot)
        yield from _half_a_closing(db, ballot)
    for petition in db.exec(select(Petition)):
        yield from _half_a_signature(db, petition)


def _broken_files(db):
    for check in ("integrity_check", "foreign_key_check"):
        told = db.execute(text(f"PRAGMA {check}")).all()
        if told and told != [("ok",)]:
            yield f"{check}: {told[:3]}"


def _half_a_roll(db, ballot):
    ids = select(RollEntry.member_id).where(RollEntry.ballot_id == ballot.id)
    on_roll = list(db.exec(ids.order_by(col(RollEntry.member_id))))
    if ballot.roll_frozen_at is None:
        if on_roll or ballot.roll_digest:
            yield "a roll that is not frozen has entries"
    elif ballot.roll_digest != digest(ballot.id, on_roll):
        yield "the digest is not that of the roll"
    elif ballot.roll_size != len(on_roll):
        yield "the size is not that of the roll"


def _half_a_vote(db, ballot):
    marks = select(RollEntry.member_id).where(
        RollEntry.ballot_id == ballot.id, col(RollEntry.voted).is_(True)
    )
    sealed = select(Envelope.member_id).where(Envelope.ballot_id == ballot.id)
    voted, envelopes = set(db.exec(marks)), set(db.exec(sealed))
    papers = _count(db, Paper, ballot)
    if ballot.closed_at is None and (voted != envelopes or papers):
        yield f"{len(voted)} marks, {len(envelopes)} envelopes, {papers} papers"
    if ballot.closed_at and (envelopes or papers != len(voted)):
        yield f"closed: {len(voted)} marks, {len(envelopes)} envelopes, {papers} papers"


def _half_a_closing(db, ballot):
    told = select(func.sum(Tally.papers)).where(Tally.ballot_id == ballot.id)
    counted = db.exec(told).one()
    if ballot.closed_at is None:
        if counted is not None or ballot.closed_early_because:
            yield "a ballot that is not closed was counted"
        return
    if counted != _count(db, Paper, ballot):
        yield f"{counted} counted, {_count(db, Paper, ballot)} papers"
    hands = select(Consent).where(
        Consent.ballot_id == ballot.id, Consent.step == Step.CLOSE
    )
    if ballot.closed_early_because and len(db.exec(hands).all()) != len(Step) - 1:
        yield "closed early, and not by two hands"


def _half_a_signature(db, petition):
    places = select(func.sum(CountingPlace.signatures)).where(
        CountingPlace.petition_id == petition.id
    )
    counted = db.exec(places).one() or 0
    names = _count(db, Signature, petition, Signature.petition_id)
    if counted != names:
        yield f"{names} names, {counted} counted"


def _count(db, table, thing, key=None):
    key = table.ballot_id if key is None else key
    return db.exec(select(func.count()).select_from(table).where(key == thing.id)).one()
