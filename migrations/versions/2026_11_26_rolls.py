"""Large rolls are entered by the worker, page by page, from one reading."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "rolls"
down_revision = "search"


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


def downgrade() -> None:
    """A roll that is half entered becomes provisional: two decide on it again."""
    op.execute(
        "DELETE FROM rollentry WHERE ballot_id IN (SELECT ballot_id FROM rollreading)"
    )
    op.execute(
        "DELETE FROM consent WHERE step = 'FREEZE' "
        "AND ballot_id IN (SELECT ballot_id FROM rollreading)"
    )
    op.drop_table("rollreading")
    op.drop_column("ballot", "roll_trouble")
    op.drop_column("ballot", "roll_decided_at")
