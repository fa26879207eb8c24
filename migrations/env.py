"""Run migrations against the database the settings name: all of them, or none."""

from alembic import context
from sqlmodel import SQLModel

import app  # noqa: F401  (importing the features registers their tables)
from union.core.db import connect, writing_schema
from union.core.settings import Settings

engine = context.config.attributes.get("engine") or connect(Settings().database_url)

with writing_schema(engine) as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
