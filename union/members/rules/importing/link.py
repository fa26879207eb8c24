"""An account that was made from a list is handed to its owner."""

import secrets

from sqlalchemy import exists, update
from sqlmodel import Session, col, select

from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.events import AccountLinkMade
from union.members.models import Invite, Member, Passkey
from union.members.permissions import may_link_account
from union.members.rules.sessions import digest_of

BYTES = 16  # 128 bits


def waits_for_its_owner(db: Session, member: Member) -> bool:
    """Whether this account was made from a list and nobody has opened it yet."""
    if member.passphrase_hash or member.recovery_digest or not member.is_current:
        return False
    return not db.exec(
        select(exists().where(col(Passkey.member_id) == member.id))
    ).one()


def invite_to_account(db: Session, member: Member, officer: Member) -> str:
    """The secret of a link by which its owner takes an account; it is shown once.

    Links made before open nothing any more.
    """
    if not may_link_account(officer, member):
        raise NotAllowed(_("Only stewards and administrators of a branch come here."))
    if not waits_for_its_owner(db, member):
        raise Refused(_("This account has an owner who signs in already."))

    secret = secrets.token_urlsafe(BYTES)
    db.execute(
        update(Invite)
        .where(col(Invite.member_id) == member.id, col(Invite.used_at).is_(None))
        .values(revoked_at=now())
    )
    db.add(
        Invite(
            digest=digest_of(secret),
            branch_id=member.branch_id,
            made_by=officer.id,
            member_id=member.id,
        )
    )

    announce(
        db,
        AccountLinkMade(by=officer.id, branch_id=member.branch_id, member_id=member.id),
    )
    return secret
