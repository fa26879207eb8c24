"""What happened, and who wants to know.

A rule announces an event while it works. The announcement is the minute: it is written
in the same transaction, unless the event's class says that it is never minuted.
Listeners hear after the commit, so nothing is ever broadcast that did not happen.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlmodel import Session

E = TypeVar("E", bound="Event")
Listener = Callable[[E], None]

_listeners: dict[type["Event"], list[Listener[Any]]] = defaultdict(list)
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact, named in the past tense. It carries ids, never content."""

    says: ClassVar[str]  # the sentence the minutes show; a msgid
    page: ClassVar[str | None] = None  # the endpoint that shows what it is about
    minuted: ClassVar[bool] = True
    names_its_author: ClassVar[bool] = True  # or the minute forgets who it was
    unsigned: ClassVar[str] = ""  # who it was, where nobody is named; a msgid
    is_logged: ClassVar[bool] = True  # or organisers are not shown that it happened

    by: UUID | None  # None: the clock
    branch_id: UUID | None = None  # whose organisers read the minute; None: the union's


def on(kind: type[E]) -> Callable[[Listener[E]], Listener[E]]:
    """Hear of one kind of event after the commit, at most once: for open pages."""

    def register(listener: Listener[E]) -> Listener[E]:
        _listeners[kind].append(listener)
        return listener

    return register


def kinds() -> dict[str, type[Event]]:
    """Every kind of event that is known, by the name the minutes keep."""
    return {kind.__name__: kind for kind in _kinds_of(Event) if hasattr(kind, "says")}


def _kinds_of(kind: type[Event]) -> Iterator[type[Event]]:
    for special in kind.__subclasses__():
        yield special
        yield from _kinds_of(special)


def announce(db: Session, event: Event) -> None:
    """Note what happened in this unit of work."""
    announced(db).append(event)


def announced(db: Session) -> list[Event]:
    """What has happened so far in this unit of work."""
    events: list[Event] = db.info.setdefault("announced", [])
    return events


def deliver(events: list[Event]) -> None:
    """Tell the listeners. One that fails is logged and silences no other."""
    for event in events:
        for listener in _listeners[type(event)]:
            try:
                listener(event)
            except Exception:
                name = f"{listener.__name__}-{type(event).__name__}"
                _logger.exception("a listener failed", extra={"thing": name})
