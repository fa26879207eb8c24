"""News between the processes of one union: open pages hear what another process did.

With Redis it is a channel there. Without, one process has all the sockets and the
worker is beside it on the same machine: the way is a datagram socket beside the
worker's queue. Lost news costs freshness only, so telling never fails; whoever may have
missed some says so to its ear.
"""

import json
import logging
import socket
import time
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

from redis import Redis
from redis.exceptions import RedisError

from union.core.aside import Aside, impatiently
from union.core.settings import Settings

CHANNEL = "union-news"
PATIENCE = 1.0  # seconds between two tries to hear again, and for one answer
PULSE = 5.0  # how long silence is trusted
LARGEST = 4096

News = dict[str, Any]

_logger = logging.getLogger(__name__)


class Ear(Protocol):
    """Whoever tells open pages what other processes did."""

    def hear(self, news: News) -> None: ...

    def hear_again(self) -> None:
        """From now on nothing is missed."""

    def go_deaf(self) -> None:
        """From now on anything may be missed."""


class Relay(Protocol):
    """A way between processes."""

    def tell(self, news: News) -> None: ...

    def listen(self, ear: Ear) -> None: ...


class Nowhere:
    """The way of a process that is alone."""

    def tell(self, news: News) -> None:
        pass

    def listen(self, ear: Ear) -> None:
        ear.hear_again()


class Beside:
    """From the worker to the one process with sockets, on the same machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def tell(self, news: News) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
            way.setblocking(False)
            try:
                way.sendto(json.dumps(news).encode(), str(self._path))
            except OSError as error:  # nobody listens, and nobody has to
                _logger.debug("news went unheard", exc_info=error)

    def listen(self, ear: Ear) -> None:
        """Hear from now on, instead of whoever listened before."""
        way = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._path.unlink(missing_ok=True)
        way.bind(str(self._path))
        self._path.chmod(0o600)
        Thread(target=self._hear, args=[way, ear], daemon=True).start()
        ear.hear_again()

    def _hear(self, way: socket.socket, ear: Ear) -> None:
        while True:
            ear.hear(json.loads(way.recv(LARGEST)))


class ByRedis:
    """Between any processes of any machines."""

    def __init__(self, url: str) -> None:
        self._aside = Aside()
        self._redis = Redis.from_url(url, **impatiently(PATIENCE))

    def tell(self, news: News) -> None:
        self._aside.say(partial(self._redis.publish, CHANNEL, json.dumps(news)))

    def listen(self, ear: Ear) -> None:
        Thread(target=self._listen, args=[ear], daemon=True).start()

    def _listen(self, ear: Ear) -> None:
        while True:
            try:
                self._hear(ear)
            except RedisError as error:
                _logger.warning("Redis brings no news", exc_info=error)
            ear.go_deaf()
            time.sleep(PATIENCE)

    def _hear(self, ear: Ear) -> None:
        with self._redis.pubsub(ignore_subscribe_messages=True) as way:  # type: ignore[no-untyped-call]
            way.subscribe(CHANNEL)
            way.get_message(timeout=PATIENCE)  # says that we are subscribed
            ear.hear_again()
            while True:
                if message := way.get_message(timeout=PULSE):
                    ear.hear(json.loads(message["data"]))
                else:
                    self._redis.ping()


def relay_of(settings: Settings) -> Relay:
    """The way these settings leave open."""
    if settings.redis_url:
        return ByRedis(settings.redis_url)
    if settings.testing:
        return Nowhere()
    return Beside(Path(settings.jobs_path).with_name("news.sock"))
