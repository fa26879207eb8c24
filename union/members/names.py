"""Names: known again however they are typed, and never mistaken for another's."""

import re
import unicodedata
from itertools import product

from union.core.i18n import gettext as _
from union.core.letters import without_towers

MOST_WORDS = 6  # of a sign-in name

# Letters that a phone without a Kazakh keyboard types as their Russian neighbours.
_NEIGHBOURS = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
_BETWEEN = re.compile(r"[\s_\u2010-\u2015-]+")

_LETTERS = (  # of living languages; letters that only look fine are not among them
    "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "\u0400-\u0481\u048a-\u052f",
    "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f",
)
_MARKS = "\u0300-\u036f\u0483-\u0487\u064b-\u065f"
_BESIDE = "0-9 .'\u2019\u02bc-"
_IN_ONE_ALPHABET = re.compile(
    "|".join(f"(?:[{letters}][{_MARKS}]*|[{_BESIDE}])+" for letters in _LETTERS)
)
_IN_ANY = re.compile(f"(?:[{''.join(_LETTERS)}][{_MARKS}]*|[{_BESIDE}])+")

# Small letters of two alphabets that are drawn alike, small or capital: each has one
# twin, so a word made of nothing else can be written in the other alphabet at once.
_CYRILLIC, _LATIN = "авекмнорстухіјѕԛԝ", "abekmhopctyxijsqw"
_TO_LATIN = str.maketrans(_CYRILLIC + "һү", _LATIN + "hy")
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)

# What a hasty eye takes for one another on a small screen: each set has one sign.
_SETS = (
    "aаәα", "bвьбβ68", "cс", "eеєε", "hнңһη", "iіιıӏl1", "jј", "kкқκ", "mм", "nп",
    "oоөοσ0", "pрρ", "qԛ", "rгғ", "sѕ5", "tтτ", "vνѵ", "wԝω", "xхχ", "yуүұυγ", "3з",
    "4ч",
)  # fmt: skip
_SIGN = {ord(letter): letters[0] for letters in _SETS for letter in letters}


def folded(name: str) -> str:
    """A sign-in name: «Таң-Самал–11» and «таң самал 11» are one."""
    words = _BETWEEN.split(unicodedata.normalize("NFKC", name).casefold())
    return unicodedata.normalize("NFKC", " ".join(word for word in words if word))


def sought(name: str) -> str:
    """A display name as a search compares it: «Әлия» is found by «алия»."""
    return unicodedata.normalize("NFC", name).casefold().translate(_NEIGHBOURS)


def tidied(name: str) -> str:
    """A display name in composed letters, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def flaw_in(name: str) -> str | None:
    """What to change in a display name; None if nothing."""
    if flaw := _flaw_in_letters(name):
        return flaw
    if not any(character.isalpha() for character in name):
        return _("A name has letters in it.")
    return None


def flaw_in_sign_in_name(name: str) -> str | None:
    """What to change in a name to sign in with; None if nothing."""
    words = folded(name).split()
    if not 2 <= len(words) <= MOST_WORDS:
        return _("Two words and a number, for example steppe-wind-27.")
    return next(filter(None, map(_flaw_in_letters, words)), None)


def _flaw_in_letters(words: str) -> str | None:
    if hides_something(words):
        return _("Remove the invisible characters, then send it again.")
    if piles_marks(words):
        return _("Leave out the marks that are piled on one letter.")
    if has_other_signs(words):
        return _("Use letters, digits, spaces, hyphens, dots and apostrophes.")
    if mixes_alphabets(words):
        return _("Letters of two alphabets are mixed here. Write it all in one.")
    return None


def hides_something(words: str) -> bool:
    """Whether there are characters that nobody sees."""
    return any(unicodedata.category(sign)[0] == "C" for sign in words)


def piles_marks(words: str) -> bool:
    """Whether marks stand on one letter in a tower."""
    return without_towers(words) != unicodedata.normalize("NFC", words)


def has_other_signs(words: str) -> bool:
    """Whether there is anything that no name is written with."""
    return not _IN_ANY.fullmatch(words)


def mixes_alphabets(words: str) -> bool:
    """Whether these letters cannot all be of one alphabet."""
    return not _IN_ONE_ALPHABET.fullmatch(words)


def skeleton(name: str) -> str:
    """What a hasty eye sees of a name: «Аdа» and «Ada» are one."""
    small = unicodedata.normalize("NFKC", name).casefold()
    apart = unicodedata.normalize("NFD", small)
    return "".join(sign for sign in apart if sign.isalnum()).translate(_SIGN)


def look_alikes(key: str) -> set[str]:
    """A folded sign-in name, and every other that is drawn like it.

    Each word is in one alphabet, so it has one twin at most: «тас» and «tac».
    """
    return {" ".join(words) for words in product(*map(_twins, key.split()))}


def _twins(word: str) -> set[str]:
    others = {word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)}
    return {word} | {other for other in others if _IN_ONE_ALPHABET.fullmatch(other)}
