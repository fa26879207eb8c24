"""Large rolls are entered by the worker; what grows with the union is found by index."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "rolls"
down_revision = "search"

WAITING = "admitted_at IS NULL AND suspended_at IS NULL AND left_at IS NULL"
UNLOGGED = """'InviteMade', 'InviteTakenBack', 'MemberErased', 'WayBackAsked',
'WayBackVouched', 'WayBackStopped', 'PetitionSigned', 'SignatureWithdrawn'"""
LOGGED = (
    ("ix_minute_logged", ["branch_id", "number"]),
    ("ix_minute_logged_number", ["number"]),
)
INDEXES = (
    ("ix_member_waiting", "member", "joined_at", WAITING),
    ("ix_member_admitted_at", "member", "admitted_at", None),
    ("ix_member_suspended_at", "member", "suspended_at", "suspended_at IS NOT NULL"),
    ("ix_objection_member_id", "objection", "member_id", None),
)


def upgrade() -> None:
    op.add_column("ballot", sa.Column("roll_decided_at", UTCDateTime()))
    op.add_column("ballot", sa.Column("roll_trouble", sa.String(8)))
    op.execute("UPDATE ballot SET roll_decided_at = roll_frozen_at")
    op.create_table(
        "rollreading",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", UTCDateTime()),
        sa.Column("ids", sa.LargeBinary()),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_rollreading")),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_rollreading_ballot_id_ballot")
        ),
    )
    op.create_table(
        "branchcount",
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", name=op.f("pk_branchcount")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_branchcount_branch_id_branch")
        ),
    )
    for name, table, column, where in INDEXES:
        condition = sa.text(where) if where else None
        op.create_index(
            name,
            table,
            [column],
            sqlite_where=condition,
            postgresql_where=condition,
        )
    op.add_column(
        "minute",
        sa.Column("is_logged", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.execute(f"UPDATE minute SET is_logged = false WHERE event IN ({UNLOGGED})")  # noqa: S608  (our own names)
    for name, columns in LOGGED:
        op.create_index(
            name,
            "minute",
            columns,
            sqlite_where=sa.text("is_logged IS 1"),
            postgresql_where=sa.text("is_logged IS true"),
        )


def downgrade() -> None:
    """A roll that is half entered becomes provisional: two decide on it again."""
    op.execute(
        "DELETE FROM rollentry WHERE ballot_id IN (SELECT ballot_id FROM rollreading)"
    )
    op.execute(
        "DELETE FROM consent WHERE step = 'FREEZE' "
        "AND ballot_id IN (SELECT ballot_id FROM rollreading)"
    )
    for name, _columns in LOGGED:
        op.drop_index(name, "minute")
    op.drop_column("minute", "is_logged")
    for name, table, _column, _where in INDEXES:
        op.drop_index(name, table)
    op.drop_table("branchcount")
    op.drop_table("rollreading")
    op.drop_column("ballot", "roll_trouble")
    op.drop_column("ballot", "roll_decided_at")
