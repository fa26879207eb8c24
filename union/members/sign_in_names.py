"""Sign-in names to propose: two words and a number, in the newcomer's language."""

import secrets
from functools import cache

import yaml
from sqlmodel import Session

from union.members.queries import sign_in_name_is_taken
from union.paths import PACKAGE

WORDS = PACKAGE / "members" / "data" / "words.yaml"
TRIES = 5


def proposed(db: Session, language: str, *, instead_of: str | None = None) -> str:
    """A name that nobody has, and another than this: «тау-бүркіт-38»."""
    drawn = (_drawn(language) for _ in range(TRIES))
    others = (name for name in drawn if name != instead_of)
    free = (n for n in others if not sign_in_name_is_taken(db, n, besides=None))
    return next(free, _drawn(language))


def _drawn(language: str) -> str:
    one, other = (secrets.choice(words(language)) for _ in range(2))
    return f"{one}-{other}-{secrets.randbelow(90) + 10}"


@cache
def words(language: str) -> tuple[str, ...]:
    """The words that names are made of in this language."""
    return tuple(yaml.safe_load(WORDS.read_text("utf-8"))[language])
