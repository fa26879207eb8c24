"""Joining: an account for whoever was invited, and the moment they have finished."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from union.core import i18n
from union.core.base import db_now
from union.core.errors import Invalid, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.members import names
from union.members.events import ManagerDeclared, MemberJoined
from union.members.forms import Work, Workplace
from union.members.invitation import Invitation
from union.members.joining import ELSEWHERE, Answers
from union.members.models import (
    Branch,
    Invite,
    Member,
    PrivacyConsent,
    Standing,
    StandingChange,
    Vehicle,
)
from union.members.queries import (
    cities,
    looks_like_an_officer,
    platforms,
    sign_in_name_is_taken,
)
from union.members.rules.account import start_working
from union.members.rules.invites import invitation_for, take_up
from union.members.rules.lobby import open_lobby, stand_in_line
from union.members.rules.placing import branch_for

BEGAN = mark("Made an account")
FINISHED = mark("Finished joining")


def check_name(db: Session, name: str, besides: Member | None = None) -> None:
    """Refuse a name that could be taken for that of an officer of the union."""
    if looks_like_an_officer(db, name, besides.id if besides else None):
        reason = _("An officer of the union goes by this name. Choose another.")
        raise Invalid(reason, {"name": reason})


def check_work(db: Session, form: Work) -> None:
    """Refuse a city or a platform that nobody could have chosen."""
    problems = {}
    open_cities = {city.id for city in cities(db)}
    if form.city not in open_cities | {ELSEWHERE}:
        problems["city"] = _("Choose one of the answers.")
    known = {platform.id for platform in platforms(db)}
    if not set(form.platforms) <= known:
        problems["platforms"] = _("Choose one of the answers.")
    if problems:
        raise Invalid(_("Please check what you entered."), problems)


@dataclass(frozen=True)
class Key:
    """How a newcomer will sign in; no passphrase: a passkey opens the account."""

    sign_in_name: str
    passphrase_hash: str


def make_account(
    db: Session, answers: Answers, invitation: Invitation, key: Key
) -> Member:
    """The account of a newcomer, who is a guest until they have kept their code.

    Sent twice it is made once; the second time only finds it. Whoever an import had
    entered takes that entry over, and stands as it stood.
    """
    made = db.get(Member, answers.member_id)
    if made and (made.is_guest or made.passphrase_hash):
        return made
    at = db_now(db)
    found = invitation_for(db, invitation, at)
    entered = found.member_id if isinstance(found, Invite) else None
    if entered != (made and made.id):
        raise Refused(_("Begin again, please: this was begun by another invitation."))
    check_name(db, answers.name, besides=made)
    _check_is_free(db, key.sign_in_name)

    member = made or _guest(answers, branch_for(db, _city(answers), found.branch))
    _fill_in(member, answers, key, at)
    db.add(member)
    stand_in_line(db, member)  # the row is there before any that points to it
    take_up(db, invitation, member, at)
    if member.is_guest:
        _note(db, member, Standing.GUEST, at)
    _agree(db, member, answers.notice, at)
    for place in _workplaces(answers):
        start_working(db, member, place)
    return member


def finish(db: Session, member: Member) -> None:
    """The newcomer has kept their code: from now on they wait. Twice is once."""
    stand_in_line(db, member)
    if not member.is_guest:
        return

    member.joined_at = at = db_now(db)
    open_lobby(db, member, at)
    _note(db, member, Standing.PENDING, at)

    about = {"by": member.id, "branch_id": member.branch_id, "member_id": member.id}
    announce(db, MemberJoined(**about))
    if member.manages_since:
        announce(db, ManagerDeclared(**about))


def _check_is_free(db: Session, sign_in_name: str) -> None:
    if sign_in_name_is_taken(db, sign_in_name, besides=None):
        reason = _("This name is taken. Choose another number.")
        raise Invalid(reason, {"sign_in_name": reason})


def _guest(answers: Answers, branch: Branch) -> Member:
    return Member(
        id=answers.member_id,
        name="",
        sign_in_name="",
        sign_in_key="",
        passphrase_hash="",
        branch_id=branch.id,
        joined_at=None,
    )


def _fill_in(member: Member, answers: Answers, key: Key, at: datetime) -> None:
    """What the newcomer has said, in the account that is theirs."""
    member.name, member.name_key = answers.name, names.sought(answers.name)
    member.sign_in_name = key.sign_in_name
    member.sign_in_key = names.folded(key.sign_in_name)
    member.passphrase_hash = key.passphrase_hash
    member.language = i18n.language.get()
    member.vehicle = Vehicle(answers.vehicle) if answers.vehicle else None
    member.manages_since = at if answers.manages else member.manages_since


def _agree(db: Session, member: Member, notice: str, at: datetime) -> None:
    db.add(
        PrivacyConsent(
            member_id=member.id, notice=notice, language=member.language, given_at=at
        )
    )


def _city(answers: Answers) -> str | None:
    return None if answers.city == ELSEWHERE else answers.city


def _workplaces(answers: Answers) -> list[Workplace]:
    """Where the newcomer works; nowhere we know, in a city we do not know."""
    if (city := _city(answers)) is None:
        return []
    return [Workplace(platform_id=id_, city_id=city) for id_ in answers.platforms]


def _note(db: Session, member: Member, standing: Standing, at: datetime) -> None:
    said = BEGAN if standing is Standing.GUEST else FINISHED
    db.add(
        StandingChange(
            member_id=member.id, standing=standing, at=at, by=member.id, reason=said
        )
    )
