"""Short ids that can be read: made from a name once, and kept when the name changes."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 36  # room for a number behind it in a column of 40

_CYRILLIC = "абвгдеёзийклмнопрстуфхыэіңғқөұүһә"
_LATIN = str.maketrans(
    dict(zip(_CYRILLIC, "abvgdeeziiklmnoprstufhyeingqouuha", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya"}
    | {"ъ": "", "ь": ""}
)


def slug(name: str, taken: Container[str] = ()) -> str:
    """«Яндекс.Еда» -> yandeks-eda; with a number behind it where that is taken."""
    latin = unicodedata.normalize("NFC", name).casefold().translate(_LATIN)
    bare = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:LONGEST].strip("-") or "place"
    number, chosen = 1, words
    while chosen in taken:
        number += 1
        chosen = f"{words}-{number}"
    return chosen
