"""Serving real people: gunicorn in front of the pages, huey behind them."""

import logging
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from resource import RLIMIT_NOFILE, getrlimit, setrlimit
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from app import create_app
from union.cli.workers import COMMON, GREENLETS, Threads, with_sound_bodies
from union.core import logs, migrations
from union.core.engines import weaknesses
from union.core.jobs import work
from union.core.settings import Settings
from union.core.web.counted import NO_FOLDER, SHARED

THREADS = 640  # 500 of them may be held by sockets
THREADS_BESIDE_REDIS = 8  # sockets have a process of their own
MOST_CONNECTIONS = 11_000  # of that process
MOST_FILES = 65_536

_logger = logging.getLogger(__name__)


class Server(BaseApplication):
    """Gunicorn around one application, told by us and not by a file."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        self._settings, self._options = settings, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app(self._settings)
        app.wsgi_app = with_sound_bodies(app.wsgi_app)  # type: ignore[method-assign]
        return app


def _place(_context: click.Context, _option: click.Parameter, bind: str) -> str:
    """Where to listen. Gunicorn takes nothing for anything, and falls over words."""
    host, _colon, port = bind.rpartition(":")
    is_port = port.isascii() and port.isdecimal() and 0 < int(port) < 65_536
    if not (host and (host == "unix" or is_port)):
        raise click.BadParameter("write it as 127.0.0.1:8000 or unix:/path.")
    return bind


@click.command()
@click.option(
    "--bind",
    default="127.0.0.1:8000",
    show_default=True,
    callback=_place,
    help="Where to listen.",
)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes; more than one needs Redis.")  # fmt: skip  # noqa: E501
@click.option("--threads", type=click.IntRange(1), help="Threads of a process; chosen by default.")  # fmt: skip  # noqa: E501
@click.option("--realtime", is_flag=True, help="Serve only sockets, by gevent; needs Redis.")  # fmt: skip  # noqa: E501
def serve(bind: str, workers: int, threads: int | None, realtime: bool) -> None:
    """Serve the union to its members, behind a reverse proxy with a certificate.

    Refuses development secrets, an address that is not https, a database that has not
    been upgraded or could forget a vote, and more than one process without Redis. With
    Redis the pages are served here and their sockets by `union serve --realtime`.
    """
    settings = Settings().for_members()
    refuse_what_is_unsafe(settings, workers=workers, realtime=realtime)
    if realtime:
        _begin_as_gevent_wants()
    logs.begin()
    _logger.info("serving begins")
    if realtime:
        _serve_sockets(settings, bind)
    else:
        _serve_pages(settings, bind, workers, threads)


def _serve_pages(
    settings: Settings, bind: str, workers: int, threads: int | None
) -> None:
    shared = settings.redis_url is not None
    Server(
        settings.with_sockets("elsewhere" if shared else "here"),
        bind=bind,
        workers=workers,
        worker_class=Threads,
        threads=threads or (THREADS_BESIDE_REDIS if shared else THREADS),
        **COMMON,
    ).run()


def _serve_sockets(settings: Settings, bind: str) -> None:
    _soft, hard = getrlimit(RLIMIT_NOFILE)
    setrlimit(RLIMIT_NOFILE, (min(hard, MOST_FILES), hard))
    Server(
        settings.with_sockets("alone"),
        bind=bind,
        worker_class=GREENLETS,
        worker_connections=MOST_CONNECTIONS,
        **COMMON,
    ).run()


def _begin_as_gevent_wants() -> None:
    """Start this command again with gevent before everything else, unless it was.

    What was imported before gevent keeps real locks, and no socket is ever answered.
    """
    if find_spec("gevent") is None:
        raise click.ClickException("--realtime needs gevent; install ortaq[realtime].")
    if import_module("gevent.monkey").is_module_patched("threading"):
        return
    again = ["-m", "gevent.monkey", "--module", "union.cli", *sys.argv[1:]]
    os.execv(sys.executable, [sys.executable, *again])  # noqa: S606  (ourselves)


def refuse_what_is_unsafe(
    settings: Settings, *, workers: int = 1, realtime: bool = False
) -> None:
    """Raise a sentence for the first reason not to serve with these settings."""
    for danger in settings.dangers():
        raise click.ClickException(danger)
    if (workers > 1 or realtime) and not settings.redis_url:
        raise click.ClickException(
            "More than one process needs UNION_REDIS_URL: without Redis a page served "
            "by one process never hears what happened in another."
        )
    _refuse_to_count_apart(settings, workers)
    app = create_app(settings.with_sockets("elsewhere"))
    refuse_an_old_database(app)
    for weakness in weaknesses(app.extensions["engine"]):
        raise click.ClickException(weakness)
    app.extensions["engine"].dispose()  # what forks must not share connections


def _refuse_to_count_apart(settings: Settings, workers: int) -> None:
    if NO_FOLDER:
        raise click.ClickException(
            f"{SHARED} is {NO_FOLDER}, which is no folder that we may write to."
        )
    if workers > 1 and settings.metrics_token and not os.environ.get(SHARED):
        raise click.ClickException(
            f"Processes count together in a folder: name an empty one in {SHARED}, or "
            "take UNION_METRICS_TOKEN away."
        )


def refuse_an_old_database(app: Flask) -> None:
    """Raise a sentence if the database is not of the shape the code expects."""
    if not migrations.is_current(app.extensions["engine"]):
        raise click.ClickException(
            "The database is not up to date; back it up, then run `union db upgrade`."
        )


@click.command()
def worker() -> None:
    """Do what the clock and the outbox bring: run one beside `union serve`."""
    settings = Settings().for_members()
    refuse_what_is_unsafe(settings)
    app = create_app(settings.with_sockets("elsewhere").without_haste())
    logs.begin()
    with app.app_context():
        _logger.info("the worker begins")
        work()
