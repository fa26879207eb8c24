"""The log: lines of JSON, from a list of fields, none of which can hold a person.

What is not on the list is not written: no words of an error, no argument of a sentence,
no address, path, parameter or local variable. A sentence is kept when it is ours, or
one of the few of other programs that an operator must know; of any other line the place
in the code is kept, which tells whoever looks there what was said.
"""

import errno
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from traceback import walk_tb
from types import TracebackType
from typing import Any

from flask import Response, g, has_app_context, has_request_context, request

from union.paths import PACKAGE

OURS = "union"
KNOWN = frozenset(  # sentences of gunicorn and huey, as they are written there
    {
        "WORKER TIMEOUT (pid:%s)",
        "Worker (pid:%s) exited with code %s.",
        "Exception in worker process",
        "Unhandled exception in main loop",
        "Error reading from queue",
        "Worker %d died, restarting.",
        "Scheduler died, restarting.",
    }
)
A_NAME = re.compile(r"[A-Za-z_][\w.-]{0,79}", re.ASCII)  # of a thing in the code
DEEPEST = 30  # places of a stack, those nearest to the error
BANDS = ((0.1, "<0.1s"), (0.5, "<0.5s"), (2.0, "<2s"), (10.0, "<10s"))

_ROOTS = re.compile(r"^.*/(?:site-packages|dist-packages|lib/python3\.\d+)/")
_logger = logging.getLogger(__name__)


class Line(logging.Formatter):
    """A record as one line of JSON, in which nothing breaks a line or colours it."""

    def format(self, record: logging.LogRecord) -> str:
        written = {name: value for name, value in _told(record) if value}
        return json.dumps(written, ensure_ascii=True)


def begin(*, readable: bool = False) -> None:
    """Write all that this process logs to standard error, and by this list alone.

    Readable lines, with what errors say, are for a laptop whose people are invented.
    """
    to_stderr = logging.StreamHandler()
    if readable:
        told = "%(asctime)s %(levelname)s %(name)s: %(message)s"
        to_stderr.setFormatter(logging.Formatter(told, "%H:%M:%S"))
    else:
        to_stderr.setFormatter(Line())
        logging.captureWarnings(True)
        sys.excepthook = _note_the_end
        threading.excepthook = _note_the_end_of_a_thread
        sys.unraisablehook = _note_what_was_ignored
    root = logging.getLogger()
    root.handlers[:] = [to_stderr]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)


def note_the_answer(answer: Response) -> Response:
    """Note that an answer failed, or took long; of all others nothing is kept.

    A line for each request would be a list of when members came, and of when they vote.
    """
    took = monotonic() - g.get("began", monotonic())
    if answer.status_code >= 500 or took >= BANDS[-1][0]:
        group = "failed" if answer.status_code >= 500 else "slow"
        _logger.warning("an answer failed or was slow", extra={"outcome": group})
    return answer


def _told(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    """Every field there is."""
    yield "at", _moment(record.created)
    yield "level", record.levelname.lower()
    yield "logger", _name(record.name)
    yield "event", _sentence(record)
    yield "where", _place(record.pathname, record.funcName or "", record.lineno)
    yield "thing", _name(getattr(record, "thing", None))
    yield "outcome", _name(getattr(record, "outcome", None))
    if has_app_context():
        yield "request", g.get("request_id")
        yield "role", g.get("role")
    if has_request_context():
        yield "endpoint", _name(request.endpoint)
        yield "took", _band(monotonic() - g.get("began", monotonic()))
    error = record.exc_info[1] if record.exc_info else None
    if error:
        chain = list(_chain(error))
        yield "error", [type(one).__name__ for one in chain]
        yield "code", next(filter(None, map(_code, chain)), None)
        yield "stack", _stack(chain[-1].__traceback__) or _stack(error.__traceback__)


def _moment(created: float) -> str:
    return datetime.fromtimestamp(created, UTC).isoformat(timespec="seconds")


def _name(value: object) -> str | None:
    """A name of the code's own, and nothing that somebody could have typed."""
    if isinstance(value, str) and A_NAME.fullmatch(value):
        return value
    return None


def _sentence(record: logging.LogRecord) -> str | None:
    """The sentence as it is written in the code, without what it was said about."""
    said = record.msg
    is_ours = record.name == OURS or record.name.startswith(f"{OURS}.")
    return said if isinstance(said, str) and (is_ours or said in KNOWN) else None


def _place(path: str, function: str, line: int) -> str:
    return f"{_short(path)}:{function}:{line}"


def _short(path: str) -> str:
    """A file by its place among the code, not on the machine."""
    shorter = _ROOTS.sub("", path)
    if shorter != path:
        return shorter
    try:
        return Path(path).relative_to(PACKAGE.parent).as_posix()
    except ValueError:
        return Path(path).name


def _band(seconds: float) -> str:
    return next((name for limit, name in BANDS if seconds < limit), ">=10s")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, the outermost first."""
    seen: set[int] = set()
    while error and id(error) not in seen:
        seen.add(id(error))
        yield error
        hidden = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or hidden


def _code(error: BaseException) -> str | None:
    """What databases and systems call it: SQLITE_FULL, 57P01, ENOSPC."""
    number = getattr(error, "errno", None)
    system = errno.errorcode.get(number) if isinstance(number, int) else None
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str) and re.fullmatch(r"[0-9A-Z]{5}", state):
        return state
    return _name(getattr(error, "sqlite_errorname", None)) or system


def _stack(trace: TracebackType | None) -> list[str]:
    frames = [(frame.f_code, line) for frame, line in walk_tb(trace)]
    return [_place(c.co_filename, c.co_name, line) for c, line in frames[-DEEPEST:]]


def _note_the_end(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    _logger.critical("the process ends", exc_info=(kind, error, trace))


def _note_the_end_of_a_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value:
        told = (ended.exc_type, ended.exc_value, ended.exc_traceback)
        _logger.error("a thread ends", exc_info=told)


def _note_what_was_ignored(ignored: Any) -> None:
    told = (ignored.exc_type, ignored.exc_value, ignored.exc_traceback)
    if ignored.exc_value:
        _logger.error("an error was ignored", exc_info=told)
