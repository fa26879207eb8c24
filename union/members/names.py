"""Sign-in names: two words and a number, known again however they are typed."""

import re
import unicodedata

_BETWEEN = re.compile(r"[\s_\u2010-\u2015-]+")


def folded(name: str) -> str:
    """«Таң-Самал–11» and «таң самал 11» are one name."""
    words = _BETWEEN.split(unicodedata.normalize("NFKC", name).casefold())
    return unicodedata.normalize("NFKC", " ".join(word for word in words if word))
