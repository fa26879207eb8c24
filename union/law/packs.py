"""A pack: what the law of one place asks of a union, with all that it stands on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from union.law.calendars import Calendar
from union.law.rules import Kind, Rule, Source
from union.law.texts import Texts


class NoSuchRule(LookupError):
    """The pack has no rule of this name, or none in force on the day."""


@dataclass(frozen=True)
class Track:
    """Whom a rule is for: employees, those under civil contracts…"""

    title: Texts
    when: str
    caution: Texts


@dataclass(frozen=True)
class Step:
    """One step of a procedure, by a rule or by none."""

    id: str
    actor: str
    deed: Texts
    rule: str | None
    template: str | None
    on_timeout: str | None


@dataclass(frozen=True)
class Procedure:
    """What is done one after another."""

    id: str
    title: Texts
    tracks: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Pack:
    """One pack, with whatever it has of the packs it extends."""

    id: str
    version: str
    title: Texts
    status: str
    reviewed_on: date
    review_due: date
    notice: Texts
    zone: str
    calendar: Calendar
    tracks: Mapping[str, Track]
    sources: Mapping[str, Source]
    rules: tuple[Rule, ...]
    procedures: Mapping[str, Procedure]
    templates: tuple[str, ...]
    safety: tuple[Texts, ...]

    def has_read(self, *sources: str) -> bool:
        """Whether all of these stand behind the pack: else no paper may cite them."""
        return self.sources.keys() >= set(sources)

    def is_past_review(self, on: date) -> bool:
        """Whether the whole pack was to be looked at again before this day."""
        return on > self.review_due

    def moment(self, said: datetime) -> datetime:
        """A moment by the clocks of this place; by these it was said if by none."""
        here = ZoneInfo(self.zone)
        return said.astimezone(here) if said.tzinfo else said.replace(tzinfo=here)

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """A rule as it was, is and will be, the earliest first."""
        found = [rule for rule in self.rules if rule.id == rule_id]
        return tuple(sorted(found, key=lambda rule: rule.valid_from or date.min))

    def rule(self, rule_id: str, on: date) -> Rule:
        """The rule as it is in force on a day. Raises NoSuchRule."""
        for rule in self.versions(rule_id):
            if rule.is_in_force(on):
                return rule
        raise NoSuchRule(f"{self.id} has no rule {rule_id} in force on {on}")

    def deadline_from(self, trigger: str, on: date) -> Rule | None:
        """The deadline that begins with such an event, if this law knows one."""
        return next(self._in_force(Kind.DEADLINE, on, trigger=trigger), None)

    def ballot_on(self, decision: str, on: date) -> Rule | None:
        """What the law asks of a ballot that decides this, if it asks anything."""
        for rule in self._in_force(Kind.BALLOT, on):
            if rule.ballot and rule.ballot.decision == decision:
                return rule
        return None

    def _in_force(self, kind: Kind, on: date, trigger: str = "") -> Iterator[Rule]:
        for rule in self.rules:
            is_it = rule.kind is kind and trigger in ("", rule.trigger)
            if is_it and rule.is_in_force(on):
                yield rule
