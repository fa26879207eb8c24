"""The first person of a union: whoever looks after its machine."""

import click
from pydantic import ValidationError
from sqlmodel import Session, select

from app import create_app
from union.cli.server import refuse_an_old_database
from union.core.base import now
from union.core.db import unit_of_work
from union.core.i18n import speaking
from union.core.settings import Settings
from union.members.forms import NewName, NewSignInName
from union.members.founding import found, root_of
from union.members.models import PROBATION, Branch, HeldRole, Member, Office, Role
from union.members.names import folded, sought
from union.members.passphrases import (
    SHORTEST,
    hash_of,
    length_in_characters,
    weakness,
)
from union.members.recovery import digest_of, new_code

LONGEST_UNION = 120


@click.command("create-admin")
@click.option("--name", prompt="Display name", help="What other members see.")
@click.option("--sign-in-name", prompt="Sign-in name (two words and a number)", help="Shown to nobody.")  # fmt: skip  # noqa: E501
@click.option(
    "--union-name", default="Ortaq", show_default=True, help="For a new union."
)
@click.password_option("--passphrase", help=f"At least {SHORTEST} characters.")
def create_admin(
    name: str, sign_in_name: str, union_name: str, passphrase: str
) -> None:
    """Make the first system administrator, and the union itself if there is none.

    Prints the recovery code once. Whoever looks after the machine holds no key to a
    ballot and cannot be its returning officer.
    """
    if length_in_characters(passphrase) < SHORTEST:
        raise click.ClickException(
            f"A passphrase has at least {SHORTEST} characters; four words are good."
        )
    with speaking("en"):
        _refuse_what_no_page_takes(name, sign_in_name, union_name)
        if reason := weakness(passphrase, (name, sign_in_name)):
            raise click.ClickException(reason)
    app = create_app(Settings())
    refuse_an_old_database(app)
    code, hashed = new_code(), hash_of(passphrase)
    with app.app_context(), unit_of_work() as db:
        root = root_of(db) or found(db, dict.fromkeys(("kk", "ru", "en"), union_name))
        _refuse_a_second(db, root)
        member = _admin(name, sign_in_name, root)
        member.passphrase_hash, member.recovery_digest = hashed, digest_of(code)
        db.add(member)
        db.flush()
        db.add(Office(member_id=member.id, role=Role.SYSTEM_ADMIN))
        db.add(
            HeldRole(
                member_id=member.id,
                role=Role.SYSTEM_ADMIN,
                branch_id=root.id,
                granted_by=None,
            )
        )
    click.echo(
        f"{name} can sign in now. The recovery code, shown only here:\n\n  {code}"
    )


def _refuse_what_no_page_takes(name: str, sign_in_name: str, union_name: str) -> None:
    """Names from here stand beside those that were typed on pages."""
    try:
        NewName.model_validate({"name": name})
        NewSignInName.model_validate({"sign_in_name": sign_in_name})
    except ValidationError as error:
        told = error.errors()[0]
        raise click.ClickException(f"{told['loc'][0]}: {told['msg']}.") from error
    if not union_name.isprintable() or not 2 <= len(union_name) <= LONGEST_UNION:
        raise click.ClickException(
            f"The union's name has 2 to {LONGEST_UNION} characters that can be printed."
        )


def _refuse_a_second(db: Session, root: Branch) -> None:
    held = select(HeldRole).where(
        HeldRole.role == Role.SYSTEM_ADMIN, HeldRole.branch_id == root.id
    )
    if db.exec(held).first():
        raise click.ClickException(
            "This union has its administrator; further ones are made by two officers."
        )


def _admin(name: str, sign_in_name: str, root: Branch) -> Member:
    """A full member from the first day: there is nobody yet to vouch for them."""
    return Member(
        name=name,
        name_key=sought(name),
        sign_in_name=sign_in_name,
        sign_in_key=folded(sign_in_name),
        passphrase_hash="",
        branch_id=root.id,
        admitted_at=now() - PROBATION,
    )
