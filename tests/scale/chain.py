"""Every page of the chain, opened by everybody who works with it, in a demo union."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from union.ballots.models import Ballot
from union.cli.demo.content import content
from union.core.db import unit_of_work
from union.core.web.limits import limiter
from union.demands.models import Clause, Demand
from union.documents.models import Document
from union.members.models import Branch, Member, Unit
from union.members.rules.sessions import new_session
from union.petitions.models import Petition

READERS = (
    "member",
    "chair",
    "steward-almaty",
    "returning-officer-1",
    "teller-1",
    "representative-1",
)
FEATURES = ("petitions.", "ballots.", "demands.", "documents.")
OF_MEMBERS = {
    "members.today",
    "members.activity",
    "members.branches",
    "members.imports",
    "members.invites",
    "members.known",
    "members.looked",
    "members.me",
    "members.operations",
    "members.people",
    "members.posters",
    "members.roles",
    "members.seek_for_role",
    "members.standing",
    "members.unit",
    "members.units",
}
PAPERS = {  # O(n) on purpose: whole lists leave the house, and nobody waits at a screen
    "documents.download",
    "petitions.sheet",
    "members.known_file",
}
HERE = {"Sec-Fetch-Site": "same-origin"}
ASKED = {  # what readers type, beside the page as it opens
    "members.people": ("name=ер", "name=ерлан", "name=zzzz", "standing=probationer"),
    "ballots.roll": ("name=ерлан", "name=zzzz", "after={member}"),
    "ballots.names": ("after={member}",),
    "ballots.index": ("before={ballot}",),
    "petitions.index": ("words=жол", "after={petition}"),
    "petitions.words": ("after={member}",),
    "demands.index": ("after={demand}",),
}


@dataclass
class Things:
    """What there is in the union, as far as an address needs it."""

    ids: dict[str, list[object]] = field(default_factory=dict)

    def addresses(self, app: Flask, endpoint: str) -> Iterator[str]:
        """Where a page stands, once for each thing of its kind."""
        for rule in app.url_map.iter_rules(endpoint):
            if "GET" not in (rule.methods or ()):
                continue
            names = sorted(rule.arguments)
            for values in product(*(self.ids[name] for name in names)):
                given = dict(zip(names, values, strict=True))
                with app.test_request_context():
                    yield app.url_for(endpoint, **given)

    def asked(self, words: str) -> str:
        return words.format(
            **{
                name: self.ids[f"{name}_id"][0]
                for name in ("member", "ballot", "petition", "demand")
            }
        )


@dataclass(frozen=True)
class Visit:
    """One page, opened or sent by one reader."""

    page: str
    reader: str
    method: str
    address: str
    form: dict[str, str] = field(default_factory=dict)


def things(db: Session) -> Things:
    def some(model: type, most: int = 8) -> list[object]:
        return list(db.exec(select(model.id).limit(most)))  # type: ignore[attr-defined]

    clause = db.exec(select(Clause).limit(1)).one()
    ids: dict[str, list[object]] = {
        "petition_id": some(Petition),
        "ballot_id": some(Ballot),
        "demand_id": some(Demand),
        "document_id": some(Document, 3),
        "clause_id": [clause.clause_id],
        "number": [1],
        "step": ["freeze", "open", "close"],
        "member_id": some(Member, 2),
        "unit_id": some(Unit, 2),
        "branch_id": some(Branch, 2),
        "code": [db.exec(select(Document.code).limit(1)).one()],
        "form": ["pdf"],
    }
    return Things(ids)


def visits(app: Flask) -> Iterator[Visit]:
    """Every page of the chain by every reader, then what a member does."""
    with app.app_context(), unit_of_work(writes=False) as db:
        there = things(db)
    for reader, endpoint in product(READERS, sorted(pages(app))):
        for address in there.addresses(app, endpoint):
            yield Visit(endpoint, reader, "GET", address)
            for words in ASKED.get(endpoint, ()):
                yield Visit(endpoint, reader, "GET", f"{address}?{there.asked(words)}")


def pages(app: Flask) -> set[str]:
    of_the_chain = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(FEATURES) and "GET" in (rule.methods or ())
    }
    return (of_the_chain | OF_MEMBERS) - PAPERS


def deeds(app: Flask) -> Iterator[Visit]:
    """Sign, take back, vote and vote otherwise, by the member of the demo."""
    with app.app_context(), unit_of_work(writes=False) as db:
        petition, ballot = open_petition(db), open_ballot(db)
        signing = {"disclosure": "counted", "text_hash": petition.text_hash}
        choices = [option.key for option in ballot.choices()]
        place, booth = f"/petitions/{petition.id}", f"/ballots/{ballot.id}/votes"
    for number in range(5):
        yield Visit("petitions.sign", "member", "POST", f"{place}/sign", signing)
        yield Visit("petitions.unsign", "member", "POST", f"{place}/signature/withdraw")
        vote = {"choice": choices[number % 2], "drawn": str(10**12 + number)}
        yield Visit("ballots.cast", "member", "POST", booth, vote)


def open_petition(db: Session) -> Petition:
    taking = col(Petition.opened_at).is_not(None), col(Petition.closed_at).is_(None)
    return db.exec(select(Petition).where(*taking).limit(1)).one()


def open_ballot(db: Session) -> Ballot:
    """The newest of those that take votes."""
    voting = col(Ballot.opened_at).is_not(None), col(Ballot.closed_at).is_(None)
    newest = select(Ballot).where(*voting).order_by(col(Ballot.drafted_at).desc())
    return db.exec(newest.limit(1)).one()


def readers(app: Flask) -> dict[str, FlaskClient]:
    """A browser for each reader, past the second factor."""
    return {key: signed_in(app, key) for key in READERS}


def signed_in(app: Flask, key: str) -> FlaskClient:
    [person] = [p for p in content("officers")["people"] if p["key"] == key]
    client = app.test_client()
    with app.app_context(), unit_of_work() as db:
        name = col(Member.sign_in_name) == person["sign_in"]
        member: Member = db.exec(select(Member).where(name)).one()
        session, secret = new_session(member, "a figure")
        db.add(session)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = secret
    return client


def pay(client: FlaskClient, visit: Visit) -> int:
    """Make the visit; its status."""
    limiter.reset()
    return client.open(
        visit.address, method=visit.method, data=visit.form or None, headers=HERE
    ).status_code
