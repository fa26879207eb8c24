"""An account made from a list finds its owner: a link, shown once."""

from uuid import UUID

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.core.web.application import secret_act
from union.core.web.forms import stands_on
from union.members.login import me, step_up
from union.members.queries import member_for
from union.members.rules.importing import link as rules
from union.members.views import bp
from union.members.views.people import standing


@bp.post("/people/<uuid:member_id>/account-link")
@secret_act
@stands_on(standing)
@step_up
def make_account_link(member_id: UUID) -> ResponseReturnValue:
    member = member_for(db, me(), member_id)
    secret = rules.invite_to_account(db, member, me())
    address = current_app.config["SETTINGS"].public_url
    return render_template(
        "members/people/account_link.html", member=member, link=f"{address}/i/{secret}"
    )
