"""Ballot files of elections held elsewhere, and what counting them came to."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "counts"
down_revision = "rolls"

INDEXED = ("branch_id", "earlier_id", "by", "finished_at")


def upgrade() -> None:
    op.create_table(
        "ballotfile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballotfile")),
    )
    op.create_table(
        "ballotcount",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("earlier_id", sa.Uuid()),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("seats", sa.Integer()),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("finished_at", UTCDateTime()),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("is_tied", sa.Boolean(), nullable=False),
        sa.Column("report", sa.JSON()),
        sa.Column("trouble", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballotcount")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_ballotcount_branch_id_branch")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["ballotfile.id"],
            name=op.f("fk_ballotcount_file_id_ballotfile"),
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"],
            ["ballotcount.id"],
            name=op.f("fk_ballotcount_earlier_id_ballotcount"),
        ),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_ballotcount_{column}"), "ballotcount", [column])


def downgrade() -> None:
    for column in INDEXED:
        op.drop_index(op.f(f"ix_ballotcount_{column}"), "ballotcount")
    op.drop_table("ballotcount")
    op.drop_table("ballotfile")
