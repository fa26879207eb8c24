"""The gunicorn worker of the process that has only sockets. It needs gevent."""

from gunicorn.workers.ggevent import GeventWorker

from union.cli.workers import Leaving


class Greenlets(Leaving, GeventWorker):
    """Serves some thousands of sockets."""
