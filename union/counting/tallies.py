"""What comes as numbers instead of papers: strict JSON without a float."""

import json
import re
from collections.abc import Mapping
from typing import Any

from union.counting.errors import Malformed, NotCountable

Json = dict[str, Any]

NO_JSON = "expected JSON: a quote, a comma or a brace is missing or too many."

_DEEPEST = 8


def read(content: bytes) -> Json:
    """One JSON object of whole numbers; Malformed says on which line it is not one."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Malformed(line, "expected text in UTF-8.") from None
    if _depth(text) > _DEEPEST:
        raise Malformed(1, "expected an object that is not so deeply nested.")
    try:
        found = json.loads(
            text,
            parse_float=_no_fraction,
            parse_int=_whole,
            parse_constant=_no_fraction,
            object_pairs_hook=_each_once,
        )
    except json.JSONDecodeError as error:
        raise Malformed(error.lineno, NO_JSON) from None
    if not isinstance(found, dict):
        raise Malformed(1, "expected an object in braces.")
    _refuse_half_letters(found)
    return found


def whole(data: Mapping[str, Any], key: str, default: int | None = None) -> int:
    """The number at a key: not negative, and there unless it has a default."""
    value = data.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NotCountable(f"“{key}” wants a whole number, 0 or more.")
    return value


def truth(data: Mapping[str, Any], key: str, *, default: bool) -> bool:
    """Yes or no at a key."""
    value = data.get(key, default)
    if not isinstance(value, bool):
        raise NotCountable(f"“{key}” wants true or false.")
    return value


def only(data: Mapping[str, Any], *keys: str) -> None:
    """Refuse what would be passed over in silence."""
    if unknown := sorted(set(data) - set(keys)):
        raise NotCountable(
            f"“{unknown[0]}” is not known here; known: {', '.join(keys)}."
        )


def _refuse_half_letters(found: Json) -> None:
    """What an escape can write and UTF-8 cannot: half of a pair."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Malformed(1, "expected text in UTF-8.") from None


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in re.sub(r'"(?:\\.|[^"\\])*"', "", text):
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


def _whole(said: str) -> int:
    if len(said.lstrip("-")) > 18:
        raise NotCountable("A number has at most 18 digits.")
    return int(said)


def _no_fraction(said: str) -> int:
    raise NotCountable(f"{said[:20]} is no whole number.")


def _each_once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotCountable("One name stands twice in the same braces.")
    return found
