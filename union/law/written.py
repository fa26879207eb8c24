"""A file of law as it is written: plain values, and the line that each stands on.

A small part of YAML is read, the part that says one thing in one way: mappings, lists
and plain words. No anchors, so nothing grows; no tags, so nothing is made; no key
twice, so nothing is hidden. A number is digits; a date or a fraction stays a text.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import TypeAlias

import yaml
from yaml import events

from union.law.faults import Fault, Unlawful

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | bool | None"
Path: TypeAlias = tuple[str | int, ...]

LARGEST = 256 * 1024  # bytes
DEEPEST = 16
_INDENTED_BY_TAB = re.compile(r"^[ ]*\t[ \t]*\S", re.MULTILINE)
_NUMBER = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_WORDS: dict[str, Value] = {
    "null": None,
    "~": None,
    "": None,
    "true": True,
    "false": False,
}


@dataclass
class Written:
    """What stands in a file, and where."""

    name: str
    value: Value = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a value, or of what it would stand in if it were there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, says: str) -> Fault:
        return Fault(self.line(path), in_words(path), says)


def in_words(path: Path) -> str:
    """rules[3].quorum.fraction, without the word that all begin with."""
    steps = path[1:] if path[:1] == ("pack",) else path
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps]
    return "".join(parts).removeprefix(".")


def read(name: str, content: bytes) -> Written:
    """Read a file. Raises Unlawful with the line of what is no such YAML."""
    text = _text(name, content)
    written = Written(name)
    try:
        _Reader(written).read(text)
    except yaml.YAMLError as error:
        says, line = _explained(error, text)
        raise Unlawful(name, [Fault(line, "", says)]) from error
    return written


def content_of(path: File) -> bytes:
    """The bytes of a file: of one too large, or without an end, enough to refuse it."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _text(name: str, content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unlawful(name, [Fault(1, "", f"larger than {LARGEST} bytes")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        says = "not UTF-8; save the file as UTF-8"
        raise Unlawful(name, [Fault(line, "", says)]) from error
    if tab := _INDENTED_BY_TAB.search(text):
        line = text.count("\n", 0, tab.start()) + 1
        raise Unlawful(name, [Fault(line, "", "a tab; indent with spaces")])
    return text


def _explained(error: yaml.YAMLError, text: str) -> tuple[str, int]:
    mark = getattr(error, "problem_mark", None)
    says = getattr(error, "problem", None) or getattr(error, "reason", "no YAML")
    if mark is None:
        position = getattr(error, "position", 0)
        return f"no YAML: {says}", text.count("\n", 0, position) + 1
    return f"no YAML: {says}", mark.line + 1


class _Reader:
    """Follows the events of a file, one after another, with a stack of its own."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.inside: list[tuple[Path, dict[str, Value] | list[Value]]] = []
        self.key: str | None = None
        self.documents = 0

    def read(self, text: str) -> None:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            self._follow(event)

    def _follow(self, event: events.Event) -> None:
        match event:
            case events.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise self._refusal(event, "a second document; a file holds one")
            case events.AliasEvent():
                raise self._refusal(event, "an alias (*name); write the words out")
            case events.MappingEndEvent() | events.SequenceEndEvent():
                self.inside.pop()
            case events.NodeEvent():
                self._refuse_tricks(event)
                self._node(event)

    def _refuse_tricks(self, event: events.NodeEvent) -> None:
        if event.anchor is not None:
            raise self._refusal(event, "an anchor (&name); write the words out")
        if getattr(event, "tag", None) is not None:
            raise self._refusal(event, "a tag (!name); plain words only")

    def _node(self, event: events.NodeEvent) -> None:
        if self._is_key(event):
            return
        match event:
            case events.MappingStartEvent():
                self._enter(event, {})
            case events.SequenceStartEvent():
                self._enter(event, [])
            case events.ScalarEvent():
                self._put(event, _plain(event))

    def _is_key(self, event: events.NodeEvent) -> bool:
        """Whether this is the name of what comes next in a mapping."""
        if not self.inside or self.key is not None:
            return False
        path, held = self.inside[-1]
        if not isinstance(held, dict):
            return False
        if not isinstance(event, events.ScalarEvent):
            raise self._refusal(event, "a key that is no word")
        self.key = str(event.value)
        if self.key in held:
            raise self._refusal(event, f"«{self.key}» a second time")
        self.written.lines[*path, self.key] = _line(event)
        return True

    def _enter(
        self, event: events.NodeEvent, empty: dict[str, Value] | list[Value]
    ) -> None:
        if len(self.inside) >= DEEPEST:
            raise self._refusal(event, f"deeper than {DEEPEST} levels")
        self.inside.append((self._put(event, empty), empty))

    def _put(self, event: events.NodeEvent, value: Value) -> Path:
        """Put a value where the file has come to; say which path that is."""
        line = _line(event)
        if not self.inside:
            self.written.value = value
            self.written.lines[()] = line
            return ()
        path, held = self.inside[-1]
        if isinstance(held, dict):
            own: Path = (*path, self.key or "")
            held[self.key or ""], self.key = value, None
        else:
            own = (*path, len(held))
            held.append(value)
            self.written.lines[own] = line
        return own

    def _refusal(self, event: events.Event, says: str) -> Unlawful:
        return Unlawful(self.written.name, [Fault(_line(event), "", says)])


def _line(event: events.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _plain(event: events.ScalarEvent) -> Value:
    if event.style is not None:
        return str(event.value)
    if _NUMBER.fullmatch(event.value):
        return int(event.value)
    return _WORDS.get(event.value, str(event.value))
