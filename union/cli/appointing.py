"""The first two administrators of a union, from whom every other role comes."""

import click
from sqlmodel import Session, select

from app import create_app
from union.cli.server import refuse_an_old_database
from union.core.db import unit_of_work
from union.core.i18n import speaking
from union.core.settings import Settings
from union.members.founding import root_of
from union.members.models import Member
from union.members.names import folded
from union.members.rules.offices import appoint as appoint_member


@click.command()
@click.argument("sign_in_name")
def appoint(sign_in_name: str) -> None:
    """Make a member administrator of the whole union, while fewer than two are.

    Granting a role takes two administrators, so the first two come from here; whoever
    still waits in the lobby is let in by it. It is entered in the activity log, without
    a name; from then on roles are granted on the page Roles.
    """
    app = create_app(Settings())
    refuse_an_old_database(app)
    with app.app_context(), unit_of_work() as db, speaking("en"):
        root = root_of(db)
        if root is None:
            raise click.ClickException("There is no union yet: `union create-admin`.")
        member = _member(db, sign_in_name)
        appoint_member(db, member, root)
        told = f"{member.name} is an administrator of {root.name} now."
    click.echo(told)


def _member(db: Session, sign_in_name: str) -> Member:
    called = select(Member).where(Member.sign_in_key == folded(sign_in_name))
    member = db.exec(called).first()
    if member is None:
        raise click.ClickException("Nobody signs in with this name.")
    return member
