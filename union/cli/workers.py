"""Our gunicorn: it keeps no list of visitors, and closes its sockets as it goes."""

from collections.abc import Callable, Iterable
from logging import getLevelName
from threading import Thread
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.exceptions import BadRequest

from union.core.heap import keep_what_is_loaded

Wsgi = Callable[..., Iterable[bytes]]


class Leaving:
    """Told to stop, a worker lets go of its sockets: they would never end."""

    wsgi: Any = None

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)  # type: ignore[misc]
        if self.wsgi:
            self.set_going(self.wsgi.extensions["close_sockets"])

    def set_going(self, deed: Callable[[], None]) -> None:
        """Do something beside, without waiting until it has begun."""
        Thread(target=deed, daemon=True).start()


GREENLETS = "union.cli.greenlets.Greenlets"  # loaded where gevent is installed


class Threads(Leaving, ThreadWorker):
    """Serves pages, and some hundred sockets."""


class Quiet(Logger):
    """Leaves what gunicorn has to say to our own log."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel("WARNING")

    def critical(self, msg: str, *args: Any, **more: Any) -> None:
        self._say("CRITICAL", msg, *args, **more)

    def error(self, msg: str, *args: Any, **more: Any) -> None:
        self._say("ERROR", msg, *args, **more)

    def warning(self, msg: str, *args: Any, **more: Any) -> None:
        self._say("WARNING", msg, *args, **more)

    def exception(self, msg: str, *args: Any, **more: Any) -> None:
        self._say("ERROR", msg, *args, **{"exc_info": True} | more)

    def _say(self, level: str, msg: str, *args: Any, **more: Any) -> None:
        """Let the place be that of whoever had something to say."""
        self.error_log.log(getLevelName(level), msg, *args, stacklevel=3, **more)


class Body:
    """What a request carries. Nonsense in its chunks is the sender's fault, not ours.

    Gunicorn finds it only when the body is read, in the middle of our own work.
    """

    def __init__(self, sent: Any) -> None:
        self._sent = sent

    def read(self, *size: int) -> bytes:
        return self._try(self._sent.read, *size)

    def readline(self, *size: int) -> bytes:
        return self._try(self._sent.readline, *size)

    @staticmethod
    def _try(part: Callable[..., bytes], *size: int) -> bytes:
        try:
            return part(*size)
        except (OSError, ParseException) as error:
            raise BadRequest from error


def with_sound_bodies(wsgi: Wsgi) -> Wsgi:
    """The same application, which hears of a broken body as of a bad request."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"] = Body(environ["wsgi.input"])
        return wsgi(environ, start_response)

    return answer


def begin(worker: Any) -> None:
    """Hear what other processes do, in the worker and not in who watches over it."""
    worker.wsgi.extensions["listen"]()
    keep_what_is_loaded()


COMMON: dict[str, Any] = {
    "accesslog": None,  # an access log is a list of members
    "control_socket_disable": True,  # two servers of one user would share its file
    "forwarder_headers": "",  # or a visitor's SCRIPT_NAME moves every address
    "graceful_timeout": 20,
    "keepalive": 15,
    "logger_class": Quiet,
    "post_worker_init": begin,
    "proc_name": "union",
    "timeout": 60,
}
