"""The page for moments in which no records can be reached, made without any of them."""

import logging
from http import HTTPStatus
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from union.core.engines import is_out_of_room
from union.core.turns import BatchLost
from union.core.web.application import KEY_FIELD, LANGUAGE_FIELD, SAFE

UNREACHABLE = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
    BatchLost,
)
RETRY_AFTER = 5  # seconds
RETRY_WHEN_FULL = 60
NEVER_SHOWN = "passphrase"

_logger = logging.getLogger(__name__)


def explain(error: Exception, around: dict[str, Any]) -> ResponseReturnValue:
    """Say that it will pass, and hand back what was sent, to be sent once more.

    Whether the records were lost before or after they took it in, nobody knows yet: it
    goes out again with the same key, so twice is once. Templates that ask who reads
    them would ask the records: this one gets what is around it from `around`.
    """
    _logger.warning("the records are out of reach", exc_info=error)
    is_full = is_out_of_room(error)
    page = current_app.jinja_env.get_template("unreachable.html")
    body = page.render(
        **around,
        was_sent=request.method not in SAFE,
        again=_sent(),
        is_full=is_full,
        tabs=[],
    )
    if is_full:
        full = {"Retry-After": str(RETRY_WHEN_FULL)}
        return body, HTTPStatus.INSUFFICIENT_STORAGE, full
    waits = {"Retry-After": str(RETRY_AFTER)}
    return body, HTTPStatus.SERVICE_UNAVAILABLE, waits


def _sent() -> list[tuple[str, str]]:
    """The fields of a form that may be sent again by a page."""
    try:
        sent = request.form
    except HTTPException:  # too large to be read
        return []
    if KEY_FIELD not in sent or NEVER_SHOWN in sent or request.files:
        return []
    return [
        (name, value)
        for name, values in sent.lists()
        for value in values
        if name != LANGUAGE_FIELD
    ]
