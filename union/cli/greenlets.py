"""The gunicorn worker of the process that has only sockets. It needs gevent."""

import logging
from collections.abc import Callable
from types import TracebackType

import gevent
from gunicorn.workers.ggevent import GeventWorker

from union.cli.workers import Leaving

_logger = logging.getLogger(__name__)


class Greenlets(Leaving, GeventWorker):
    """Serves some thousands of sockets."""

    def init_process(self) -> None:
        gevent.get_hub().print_exception = _note  # it would print what errors say
        super().init_process()

    def set_going(self, deed: Callable[[], None]) -> None:
        """A signal is heard where nothing may wait, not even for a thread to begin."""
        gevent.spawn(deed)


def _note(
    _of: object, _kind: object, error: BaseException, trace: TracebackType | None
) -> None:
    told = (type(error), error, trace)
    _logger.error("a greenlet ends", exc_info=told)
