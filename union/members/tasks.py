"""What the clock brings to members, and what must follow from what they did."""

import logging
from pathlib import Path
from uuid import UUID

from flask import current_app
from sqlmodel import Session

from union.core import sms
from union.core.base import now
from union.core.db import burn_the_log, unit_of_work
from union.core.events import on
from union.core.fields import Unreadable
from union.core.jobs import every_minute, slowly_every_minute
from union.core.keys import index_key, keyring
from union.core.outbox import surely
from union.core.settings import Settings
from union.members import erasures, phones
from union.members.events import MemberErased, MemberLeft, PhoneCodeWanted
from union.members.messages import code_message
from union.members.models import Contact, Member, PhoneCode
from union.members.queries.sizes import sizes_kept, sizes_now
from union.members.rules import contact as rules
from union.members.rules.lapsing import lapse_due
from union.members.rules.lobby import let_everybody_wait
from union.members.rules.sizes import keep_sizes

INDEXED_AT_ONCE = 100  # each takes a twentieth of a second, on purpose

_logger = logging.getLogger(__name__)


@on(MemberLeft)
def burn_the_keys(_event: MemberLeft) -> None:
    """Leave no copy in the database's log either."""
    burn_the_log()


@on(MemberErased)
def burn_the_name(_event: MemberErased) -> None:
    burn_the_log()


@surely(MemberLeft)
def note_who_left(_db: Session, event: MemberLeft) -> None:
    """A copy made earlier must not bring them back: they were promised to be gone."""
    _note_to_erase_again(event.member_id)


@surely(MemberErased)
def note_who_was_erased(_db: Session, event: MemberErased) -> None:
    _note_to_erase_again(event.member_id)


def _note_to_erase_again(member_id: UUID) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    erasures.note(Path(settings.erasures_path), member_id)


@surely(PhoneCodeWanted)
def send_phone_code(db: Session, event: PhoneCodeWanted) -> None:
    """Send the digits, unless there is nobody to send them to any more."""
    code, contact = db.get(PhoneCode, event.member_id), db.get(Contact, event.member_id)
    way = sms.way()
    if not (code and contact and way and rules.is_due(code, event.sending, now())):
        return
    if number := rules.phone_of(contact, keyring()):
        settings: Settings = current_app.config["SETTINGS"]
        language = db.get_one(Member, event.member_id).language
        digits = rules.digits_of(code, keyring())
        text = code_message(digits, settings.hosts[0], language)
        way.send(number, text, rules.key_of_sending(code))


@every_minute
def keep_the_lobby(db: Session) -> None:
    """A code to show for everybody who waits."""
    let_everybody_wait(db)


@every_minute
def close_proposals(db: Session) -> None:
    """Let lapse what nobody has seconded in time."""
    lapse_due(db)


@slowly_every_minute
def count_members() -> None:
    """Count every branch outside of the write lock; keep it if anything changed."""
    with unit_of_work(writes=False) as db:
        kept, counted = sizes_kept(db), sizes_now(db)
    if kept != counted:
        with unit_of_work() as db:
            keep_sizes(db, counted)


@slowly_every_minute
def make_phones_findable() -> None:
    """Fill in indexes that are missing, little by little and outside the lock."""
    with unit_of_work(writes=False) as db:
        missing = rules.not_findable(db, INDEXED_AT_ONCE)
    found = []
    for member_id, branch_id, sealed in missing:
        try:
            number = keyring().open(sealed, rules.place_of_phone(member_id)).decode()
        except Unreadable:
            _logger.warning("a phone number cannot be opened: its key has gone")
            continue
        digest = phones.index_of(number, index_key(), branch_id)
        found.append((member_id, sealed, rules.Index(branch_id, digest)))
    if found:
        with unit_of_work() as db:
            for member_id, sealed, index in found:
                rules.make_found_later(db, member_id, sealed, index)
