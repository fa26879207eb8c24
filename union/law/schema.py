"""Whether a file of law has the shape its JSON Schema asks for, line by line."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path as File
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from union.law.faults import Fault
from union.law.texts import has_words
from union.law.written import Path, Written

DATA = File(__file__).parent / "data"
LONGEST_SHOWN = 60

_formats = FormatChecker(formats=())


@_formats.checks("date", raises=ValueError)
def _is_a_date(value: object) -> bool:
    return not isinstance(value, str) or bool(day(value))


@_formats.checks("words")
def _is_in_words(value: object) -> bool:
    return not isinstance(value, str) or has_words(value)


def day(written: str) -> date:
    """A day, written as 2026-11-23 and in no other of the ways of ISO 8601."""
    found = date.fromisoformat(written)
    if found.isoformat() != written:
        raise ValueError("a date is written as 2026-11-23")
    return found


def _whole(
    _validator: object, pattern: str, value: object, _schema: object
) -> Iterator[ValidationError]:
    """A pattern means all of a text: in Python, `$` stands before a last newline, too.

    In JSON Schema it does not (ECMA-262, 22.2.2.4).
    """
    if isinstance(value, str) and not re.fullmatch(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Exact: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _whole}
)


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((DATA / f"{name}.schema.json").read_text("utf-8"))
    _Exact.check_schema(schema)
    return _Exact(schema, format_checker=_formats)


def faults_of_shape(written: Written, name: str = "pack") -> list[Fault]:
    """What does not fit the schema, each with what was expected there."""
    found: Iterable[ValidationError] = _validator(name).iter_errors(written.value)
    return sorted({fault for error in found for fault in _told(written, error)})


def _told(written: Written, error: ValidationError) -> list[Fault]:
    path, schema = _path_of(error), _schema_of(error)
    match error.validator:
        case "required":
            return [written.fault(path, f"{_missing(error)} is missing")]
        case "additionalProperties":
            known = ", ".join(schema["properties"])
            says = f"an unknown key; expected one of: {known}"
            unknown = [key for key in _keys(error) if key not in schema["properties"]]
            return [written.fault((*path, key), says) for key in unknown]
        case _:
            expected = schema.get("description", error.message)
            return [
                written.fault(path, f"{shown(error.instance)}; expected {expected}")
            ]


def _path_of(error: ValidationError) -> Path:
    """Where the error is; of a name that is wrong, at the name itself."""
    path: Path = tuple(error.absolute_path)
    is_of_a_name = "propertyNames" in error.absolute_schema_path
    return (*path, *_named(error.instance)) if is_of_a_name else path


def _named(value: object) -> Path:
    return (value,) if isinstance(value, str) else ()


def _keys(error: ValidationError) -> list[str]:
    found: Any = error.instance
    return list(found)


def _missing(error: ValidationError) -> str:
    """The first word that is not there. jsonschema tells of each by itself."""
    return error.message.split("'")[1]


def _schema_of(error: ValidationError) -> dict[str, Any]:
    """What was asked for where the error is. None of ours is the schema `true`."""
    schema: Any = error.schema
    return dict(schema)


def shown(value: object) -> str:
    """A value as a fault names it: not longer than a line."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            words = str(value)
            cut = words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
            return f"«{cut}»"
