"""The first screen of joining: a placeholder until the real one is here."""

from flask import render_template
from flask.typing import ResponseReturnValue

from union.core.web.doors import public
from union.members.views import bp


@bp.get("/join")
@public
def join() -> ResponseReturnValue:
    return render_template("members/about/about.html")
