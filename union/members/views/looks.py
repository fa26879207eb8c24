"""Opening somebody's page and seeing their number: acts that leave a trace."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from union.core.db import db
from union.core.keys import keyring
from union.core.web.forms import stands_on
from union.core.web.limits import at_most
from union.members import phones
from union.members.login import me, step_up
from union.members.queries import member_for
from union.members.rules import looks as rules
from union.members.views import bp
from union.members.views.people import reader, standing


@bp.post("/people/<uuid:member_id>/look")
@at_most("30 per minute", reader)
def look(member_id: UUID) -> ResponseReturnValue:
    rules.look_at(db, member_for(db, me(), member_id), me())
    return redirect(url_for(".standing", member_id=member_id), 303)


@bp.post("/people/<uuid:member_id>/contact")
@stands_on(standing)
@step_up
@at_most("10 per minute", reader)
def see_number(member_id: UUID) -> ResponseReturnValue:
    """The number, in this answer only: no address leads to it."""
    member = member_for(db, me(), member_id)
    number = rules.see_contact(db, member, me(), keyring())
    return render_template(
        "members/people/contact.html", member=member, number=phones.spaced(number)
    )
