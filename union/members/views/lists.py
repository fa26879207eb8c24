"""Lists of members that leave the house, and which ones did."""

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from union.core.db import db, unit_of_work
from union.core.errors import NotAllowed
from union.core.i18n import gettext as _
from union.core.web.application import works_alone
from union.core.web.forms import read, stands_on
from union.core.web.limits import at_most
from union.members import exports
from union.members.forms import Taking
from union.members.legend import legend_of
from union.members.login import me, step_up
from union.members.models import Branch
from union.members.permissions import may_take_list, takes_lists
from union.members.queries import lists_taken, names_of
from union.members.queries.lists import theirs, units_known, within
from union.members.rules import lists as rules
from union.members.views import bp
from union.members.views.people import choices, reader


@bp.get("/people/export")
@step_up
def export() -> ResponseReturnValue:
    _only_administrators()
    return render_template(
        "members/people/export.html",
        form=request.args,
        **choices(_administered(), units_known(db)),
    )


@bp.post("/people/export")
@works_alone
@stands_on(export)
@step_up
@at_most("10 per hour", reader)
def take() -> ResponseReturnValue:
    """Written before the lock is taken, for it may be long; noted before it is sent."""
    form = read(Taking)
    with unit_of_work(writes=False):
        branches = within(_administered(), form.branch_id)
        legend = legend_of(branches, units_known(db))
        file = exports.list_of(db, branches, form, legend)
    with unit_of_work():
        branch = within(_administered(), form.branch_id)[0]
        rules.take(db, branch, me(), form, file)
    return _sent(file)


def _sent(file: rules.File) -> Response:
    answer = make_response(file.content)
    answer.mimetype = "text/csv"
    name = f"ortaq-{exports.number_of(file.id)}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/people/exports")
def taken() -> ResponseReturnValue:
    _only_administrators()
    lists = lists_taken(db, me())
    names = names_of(db, {each.by for each in lists})
    return render_template(
        "members/people/exports.html",
        lists=[
            (each, exports.number_of(each.id), names.get(each.by)) for each in lists
        ],
    )


def _administered() -> list[Branch]:
    return [each for each in theirs(db, me()) if may_take_list(me(), each)]


def _only_administrators() -> None:
    if not takes_lists(me()):
        raise NotAllowed(_("Only an administrator of the branch takes a list out."))
