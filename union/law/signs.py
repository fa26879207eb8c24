"""The signs of a text: which line each is on, and which of them nobody sees."""

import re
from bisect import bisect_right
from unicodedata import category

_END_OF_LINE = re.compile(r"\r\n?|\n")
_UNPRINTED = {"Cc", "Cs"}  # commands to a screen; halves of a sign
_TURNING = frozenset(  # that write what follows the other way (UAX 9, 2)
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


class Lines:
    """Which line each sign of a text is on, as an editor numbers the lines.

    YAML 1.1 sees more ends of lines than an editor: U+0085, U+2028 and U+2029.
    """

    def __init__(self, text: str) -> None:
        self.begins = [end.end() for end in _END_OF_LINE.finditer(text)]

    def of(self, position: int) -> int:
        return bisect_right(self.begins, position) + 1


def hidden_in(text: str) -> str:
    """The first sign that commands a screen instead of being seen on it, or none."""
    return next(filter(_is_hidden, text), "")


def _is_hidden(sign: str) -> bool:
    is_unprinted = category(sign) in _UNPRINTED and sign not in "\n\t"
    return is_unprinted or sign in _TURNING
