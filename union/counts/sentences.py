"""What the counting core says in English, in the reader's language.

The core is pure and knows no catalogue. Each of its sentences stands here with names
for what it puts in; what is not found here is shown as the core wrote it.
"""

import re
from functools import cache

from union.core.i18n import gettext as _
from union.core.i18n import mark

MALFORMED = (
    mark("The file ends here; %(rest)s"),
    mark("expected the numbers of candidates and of seats, as in 5 2."),
    mark("expected the title in quotes."),
    mark("expected nothing more, or a remark in quotes."),
    mark("expected text in UTF-8."),
    mark("expected ballot papers, or 0 after the last one."),
    mark("expected somebody who has not withdrawn."),
    mark(
        "expected a ballot paper (how many such papers, candidates by rank, 0), "
        "or 0 after the last one."
    ),
    mark("expected candidates from 1 to %(many)s."),
    mark("expected every candidate at most once."),
    mark("expected the name of candidate %(number)s in quotes."),
    mark("expected a name that no other candidate has."),
    mark("expected an object that is not so deeply nested."),
    mark("expected JSON: a quote, a comma or a brace is missing or too many."),
    mark("expected an object in braces."),
)
NOT_COUNTABLE = (
    mark("There is no rule “%(rule)s”; there are %(rules)s."),
    mark("There is at least one seat to fill."),
    mark("A lot is an order of names or a seed, not both."),
    mark("“lot_seed” wants the public seed as text."),
    mark("“tie_order” wants a list of names."),
    mark("“tie_order” names %(name)s, who is no candidate."),
    mark("“tie_order” wants every name once."),
    mark("By this rule there is no second seat to fill."),
    mark("This rule draws no lot: leave it empty."),
    mark("“%(name)s” cannot be written into a ballot file."),
    mark("An instant run-off fills one seat."),
    mark("“scores” wants a list of papers, each {name: number}."),
    mark("A paper of “scores” is {name: number}."),
    mark("A score is a whole number beside a name."),
    mark("No paper names anybody."),
    mark("More took part than “%(key)s” says there are."),
    mark("More papers came back than people were entitled to vote."),
    mark("“grades_best_to_worst” wants a list of words."),
    mark("Every grade stands once in “grades_best_to_worst”."),
    mark("“tallies” wants {name: [how many of each grade]}."),
    mark("Every candidate wants the same number of grades in all."),
    mark("Nobody has been given a grade."),
    mark("A tally is a list of %(many)s whole numbers, 0 or more."),
    mark("“%(key)s” wants a whole number, 0 or more."),
    mark("“%(key)s” wants true or false."),
    mark("“%(key)s” is not known here; known: %(names)s."),
    mark("A threshold is {of, fraction, op}."),
    mark("A threshold is of one of %(names)s."),
    mark("The “op” of a threshold is gt or gte."),
    mark("The “fraction” of a threshold is as in 2/3."),
    mark("Nobody could have more than all."),
    mark("“ballot_opened” wants a day, as in 2026-02-18."),
    mark("A number has at most 18 digits."),
    mark("%(number)s is no whole number."),
    mark("One name stands twice in the same braces."),
)
REPORTED = (
    mark("the most first preferences"),
    mark("the most approvals"),
    mark("instant run-off: more than half of the continuing votes"),
    mark("as whoever counts states it, else more than half; no law pack was asked"),
    mark("statutes: quorum and majority of the law pack"),  # in reports made before
    mark("the highest sums of scores"),
    mark("more than half of the continuing votes"),
    mark("valid // (seats + 1) + 1, rule %(rule)s"),
    mark("valid // (seats + 1) + 1, %(rule)s (threshold)"),
    mark("valid / (seats + 1), rounded up at 2 decimals, %(rule)s"),
    mark("valid / (seats + 1) + 0.0001, truncated at 4 decimals, %(rule)s"),
    mark("votes / (seats + 1) + 0.000000001, anew in each iteration, %(rule)s"),
    mark("first preferences"),
    mark("names approved"),
    mark("sums of scores"),
    mark("the fewest votes"),
    mark("the rule draws no lot: the one declared is not used"),
    mark("rules %(numbers)s"),
    mark("rule %(numbers)s"),
    mark("section %(number)s"),
    mark("%(rule)s: as many are hopeful as seats are left"),
    mark("%(rule)s: as many continue as seats are left"),
    mark("%(rule)s: as many continue as places are left"),
    mark("%(rule)s: every place is filled, no further papers are moved"),
)


def in_words(said: str) -> str:
    """The core's sentence for the reader; as it is where we do not know it."""
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(said):
            parts = {name: in_words(part) for name, part in found.groupdict().items()}
            return _(sentence) % parts if parts else _(sentence)
    return said


def is_known(said: str) -> bool:
    """Whether the sentence has a place here."""
    return any(pattern.fullmatch(said) for pattern, _sentence in _patterns())


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Each sentence as what it may have come out as, the most exact first."""
    sentences = (*MALFORMED, *NOT_COUNTABLE, *REPORTED)
    ordered = sorted(sentences, key=lambda s: (s.count("%("), -len(s)))
    return [(_pattern(sentence), sentence) for sentence in ordered]


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", sentence)
    written = [
        f"(?P<{piece}>.+)" if at % 2 else re.escape(piece)
        for at, piece in enumerate(pieces)
    ]
    return re.compile("".join(written), re.DOTALL)
