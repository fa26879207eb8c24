"""Sockets of sessions that ended elsewhere: in the worker, in another process, idle.

The process that ends a session closes the sockets it holds itself. Each process that
holds sockets also looks, every few seconds, which of their sessions are left.
"""

import logging
from collections.abc import Callable
from threading import Lock

from flask import Flask
from sqlmodel import Session

from union.core.db import unit_of_work

EVERY = 5.0  # seconds

Alive = Callable[[Session, set[str]], set[str]]

_logger = logging.getLogger(__name__)


class Watch:
    """Asks who is still signed in, and hangs up on everybody else."""

    def __init__(
        self, readers: Callable[[], set[str]], hang_up: Callable[[str], None]
    ) -> None:
        self._readers = readers
        self._hang_up = hang_up
        self._alive: Alive | None = None
        self._lock = Lock()
        self._is_kept = False

    def asks(self, alive: Alive) -> Alive:
        """Register who knows which sign-in sessions there still are."""
        self._alive = alive
        return alive

    def look(self) -> None:
        """Hang up on those whose session has ended."""
        readers = self._readers()
        if not readers or self._alive is None:
            return
        with unit_of_work(writes=False) as db:
            left = self._alive(db, readers)
        for reader in readers - left:
            self._hang_up(reader)

    def keep(
        self,
        app: Flask,
        start: Callable[[Callable[[], None]], object],
        sleep: Callable[[float], None],
    ) -> None:
        """Look every few seconds from now on, once for each process."""
        with self._lock:
            if self._is_kept or app.testing:
                return
            self._is_kept = True

        def go_round() -> None:
            while True:
                sleep(EVERY)
                try:
                    with app.app_context():
                        self.look()
                except Exception:
                    _logger.exception("could not look who is still signed in")

        start(go_round)
