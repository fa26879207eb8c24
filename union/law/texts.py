"""What a pack says, in three languages; some of it not yet in all of them."""

from dataclasses import dataclass
from typing import Self

from union.core import i18n

FALLBACKS = ("en", "ru", "kk")  # where the reader's own language is silent


def has_words(said: str) -> bool:
    """Whether anything is said: spaces, dots and signs that nobody sees say nothing."""
    return any(map(str.isalnum, said))


@dataclass(frozen=True)
class Texts:
    """One text in Kazakh, Russian and English; empty where nobody wrote it yet."""

    kk: str = ""
    ru: str = ""
    en: str = ""

    @classmethod
    def of(cls, said: dict[str, str]) -> Self:
        own = {code: said.get(code, "").strip() for code in i18n.LANGUAGES}
        return cls(**{code: words for code, words in own.items() if has_words(words)})

    def __str__(self) -> str:
        """In the reader's language, or else in one in which there are words."""
        return getattr(self, self.language) if self else ""

    def __bool__(self) -> bool:
        return bool(self.kk or self.ru or self.en)

    @property
    def language(self) -> str:
        """The language of what is said: the reader's, if it is there."""
        own = i18n.language.get()
        codes = (own, *FALLBACKS)
        return next((code for code in codes if getattr(self, code)), own)

    @property
    def silent(self) -> tuple[str, ...]:
        """The languages in which nothing is said yet."""
        return tuple(code for code in i18n.LANGUAGES if not getattr(self, code))
