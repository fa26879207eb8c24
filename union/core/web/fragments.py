"""Pieces of pages that are the same for many readers: drawn once, then kept.

In a template: `{% call kept("petition text", petition.id, petition.text_hash) %}`. The
name and the facts after it say which piece it is, and the reader's language does; so
whatever the piece shows must follow from them, and a piece that would show something
else has another key: nothing here can be stale. Nothing about who reads belongs into a
piece, nor the name of anybody, nor a nonce, a token or the key of a form.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from threading import Lock

from flask import Flask, current_app, g
from markupsafe import Markup

from union.core import i18n

MOST = 2000  # pieces in one process, of some kilobytes


class NotTheSame(AssertionError):
    """A piece was drawn again and differed: it shows what its key does not say."""


class Fragments:
    """The pieces of this process; what was not asked for longest goes first.

    Where they are doubted, as in tests, each is drawn again whenever it is wanted.
    """

    def __init__(self, most: int = MOST) -> None:
        self.are_doubted = False
        self._most = most
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], Markup]) -> Markup:
        """The piece of this key, drawn now if it is not here."""
        with self._lock:
            piece = self._kept.get(key)
            if piece is not None:
                self._kept.move_to_end(key)
        if piece is None:
            return self._keep(key, draw())
        if self.are_doubted and draw() != piece:
            raise NotTheSame(str(key))
        return piece

    def __iter__(self) -> Iterator[tuple[Hashable, Markup]]:
        return iter(list(self._kept.items()))

    def _keep(self, key: Hashable, piece: Markup) -> Markup:
        with self._lock:
            self._kept[key] = piece
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return piece


def kept(name: str, *facts: Hashable, caller: Callable[[], Markup]) -> Markup:
    """In a template, round a piece that follows from these facts and the language."""
    if "drawn_again" in g:  # a refused form, with what was typed
        return caller()
    fragments: Fragments = current_app.extensions["fragments"]
    return fragments.get((name, i18n.language.get(), *facts), caller)


def init_app(app: Flask) -> None:
    app.extensions["fragments"] = Fragments()
    app.jinja_env.globals["kept"] = kept
