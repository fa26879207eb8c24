"""Passphrases (Argon2id): how one is kept, whether it is the one, how soon guessed."""

import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from threading import BoundedSemaphore, Lock
from typing import Any

import yaml
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn

from union.core.i18n import gettext as _
from union.members.names import sought
from union.paths import PACKAGE

SHORTEST = 12  # characters
LONGEST = 256  # bytes

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = BoundedSemaphore(4)  # each takes 19 MiB: a crowd at the door waits in line


def hash_of(passphrase: str) -> str:
    """What is kept of a passphrase."""
    with _turns:
        return _hasher.hash(_normal(passphrase))


def matches(kept: str | None, passphrase: str) -> bool:
    """Whether this is the passphrase; without one to compare, as much work for a no."""
    with _turns:
        try:
            stand_in = _nobodys()
            right = _hasher.verify(kept or stand_in, _normal(passphrase))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return right and bool(kept)


def length_in_bytes(passphrase: str) -> int:
    return len(_normal(passphrase).encode())


def length_in_characters(passphrase: str) -> int:
    return len(_normal(passphrase))


def _normal(passphrase: str) -> str:
    """The same letters, whichever keyboard composed them."""
    return unicodedata.normalize("NFKC", passphrase)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))


# How soon one is guessed: by whoever knows the owner, our sayings, or lists of words.

_TRIED = 64  # characters that are judged; if these hold, so do the rest
_GOOD_ENOUGH = 3  # of 4: beyond what a stolen table gives away within years
_judging = Lock()  # zxcvbn keeps what it compares with in one place for all

_LAYOUT = str.maketrans(  # what the keys of a Russian or Kazakh keyboard say in English
    "йцукенгшщзхъфывапролджэячсмитьбюёәіңғүұқөһ",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`2345890-=",
)
_LATIN_ONES = "abvggdeeziykqlmnnooprstuuufhhcyiea"
_IN_LATIN = str.maketrans(
    dict(zip("абвгғдеёзийкқлмнңоөпрстуұүфхһцыіэә", _LATIN_ONES, strict=True))
    | dict(zip("жчшщюяъь", ("zh", "ch", "sh", "sh", "yu", "ya", "", ""), strict=True))
)
_HEARD = (("zh", "j"), ("kh", "h"), ("q", "k"), ("y", "i"), ("ı", "i"), ("w", "u"))
_ENDS = "0123456789!?.,*#@$-_+= "


def weakness(passphrase: str, own_words: Iterable[str]) -> str | None:
    """What to change about a passphrase that would be guessed; None if it is good.

    `own_words` are the names its owner has here.
    """
    if reason := own_names(passphrase, own_words):
        return reason
    if not _shapes(passphrase).isdisjoint(_sayings()):
        return _("Many know this saying. Add one more word that only you know.")
    if _guessed_soon(passphrase):
        return _("This is guessed too soon. Add one more word that only you know.")
    return None


def own_names(passphrase: str, own_words: Iterable[str]) -> str | None:
    """What to change if a name of the owner stands in it, however it is written."""
    typed, names = _letters(passphrase), map(_letters, own_words)
    if any(len(name) > 2 and name in typed for name in names):
        return _("It contains a name of yours. Choose words nobody connects with you.")
    return None


def _guessed_soon(passphrase: str) -> bool:
    start = "".join(_normal(passphrase).split())[:_TRIED]
    with _judging:
        return any(
            not typed or _score(typed) < _GOOD_ENOUGH
            for typed in {start, _on_other_keys(start), _in_latin(start)}
        )


def _score(typed: str) -> int:
    judged = zxcvbn(typed, _own_trade(), max_length=2 * _TRIED)
    return int(judged["score"])


@cache
def _sayings() -> frozenset[str]:
    told = _listed()
    parts = [told[part] for part in ("kk", "ru", "en", "keys")]
    return frozenset().union(*(_shapes(saying) for part in parts for saying in part))


@cache
def _own_trade() -> list[str]:
    """Words of ours that no list of the world knows, the likeliest first."""
    return [_in_latin(word) for word in _listed()["words"].split()]


def _listed() -> Any:
    path = PACKAGE / "members" / "data" / "common_passphrases.yaml"
    return yaml.safe_load(path.read_text("utf-8"))


def _shapes(passphrase: str) -> set[str]:
    """How a saying looks however it is typed: in its letters, in Latin, by its keys."""
    bare = _normal(passphrase).casefold().strip(_ENDS)
    keys = _on_other_keys("".join(filter(str.isalnum, bare))).strip(_ENDS)
    return {_letters(bare), _letters(_in_latin(bare)), keys, "".join(bare.split())}


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, sought(_normal(words))))


def _on_other_keys(words: str) -> str:
    return words.casefold().translate(_LAYOUT)


def _in_latin(words: str) -> str:
    """In Latin letters; where people spell a sound in several ways, in one of them."""
    latin = words.casefold().translate(_IN_LATIN)
    for spelled, heard in _HEARD:
        latin = latin.replace(spelled, heard)
    return latin
