"""The tables of petitions."""

revision = "petitions"
down_revision = "documents"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
