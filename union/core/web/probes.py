"""Whether this process lives, and whether it is ready: for machines that ask often."""

from collections.abc import Iterable

from flask import Flask
from flask.typing import ResponseReturnValue

from union.core import health
from union.core.live.handshake import Environ, StartResponse, Wsgi
from union.core.settings import Settings
from union.core.web.application import works_alone
from union.core.web.doors import public


class ByAnyName:
    """Lets probes come by whatever name or number they know the machine by.

    These pages hold no link, so a wrong name can lead nobody astray.
    """

    def __init__(self, wsgi: Wsgi, host: str) -> None:
        self._wsgi = wsgi
        self._host = host

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in health.PROBES:
            environ["HTTP_HOST"] = self._host
        return self._wsgi(environ, start_response)


@public
@works_alone
def healthz() -> ResponseReturnValue:
    """The process lives: a database that is away is no reason to kill it."""
    return {"alive": True}


@public
@works_alone
def readyz() -> ResponseReturnValue:
    """Whether members can be served, and which part stands in the way."""
    states = health.look()
    ready = health.is_ready(states)
    return {"ready": ready, "parts": states}, 200 if ready else 503


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.wsgi_app = ByAnyName(app.wsgi_app, settings.hosts[0])  # type: ignore[method-assign]
