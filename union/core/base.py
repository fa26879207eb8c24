"""What every table shares: a key, names for its constraints, and the time."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, literal_column, select
from sqlmodel import Field, Session, SQLModel

SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

_CLOCKS: dict[str, ColumnElement[object]] = {
    "sqlite": literal_column("strftime('%Y-%m-%d %H:%M:%f', 'now')"),
    "postgresql": literal_column("clock_timestamp()"),
}
_TELLS = {dialect: select(clock) for dialect, clock in _CLOCKS.items()}


class Entity(SQLModel):
    """Something with an identity: known before it is saved, and not guessable."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


class Form(SQLModel):
    """Something a person filled in. A field it does not know is an error."""

    model_config = {"extra": "forbid"}


def now() -> datetime:
    """The present, aware and in UTC, as SQLModel stores it."""
    return datetime.now(UTC)


def db_now(db: Session) -> datetime:
    """The database's present: what decides about closing, deadlines and locks.

    Ask for it inside the transaction, after the lock; PostgreSQL's
    `clock_timestamp()` moves on while a transaction waits, `now()` does not.
    """
    return moment(db.connection().execute(_TELLS[db.get_bind().dialect.name]).scalar())


def clock(dialect: str) -> ColumnElement[object]:
    """The database's clock, to be asked by a statement that asks for more."""
    return _CLOCKS[dialect]


def moment(told: object) -> datetime:
    """What the database's clock told, aware and in UTC."""
    if isinstance(told, datetime):
        return told.astimezone(UTC)
    return datetime.fromisoformat(str(told)).replace(tzinfo=UTC)
