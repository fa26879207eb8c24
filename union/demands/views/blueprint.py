"""Where the pages of demands hang, and what several of them share."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from union.core.i18n import LANGUAGES, NAMES, mark, tongue
from union.core.i18n import gettext as _
from union.core.web.forms import typed
from union.demands.diff import Pieces, word_diff
from union.demands.models import Followed

PARTS = {
    "heading": mark("Heading"),
    "claim": mark("What we demand"),
    "reason": mark("Why"),
    "measure": mark("How fulfilment is measured"),
    "title": mark("Title"),
    "addressee": mark("Addressee"),
    "requisites": mark("Requisites of the addressee"),
    "preamble": mark("Introduction"),
}

bp = Blueprint("demands", __name__, url_prefix="/demands")


def to(page: str, demand_id: UUID, **more: object) -> ResponseReturnValue:
    """Go on to a page of the same demand."""
    target = url_for(f".{page}", demand_id=demand_id, **more)  # type: ignore[arg-type]  # Flask types what it passes on as its own options
    return redirect(target, HTTPStatus.SEE_OTHER)


def number_in(name: str) -> int | None:
    """A number in the address; nonsense is none."""
    written = request.args.get(name, "")
    is_number = written.isascii() and written.isdecimal() and len(written) < 10
    return int(written) if is_number else None


def place_in(name: str) -> UUID | None:
    """Where a list goes on; nonsense begins at the start."""
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


@bp.context_processor
def _words() -> dict[str, object]:
    """What every page of demands can say: languages and parts of a text by name."""
    return {
        "sides": [(code, NAMES[code]) for code in LANGUAGES],
        "names": lambda codes: ", ".join(map(tongue, codes)),
        "words": {part: _(name) for part, name in PARTS.items()},
    }


def collisions(text: Followed, base: int | None) -> dict[str, Pieces]:
    """Field by field, what was saved meanwhile beside what was typed here.

    Empty unless a form that was written over an earlier version is drawn again.
    """
    if not base or request.form.get("base", str(base)) == str(base):
        return {}
    return {
        f"{part}_{code}": word_diff(text.said(part, code), mine)
        for part in text.PARTS
        for code in LANGUAGES
        if (mine := typed(f"{part}_{code}").strip().replace("\r\n", "\n"))
        != text.said(part, code)
    }
