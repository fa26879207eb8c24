"""Alembic, met here only: bring a database to the shape the code expects."""

from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from union.paths import MIGRATIONS


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database forward, with its data."""
    command.upgrade(_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the database back to an earlier shape."""
    command.downgrade(_config(engine), revision)


def check(engine: Engine) -> Any:
    """Raise if the tables of the code and of the migrations differ."""
    return command.check(_config(engine))
