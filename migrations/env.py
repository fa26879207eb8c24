"""Run migrations against the database the settings name."""

from alembic import context
from sqlmodel import SQLModel

import app  # noqa: F401  (importing the features registers their tables)
from union.core.db import connect
from union.core.settings import Settings

engine = context.config.attributes.get("engine") or connect(Settings().database_url)

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
