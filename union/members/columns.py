"""What a column of a spreadsheet of people can mean, and by which heads it is known."""

import json
from enum import StrEnum
from hashlib import sha256

from union.core.i18n import mark
from union.members.names import sought


class Column(StrEnum):
    """What is entered of a person."""

    NAME = "name"
    PHONE = "phone"
    LANGUAGE = "language"
    CITY = "city"
    PLATFORMS = "platforms"
    JOINED = "joined"
    VEHICLE = "vehicle"


COLUMNS = {
    Column.NAME: mark("Name"),
    Column.PHONE: mark("Phone"),
    Column.LANGUAGE: mark("Language"),
    Column.CITY: mark("City"),
    Column.PLATFORMS: mark("Platforms"),
    Column.JOINED: mark("Joined on"),
    Column.VEHICLE: mark("Vehicle"),
}

# How people head such columns. What stands first in a list is looked for first.
_HEADS = {
    Column.PHONE: "телефон phone сотов сотка мобильный моб ұялы whatsapp ватсап tel",
    Column.JOINED: "joined вступ қосыл күні|дата date күні since",
    Column.LANGUAGE: "language язык тілі тіл lang",
    Column.CITY: "city город қала",
    Column.PLATFORMS: "platform платформ сервис агрегатор компания company",
    Column.VEHICLE: "vehicle транспорт көлік көліг transport",
    Column.NAME: "фио аты-жөні аты имя есім name тегі фамилия handle",
}
_WORDS = {
    column: [sought(word.replace("|", " ")) for word in heads.split()]
    for column, heads in _HEADS.items()
}


def guess(heads: list[str]) -> dict[str, int]:
    """Which column stands where, as far as its head tells."""
    left = {place: sought(head) for place, head in enumerate(heads) if head}
    found: dict[str, int] = {}
    for column, words in _WORDS.items():
        place = _first(left, words)
        if place is not None:
            found[column] = place
            del left[place]
    return found


def _first(heads: dict[int, str], words: list[str]) -> int | None:
    for word in words:
        for place, head in heads.items():
            if head.startswith(word) or f" {word}" in head:
                return place
    return None


def digest_of(heads: list[str]) -> str:
    """What is kept of the heads, to know such a spreadsheet again."""
    return sha256(json.dumps(heads).encode()).hexdigest()
