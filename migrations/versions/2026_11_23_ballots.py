"""The tables of ballots."""

revision = "ballots"
down_revision = "petitions"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
