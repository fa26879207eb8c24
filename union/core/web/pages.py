"""What templates can say and ask, and the pages that explain a refusal."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from union.core import i18n, letters
from union.core.errors import Invalid, Refused
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.core.logs import note_the_answer
from union.core.web import unreachable
from union.core.web.application import SAFE
from union.core.web.doors import public
from union.core.web.forms import draw_again
from union.paths import STATIC

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tab:
    """One of the few places that are always one tap away."""

    endpoint: str
    icon: str
    words: str  # a msgid
    paths: tuple[str, ...]  # the places below it

    @property
    def feature(self) -> str:
        return self.endpoint.partition(".")[0]

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    @property
    def label(self) -> str:
        return _(self.words)

    def is_current(self, path: str) -> bool:
        return path == "/" if self.paths == ("/",) else path.startswith(self.paths)


VOTES = ("/ballots", "/counts", "/petitions")
TABS = (
    Tab("members.today", "home", mark("Today"), ("/",)),
    Tab(
        "ballots.index", "ballot", mark("Votes"), ("/ballots", "/counts", "/petitions")
    ),
    Tab("demands.index", "document", mark("Demands"), ("/demands",)),
    Tab("members.me", "person", mark("Me"), ("/me",)),
)

_LANGUAGES = [(c, i18n.SHORT_NAMES[c], i18n.NAMES[c]) for c in i18n.LANGUAGES]

REASONS = {
    400: mark("We could not understand this request. Go back and try again."),
    404: mark("There is no such page. It may have moved, or the link is cut short."),
    405: mark("This page cannot be used in this way. Go back and try again."),
    413: mark("This is too large to send. Shorten it, then try again."),
    429: mark("Too many tries in a short time. Wait a few minutes, then try again."),
    500: mark("Something broke on our side. Nothing was lost; try again in a minute."),
}


def _version(path: str) -> str:
    return sha256((STATIC / path).read_bytes()).hexdigest()[:10]


@cache
def static_url(path: str) -> str:
    """The address of a static file, another one whenever the file changes."""
    return url_for("static", filename=path, v=_version(path))


def in_language(code: str) -> str:
    """This page's own address, asking for another language."""
    asked = request.args.items(multi=True)
    return f"{request.path}?{urlencode([*asked, ('lang', code)])}"


def once_key() -> str:
    """A new key for a form, by which a second sending is known as the same."""
    return secrets.token_urlsafe(16)


def _around() -> dict[str, Any]:
    """What every page may know of itself without asking who reads it."""
    return {
        "language": i18n.language.get(),
        "languages": _LANGUAGES,
        "here": request.path,
    }


def _tabs() -> tuple[Tab, ...]:
    """The tabs there are; strangers have nowhere to go with them."""
    reader = current_user._get_current_object()
    if not reader.is_authenticated:
        return ()
    return tuple(
        tab
        for tab in TABS
        if tab.endpoint in current_app.view_functions and reader.may_enter(tab.feature)
    )


def _what_every_page_says() -> dict[str, Any]:
    here = next((tab for tab in TABS if tab.is_current(request.path)), None)
    return _around() | {"tabs": _tabs(), "current_tab": here}


FILTERS: dict[str, Callable[..., str]] = {
    "number": i18n.number,
    "money": i18n.money,
    "percent": i18n.percent,
    "fraction": i18n.fraction,
    "day": i18n.day,
    "clock": i18n.clock,
    "moment": i18n.moment,
    "zoned_moment": i18n.zoned_moment,
    "visible": letters.visible,
}


def _explain(refusal: Refused) -> ResponseReturnValue:
    """Show the form again if there is one, else a page that says what to do."""
    if request.method not in SAFE and (page := draw_again(refusal)):
        return page
    return render_template("refused.html", reason=refusal.reason), refusal.status


def _explain_conflict(_error: Exception) -> ResponseReturnValue:
    return _explain(Refused(_("Someone was faster. Look again, then decide.")))


def _explain_nonsense(error: DataError | OverflowError) -> ResponseReturnValue:
    """A number or a text that no table can hold was never sent by a page of ours."""
    _logger.warning("nonsense was sent", exc_info=error)
    return _explain(Invalid(_(REASONS[400]), {}))


def _explain_unreachable(error: Exception) -> ResponseReturnValue:
    around = _around() | {"here": request.full_path.rstrip("?")}
    return unreachable.explain(error, around)


def _plainly(sentence: str, status: int) -> ResponseReturnValue:
    """In plain words: a page asks who reads it, and the database may be away."""
    return f"{sentence}\n", status, {"Content-Type": "text/plain; charset=utf-8"}


def _explain_http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, unreachable.UNREACHABLE):  # while a refusal was being drawn
        return _explain_unreachable(cause)
    if error.response is not None or code < 400:
        return error
    reason = _(REASONS.get(code, REASONS[400 if code < 500 else 500]))
    number = g.request_id if code >= 500 else None
    return render_template("refused.html", reason=reason, request_id=number), code


def _explain_other_host(_error: SecurityError) -> ResponseReturnValue:
    """In plain words: a page has links, and without a host of ours there are none."""
    return _plainly(_(REASONS[400]), HTTPStatus.BAD_REQUEST)


def _explain_breakdown(_error: Exception) -> ResponseReturnValue:
    """Say sorry with a number that finds the line in the log, and nothing more."""
    _logger.exception("a page broke")
    reason = _(REASONS[500])
    try:
        page = render_template("refused.html", reason=reason, request_id=g.request_id)
    except Exception:
        sentence = f"{reason} ({g.request_id})"
        return _plainly(sentence, HTTPStatus.INTERNAL_SERVER_ERROR)
    return page, HTTPStatus.INTERNAL_SERVER_ERROR


def _styleguide() -> str:
    """Every part of the look in all its states, for whoever draws a page."""
    return render_template("styleguide.html")


def _number_the_request() -> None:
    """Give this request what finds it in the log: it stands on the page, too."""
    g.request_id = secrets.token_hex(4)
    g.began = monotonic()


def init_app(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        static_url=static_url,
        once_key=once_key,
        in_language=in_language,
        zone_name=i18n.zone_name,
    )
    app.context_processor(_what_every_page_says)
    app.before_request_funcs.setdefault(None, []).insert(0, _number_the_request)
    app.after_request(note_the_answer)
    if app.config["SETTINGS"].development:
        app.add_url_rule("/styleguide", "styleguide", public(_styleguide))
    app.register_error_handler(Refused, _explain)
    for conflict in (IntegrityError, ObjectDeletedError, StaleDataError):
        app.register_error_handler(conflict, _explain_conflict)
    app.register_error_handler(DataError, _explain_nonsense)
    app.register_error_handler(OverflowError, _explain_nonsense)
    for lost in unreachable.UNREACHABLE:
        app.register_error_handler(lost, _explain_unreachable)
    app.register_error_handler(HTTPException, _explain_http)
    app.register_error_handler(SecurityError, _explain_other_host)
    app.register_error_handler(Exception, _explain_breakdown)
