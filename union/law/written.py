"""A file of law as it is written: plain values, and the line that each stands on.

A small part of YAML is read, the part that says one thing in one way: mappings, lists
and plain words. No anchors, so nothing grows; no tags, so nothing is made; no key
twice, so nothing is hidden. A number is digits; a date or a fraction stays a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import TypeAlias

import yaml
from yaml import events

from union.law.faults import Fault, Unlawful
from union.law.signs import Lines, hidden_in

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | bool | None"
Path: TypeAlias = tuple[str | int, ...]

LARGEST = 256 * 1024  # bytes
DEEPEST = 16
_INDENTED_BY_TAB = re.compile(r"^[ ]*\t[ \t]*\S", re.MULTILINE)
_NUMBER = re.compile(r"-?[0-9]{1,9}", re.ASCII)
UNREADABLE: dict[type[OSError], str] = {
    FileNotFoundError: "there is no such file",
    IsADirectoryError: "a folder; expected a file",
}
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
    written, lines = Written(name), Lines(text)
    try:
        _Reader(written, lines).read(text)
    except yaml.YAMLError as error:
        says, position = _explained(error)
        raise Unlawful(name, [Fault(lines.of(position), "", says)]) from error
    return written


def content_of(path: File) -> bytes:
    """The bytes of a file: of one too large, or without an end, enough to refuse it.

    Raises Unlawful where there is no file to read.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        says = UNREADABLE.get(type(error), f"cannot be read: {error.strerror}")
        raise Unlawful(path.name or str(path), [Fault(0, "", says)]) from error


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
        line = Lines(text).of(tab.start())
        raise Unlawful(name, [Fault(line, "", "a tab; indent with spaces")])
    return text


def _explained(error: yaml.YAMLError) -> tuple[str, int]:
    """What is wrong, and at which sign of the text."""
    mark = getattr(error, "problem_mark", None)
    says = getattr(error, "problem", None) or getattr(error, "reason", "no YAML")
    position = getattr(error, "position", 0) if mark is None else mark.index
    return f"no YAML: {says}", position


def _events(text: str) -> Iterator[events.Event]:
    loader = yaml.SafeLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]  # not in the stubs
    except (ValueError, OverflowError) as error:  # of chr(): \U00110000
        raise yaml.MarkedYAMLError(
            problem="no sign has this number", problem_mark=loader.get_mark()
        ) from error


class _Reader:
    """Follows the events of a file, one after another, with a stack of its own."""

    def __init__(self, written: Written, lines: Lines) -> None:
        self.written, self.lines = written, lines
        self.inside: list[tuple[Path, dict[str, Value] | list[Value]]] = []
        self.key: str | None = None
        self.documents = 0

    def read(self, text: str) -> None:
        for event in _events(text):
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
        if hidden := hidden_in(getattr(event, "value", "")):
            says = f"a sign that nobody sees (U+{ord(hidden):04X}); leave it out"
            raise self._refusal(event, says)

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
        self.written.lines[*path, self.key] = self._line(event)
        return True

    def _enter(
        self, event: events.NodeEvent, empty: dict[str, Value] | list[Value]
    ) -> None:
        if len(self.inside) >= DEEPEST:
            raise self._refusal(event, f"deeper than {DEEPEST} levels")
        self.inside.append((self._put(event, empty), empty))

    def _put(self, event: events.NodeEvent, value: Value) -> Path:
        """Put a value where the file has come to; say which path that is."""
        line = self._line(event)
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

    def _line(self, event: events.Event) -> int:
        return self.lines.of(event.start_mark.index) if event.start_mark else 1

    def _refusal(self, event: events.Event, says: str) -> Unlawful:
        return Unlawful(self.written.name, [Fault(self._line(event), "", says)])


def _plain(event: events.ScalarEvent) -> Value:
    if event.style is not None:
        return str(event.value)
    if _NUMBER.fullmatch(event.value):
        return int(event.value)
    return _WORDS.get(event.value, str(event.value))
