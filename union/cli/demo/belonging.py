"""Whoever is about to belong in the demo, and what those who look after people did."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col

from union.cli.demo.chronicle import Chronicle
from union.cli.demo.content import content
from union.cli.demo.people import People
from union.core.base import now
from union.core.i18n import speaking
from union.core.keys import index_key, keyring
from union.members import phones, sheets
from union.members.forms import Columns, NewContact, NewPoster, NewRole
from union.members.invitation import Invitation
from union.members.joining import Answers
from union.members.models import (
    Arrival,
    Invite,
    Lobby,
    Member,
    Poster,
    PrivacyConsent,
    RoleProposal,
    StandingChange,
)
from union.members.notice import VERSION
from union.members.rules import contact, inviting, joining, looks, posters, roles
from union.members.rules.importing import send
from union.members.rules.lobby import WELCOME_WITHIN, let_everybody_wait
from union.members.rules.vouching import vouch


def belong(db: Session, people: People, chronicle: Chronicle) -> None:
    """Let people come by a poster and a link, and officers do their work."""
    told, door = content("belonging"), Door(db, people, chronicle)
    ways = {
        "poster": door.hang(told["poster"]),
        "invite": door.invite(told["invite"]),
    }
    for number, newcomer in enumerate(told["waiting"]):
        door.let_wait(newcomer, number, ways[newcomer["by"]])
    let_everybody_wait(db)
    desk = Desk(db, people, chronicle)
    desk.leave_number(told["contact"])
    desk.look(told["looked"])
    desk.propose(told["role"])
    desk.send_list(told["import"])


class Door:
    """How people come in, as far as the lobby."""

    def __init__(self, db: Session, people: People, chronicle: Chronicle) -> None:
        self._db, self._people, self._chronicle = db, people, chronicle

    def hang(self, told: dict[str, Any]) -> Invitation:
        """A poster that has hung for a while."""
        branch, officer = self._people.branches[told["branch"]], self._of(told)
        form = NewPoster(
            place=told["place"]["kk"],
            branch_id=branch.id,
            most=told["most"],
            days=told["days"],
        )
        poster = posters.make_poster(self._db, branch, officer, form)
        return self._handed_out(poster, told)

    def invite(self, told: dict[str, Any]) -> Invitation:
        """A link that was sent to one person."""
        member = self._of(told)
        made = inviting.invite(self._db, member.branch, member, token_urlsafe(32))
        return self._handed_out(made, told)

    def let_wait(self, told: dict[str, Any], number: int, by: Invitation) -> None:
        """Somebody joins, and as many as are named have vouched since."""
        at = now() - timedelta(hours=told["hours_ago"])
        with speaking(told["language"]):
            key = joining.Key(f"demo-newcomer-{number}", "")
            member = joining.make_account(self._db, _answers(told), by, key)
            joining.finish(self._db, member)
            self._db.flush()
        for voucher in told["vouched"]:
            vouch(self._db, member, self._people[voucher])
        self._date(member, at)
        self._chronicle.happened(at)

    def _of(self, told: dict[str, Any]) -> Member:
        return self._people[told["by"]]

    def _handed_out(self, made: Invite | Poster, told: dict[str, Any]) -> Invitation:
        age = timedelta(days=told["days_ago"])
        made.made_at -= age
        if isinstance(made, Poster):
            made.expires_at -= age
        self._chronicle.happened(made.made_at)
        kind = "poster" if isinstance(made, Poster) else "invite"
        return Invitation(kind, made.id)  # type: ignore[arg-type]

    def _date(self, member: Member, at: datetime) -> None:
        """Write the said moment where the rules wrote the present."""
        self._db.flush()
        member.joined_at = at
        self._db.get_one(Lobby, member.id).welcome_by = at + WELCOME_WITHIN
        for table, moment in (
            (Arrival, "came_at"),
            (PrivacyConsent, "given_at"),
            (StandingChange, "at"),
        ):
            theirs = col(table.member_id) == member.id
            self._db.execute(update(table).where(theirs).values({moment: at}))


def _answers(told: dict[str, Any]) -> Answers:
    return Answers(
        notice=VERSION,
        name=told["name"],
        city=told["city"],
        platforms=told["platforms"],
        vehicle=told["vehicle"],
        manages=told.get("manages", False),
    )


class Desk:
    """What is done by and for those who look after people."""

    def __init__(self, db: Session, people: People, chronicle: Chronicle) -> None:
        self._db, self._people, self._chronicle = db, people, chronicle

    def leave_number(self, told: dict[str, Any]) -> None:
        """A number that the steward may call."""
        member = self._people[told["of"]]
        form = NewContact(phone=told["phone"], may_call=True)
        digest = phones.index_of(form.phone, index_key(), member.branch_id)
        index = contact.Index(member.branch_id, digest)
        contact.keep(self._db, member, form, keyring(), index)

    def look(self, told: dict[str, Any]) -> None:
        """The steward opens the pages of some, and sees the first one's number."""
        steward, [first, *others] = self._people[told["by"]], told["at"]
        for seen in (first, *others):
            looks.look_at(self._db, self._people[seen], steward)
        looks.see_contact(self._db, self._people[first], steward, keyring())
        self._chronicle.happened(now())

    def propose(self, told: dict[str, Any]) -> None:
        """A role that waits for the second of the two."""
        form = NewRole(
            role=told["role"],
            branch_id=self._people.branches[told["branch"]].id,
            reason=told["reason"]["kk"],
        )
        member, officer = self._people[told["of"]], self._people[told["by"]]
        proposal: RoleProposal = roles.propose(self._db, member, officer, form)
        proposal.proposed_at = now() - timedelta(days=told["days_ago"])
        self._chronicle.happened(proposal.proposed_at)

    def send_list(self, told: dict[str, Any]) -> None:
        """A list of people; the worker checks it as soon as it looks at the outbox."""
        branch, officer = (
            self._people.branches[told["branch"]],
            self._people[told["by"]],
        )
        batch = send.send(self._db, branch, officer, _parcel(told))
        self._db.flush()
        send.name_columns(self._db, batch, officer, Columns(**told["columns"]))
        self._chronicle.happened(now())


def _parcel(told: dict[str, Any]) -> send.Parcel:
    file, name = "\n".join(told["lines"]).encode(), told["name"]["kk"]
    sheet, made = sheets.read(file, name), uuid4()
    sealed = keyring().seal(file, send.place_of(made))
    return send.Parcel(made, name, sealed, sheet.heads, len(sheet.rows))
