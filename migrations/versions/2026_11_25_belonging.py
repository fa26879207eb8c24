"""How people come in, prove who they are, and are looked after."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "belonging"
down_revision = "demands"


ROLES = (
    "steward",
    "returning_officer",
    "teller",
    "representative",
    "caseworker",
    "branch_admin",
    "system_admin",
)
STANDINGS = ("pending", "probationer", "member", "suspended", "left")
NEIGHBOURS = str.maketrans("ёәғқңөұүһі", "еагкноуухи")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _write_words(table: str, column: str) -> None:
    """Keep plain words where a type of the database's own stood; the type is left."""
    words = sa.String(20)
    if _is_postgresql():
        op.alter_column(
            table, column, type_=words, postgresql_using=f"lower({column}::text)"
        )
        return
    with op.batch_alter_table(table) as batch_op:
        batch_op.alter_column(column, type_=words, existing_nullable=False)
    op.execute(f"UPDATE {table} SET {column} = lower({column})")  # noqa: S608  (our own names)


def _write_types(table: str, column: str, words: tuple[str, ...]) -> None:
    """Put the type back, which knows no guests."""
    kind = sa.Enum(*(word.upper() for word in words), name=column)
    if _is_postgresql():
        kind.create(op.get_bind(), checkfirst=True)
        op.alter_column(
            table, column, type_=kind, postgresql_using=f"upper({column})::{column}"
        )
        return
    op.execute(f"UPDATE {table} SET {column} = upper({column})")  # noqa: S608  (our own names)
    with op.batch_alter_table(table) as batch_op:
        batch_op.alter_column(column, type_=kind, existing_nullable=False)


def _fold_names() -> None:
    """Fill in what a search compares names by."""
    member = sa.table(
        "member", sa.column("id"), sa.column("name"), sa.column("name_key")
    )
    connection = op.get_bind()
    names = connection.execute(sa.select(member.c.id, member.c.name)).all()
    folded = [
        {"key": id_, "folded": name.casefold().translate(NEIGHBOURS)}
        for id_, name in names
    ]
    if folded:
        filled = member.update().where(member.c.id == sa.bindparam("key"))
        connection.execute(filled.values(name_key=sa.bindparam("folded")), folded)


def upgrade() -> None:
    op.create_table(
        "spentchallenge",
        sa.Column(
            "digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("spent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_spentchallenge")),
    )
    with op.batch_alter_table("spentchallenge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_spentchallenge_spent_at"), ["spent_at"], unique=False
        )

    op.create_table(
        "knowncolumns",
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column(
            "heads_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_knowncolumns_branch_id")
        ),
        sa.PrimaryKeyConstraint(
            "branch_id", "heads_digest", name=op.f("pk_knowncolumns")
        ),
    )
    op.create_table(
        "accountnote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "new_device",
                "passphrase",
                "sign_in_name",
                "recovery_code",
                "recovered",
                "passkey_added",
                "passkey_removed",
                "one_time_on",
                "one_time_off",
                "way_back_asked",
                "way_back_stopped",
                "signed_out",
                name="accountdeed",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "device", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False
        ),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_accountnote_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountnote")),
    )
    with op.batch_alter_table("accountnote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accountnote_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_accountnote_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "contact",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("may_call", sa.Boolean(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_contact_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_contact_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(
            "uq_contact_branch_id_phone_index",
            ["branch_id", "phone_index"],
            unique=True,
        )

    op.create_table(
        "import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "sent",
                "checking",
                "checked",
                "entering",
                "entered",
                "failed",
                name="stage",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("trouble", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_import_branch_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_import_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_branch_id"), ["branch_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_import_by"), ["by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_import_sent_at"), ["sent_at"], unique=False
        )

    op.create_table(
        "invite",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_invite_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["member.id"], name=op.f("fk_invite_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_invite_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("digest", name=op.f("uq_invite_digest")),
    )
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invite_made_at"), ["made_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_invite_made_by"), ["made_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_invite_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "lobby",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("captain_id", sa.Uuid(), nullable=True),
        sa.Column("welcome_by", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("welcomed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["captain_id"], ["member.id"], name=op.f("fk_lobby_captain_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_lobby_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_lobby")),
        sa.UniqueConstraint("code", name=op.f("uq_lobby_code")),
    )
    with op.batch_alter_table("lobby", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lobby_captain_id"), ["captain_id"], unique=False
        )

    op.create_table(
        "look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("is_contact", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_look_by")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_look_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_look_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_look_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "office",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "steward",
                "returning_officer",
                "teller",
                "representative",
                "caseworker",
                "branch_admin",
                "system_admin",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_office_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "role", name=op.f("pk_office")),
    )
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.create_index(
            "uq_office_branch_admin_teller",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("role IN ('branch_admin', 'teller')"),
            postgresql_where=sa.text("role IN ('branch_admin', 'teller')"),
        )
        batch_op.create_index(
            "uq_office_returning_officer_teller",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("role IN ('returning_officer', 'teller')"),
            postgresql_where=sa.text("role IN ('returning_officer', 'teller')"),
        )
        batch_op.create_index(
            "uq_office_system_admin_returning_officer",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("role IN ('system_admin', 'returning_officer')"),
            postgresql_where=sa.text("role IN ('system_admin', 'returning_officer')"),
        )
        batch_op.create_index(
            "uq_office_system_admin_teller",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("role IN ('system_admin', 'teller')"),
            postgresql_where=sa.text("role IN ('system_admin', 'teller')"),
        )

    op.create_table(
        "onetimesecret",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_onetimesecret_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_onetimesecret")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signs", sa.Integer(), nullable=False),
        sa.Column(
            "device", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False
        ),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_passkey_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_passkey_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "phonecode",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_phonecode_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_phonecode")),
    )
    with op.batch_alter_table("phonecode", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_phonecode_made_at"), ["made_at"], unique=False
        )

    op.create_table(
        "poster",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column(
            "place", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False
        ),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_poster_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["member.id"], name=op.f("fk_poster_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster")),
        sa.UniqueConstraint("code", name=op.f("uq_poster_code")),
    )
    with op.batch_alter_table("poster", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_poster_branch_id"), ["branch_id"], unique=False
        )

    op.create_table(
        "privacyconsent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "notice", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False
        ),
        sa.Column(
            "language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False
        ),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_privacyconsent_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacyconsent")),
    )
    with op.batch_alter_table("privacyconsent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_privacyconsent_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "roleproposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "steward",
                "returning_officer",
                "teller",
                "representative",
                "caseworker",
                "branch_admin",
                "system_admin",
                name="role",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("takes_back", sa.Boolean(), nullable=False),
        sa.Column(
            "reason", sqlmodel.sql.sqltypes.AutoString(length=280), nullable=False
        ),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_roleproposal_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_roleproposal_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["member.id"], name=op.f("fk_roleproposal_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roleproposal")),
    )
    with op.batch_alter_table("roleproposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roleproposal_branch_id"), ["branch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_roleproposal_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "takenlist",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose", sqlmodel.sql.sqltypes.AutoString(length=280), nullable=False
        ),
        sa.Column("sought", sa.JSON(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column(
            "digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False
        ),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_takenlist_branch_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_takenlist_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takenlist")),
    )
    with op.batch_alter_table("takenlist", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_takenlist_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_takenlist_branch_id"), ["branch_id"], unique=False
        )

    op.create_table(
        "wayback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column(
            "passphrase_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False
        ),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("opens_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("stopped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_wayback_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wayback")),
        sa.UniqueConstraint("code", name=op.f("uq_wayback_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_wayback_digest")),
    )
    with op.batch_alter_table("wayback", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wayback_asked_at"), ["asked_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_wayback_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "vouch",
        sa.Column(
            "about",
            sa.Enum(
                "admission", "way_back", name="about", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("way_back_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_vouch_by")),
        sa.ForeignKeyConstraint(
            ["way_back_id"], ["wayback.id"], name=op.f("fk_vouch_way_back_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_vouch_member_id")
        ),
        sa.PrimaryKeyConstraint("about", "member_id", "by", name=op.f("pk_vouch")),
    )
    with op.batch_alter_table("vouch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vouch_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_vouch_by"), ["by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_vouch_way_back_id"), ["way_back_id"], unique=False
        )

    op.create_table(
        "arrival",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("poster_id", sa.Uuid(), nullable=True),
        sa.Column("came_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["member.id"], name=op.f("fk_arrival_invited_by")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_arrival_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["poster_id"], ["poster.id"], name=op.f("fk_arrival_poster_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_arrival")),
    )
    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_arrival_came_at"), ["came_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_arrival_invited_by"), ["invited_by"], unique=False
        )

    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("city_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True)
        )
        batch_op.add_column(
            sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )
        batch_op.create_index(
            batch_op.f("ix_branch_city_id"), ["city_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_branch_city_id"), "city", ["city_id"], ["id"]
        )

    with op.batch_alter_table("city", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )

    _write_words("heldrole", "role")
    _write_words("consent", "role")  # of ballots: the same type
    op.execute(
        "INSERT INTO office (member_id, role) SELECT DISTINCT member_id, role FROM heldrole"
    )
    with op.batch_alter_table("heldrole", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seconded_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_heldrole_member_id_role"),
            "office",
            ["member_id", "role"],
            ["member_id", "role"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "name_key",
                sqlmodel.sql.sqltypes.AutoString(length=80),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "vehicle",
                sa.Enum(
                    "foot",
                    "bicycle",
                    "electric",
                    "motorbike",
                    "car",
                    name="vehicle",
                    native_enum=False,
                    length=20,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("erased_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "manages_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("brought", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.alter_column("joined_at", existing_type=sa.DATETIME(), nullable=True)
        batch_op.drop_index(batch_op.f("ix_member_branch_id"))
        batch_op.create_index(
            "ix_member_branch_id_name_key_id",
            ["branch_id", "name_key", "id"],
            unique=False,
        )
        batch_op.create_index("ix_member_name_key_id", ["name_key", "id"], unique=False)

    with op.batch_alter_table("platform", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )

    with op.batch_alter_table("signinsession", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "is_strong", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "waiting", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
    _write_words("standingchange", "standing")
    if _is_postgresql():
        op.execute("DROP TYPE role")
        op.execute("DROP TYPE standing")
    _fold_names()


def downgrade() -> None:
    op.execute("DELETE FROM signature WHERE waiting")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_column("waiting")

    with op.batch_alter_table("signinsession", schema=None) as batch_op:
        batch_op.drop_column("is_strong")

    with op.batch_alter_table("platform", schema=None) as batch_op:
        batch_op.drop_column("retired_at")

    op.execute(
        "UPDATE member SET joined_at = CURRENT_TIMESTAMP WHERE joined_at IS NULL"
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index("ix_member_name_key_id")
        batch_op.drop_index("ix_member_branch_id_name_key_id")
        batch_op.create_index(
            batch_op.f("ix_member_branch_id"), ["branch_id"], unique=False
        )
        batch_op.alter_column("joined_at", existing_type=sa.DATETIME(), nullable=False)
        batch_op.drop_column("brought")
        batch_op.drop_column("manages_since")
        batch_op.drop_column("erased_at")
        batch_op.drop_column("vehicle")
        batch_op.drop_column("name_key")

    with op.batch_alter_table("heldrole", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_heldrole_member_id_role"), type_="foreignkey"
        )
        batch_op.drop_column("seconded_by")

    _write_types("heldrole", "role", ROLES)
    _write_types("consent", "role", ROLES)
    op.execute("DELETE FROM standingchange WHERE standing = 'guest'")
    _write_types("standingchange", "standing", STANDINGS)

    with op.batch_alter_table("city", schema=None) as batch_op:
        batch_op.drop_column("retired_at")

    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_branch_city_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_branch_city_id"))
        batch_op.drop_column("closed_at")
        batch_op.drop_column("city_id")

    with op.batch_alter_table("arrival", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrival_invited_by"))
        batch_op.drop_index(batch_op.f("ix_arrival_came_at"))

    op.drop_table("arrival")
    with op.batch_alter_table("vouch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vouch_way_back_id"))
        batch_op.drop_index(batch_op.f("ix_vouch_by"))
        batch_op.drop_index(batch_op.f("ix_vouch_at"))

    op.drop_table("vouch")
    with op.batch_alter_table("wayback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wayback_member_id"))
        batch_op.drop_index(batch_op.f("ix_wayback_asked_at"))

    op.drop_table("wayback")
    with op.batch_alter_table("takenlist", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_takenlist_branch_id"))
        batch_op.drop_index(batch_op.f("ix_takenlist_at"))

    op.drop_table("takenlist")
    with op.batch_alter_table("roleproposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roleproposal_member_id"))
        batch_op.drop_index(batch_op.f("ix_roleproposal_branch_id"))

    op.drop_table("roleproposal")
    with op.batch_alter_table("privacyconsent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_privacyconsent_member_id"))

    op.drop_table("privacyconsent")
    with op.batch_alter_table("poster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poster_branch_id"))

    op.drop_table("poster")
    with op.batch_alter_table("phonecode", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phonecode_made_at"))

    op.drop_table("phonecode")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_member_id"))

    op.drop_table("passkey")
    op.drop_table("onetimesecret")
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_office_system_admin_teller",
            sqlite_where=sa.text("role IN ('system_admin', 'teller')"),
            postgresql_where=sa.text("role IN ('system_admin', 'teller')"),
        )
        batch_op.drop_index(
            "uq_office_system_admin_returning_officer",
            sqlite_where=sa.text("role IN ('system_admin', 'returning_officer')"),
            postgresql_where=sa.text("role IN ('system_admin', 'returning_officer')"),
        )
        batch_op.drop_index(
            "uq_office_returning_officer_teller",
            sqlite_where=sa.text("role IN ('returning_officer', 'teller')"),
            postgresql_where=sa.text("role IN ('returning_officer', 'teller')"),
        )
        batch_op.drop_index(
            "uq_office_branch_admin_teller",
            sqlite_where=sa.text("role IN ('branch_admin', 'teller')"),
            postgresql_where=sa.text("role IN ('branch_admin', 'teller')"),
        )

    op.drop_table("office")
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_look_member_id"))
        batch_op.drop_index(batch_op.f("ix_look_at"))

    op.drop_table("look")
    with op.batch_alter_table("lobby", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lobby_captain_id"))

    op.drop_table("lobby")
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invite_member_id"))
        batch_op.drop_index(batch_op.f("ix_invite_made_by"))
        batch_op.drop_index(batch_op.f("ix_invite_made_at"))

    op.drop_table("invite")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_sent_at"))
        batch_op.drop_index(batch_op.f("ix_import_by"))
        batch_op.drop_index(batch_op.f("ix_import_branch_id"))

    op.drop_table("import")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("uq_contact_branch_id_phone_index")

    op.drop_table("contact")
    with op.batch_alter_table("accountnote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accountnote_member_id"))
        batch_op.drop_index(batch_op.f("ix_accountnote_at"))

    op.drop_table("accountnote")
    op.drop_table("knowncolumns")
    with op.batch_alter_table("spentchallenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spentchallenge_spent_at"))

    op.drop_table("spentchallenge")
