"""The tables of demands."""

revision = "demands"
down_revision = "ballots"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
