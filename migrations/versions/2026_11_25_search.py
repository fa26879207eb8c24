"""Names are found by a part of them.

SQLite keeps the trigrams of every name that somebody has, as plain rows: what is deleted
is overwritten (secure_delete), which the segments of FTS5 are not. Triggers keep them in
step with whatever writes. A migration that makes `member` anew in a batch drops its
triggers: it must call `keep_in_step` of its own. PostgreSQL has an extension for this.
"""

import sqlalchemy as sa
from alembic import op

revision = "search"
down_revision = "belonging"

BEARS_IT = "EXISTS (SELECT 1 FROM member WHERE name_key = old.name_key)"
# Every place of a name at which three letters begin.
PLACES = """(WITH RECURSIVE place(at) AS (
  SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < length({0}) - 2
) SELECT at FROM place WHERE length({0}) >= 3)"""
ADD = f"""
  INSERT OR IGNORE INTO nametrigram (trigram, name_key)
  SELECT substr(new.name_key, at, 3), new.name_key FROM {PLACES.format("new.name_key")};
"""  # noqa: S608  (our own names)
DROP = f"""
  DELETE FROM nametrigram WHERE NOT {BEARS_IT} AND name_key = old.name_key AND trigram IN (
    SELECT substr(old.name_key, at, 3) FROM {PLACES.format("old.name_key")}
  );
"""  # noqa: S608  (our own names)
TRIGGERS = {
    "member_is_named": ("INSERT ON", ADD),
    "member_is_renamed": ("UPDATE OF name_key ON", DROP + ADD),
    "member_is_gone": ("DELETE ON", DROP),
}
NO_EXTENSION = (
    "The extension pg_trgm cannot be made: install PostgreSQL's contrib package, or let "
    "a superuser run CREATE EXTENSION pg_trgm in this database; then upgrade again."
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _index_trigrams()
        return
    op.create_table(
        "nametrigram",
        sa.Column("trigram", sa.String(3), nullable=False),
        sa.Column("name_key", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("trigram", "name_key"),
        sqlite_with_rowid=False,
    )
    _fill()
    keep_in_step()


def keep_in_step() -> None:
    """Let every name that is written or forgotten be found, or not be found, by it."""
    for name, (moment, deeds) in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} AFTER {moment} member BEGIN {deeds} END")


def _fill() -> None:
    op.execute(
        """
        WITH RECURSIVE place(name_key, at) AS (
          SELECT DISTINCT name_key, 1 FROM member WHERE length(name_key) >= 3
          UNION ALL
          SELECT name_key, at + 1 FROM place WHERE at < length(name_key) - 2
        )
        INSERT OR IGNORE INTO nametrigram (trigram, name_key)
        SELECT substr(name_key, at, 3), name_key FROM place ORDER BY 1, 2
        """
    )


def _index_trigrams() -> None:
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except sa.exc.DBAPIError as error:
        raise SystemExit(NO_EXTENSION) from error
    op.create_index(
        "ix_member_name_key_trigram",
        "member",
        ["name_key"],
        postgresql_using="gin",
        postgresql_ops={"name_key": "gin_trgm_ops"},
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":  # others may use the extension
        op.drop_index("ix_member_name_key_trigram", table_name="member")
        return
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.drop_table("nametrigram")
