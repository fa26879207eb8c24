"""What the law of this house asks at one point: a rule, applied, and its grounds."""

from dataclasses import dataclass
from datetime import date, datetime, time

from union.core import i18n
from union.core.i18n import gettext as _
from union.law import house, words
from union.law.deadlines import Clock, Deadline, Unit, count
from union.law.packs import Pack
from union.law.rules import Reading, Rule
from union.law.thresholds import in_words

ADOPTION = "adopt_demands"
HELD = "meeting_held"
RECEIVED = "demands_received"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """A deadline, counted from a day by the rule in force on it."""

    pack: Pack
    rule: Rule
    deadline: Deadline

    @property
    def is_unconfirmed(self) -> bool:
        return self.rule.is_unconfirmed(self.deadline.since)

    @property
    def facts(self) -> Pairs:
        """By when, by which calendar, by what rule, and how sure we are of it."""
        return (*self.days, *rests_on(self.rule, self.deadline.since))

    @property
    def days(self) -> Pairs:
        """The last day; what could be argued beyond it stands apart."""
        found = self.deadline
        latest = found.latest
        told = [
            (_("Last day"), i18n.day(found.day)),
            (_("Latest arguable day"), i18n.day(latest) if latest else ""),
            (_("Counted by"), found.edition),
        ]
        return tuple((name, said) for name, said in told if said)


def deadline(trigger: str, since: date) -> Asked | None:
    """By when something is due once this has happened, if this law says so."""
    pack = house.the_pack()
    rule = pack.deadline_from(trigger, since)
    if rule is None or rule.clock is None:
        return None
    return Asked(
        pack, rule, count(rule.clock, _began(pack, rule.clock, since), pack.calendar)
    )


def _began(pack: Pack, clock: Clock, since: date) -> date:
    """The day itself; for hours, its beginning: whoever counts so is never late."""
    is_in_hours = clock.unit is Unit.HOUR
    return pack.moment(datetime.combine(since, time.min)) if is_in_hours else since


def ballot(decision: str, on: date) -> Rule | None:
    """What this law asks of a ballot that decides this, if it asks anything."""
    return house.the_pack().ballot_on(decision, on)


def readings(rule: Rule) -> Pairs:
    """Both readings of what a ballot needs, the safe one first."""
    if rule.ballot is None:
        return ()
    safe, other = rule.ballot.safe, rule.ballot.other
    told = [(_("Safe reading"), in_a_line(safe))]
    if other:
        why = f"{in_a_line(other)} ({rule.ballot.why_other})"
        told.append((_("Other reading"), why))
    return tuple(told)


def in_a_line(reading: Reading) -> str:
    """«Quorum: 2/3 of the roll; majority: more than half of those who took part»."""
    halves = ((_("quorum"), reading.quorum), (_("majority"), reading.approval))
    return "; ".join(f"{name}: {in_words(half)}" for name, half in halves if half)


def rests_on(rule: Rule, on: date) -> Pairs:
    """The article and its source, and how sure we are."""
    return (
        (_("Rests on"), words.citation(rule)),
        (_("How sure we are"), words.sureness(rule, on)),
    )


def notice(on: date) -> str:
    """What stands under every paper: no legal advice, and whether rules are overdue."""
    pack = house.the_pack()
    return " ".join(filter(None, (words.notice(pack), words.review(pack, on))))
