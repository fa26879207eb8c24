"""What can be done with a ballot, a verb each."""

from union.ballots.rules.cast import NotOnRoll, barred, cast, cast_by_id
from union.ballots.rules.digest import digest
from union.ballots.rules.draft import draft, revise
from union.ballots.rules.enrolling import enter_whole
from union.ballots.rules.erasing import forget_words
from union.ballots.rules.hours import (
    approve_opening,
    close,
    close_by_hand,
    close_early,
    lapse_due,
    note_opening,
)
from union.ballots.rules.roll import freeze, object_to_roll, resolve
from union.ballots.rules.turnout import publish_turnout
from union.ballots.rules.words import words_of

__all__ = [
    "NotOnRoll",
    "approve_opening",
    "barred",
    "cast",
    "cast_by_id",
    "close",
    "close_by_hand",
    "close_early",
    "digest",
    "draft",
    "enter_whole",
    "forget_words",
    "freeze",
    "lapse_due",
    "note_opening",
    "object_to_roll",
    "publish_turnout",
    "resolve",
    "revise",
    "words_of",
]
