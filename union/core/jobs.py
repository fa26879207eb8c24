"""The worker (huey): empties the outbox and does what the clock brings.

Its queue is a file of its own, or Redis. What is to be done stands in the database, so
a lost queue loses nothing.
"""

import logging
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from flask import Flask, current_app, g
from huey import Huey, RedisHuey, SqliteHuey, crontab
from redis import ConnectionPool
from sqlmodel import Session

from union.core import outbox
from union.core.aside import Aside, impatiently
from union.core.clock import note_the_time
from union.core.db import burn_the_log, unit_of_work
from union.core.errors import ClockMovedBack
from union.core.pulse import beat
from union.core.settings import Settings

Chore = Callable[[Session], None]
Errand = Callable[[], None]

PATIENCE = 3.0  # seconds for Redis; the worker itself asks for one at a time
A_MINUTE = 60.0
LATE = 75.0  # seconds after the last look, when the queue must be away

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_chores: list[Chore] = []
_slow_chores: list[Errand] = []
_errands: list[Errand] = []
_looking = Lock()
_logger = logging.getLogger(__name__)


def every_minute(chore: Chore) -> Chore:
    """Do this each minute, in a unit of work of its own. It must bear repetition."""
    _chores.append(chore)
    return chore


def slowly_every_minute(chore: Errand) -> Errand:
    """Do this each minute, when the rest is done; it opens its own units of work."""
    _slow_chores.append(chore)
    return chore


def at_leisure(errand: Errand) -> Errand:
    """Do long work that stands in the database, whenever the worker has been woken.

    It opens short units of work of its own, so that nobody waits for the write lock
    meanwhile. It finds by itself what there is to do, and must bear repetition.
    """
    _errands.append(errand)
    return errand


every_minute(beat)
every_minute(note_the_time)
slowly_every_minute(burn_the_log)  # whoever emptied it may have been kept from it


def do_chores() -> None:
    """Do what the clock brings. A chore that fails is logged and stops no other.

    One that cannot know the hour, as the clock was moved back, comes again in a minute.
    """
    for chore in _chores:
        _try(chore.__name__, partial(_in_a_unit_of_work, chore))
    for slow in _slow_chores:
        _try(slow.__name__, slow)


def _in_a_unit_of_work(chore: Chore) -> None:
    with unit_of_work() as db:
        chore(db)


def _try(name: str, chore: Errand) -> None:
    try:
        chore()
    except ClockMovedBack:
        pass  # whoever notes the time has warned
    except Exception:
        _logger.exception(
            "a chore failed; it comes again in a minute", extra={"thing": name}
        )
    finally:
        _start_afresh()


def run_errands() -> None:
    """Do what takes long. An errand that fails is logged and stops no other."""
    for errand in _errands:
        _try(errand.__name__, errand)


def catch_breath() -> None:
    """Within long work: do what the clock has brought meanwhile, so that no hour waits.

    For an errand that has no unit of work open.
    """
    looked = current_app.extensions.setdefault("looked", time.monotonic())
    if time.monotonic() - looked > A_MINUTE:
        current_app.extensions["looked"] = time.monotonic()
        do_chores()
        empty_outbox()


def empty_outbox() -> int:
    """Perform every letter that is due; say how many were performed."""
    done = 0
    while (performed := _perform_next()) is not None:
        done += performed
    return done


def _perform_next() -> bool | None:
    """Perform one letter: True if done, False if put off, None if none is due."""
    number = duty = None
    try:
        with unit_of_work() as db:
            letter = outbox.next_letter(db)
            if letter is None:
                return None
            number, duty = letter.id, letter.duty
            outbox.perform(db, letter)
        return True
    except Exception as error:
        if number is None:
            raise
        _logger.exception(
            "a letter failed; it comes again later", extra={"thing": duty}
        )
        _start_afresh()
        with unit_of_work() as db:
            outbox.put_off(db, number, error)
        return False
    finally:
        _start_afresh()


def _start_afresh() -> None:
    """Leave nothing of one job in the session of the next."""
    if session := g.pop("session", None):
        session.close()


def _look(app: Flask) -> None:
    """Do all there is to do; one look at a time, whoever called for it."""
    with _looking, app.app_context():
        do_chores()
        empty_outbox()
        run_errands()
    app.extensions["looked"] = time.monotonic()


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    huey = _queue(settings)

    @huey.task()
    def drain() -> None:
        with _looking, app.app_context():
            empty_outbox()
            run_errands()

    @huey.periodic_task(crontab(minute="*"))
    def tick() -> None:
        _look(app)

    app.extensions["huey"] = huey
    if not app.config["TESTING"]:
        aside = Aside() if settings.redis_url else None
        app.extensions["wake"] = partial(aside.say, drain) if aside else drain


def _queue(settings: Settings) -> Huey:
    if settings.redis_url:
        pool = ConnectionPool.from_url(
            settings.redis_url, **impatiently(PATIENCE)
        )  # who cannot wake the worker now does not try for long: it looks each minute
        return RedisHuey("union", connection_pool=pool)
    Path(settings.jobs_path).parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("union", filename=settings.jobs_path, fsync=True)


def stand_in(app: Flask, late: float, over: Event) -> None:
    """Look by ourselves while the queue is away: the clock must not stop with Redis."""
    app.extensions["looked"] = time.monotonic()
    while not over.wait(late / 10):
        if time.monotonic() - app.extensions["looked"] > late:
            _logger.warning("nothing came through the queue; looking by ourselves")
            try:
                _look(app)
            except Exception:
                _logger.exception("could not look; it is tried again soon")


def queue_depth() -> int:
    """How many calls wait for the worker; -1 if the queue is away, too."""
    huey: Huey = current_app.extensions["huey"]
    try:
        return int(huey.pending_count())
    except Exception:
        _logger.warning("the worker's queue cannot be counted", exc_info=True)
        return -1


def work() -> None:
    """Be the worker, until a signal says stop."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=stand_in, args=[app, LATE, Event()], daemon=True).start()
    _consumer().run()


def work_beside() -> None:
    """Let the worker run in threads of this process, which end with it.

    The signals stay what they were: it is not for the worker to stop the server.
    """
    kept = {number: signal.getsignal(number) for number in _SIGNALS}
    _consumer().start()
    for number, handler in kept.items():
        signal.signal(number, handler)


def _consumer() -> Any:
    huey: Huey = current_app.extensions["huey"]
    return huey.create_consumer(workers=1, initial_delay=0.1, max_delay=1.0)
