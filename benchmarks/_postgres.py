"""A PostgreSQL of our own that really waits for the disk, and its own benchmark."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from tools.ports import free_port

SCRIPT = """\\set n random(1, {roll})
BEGIN;
INSERT INTO answer (member_id, key, about, digest, location, given_at)
VALUES (md5(:n::text)::uuid, gen_random_uuid()::text, '{ballot}', '',
        '/ballots/{ballot}/receipt', '2026-11-26 00:00:00+00');
UPDATE rollentry SET voted = true
WHERE ballot_id = '{ballot}' AND member_id = md5(:n::text)::uuid;
INSERT INTO envelope VALUES ('{ballot}', md5(:n::text)::uuid, decode(repeat('78', 220), 'hex'))
ON CONFLICT (ballot_id, member_id) DO UPDATE SET sealed = excluded.sealed;
END;
"""  # noqa: E501
ROLL = (
    "INSERT INTO rollentry SELECT '{ballot}', md5(n::text)::uuid, false "
    "FROM generate_series(1, {roll}) n"
)


def programs() -> Path | None:
    """Where PostgreSQL's programs lie; Debian keeps them out of the way."""
    if debian := sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench")):
        return debian[-1].parent
    found = shutil.which("initdb") and shutil.which("pgbench")
    return Path(found).parent if found else None


def _as_postgres(*words: str | Path) -> None:
    """Run a program of the server; it refuses to be run by root."""
    mask = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*mask, *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


@contextmanager
def server(found: Path) -> Iterator[str]:
    """The address of a new server, with the settings it comes with: fsync is on."""
    port = free_port()
    with TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"
        how = f"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=200"
        _as_postgres(found / "initdb", "-A", "trust", "-U", "postgres", "-D", data)
        _as_postgres(
            found / "pg_ctl",
            "-w",
            "-D",
            data,
            "-l",
            f"{folder}/log",
            "-o",
            how,
            "start",
        )
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        finally:
            _as_postgres(found / "pg_ctl", "-w", "-m", "fast", "-D", data, "stop")


def pgbench(found: Path, url: str, script: Path, clients: int, casts: int) -> float:
    """Transactions a second of so many clients, without the time to connect."""
    told = subprocess.run(  # noqa: S603
        [
            found / "pgbench",
            *("-n", "-M", "prepared", "-j", "2", "-c", str(clients)),
            *("-t", str(casts // clients), "-f", script),
            url.replace("+psycopg", ""),
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    rate = re.search(r"^tps = ([\d.]+)", told, re.MULTILINE)
    if rate is None or re.search(r"failed transactions: [1-9]", told):
        raise RuntimeError(told)
    return float(rate[1])


def script_for(folder: str, ballot_id: UUID, roll: int) -> Path:
    """The same rows as a cast, as pgbench writes them."""
    path = Path(folder) / "cast.sql"
    path.write_text(SCRIPT.format(ballot=ballot_id, roll=roll))
    path.chmod(0o644)
    return path
