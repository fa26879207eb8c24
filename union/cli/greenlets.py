"""The gunicorn worker of the process that has only sockets. It needs gevent."""

from collections.abc import Callable

import gevent
from gunicorn.workers.ggevent import GeventWorker

from union.cli.workers import Leaving


class Greenlets(Leaving, GeventWorker):
    """Serves some thousands of sockets."""

    def beside(self, deed: Callable[[], None]) -> None:
        """A thread waits to be told that it runs, and a signal comes where none may."""
        gevent.spawn(deed)
