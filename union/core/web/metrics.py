"""Figures of the machine for Prometheus, met here only; none about people.

A figure that moves with each vote would tell turnout, and beside somebody at the window
who voted. What is asked of ballots, and whatever changes something, is therefore kept
back until it is old and one of many (decision 72).
"""

import hmac
import os
from collections import deque
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from threading import Lock
from time import monotonic
from typing import NamedTuple

from flask import Flask, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from union.core.settings import Settings
from union.core.web.application import SAFE, works_alone
from union.core.web.counted import NO_FOLDER, SHARED
from union.core.web.doors import public
from union.core.web.gauges import gauges

if NO_FOLDER or not os.environ.get(SHARED):  # the library would fail as it is imported
    os.environ.pop(SHARED, None)

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

ENOUGH = 50  # answers that are told together
LATE = 600.0  # seconds after the newest of them
MOST_KEPT = 100_000
LONG_WAIT = 0.1  # seconds; a shorter one is no sign of anything but a writer

ANSWERS = Counter(
    "ortaq_answers",
    "Answers by area, by whether something may change, and by kind of status.",
    ["area", "way", "status"],
    registry=None,
)
SECONDS = Histogram(
    "ortaq_answer_seconds",
    "How long answers took.",
    ["area", "way"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=None,
)
WAITS = Histogram(
    "ortaq_write_wait_seconds",
    "Waits for SQLite's turn to write that were longer than a tenth of a second.",
    buckets=(0.25, 0.5, 1, 2.5, 5),
    registry=None,
)


class Answered(NamedTuple):
    """One answer, without its moment."""

    area: str
    way: str
    status: str
    took: float

    def tell(self) -> None:
        ANSWERS.labels(self.area, self.way, self.status).inc()
        SECONDS.labels(self.area, self.way).observe(self.took)


class KeptBack:
    """Answers that are told late and never few at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: deque[tuple[float, Answered]] = deque(maxlen=MOST_KEPT)

    def add(self, answered: Answered, at: float) -> None:
        with self._lock:
            self._kept.append((at, answered))

    def tell(self, at: float) -> None:
        """Count those that are late enough, if they are enough."""
        with self._lock:
            old = [one for since, one in self._kept if since <= at - LATE]
            if len(old) < ENOUGH:
                return
            for answered in old:
                self._kept.popleft()
                answered.tell()


def note_wait(seconds: float) -> None:
    """Count how long somebody waited for the turn to write, if it was long."""
    if seconds > LONG_WAIT:
        WAITS.observe(seconds)


class Gauges(Collector):
    """What is looked up when it is asked for."""

    def collect(self) -> Iterable[Metric]:
        for name, meaning, label, values in gauges():
            family = GaugeMetricFamily(
                f"ortaq_{name}", meaning, labels=[label] if label else []
            )
            for of, value in values.items():
                family.add_metric([of] if label else [], value)
            yield family


kept_back = KeptBack()


@public
@works_alone
def metrics() -> ResponseReturnValue:
    """The figures, for whoever shows the token."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.metrics_token is None:
        abort(HTTPStatus.NOT_FOUND)
    wanted = f"Bearer {settings.metrics_token.get_secret_value()}"
    shown = request.headers.get("Authorization", "")
    if not hmac.compare_digest(shown.encode(), wanted.encode()):
        answer = Response("Who asks?\n", HTTPStatus.UNAUTHORIZED, mimetype="text/plain")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    kept_back.tell(monotonic())
    return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    if os.environ.get(SHARED):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for counted in (ANSWERS, SECONDS, WAITS):
            registry.register(counted)
    registry.register(Gauges())
    return registry


def _count(answer: Response) -> Response:
    for answered in _answered(answer):
        if answered.way == "read" and answered.area != "ballots":
            answered.tell()
        elif answered.status == "5xx":
            answered.tell()  # nothing was done, and somebody should know soon
        else:
            kept_back.add(answered, monotonic())
            kept_back.tell(monotonic())
    return answer


def _answered(answer: Response) -> Iterator[Answered]:
    """This answer, unless it was the machine that asked."""
    if request.endpoint in {"healthz", "readyz", "metrics"}:
        return
    yield Answered(
        area=request.blueprint
        or ("static" if request.endpoint == "static" else "none"),
        way="read" if request.method in SAFE else "write",
        status=f"{answer.status_code // 100}xx",
        took=monotonic() - g.get("began", monotonic()),
    )


def init_app(app: Flask) -> None:
    app.after_request(_count)
    app.add_url_rule("/metrics", "metrics", metrics)
    if turns := app.extensions["turns"]:
        turns.tell_wait = note_wait
