"""Who may come in: our own pages, by our own name, signed in unless it is public."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, appcontext_pushed, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from union.core import i18n
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.settings import Settings
from union.core.web.application import SAFE

LANGUAGE_COOKIE = "language"
A_YEAR = 365 * 24 * 3600

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open a view to people who are not signed in. Every other view is closed."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=0)  # type: ignore[method-assign]
    public(app.view_functions["static"])
    appcontext_pushed.connect(_tell_the_time_of_this_place, app)
    app.before_request(_choose_language)
    app.before_request(_refuse_other_sites)
    app.before_request(_ask_strangers_to_sign_in)


def _tell_the_time_of_this_place(app: Flask, **_: object) -> None:
    """In the worker and in commands, too: what they write is read beside the pages."""
    settings: Settings = app.config["SETTINGS"]
    i18n.zone.set(ZoneInfo(settings.zone))


def _choose_language() -> ResponseReturnValue | None:
    i18n.language.set(_wanted_language())
    asked = request.args.get("lang", "")
    if request.method == "GET" and asked in i18n.LANGUAGES:
        left = request.args.copy()
        del left["lang"]
        query = urlencode(list(left.items(multi=True)))
        answer = redirect(f"{request.host_url.rstrip('/')}{request.path}?{query}")
        return remember_language(cast(Response, answer), asked)
    return None


def _wanted_language() -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in i18n.LANGUAGES:
        return chosen
    return request.accept_languages.best_match(i18n.LANGUAGES) or i18n.LANGUAGES[0]


def remember_language(answer: Response, code: str) -> Response:
    """Let the next pages speak this language too."""
    answer.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=A_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def our_path(wanted: str) -> str:
    """A path of ours to go on to; the first page instead of anything else."""
    parts = urlsplit(wanted) if _is_plain(wanted) else None
    if not parts or parts.scheme or parts.netloc or not wanted.startswith("/"):
        return "/"
    return wanted


def _is_plain(address: str) -> bool:
    """No spaces, control characters or backslashes, that browsers read in their way."""
    return (
        address.isascii()
        and address.isprintable()
        and not {" ", "\\"} & set(address)
        and not address.startswith("//")
    )


def _refuse_other_sites() -> None:
    """Stop forged requests: only our own pages may change anything."""
    if request.method not in SAFE and not _comes_from_our_pages():
        raise NotAllowed(
            _("This did not come from our own page. Open the page again and retry.")
        )


def _comes_from_our_pages() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    if origin := request.headers.get("Origin"):
        return origin in settings.origins
    return current_app.config["SESSION_COOKIE_NAME"] not in request.cookies


def _ask_strangers_to_sign_in() -> ResponseReturnValue | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if not view or getattr(view, "is_public", False):
        return None
    if current_user.is_authenticated:
        current_user.check_entry(request.blueprint)
        return None
    manager = current_app.login_manager  # type: ignore[attr-defined]
    return cast(ResponseReturnValue, manager.unauthorized())
