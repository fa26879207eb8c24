"""How a member signs in: devices, keys, what happened to them, consents."""

from sqlmodel import Session, col, select

from union.core import i18n
from union.core.i18n import gettext as _
from union.members.facts.words import until_you_leave, while_a_member
from union.members.known import Row, Section, knows, rows_of
from union.members.models import (
    ACCOUNT_DEEDS,
    AccountNote,
    Member,
    OneTimeSecret,
    Passkey,
    PrivacyConsent,
    SignInSession,
    WayBack,
)
from union.members.queries import sessions_of


@knows(PrivacyConsent)
def consents(db: Session, member: Member) -> Section:
    theirs = select(PrivacyConsent).where(PrivacyConsent.member_id == member.id)
    return Section(
        "consents",
        _("What I agreed to"),
        purpose=_("So that it can be shown which notice you read, and when."),
        until=while_a_member(),
        words={
            "notice": _("Notice of"),
            "language": _("Language"),
            "given_at": _("Agreed"),
        },
        rows=[
            {
                "notice": consent.notice,
                "language": i18n.NAMES[consent.language],
                "given_at": consent.given_at,
            }
            for consent in db.exec(theirs.order_by(col(PrivacyConsent.given_at)))
        ],
        page="members.privacy",
    )


@knows(SignInSession)
def devices(db: Session, member: Member) -> Section:
    return Section(
        "devices",
        _("My devices"),
        purpose=_("So that you stay signed in, and can sign a lost phone out."),
        until=_("Until you sign out; a week without use, thirty days at most."),
        words={
            "device": _("Device"),
            "began_at": _("Signed in"),
            "seen_at": _("Last used"),
        },
        rows=rows_of(sessions_of(db, member), "device", "began_at", "seen_at"),
        page="members.devices",
    )


@knows(Passkey, OneTimeSecret)
def keys(db: Session, member: Member) -> Section:
    return Section(
        "keys",
        _("Passkeys and one-time codes"),
        purpose=_("So that you, and nobody else, can sign in."),
        until=until_you_leave(),
        words={
            "kind": _("What"),
            "device": _("Device"),
            "made_at": _("Made"),
            "used_on": _("Last used"),
        },
        rows=[*_passkeys(db, member), *_one_time(db, member)],
    )


def _passkeys(db: Session, member: Member) -> list[Row]:
    theirs = db.exec(select(Passkey).where(Passkey.member_id == member.id))
    kind: Row = {"kind": _("Passkey")}
    return [kind | row for row in rows_of(theirs, "device", "made_at", "used_on")]


def _one_time(db: Session, member: Member) -> list[Row]:
    secret = db.get(OneTimeSecret, member.id)
    return [{"kind": _("One-time codes"), "made_at": secret.made_at}] if secret else []


@knows(AccountNote)
def notes(db: Session, member: Member) -> Section:
    theirs = select(AccountNote).where(AccountNote.member_id == member.id)
    return Section(
        "notes",
        _("What happened to my account"),
        purpose=_("So that you notice if somebody else was at it."),
        until=_("90 days."),
        words={"at": _("When"), "deed": _("What"), "device": _("Device")},
        rows=[
            {
                "at": note.at,
                "deed": _(ACCOUNT_DEEDS[note.deed]),
                "device": note.device or None,
            }
            for note in db.exec(theirs.order_by(col(AccountNote.at).desc()))
        ],
    )


@knows(WayBack)
def ways_back(db: Session, member: Member) -> Section:
    asked = select(WayBack).where(WayBack.member_id == member.id)
    return Section(
        "ways_back",
        _("Requests to open my account on a new phone"),
        purpose=_("So that you can come back without the recovery code."),
        until=_("Two weeks."),
        words={
            "asked_at": _("Asked"),
            "opens_at": _("Opens"),
            "stopped_at": _("Stopped"),
            "done_at": _("Opened"),
        },
        rows=rows_of(
            db.exec(asked.order_by(col(WayBack.asked_at))),
            *("asked_at", "opens_at", "stopped_at", "done_at"),
        ),
    )
