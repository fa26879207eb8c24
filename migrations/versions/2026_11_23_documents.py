"""The tables of documents."""

revision = "documents"
down_revision = "members"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
