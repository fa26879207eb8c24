"""Who a member is, where they work, how they stand, what they were trusted with."""

from sqlalchemy import or_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from union.core import i18n
from union.core.i18n import gettext as _
from union.core.keys import keyring
from union.members import phones
from union.members.facts.words import until_you_leave, while_a_member
from union.members.known import Row, Section, knows
from union.members.models import (
    ROLES,
    STANDINGS,
    VEHICLES,
    Contact,
    HeldRole,
    Member,
    Office,
    PhoneCode,
    RoleProposal,
    StandingChange,
    WorksIn,
)
from union.members.queries import history_of, units_of
from union.members.rules.contact import phone_of

_with_branch = joinedload(RoleProposal.branch)  # type: ignore[arg-type]


@knows(Member)
def person(_db: Session, member: Member) -> Section:
    return Section(
        "person",
        _("Who I am"),
        purpose=_("So that you can act here and be found by those who work with you."),
        until=while_a_member(),
        words={
            "name": _("Name others see"),
            "sign_in_name": _("Sign-in name"),
            "language": _("Language"),
            "branch": _("Branch"),
            "vehicle": _("Vehicle"),
            "joined_at": _("Joined"),
            "admitted_at": _("Admitted"),
            "manages_since": _("Manages others since"),
            "brought": _("How many joined by my invites"),
        },
        rows=[_person(member)],
        page="members.name",
    )


def _person(member: Member) -> Row:
    return {
        "name": member.name,
        "sign_in_name": member.sign_in_name,
        "language": i18n.NAMES[member.language],
        "branch": member.branch.name,
        "vehicle": _(VEHICLES[member.vehicle]) if member.vehicle else None,
        "joined_at": member.joined_at,
        "admitted_at": member.admitted_at,
        "manages_since": member.manages_since,
        "brought": member.brought,
    }


@knows(WorksIn)
def work(db: Session, member: Member) -> Section:
    return Section(
        "work",
        _("Where I work"),
        purpose=_("So that the union knows how many stand where."),
        until=while_a_member(),
        words={"platform": _("Platform"), "city": _("City")},
        rows=[
            {"platform": unit.platform.name, "city": unit.city.name}
            for unit in units_of(db, member)
        ],
        page="members.work",
    )


@knows(Contact, PhoneCode)
def contact(db: Session, member: Member) -> Section:
    return Section(
        "contact",
        _("My phone number"),
        purpose=_("So that your steward can reach you, if you allow it."),
        until=until_you_leave(),
        words={
            "phone": _("Number"),
            "may_call": _("The steward may call"),
            "set_at": _("Left on"),
            "confirmed_at": _("Confirmed"),
            "code_sent_at": _("A code was sent"),
        },
        rows=_contact(db, member),
        page="members.contact",
    )


def _contact(db: Session, member: Member) -> list[Row]:
    kept, code = db.get(Contact, member.id), db.get(PhoneCode, member.id)
    if kept is None:
        return [{"code_sent_at": code.sent_at}] if code else []
    number = phone_of(kept, keyring())
    return [
        {
            "phone": phones.spaced(number) if number else None,
            "may_call": kept.may_call,
            "set_at": kept.set_at,
            "confirmed_at": kept.confirmed_at,
            "code_sent_at": code.sent_at if code else None,
        }
    ]


@knows(StandingChange)
def standing(db: Session, member: Member) -> Section:
    return Section(
        "standing",
        _("My standing"),
        purpose=_("So that each change can be checked by you."),
        until=_("For good, without the reasons once you have left."),
        words={
            "at": _("When"),
            "standing": _("What"),
            "reason": _("Why"),
            "by": _("By whom"),
        },
        rows=[
            {
                "at": step.at,
                "standing": _(STANDINGS[step.standing]),
                "reason": step.reason,
                "by": step.by or _("former member"),
            }
            for step in history_of(db, member)
        ],
    )


@knows(HeldRole, Office, RoleProposal)
def roles(db: Session, member: Member) -> Section:
    return Section(
        "roles",
        _("My roles"),
        purpose=_("So that members know whom they have trusted with what."),
        until=_("Until the role ends or you leave."),
        words={
            "role": _("Role"),
            "branch": _("Branch"),
            "granted_at": _("Granted"),
            "proposed_at": _("Proposed"),
            "reason": _("Why"),
        },
        rows=[*_held(member), *_proposed(db, member)],
    )


def _held(member: Member) -> list[Row]:
    return [
        {
            "role": _(ROLES[held.role]),
            "branch": held.branch.name,
            "granted_at": held.granted_at,
        }
        for held in member.roles
    ]


def _proposed(db: Session, member: Member) -> list[Row]:
    """What was proposed about this member, or by them."""
    concerning = or_(
        col(RoleProposal.member_id) == member.id,
        col(RoleProposal.proposed_by) == member.id,
    )
    proposed = select(RoleProposal).where(concerning).options(_with_branch)
    return [
        {
            "role": _(ROLES[proposal.role]),
            "branch": proposal.branch.name,
            "proposed_at": proposal.proposed_at,
            "reason": proposal.reason,
        }
        for proposal in db.exec(proposed)
    ]
