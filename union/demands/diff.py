"""Two texts, word by word: what was added, removed, and left as it was."""

import re
from difflib import SequenceMatcher
from itertools import chain
from typing import Literal

Kind = Literal["same", "added", "removed"]
Pieces = list[tuple[Kind, str]]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def word_diff(old: str, new: str) -> Pieces:
    """The pieces of both texts in reading order, what was removed before what came."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found = (
        _pieces(tag, "".join(before[i:j]), "".join(after[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
    )
    return list(chain.from_iterable(found))


def _pieces(tag: str, old: str, new: str) -> Pieces:
    if tag == "equal":
        return [("same", new)]
    both: Pieces = [("removed", old), ("added", new)]
    return [piece for piece in both if piece[1]]
