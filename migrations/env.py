"""Run migrations against the database the settings name: all of them, or none."""

from alembic import context
from sqlmodel import SQLModel

import app  # noqa: F401  (importing the features registers their tables)
from union.core.engines import connect, writing_schema
from union.core.settings import Settings

# What only one kind of database has, beside the tables of the code: see searching.py.
OF_ONE_DATABASE = {("table", "nametrigram"), ("index", "ix_member_name_key_trigram")}


def belongs_to_models(name, kind, _parents):
    return (kind, name) not in OF_ONE_DATABASE


engine = context.config.attributes.get("engine") or connect(Settings().database_url)

with writing_schema(engine) as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        include_name=belongs_to_models,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
