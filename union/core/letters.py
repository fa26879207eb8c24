"""What letters can hide: signs nobody sees, words turned round, towers of accents."""

import re
import unicodedata

from markupsafe import Markup, escape

MOST_MARKS = 3  # above and below one letter; no language we know needs more

# What turns the direction of the words around it, has no width, or tags in secret.
# The joiners U+200C and U+200D stay: letters of some scripts and pictures need them.
_HIDDEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\U000e0000-\U000e007f]"
)


def visible(text: str) -> Markup:
    """What somebody wrote, as a page shows it: nothing hides, nothing spills over."""
    shown = _HIDDEN.sub(_named, without_towers(text))
    return Markup("<bdi>{}</bdi>").format(escape(shown))


def without_towers(text: str) -> str:
    """The text without marks beyond the third on one letter."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFD", text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _named(found: re.Match[str]) -> str:
    return f"⟦U+{ord(found[0]):04X}⟧"
