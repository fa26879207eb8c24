"""What a person sent, as a valid object; what was wrong, in their words.

A refused form is drawn again by the page it stands on, with what was typed, a summary
and the status of the refusal. Choosing another language draws it again too.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, TypeVar, get_origin

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.local import LocalProxy

from union.core import i18n
from union.core.base import Form
from union.core.db import unit_of_work
from union.core.errors import Invalid, Refused
from union.core.i18n import gettext as _
from union.core.i18n import mark, ngettext
from union.core.web.application import KEY_FIELD, LANGUAGE_FIELD
from union.core.web.doors import remember_language

_VERDICTS = (
    ("missing", mark("Fill this in.")),
    ("greater_than", mark("This is too small.")),
    ("less_than", mark("This is too large.")),
    ("extra_forbidden", mark("This page does not know such a field.")),
    ("int_", mark("Write a number.")),
    ("date", mark("Write a date that exists.")),
    ("enum", mark("Choose one of the answers.")),
)

MOST_FIELDS = 500
AROUND_A_FILE = 16 * 1024  # the other fields of its form
_CONTROL = re.compile(  # controls, and what stands for no character at all
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

F = TypeVar("F", bound=Form)
View = TypeVar("View", bound=Callable[..., Any])


def stands_on(page: Callable[..., ResponseReturnValue]) -> Callable[[View], View]:
    """Name the page a form stands on: it is shown again when the form is refused."""

    def mark(view: View) -> View:
        view.page = page  # type: ignore[attr-defined]
        return view

    return mark


def read(form: type[F]) -> F:
    """What was submitted, as a valid object. An empty field is one not filled in.

    Raises Invalid with a sentence for each field that does not make sense.
    """
    _refuse_what_nobody_typed()
    try:
        return form.model_validate(_submitted(form))
    except ValidationError as error:
        problems = {str(e["loc"][0]): _explain(e) for e in error.errors() if e["loc"]}
        raise Invalid(_("Please check what you entered."), problems) from error


def _refuse_what_nobody_typed() -> None:
    """Stop fields by the thousand, and characters that no database keeps."""
    if len(request.form) > MOST_FIELDS:
        raise RequestEntityTooLarge
    sentence = _("Remove the invisible characters, then send it again.")
    found = {
        name: sentence
        for name, values in request.form.lists()
        if any(map(_CONTROL.search, [name, *values]))
    }
    if found:
        raise Invalid(sentence, found)


def _submitted(form: type[Form]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, values in request.form.lists():
        if name in (KEY_FIELD, LANGUAGE_FIELD):
            continue
        field = form.model_fields.get(name)
        kind = field.annotation if field else None
        tidied = values if kind is SecretStr else [_tidy(value) for value in values]
        if get_origin(kind) in (list, set, tuple, frozenset):
            given[name] = [value for value in tidied if value]
        elif tidied[-1]:
            given[name] = tidied[-1]
    return given


def _tidy(value: str) -> str:
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").strip())


def _explain(error: ErrorDetails) -> str:
    """Pydantic's verdict as a sentence for the person who typed."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])  # a sentence of ours
    if kind in ("string_too_long", "string_too_short", "too_short"):
        return _explain_length(context)
    said = next((words for start, words in _VERDICTS if kind.startswith(start)), None)
    return _(said or "Choose one of the answers.")


def _explain_length(context: dict[str, Any]) -> str:
    if most := context.get("max_length"):
        words = ngettext(
            "At most %(count)s character, please.",
            "At most %(count)s characters, please.",
            most,
        )
        return words % {"count": i18n.number(most)}
    least = context["min_length"]
    words = ngettext(
        "At least %(count)s is needed.", "At least %(count)s are needed.", least
    )
    return words % {"count": i18n.number(least)}


def draw_again(refusal: Refused | None) -> ResponseReturnValue | None:
    """The page the refused form stands on, with what was typed; None if it has none."""
    view = current_app.view_functions.get(request.endpoint or "")
    page = getattr(view, "page", None)
    if page is None or (refusal and "has_entered" not in g):
        return None
    g.drawn_again, g.refusal = True, refusal
    try:
        with unit_of_work(writes=False):
            answer = make_response(page(**(request.view_args or {})))
    except Refused:
        return None
    if answer.location:  # there is no such form any more, and leading away says nothing
        return None
    answer.status_code = refusal.status if refusal else 200
    return answer


def page_of_form() -> str:
    """The address of the page that this request's form stands on."""
    views = current_app.view_functions
    page = getattr(views.get(request.endpoint or ""), "page", None)
    endpoint = next((name for name, view in views.items() if view is page), None)
    return url_for(endpoint, **(request.view_args or {})) if endpoint else "/"


def _make_room_for_files() -> None:
    """Before the form is read: how much this view lets itself be sent."""
    view = current_app.view_functions.get(request.endpoint or "")
    if most := getattr(view, "most_bytes", None):
        request.max_content_length = most + AROUND_A_FILE


def _speak_another_language() -> ResponseReturnValue | None:
    """A language chosen inside a form: nothing is done and nothing typed is lost."""
    code = request.form.get(LANGUAGE_FIELD, "")
    if code not in i18n.LANGUAGES:
        return None
    i18n.language.set(code)
    answer = make_response(draw_again(None) or redirect(page_of_form()))
    return remember_language(answer, code)


def _say_where_to_go(answer: Response) -> Response:
    """A script that stays on its page is told the way, and not led along it."""
    if request.headers.get("Sent-By") == "script" and answer.location:
        answer.status_code = HTTPStatus.NO_CONTENT
        answer.set_data(b"")
    return answer


def typed(name: str, default: Any = "") -> Any:
    """What the person typed here, when the form is drawn again."""
    return request.form.get(name, "") if "drawn_again" in g else default


def typed_list(name: str, default: Iterable[str] = ()) -> list[str]:
    """What the person ticked here, when the form is drawn again."""
    return request.form.getlist(name) if "drawn_again" in g else list(default)


def problems() -> dict[str, str]:
    """A sentence for each field that did not make sense."""
    refusal = g.get("refusal")
    return refusal.problems if isinstance(refusal, Invalid) else {}


def reason() -> str | None:
    """Why the form is drawn again, if it was refused."""
    return getattr(g.get("refusal"), "reason", None)


def init_app(app: Flask) -> None:
    app.before_request(_make_room_for_files)
    app.before_request(_speak_another_language)
    app.after_request(_say_where_to_go)
    app.jinja_env.globals.update(  # so that macros, imported once, can ask
        typed=typed,
        typed_list=typed_list,
        problems=LocalProxy(problems),
        refusal=LocalProxy(reason),
    )
