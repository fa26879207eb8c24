"""A member's own account: names, passphrase, recovery code, branch and units."""

from uuid import UUID

from sqlmodel import Session, col, select

from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members import names, passphrases, recovery
from union.members.events import MemberMoved, MemberRenamed
from union.members.forms import (
    NewLanguage,
    NewName,
    NewPassphrase,
    NewSignInName,
    NewVehicle,
    Proof,
    Workplace,
)
from union.members.models import AccountDeed, Branch, Contact, Member, WorksIn
from union.members.queries import looks_like_an_officer, sign_in_name_is_taken
from union.members.rules.notes import note
from union.members.rules.sessions import end_sessions
from union.members.rules.units import unit_at
from union.members.rules.ways import start_over


def check_passphrase(member: Member, form: Proof) -> None:
    """Refuse whoever does not know the member's passphrase."""
    given = form.passphrase.get_secret_value()
    if not passphrases.matches(member.passphrase_hash, given):
        raise Invalid(
            _("This is not your passphrase."),
            {"passphrase": _("This is not your passphrase.")},
        )


def refuse_own_names(member: Member, form: NewPassphrase) -> None:
    """Stop a passphrase that whoever knows its owner tries first."""
    given = form.passphrase.get_secret_value()
    if reason := passphrases.own_names(given, (member.sign_in_name, member.name)):
        raise Invalid(_("Please check what you entered."), {"passphrase": reason})


def whose_code(db: Session, code: str) -> Member:
    """The member whose recovery code this is."""
    digest = recovery.digest_of(code)
    found = select(Member).where(
        col(Member.recovery_digest) == digest, col(Member.left_at).is_(None)
    )
    member = db.exec(found).first()
    if member is None:
        raise Invalid(
            _("This code opens no account."),
            {"code": _("Check each group of the code, and type it again.")},
        )
    return member


def come_back(
    db: Session, member_id: UUID, code: str, passphrase_hash: str, device: str
) -> str:
    """Take the account over on a new phone; nothing of the old one opens it any more.

    The code is spent: a new one is returned, to be shown once.
    """
    member = whose_code(db, code)
    if member.id != member_id:
        raise Refused(_("Someone was faster. Look again, then decide."))

    member.passphrase_hash = passphrase_hash
    start_over(db, member, device)
    return make_recovery_code(member)


def make_recovery_code(member: Member) -> str:
    """Put a new recovery code in the place of the old one; it is shown once."""
    code = recovery.new_code()
    member.recovery_digest = recovery.digest_of(code)
    return code


def renew_recovery_code(db: Session, member: Member, device: str) -> str:
    """Draw another code than the one somebody may have seen; it is shown once."""
    note(db, member.id, AccountDeed.RECOVERY_CODE, device)
    return make_recovery_code(member)


def change_passphrase(
    db: Session, member: Member, passphrase_hash: str, here: UUID, device: str
) -> None:
    """Sign in with another passphrase from now on; other devices must, too."""
    member.passphrase_hash = passphrase_hash
    end_sessions(db, member, but=here)
    note(db, member.id, AccountDeed.PASSPHRASE, device)


def rename(db: Session, member: Member, form: NewName) -> None:
    """Show another name to others."""
    if form.name == member.name:
        return
    if looks_like_an_officer(db, form.name, besides=member.id):
        reason = _("This looks like the name of an officer. Choose another.")
        raise Invalid(reason, {"name": reason})

    member.name, member.name_key = form.name, names.sought(form.name)

    announce(
        db,
        MemberRenamed(by=member.id, branch_id=member.branch_id, member_id=member.id),
    )


def change_sign_in_name(
    db: Session, member: Member, form: NewSignInName, device: str
) -> None:
    """Sign in with another name from now on."""
    if sign_in_name_is_taken(db, form.sign_in_name, besides=member.id):
        reason = _("This name is taken. Choose another number.")
        raise Invalid(reason, {"sign_in_name": reason})

    member.sign_in_name = form.sign_in_name
    member.sign_in_key = names.folded(form.sign_in_name)
    note(db, member.id, AccountDeed.SIGN_IN_NAME, device)


def speak(member: Member, form: NewLanguage) -> None:
    """Choose the language that letters to this member are written in."""
    member.language = form.language


def move(db: Session, member: Member, branch: Branch) -> None:
    """Belong to another branch, whose officers decide from then on."""
    if member.suspended_at:
        raise NotAllowed(_("You are suspended. Your page says why."))
    if branch.id == member.branch_id:
        return

    member.branch = branch
    if contact := db.get(Contact, member.id):  # it is found within a branch
        contact.branch_id, contact.phone_index = branch.id, None

    announce(db, MemberMoved(by=member.id, branch_id=branch.id, member_id=member.id))


def start_working(db: Session, member: Member, form: Workplace) -> None:
    """Say that this member works for a platform in a city. Twice is once."""
    unit = unit_at(db, form)
    if not db.get(WorksIn, (member.id, unit.id)):
        db.add(WorksIn(member_id=member.id, unit_id=unit.id))


def ride(member: Member, form: NewVehicle) -> None:
    """Say what carries this member's bag, or say it no more."""
    member.vehicle = form.vehicle


def stop_working(db: Session, member: Member, unit_id: UUID) -> None:
    """Say that this member works there no more."""
    if works_in := db.get(WorksIn, (member.id, unit_id)):
        db.delete(works_in)
