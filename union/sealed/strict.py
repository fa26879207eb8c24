"""JSON in exactly one spelling: compact, UTF-8, fields in their order, no others.

Whoever may spell a ballot in two ways can make two trackers of one vote, or hide a word
in it. So what was read is written again, and must be the same bytes.
"""

import json
from typing import NoReturn, TypeAlias

from union.sealed.refusals import Rejected

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

LONGEST_NUMBER = 10  # digits; what is larger is written as text


def written(thing: object) -> bytes:
    """The one spelling of a thing."""
    return json.dumps(thing, separators=(",", ":"), ensure_ascii=False).encode()


def read(raw: bytes) -> Json:
    """What these bytes say, if they are spelled as they must be."""
    try:
        thing: Json = json.loads(
            raw.decode(), parse_int=_small, parse_float=_never, parse_constant=_never
        )
        is_canonical = written(thing) == raw
    except (ValueError, RecursionError):
        raise Rejected("It is not JSON as the protocol writes it.") from None
    if not is_canonical:
        raise Rejected("It is not spelled in the one way that the protocol allows.")
    return thing


def record(thing: Json, names: str) -> dict[str, Json]:
    """A thing with exactly these fields in this order; `?name` may be missing."""
    if not isinstance(thing, dict):
        raise Rejected("There is no record where one is wanted.")
    wanted = [name.lstrip("?") for name in names.split() if _is_there(name, thing)]
    if list(thing) != wanted:
        raise Rejected(f"A record has other fields than {', '.join(wanted)}.")
    return thing


def row(thing: Json, length: int | None = None) -> list[Json]:
    """A list, of this length if one is given."""
    if not isinstance(thing, list) or length not in (None, len(thing)):
        raise Rejected("A list is missing or has another length than it must have.")
    return thing


def text(thing: Json) -> str:
    """Words, and nothing else."""
    if not isinstance(thing, str):
        raise Rejected("There is no text where one is wanted.")
    return thing


def small_number(thing: Json, least: int, most: int) -> int:
    """A small number within its limits."""
    if type(thing) is not int or not least <= thing <= most:
        raise Rejected(f"A number is not between {least} and {most}.")
    return thing


def _is_there(name: str, thing: dict[str, Json]) -> bool:
    return not name.startswith("?") or name[1:] in thing


def _small(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(digits)
    return int(digits)


def _never(digits: str) -> NoReturn:
    raise ValueError(digits)
