"""The demo's demands: one ratified and released as a letter, one still drafted."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from union.ballots.models import Ballot
from union.cli.demo.ballots import hold, told_ballots
from union.cli.demo.chronicle import Chronicle
from union.cli.demo.people import People
from union.core.base import now
from union.core.i18n import LANGUAGES
from union.demands.models import (
    CLAUSE_PARTS,
    ClauseForm,
    Demand,
    FrameForm,
    FreezeForm,
    Track,
    Version,
)
from union.demands.queries import clause_in, clauses_of, standing_of
from union.demands.rules.clauses import add, reword
from union.demands.rules.draft import draft, reframe
from union.demands.rules.fixing import freeze
from union.demands.rules.from_petition import draft_from
from union.demands.rules.release import release
from union.members.models import Member
from union.petitions.models import Petition

DRAFTING = timedelta(days=30)
BEFORE_THE_ROLL = timedelta(days=2)


class Drafting:
    """Demands being written, from their first words to their mandate."""

    def __init__(self, db: Session, people: People, chronicle: Chronicle) -> None:
        self._db, self._people, self._chronicle = db, people, chronicle

    def write(self, told: dict[str, Any]) -> Demand:
        """A demand of the demo's file, clause by clause, version by version."""
        author = self._people[told["author"]]
        branch = self._people.branches[told["branch"]]
        demand = draft(self._db, branch, author, _frame(told))
        self._db.flush()
        versions: list[dict[str, Any]] = [
            *told["earlier"],
            {"clauses": told["clauses"]},
        ]
        first, *later = versions
        clauses = {
            clause["key"]: self._add(demand, author, clause, _former(first, clause))
            for clause in told["clauses"]
        }
        for version in later:
            for clause in version["clauses"]:
                whole = next(c for c in told["clauses"] if c["key"] == clause["key"])
                self._reword(demand, author, clauses[clause["key"]], whole | clause)
        return demand

    def take_up(self, told: dict[str, Any], petition: Petition) -> Demand:
        """A demand made of a petition; one sum was raised, and not yet in Russian."""
        author = self._people[told["author"]]
        demand = draft_from(self._db, petition, author)
        self._db.flush()
        reframe(self._db, demand, author, _frame(told))
        self._db.flush()
        [first] = clauses_of(self._db, demand.id, demand.version)
        opening, *others = told["clauses"]
        self._reword(demand, author, first.clause_id, opening)
        for clause in others:
            lags = clause.get("stale")
            made = self._add(demand, author, clause, _lower(clause) if lags else {})
            if lags:
                self._reword(demand, author, made, clause)
        self._date(demand, now() - timedelta(days=1))
        self._chronicle.happened(now() - timedelta(days=6))
        return demand

    def ratify(self, told: dict[str, Any], demand: Demand) -> Ballot:
        """Freeze it and put it to the members; the worker gives it its mandate."""
        ballot_told = next(b for b in told_ballots() if b["key"] == told["ballot"])
        frozen = now() - timedelta(days=ballot_told["roll_frozen_days_ago"])
        frozen -= BEFORE_THE_ROLL
        author = self._people[told["author"]]
        form = FreezeForm(version=demand.version)
        fixing = freeze(self._db, demand, author, form)
        fixing.at = frozen
        self._date(demand, frozen)
        self._chronicle.happened(frozen)
        subject = {
            "subject_path": f"/demands/{demand.id}/versions/{fixing.version}",
            "subject_digest": fixing.digest,
        }
        ballot = hold(self._db, ballot_told | subject, self._people, self._chronicle)
        fixing.ballot_id = ballot.id
        self._db.add(fixing)
        return ballot

    def _add(
        self, demand: Demand, author: Member, clause: dict[str, Any], former: Any
    ) -> UUID:
        made = add(self._db, demand, author, _clause(clause | former))
        self._db.flush()
        return made.clause_id

    def _reword(
        self, demand: Demand, author: Member, clause_id: UUID, clause: dict[str, Any]
    ) -> None:
        form = _clause(clause)
        form.base = _last_version(self._db, demand, clause_id)
        form.confirmed = [c for c in LANGUAGES if c not in clause.get("stale", [])]
        reword(self._db, demand, author, clause_id, form)
        self._db.flush()

    def _date(self, demand: Demand, last: datetime) -> None:
        """Spread the versions over the weeks in which they are said to be written."""
        begun = last - DRAFTING
        demand.drafted_at = begun
        pace = DRAFTING / (demand.version + 1)
        versions = select(Version).where(col(Version.demand_id) == demand.id)
        for version in self._db.exec(versions):
            version.at = begun + pace * version.number


def _frame(told: dict[str, Any]) -> FrameForm:
    """What stands round the clauses; the base is the document's first version."""
    addressee = told["addressee"]
    words: dict[str, Any] = {}
    for code in LANGUAGES:
        words[f"title_{code}"] = told["title"][code]
        words[f"addressee_{code}"] = addressee["name"][code]
        words[f"requisites_{code}"] = "\n".join(
            f"{row['label'][code]}: {row['value'][code]}"
            for row in addressee["requisites"]
        )
        words[f"preamble_{code}"] = "\n\n".join(
            paragraph[code].strip() for paragraph in told["preamble"]
        )
    only = told["platforms"][0] if len(told["platforms"]) == 1 else ""
    return FrameForm(base=1, platform_id=only, track=Track.CONTRACT, **words)


def _clause(told: dict[str, Any]) -> ClauseForm:
    words = {
        f"{part}_{code}": told[part][code].strip()
        for part in CLAUSE_PARTS
        for code in LANGUAGES
    }
    due_on = (now() + timedelta(days=told["within_days"])).date()
    return ClauseForm(due_on=due_on, **words)


def _former(version: dict[str, Any], clause: dict[str, Any]) -> dict[str, Any]:
    """What the first version of this clause said otherwise."""
    return next((c for c in version["clauses"] if c["key"] == clause["key"]), {})


def _lower(clause: dict[str, Any]) -> dict[str, Any]:
    """The clause before its amount was raised from what the lagging text still says."""
    claim = {
        code: text.replace("20", "15", 1) if "20" in text else text
        for code, text in clause["claim"].items()
    }
    return {"claim": claim}


def _last_version(db: Session, demand: Demand, clause_id: UUID) -> int:
    clauses = clauses_of(db, demand.id, demand.version)
    return clause_in(clauses, clause_id).version


def _is_ratified(db: Session, demand: Demand) -> bool:
    fixing = standing_of(db, demand).fixing
    return bool(fixing and fixing.serial)


def release_letters(db: Session) -> None:
    """Let every ratified demand of the demo leave as a letter, by who wrote it."""
    for demand in db.exec(select(Demand)):
        if _is_ratified(db, demand):
            release(db, demand, db.get_one(Member, demand.author_id))
