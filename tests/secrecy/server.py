"""What PostgreSQL tells its administrator: every row, every hidden column, every page.

`pageinspect` shows what was deleted and not yet cleared away.
"""

from sqlalchemy import Connection, create_engine, inspect

from tests.secrecy.evidence import Evidence, Table


def questioned(url: str) -> Evidence:
    """All tables as they lie on the disk, with the transactions that wrote them."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pageinspect")
        names = inspect(connection).get_table_names()
        tables = {name: Table(name, _rows(connection, name)) for name in names}
        files = {f"heap of {name}": heap(connection, name) for name in names}
    engine.dispose()
    return Evidence("PostgreSQL", tables, files)


def _rows(connection: Connection, name: str) -> list[dict[str, object]]:
    asked = f'SELECT xmin::text::bigint AS _xmin, * FROM "{name}" ORDER BY ctid'  # noqa: S608
    return [dict(row) for row in connection.exec_driver_sql(asked).mappings()]


def heap(connection: Connection, name: str) -> bytes:
    """The pages of a table, dead rows included."""
    asked = (
        f"SELECT get_raw_page('\"{name}\"', number::int) FROM generate_series("  # noqa: S608
        f"0, pg_relation_size('\"{name}\"') / 8192 - 1) AS number ORDER BY number"
    )
    return b"".join(connection.exec_driver_sql(asked).scalars())
