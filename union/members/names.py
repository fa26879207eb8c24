"""Names, known again however they are typed."""

import re
import unicodedata

# Letters that a phone without a Kazakh keyboard types as their Russian neighbours.
_NEIGHBOURS = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
_BETWEEN = re.compile(r"[\s_\u2010-\u2015-]+")


def folded(name: str) -> str:
    """A sign-in name: «Таң-Самал–11» and «таң самал 11» are one."""
    words = _BETWEEN.split(unicodedata.normalize("NFKC", name).casefold())
    return unicodedata.normalize("NFKC", " ".join(word for word in words if word))


def sought(name: str) -> str:
    """A display name as a search compares it: «Әлия» is found by «алия»."""
    return unicodedata.normalize("NFC", name).casefold().translate(_NEIGHBOURS)
