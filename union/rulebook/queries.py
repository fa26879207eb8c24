"""What can be asked of the rulebook. It lies in files: no database is asked."""

from dataclasses import dataclass
from datetime import date

from union.core.errors import NotFound
from union.core.i18n import LANGUAGES
from union.core.i18n import gettext as _
from union.law import house
from union.law.packs import Pack
from union.law.rules import Kind, Rule


@dataclass(frozen=True)
class Wanted:
    """Which rules a reader wants to see; all of them if nothing is said."""

    kind: str = ""
    words: str = ""
    only_unconfirmed: bool = False

    def __bool__(self) -> bool:
        return bool(self.kind or self.words or self.only_unconfirmed)

    def fits(self, rule: Rule, on: date) -> bool:
        """Whether the rule is one of those."""
        return (
            self.kind in ("", rule.kind)
            and (rule.is_unconfirmed(on) or not self.only_unconfirmed)
            and all(word in _spoken(rule) for word in self.words.casefold().split())
        )


def pack_for(pack_id: str) -> Pack:
    """A pack of this house by its id; its own for no id at all."""
    if not pack_id:
        return house.the_pack()
    if pack_id not in house.packs():
        raise NotFound(_("There are no rules of such a place here."))
    return house.packs()[pack_id]


def rule_for(pack: Pack, rule_id: str, on: date) -> Rule:
    """A rule as it is on a day; outside its days, as it was last or will be first."""
    versions = pack.versions(rule_id)
    if not versions:
        raise NotFound(_("There is no such rule."))
    in_force = [rule for rule in versions if rule.is_in_force(on)]
    past = [rule for rule in versions if rule.valid_from and rule.valid_from <= on]
    return (*in_force, *reversed(past), *versions)[0]


def rules_of(pack: Pack, wanted: Wanted, on: date) -> dict[Kind, list[Rule]]:
    """The rules a reader wants, by kind; each once, as it is on the day."""
    ids = dict.fromkeys(rule.id for rule in pack.rules)
    now = [rule_for(pack, rule_id, on) for rule_id in ids]
    fitting = [rule for rule in now if wanted.fits(rule, on)]
    found = {kind: [rule for rule in fitting if rule.kind is kind] for kind in Kind}
    return {kind: rules for kind, rules in found.items() if rules}


def unconfirmed_in(pack: Pack, on: date) -> int:
    """How many rules of a pack are unconfirmed."""
    found = rules_of(pack, Wanted(only_unconfirmed=True), on)
    return sum(map(len, found.values()))


def _spoken(rule: Rule) -> str:
    """All that a search looks through, in whatever language it was typed."""
    said = [rule.id, rule.citation.ref, rule.citation.source.title]
    said += [getattr(rule.text, code) for code in LANGUAGES]
    return " ".join(said).casefold()
