"""A Flask application in which one request is one unit of work, done once."""

import hmac
from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any, TypeVar
from uuid import UUID

from flask import Flask, Request, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from union.core.db import db, unit_of_work
from union.core.once import Slip, claim, keep

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_FIELD = "once"
LANGUAGE_FIELD = "_language"
LONGEST_KEY = 64

View = TypeVar("View", bound=Callable[..., Any])


class Sent(Request):
    """A request whose files stay in memory: they may be lists of people."""

    def _get_file_stream(self, *_about: object, **_more: object) -> IO[bytes]:
        return BytesIO()


class Application(Flask):
    """One request, one transaction; a form that comes twice is answered twice."""

    request_class = Sent

    def dispatch_request(self) -> ResponseReturnValue:
        g.has_entered = True  # past the doors: a refused form may be shown again
        view = _view()
        if getattr(view, "works_alone", False):
            return super().dispatch_request()
        shares = getattr(view, "commits_together", False)
        is_deed = request.method not in SAFE and request.routing_exception is None
        with unit_of_work(writes=is_deed, shares=shares):
            if is_deed and KEY_FIELD in request.form and current_user.is_authenticated:
                return self._answer_once(request.form[KEY_FIELD][:LONGEST_KEY])
            return super().dispatch_request()

    def _answer_once(self, key: str) -> ResponseReturnValue:
        slip = Slip(current_user.member_id, key, _thing(), _digest())
        hoped = _where_all_goes_well()
        if before := claim(db, slip, hoped):
            return redirect(before, HTTPStatus.SEE_OTHER)
        answer = self.make_response(super().dispatch_request())
        if answer.location != hoped:
            keep(db, slip, answer.location)
        return answer


def secret_act(view: View) -> View:
    """Keep no digest of what was sent to this view, not even for a repeated form."""
    view.is_secret = True  # type: ignore[attr-defined]
    return view


def works_alone(view: View) -> View:
    """Let a view open its own units of work: what is slow is done outside the lock."""
    view.works_alone = True  # type: ignore[attr-defined]
    return view


def commits_together(view: View) -> View:
    """Let this view share its commit: a short act that many do at the same moment."""
    view.commits_together = True  # type: ignore[attr-defined]
    return view


def leads_to(endpoint: str) -> Callable[[View], View]:
    """Let this view's answer be kept before it is given: it sends who succeeds there.

    The endpoint takes what the view takes. What thousands do in the same minute is
    spared one writing more.
    """

    def mark(view: View) -> View:
        view.leads_to = endpoint  # type: ignore[attr-defined]
        return view

    return mark


def takes_files(most: int) -> Callable[[View], View]:
    """Let a view be sent files of so many bytes; any other takes only short forms."""

    def mark(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def _digest() -> str:
    if getattr(_view(), "is_secret", False):
        return ""
    sent = sorted((name, request.form.getlist(name)) for name in request.form)
    secret: str = current_app.config["SECRET_KEY"]  # or short answers could be guessed
    act = f"{request.path}\n{sent!r}"
    return hmac.digest(secret.encode(), act.encode(), "sha256").hex()


def _view() -> object:
    """What answers this request, if anything does."""
    return current_app.view_functions.get(request.endpoint or "")


def _where_all_goes_well() -> str:
    endpoint = getattr(_view(), "leads_to", None)
    return url_for(endpoint, **(request.view_args or {})) if endpoint else ""


def _thing() -> UUID | None:
    ids = (value for value in (request.view_args or {}).values())
    return next((value for value in ids if isinstance(value, UUID)), None)
