"""What Ortaq says in Kazakh and Russian, held to one word for each thing.

A list of words cannot judge a sentence; it keeps settled what an editor has settled.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent.parent / "union" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/*.po"))

FORBIDDEN = [
    # language, where the English says, never, because
    ("kk", r"\bballot|\bvot(e|ing)\b", r"сауалнама", "a survey binds nobody"),
    ("ru", r"\bballot|\bvot(e|ing)\b", r"\bопрос", "a survey binds nobody"),
    ("kk", r"confidential", r"жасырын", "only a verifiable ballot is secret"),
    ("ru", r"confidential", r"\bтайн", "only a verifiable ballot is secret"),
    ("kk", r"", r"атаулы", "a named ballot is «есімді»"),
    ("ru", r"", r"\bименн(?!о\b)", "a named ballot is «поимённое»"),
    ("kk", r"\bbranch", r"ұйым(?!дастыр)", "a branch is «бөлімше»"),
    ("ru", r"\bbranch", r"организаци", "a branch is «отделение»"),
    ("kk", r"", r"сайлау жетекші", "an officer is «дауыс беруді өткізуші»"),
    ("ru", r"", r"организатор\w* голосовани", "who calls people is another"),
    ("kk", r"", r"(?<!тәуелсіз )санақшы", "the glossary keeps it for scrutineers"),
    ("ru", r"", r"счётчик", "that is a thing on a wall"),
    ("ru", r"", r"мандат", "a mandate is «полномочия»"),
    ("kk", r"activity log|logged", r"хаттама", "minutes are what a ballot leaves"),
    ("ru", r"activity log|logged", r"протокол", "minutes are what a ballot leaves"),
    ("kk", r"", r"жылнама", "the log is «журнал»"),
    ("kk", r"passphrase", r"пароль|құпиясөз", "it is «құпия сөйлем»"),
    ("ru", r"passphrase", r"пароль\b", "it is «парольная фраза»"),
    ("kk", r"", r"телефонің", "the vowel is hard: «телефоның»"),
    ("ru", r"", r"\w\([аи]\)", "a sentence that needs brackets guesses a gender"),
    ("ru", r"", r"\bты (не )?\w+(л|ла|лся|лась)\b", "it guesses a gender"),
    ("ru", r"", r"\w(л|ла|лся|лась) ты\b", "it guesses a gender"),
    ("ru", r"", r"\bты (не )?(должен|должна|рад|рада|согласен)\b", "so does this"),
    ("kk", r"", r"[«“]%\((title|branch|union)\)s", "it brings quotation marks"),
    ("ru", r"", r"[«“]%\((title|branch|union)\)s", "it brings quotation marks"),
    ("kk", r"", r"[“”\"—]", "Kazakh writes «» and –"),
    ("ru", r"", r"[“”\"—]", "Russian writes «» and –"),
    ("kk", r"", r"\d [₸%](?!\()", "a line must not break there"),
    ("ru", r"", r"\d [₸%](?!\()", "a line must not break there"),
]
STRANGERS = ("templates/documents/", "union/demands/wording.py", "annexes.py")
FORMAL = {
    "kk": r"\w+(ңыз|ңіз)(дар)?\b|\b[Сс]із",
    "ru": r"\b([Вв]ы|[Вв]ас|[Вв]ам|[Вв]аш\w*)\b|\w(ите|йте)(сь)?\b",
}
COUNTED = ("нұсқа", "тармақ", "қадам", "бет", "кезең", "жол")  # 3-нұсқа: the third
HANGING = re.compile(r"(?:%\(\w+\)[sd]|\{\w+\})(-?)([а-яәіңғүұқөһё]+)")
CLOSING = re.compile(r"[.?!:…]*$")
NEWLINES = re.compile(r"^\n*|\n*$")


@dataclass(frozen=True)
class Said:
    """One message, with what a translator made of it."""

    english: str
    words: tuple[str, ...]
    places: tuple[str, ...]


def said(language: str) -> Iterator[Said]:
    for path in CATALOGUES:
        if path.parent.name != language:
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    places = tuple(place for place, _line in message.locations)
                    english, *_more = _each(message.id)
                    yield Said(english, _each(message.string), places)


def _each(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@pytest.mark.parametrize(("language", "english", "never", "because"), FORBIDDEN)
def test_a_settled_word_is_kept(language, english, never, because):
    asked = [each for each in said(language) if re.search(english, each.english, re.I)]

    found = [w for each in asked for w in each.words if re.search(never, w, re.I)]

    assert found == [], because


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_members_are_never_addressed_as_strangers(language):
    ours = [
        each
        for each in said(language)
        if not any(stranger in place for place in each.places for stranger in STRANGERS)
    ]

    found = [w for each in ours for w in each.words if re.search(FORMAL[language], w)]

    assert found == []


def test_no_kazakh_ending_hangs_on_a_word_that_is_not_known_yet():
    hanging = [
        words
        for each in said("kk")
        for words in each.words
        for hyphen, ending in HANGING.findall(words)
        if not (hyphen and ending.startswith(COUNTED))
    ]

    assert hanging == [], "the ending depends on the last vowel of what is put in"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_sentence_ends_as_its_english_does(language):
    differing = [
        (each.english, words)
        for each in said(language)
        for words in each.words
        if CLOSING.findall(each.english) != CLOSING.findall(words)
        or NEWLINES.findall(each.english) != NEWLINES.findall(words)
        or each.english.startswith("(") != words.startswith("(")
    ]

    assert differing == []


def test_english_has_quotation_marks_of_its_own():
    assert [
        each.english for each in said("kk") if re.search("[«»]", each.english)
    ] == []
