"""A frozen version is found by its number, also after it was opened again."""

from alembic import op

revision = "fixings"
down_revision = "counts"

NAME = "uq_demand_fixing_demand_id_version"


def upgrade() -> None:
    op.create_index(NAME, "demand_fixing", ["demand_id", "version"], unique=True)


def downgrade() -> None:
    op.drop_index(NAME, "demand_fixing")
