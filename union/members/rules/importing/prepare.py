"""The rows of a list, made ready before anybody else has to wait for them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

from union.core import i18n
from union.core.fields import Keyring
from union.core.i18n import gettext as _
from union.core.i18n import mark, speaking
from union.members.columns import Column
from union.members.doubles import Double
from union.members.lines import Place
from union.members.models import PROBATION, Standing
from union.members.names import sought
from union.members.reconciling import Entry

REASON = mark("Entered from a list of the branch")

Row = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """Where people are entered, by whom and when."""

    import_id: UUID
    branch_id: UUID
    by: UUID
    at: datetime
    language: str  # of those whose line names none


@dataclass(frozen=True)
class Prepared:
    """A list ready to be entered: all that can be done before the write lock."""

    scene: Scene
    doubles: list[Double]
    people: int  # lines without a fault
    members: list[Row]
    changes: list[Row]  # of standing
    contacts: list[Row]
    renewed: list[Row]  # members who gain something
    places: list[tuple[UUID, Place]]
    left_out: bytes | None  # the faulty lines, sealed


@dataclass(frozen=True)
class Harvest:
    """What a list came to, when it had been read and decided about."""

    entries: list[Entry]
    doubles: list[Double]
    people: int
    left_out: bytes | None


def place_of_phone(member_id: UUID) -> str:
    """Where a phone number is sealed for."""
    return f"contact|phone|{member_id}"


def prepare(harvest: Harvest, scene: Scene, keys: Keyring) -> Prepared:
    """Everything that will be written, but the units that may have to be founded."""
    newcomers = [entry for entry in harvest.entries if entry.is_new]
    known = [entry for entry in harvest.entries if not entry.is_new]
    members = [_member(entry, scene) for entry in newcomers]
    reasons = _reasons()
    return Prepared(
        scene=scene,
        doubles=harvest.doubles,
        people=harvest.people,
        members=members,
        changes=[_change(member, scene, reasons) for member in members],
        contacts=[
            _contact(entry, scene, keys)
            for entry in harvest.entries
            if entry.values[Column.PHONE] and (entry.is_new or _calls_anew(entry))
        ],
        renewed=[_renewed(e) for e in known if e.changed - {Column.PHONE}],
        places=[
            (e.member_id, place) for e in harvest.entries for place in e.new_places()
        ],
        left_out=harvest.left_out,
    )


def _calls_anew(entry: Entry) -> bool:
    return Column.PHONE in entry.changed


def _reasons() -> dict[str, str]:
    """Why they are members, as each will read it."""
    reasons = {}
    for language in i18n.LANGUAGES:
        with speaking(language):
            reasons[language] = _(REASON)
    return reasons


def _member(entry: Entry, scene: Scene) -> Row:
    values = entry.values
    joined = _began(values[Column.JOINED]) or scene.at
    unguessable = f"import-{token_urlsafe(18)}"  # nobody signs in by it
    return {
        "id": entry.member_id,
        "name": values[Column.NAME],
        "name_key": sought(values[Column.NAME]),
        "sign_in_name": unguessable,
        "sign_in_key": unguessable,
        "passphrase_hash": "",
        "language": values[Column.LANGUAGE] or scene.language,
        "vehicle": values[Column.VEHICLE],
        "branch_id": scene.branch_id,
        "joined_at": joined,
        "admitted_at": joined,
        "brought": 0,
    }


def _began(day: date | None) -> datetime | None:
    """When a day began where the union is."""
    if day is None:
        return None
    return datetime.combine(day, time(), i18n.zone.get()).astimezone(UTC)


def _change(member: Row, scene: Scene, reasons: dict[str, str]) -> Row:
    is_new = scene.at < member["admitted_at"] + PROBATION
    return {
        "id": uuid4(),
        "member_id": member["id"],
        "standing": Standing.PROBATIONER if is_new else Standing.MEMBER,
        "at": scene.at,
        "by": scene.by,
        "reason": reasons[member["language"]],
    }


def _contact(entry: Entry, scene: Scene, keys: Keyring) -> Row:
    """A number, sealed. How it is found is computed later: that is slow on purpose."""
    phone: str = entry.values[Column.PHONE]
    place = place_of_phone(entry.member_id)
    return {
        "member_id": entry.member_id,
        "branch_id": entry.branch_id or scene.branch_id,
        "phone_sealed": keys.seal(phone.encode(), place),
        "phone_index": None,
        "may_call": False,
        "set_at": scene.at,
        "confirmed_at": None,
    }


def _renewed(entry: Entry) -> Row:
    """A member as they are from now on."""
    values = entry.values
    return {
        "the_id": entry.member_id,
        "name": values[Column.NAME],
        "name_key": sought(values[Column.NAME]),
        "language": values[Column.LANGUAGE],
        "vehicle": values[Column.VEHICLE],
        "joined_at": _began(values[Column.JOINED]),
    }
