"""Every command with words and files of whoever means harm: one sentence, no trace."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.hall import settings_in
from union.cli.main import main
from union.cli.main import union as commands

LONG = "a" * 100_000
ADMIN = ["create-admin", "--name", "Ada", "--sign-in-name", "steppe wind 7"]
GOOD = "seven camels cross the bridge"
NO_BACKUPS = {
    "empty": b"",
    "text": b"hello",
    "an archive": b"PK\x03\x04" + b"\0" * 99,
    "a head and no body": b"SQLite format 3\0" + b"\0" * 84,
    "a head and nonsense": b"SQLite format 3\0" + b"\xff" * 8000,
    "another program's": b"\0" * 4096,
    "an encrypted one": b"age-encryption.org/v1\n-> X25519 a\n",
}
WORDS = {  # -> what is said to `union`
    "no such command": ["steal"],
    "no such command of db": ["db", "drop"],
    "a command of 100 kB": [LONG],
    "an empty command": [""],
    "an option of nobody": ["--evil"],
    "an option of nobody, of db": ["db", "upgrade", "--evil"],
    "one word too many": ["db", "upgrade", "x"],
    "appoint nobody": ["appoint"],
    "appoint two": ["appoint", "a", "b"],
    "appoint a stranger": ["appoint", "nobody here 1"],
    "appoint SQL": ["appoint", "' OR 1=1--"],
    "appoint NUL": ["appoint", "a\0b"],
    "appoint a surrogate": ["appoint", "\udcff"],
    "appoint 100 kB": ["appoint", LONG],
    "appoint a blank": ["appoint", " "],
    "appoint a dash": ["appoint", "--", "--help"],
    "a short passphrase": [*ADMIN, "--passphrase", "short"],
    "a passphrase of 100 kB": [*ADMIN, "--passphrase", LONG],
    "a passphrase that is the name": [*ADMIN, "--passphrase", "steppe wind 7 Ada"],
    "a passphrase of a surrogate": [*ADMIN, "--passphrase", "seven camels \udcff bridge"],
    "an admin of no name": ["create-admin", "--name", "", "--sign-in-name", "a", "--passphrase", GOOD],
    "an admin of NUL": ["create-admin", "--name", "A\0", "--sign-in-name", "steppe wind 8", "--passphrase", GOOD],
    "an admin of a surrogate": ["create-admin", "--name", "\udcff", "--sign-in-name", "steppe wind 8", "--passphrase", GOOD],
    "an admin turned round": ["create-admin", "--name", "ab\u202edc", "--sign-in-name", "steppe wind 8", "--passphrase", GOOD],
    "an admin of 100 kB": ["create-admin", "--name", LONG, "--sign-in-name", "steppe wind 8", "--passphrase", GOOD],
    "an admin who is a script": ["create-admin", "--name", "<script>", "--sign-in-name", "steppe wind 8", "--passphrase", GOOD],
    "an admin of a strange sign-in name": ["create-admin", "--name", "Ada", "--sign-in-name", "<x>", "--passphrase", GOOD],
    "a union of NUL": [*ADMIN, "--passphrase", GOOD, "--union-name", "a\0b"],
    "a union of a surrogate": [*ADMIN, "--passphrase", GOOD, "--union-name", "\udcff"],
    "a demo on no port": ["demo", "--port", "x"],
    "a demo on a port below zero": ["demo", "--port", "-1"],
    "a demo on a port beyond all": ["demo", "--port", "70000"],
    "a demo of fewer than none": ["demo", "--members", "-5", "--no-serve"],
    "a demo of half a member": ["demo", "--members", "1.5", "--no-serve"],
    "serve on nothing": ["serve", "--bind", ""],
    "serve on nonsense": ["serve", "--bind", "evil:port"],
    "serve by no worker": ["serve", "--workers", "0"],
    "serve by fewer": ["serve", "--workers", "-3"],
    "serve by half": ["serve", "--workers", "1.5"],
    "serve by no thread": ["serve", "--threads", "0"],
    "serve by threads below zero": ["serve", "--threads", "-1"],
    "backup to nowhere": ["db", "backup"],
    "backup to no folder": ["db", "backup", "/no/such/folder/x"],
    "backup to NUL": ["db", "backup", "a\0b"],
    "backup to a name too long": ["db", "backup", LONG],
    "backup to nobody's key": ["db", "backup", "kept", "--recipient", "x"],
    "backup to an option of age": ["db", "backup", "kept", "--recipient", "--output=x"],
    "restore from nothing": ["db", "restore", "/no/such/file"],
    "restore from a folder": ["db", "restore", "/"],
    "restore from NUL": ["db", "restore", "a\0b"],
    "rotate with words": ["keys", "rotate", "x"],
    "routes with words": ["routes", "--public", "x"],
    "check no pack": ["law", "check"],
    "check a pack of nowhere": ["law", "check", "/no/such/file"],
    "check a folder": ["law", "check", "/"],
    "check NUL": ["law", "check", "a\0b"],
    "check what never ends": ["law", "check", "/dev/zero"],
    "check a name too long": ["law", "check", LONG],
    "a deadline of nothing": ["law", "deadline"],
    "a deadline of no rule": ["law", "deadline", "--rule", "' OR 1=1--", "--from", "2026-03-18"],
    "a deadline of no pack": ["law", "deadline", "--pack", "../KZ", "--rule", "X", "--from", "2026-03-18"],
    "a deadline from no day": ["law", "deadline", "--rule", "KZ-EMPLOYER-ANSWER", "--from", "2026-02-30"],
    "a deadline from the end of time": ["law", "deadline", "--rule", "KZ-EMPLOYER-ANSWER", "--from", "9999-12-31"],
    "a deadline from a surrogate": ["law", "deadline", "--rule", "KZ-EMPLOYER-ANSWER", "--from", "\udcff"],
    "a deadline from 100 kB": ["law", "deadline", "--rule", "KZ-EMPLOYER-ANSWER", "--from", LONG],
    "worker with words": ["worker", "x"],
}  # fmt: skip
NO_DATABASES = [
    "sqlite://",
    "sqlite:///",
    "sqlite:///:memory:",
    "postgresqlx://a",
    "sqlite+aiosqlite:///x",
    "postgresql+asyncpg://a@b/c",
    "postgresql+psycopg://a@b:x/c",
]
NO_PORTS = ["https://a:99999", "https://a:0", "https://a:x", "https://[::1"]
SETTINGS = {  # each makes no sense, and is named
    "UNION_DATABASE_URL": ["", "x", "sqlite", "mysql://a", "://", LONG, *NO_DATABASES],
    "UNION_FIELD_KEYS": ["a=", "=b", "a=1,a=2"],
    "UNION_PROXIES": ["-1", "x", "1.5", "1e9"],
    "UNION_PUBLIC_URL": ["", "x", "javascript:alert(1)", "ftp://a", "https://", "https://a/b?c", *NO_PORTS],
    "UNION_ZONE": ["Mars/Olympus", "../../etc/passwd", "", "/etc/localtime"],
}  # fmt: skip


LAWS = {
    "UNION_LAW_PACK": ["", "kz", "../KZ", LONG],
    "UNION_LAW_PATH": ["/no/such/folder", "/dev/null"],
}


class Commands:
    """The commands, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.settings = folder, settings_in(folder)

    def run(self, words, **settings):
        """The exit code, what was said, and what broke."""
        runner = CliRunner()
        told = runner.invoke(commands, words, env=self.settings | settings, input="")
        if told.exception and not isinstance(told.exception, SystemExit):
            return self._as_main_tells(words, settings)
        return told.exit_code, told.output, None

    def _as_main_tells(self, words, settings):
        """Again, as the shell sees it: some refusals become a sentence only there."""
        told = CliRunner().invoke(
            main_with(words), [], env=self.settings | settings, input=""
        )
        broken = told.exception
        return (
            told.exit_code,
            told.output,
            None if isinstance(broken, SystemExit) else broken,
        )


def main_with(words):
    import click  # noqa: PLC0415

    @click.command()
    def run():
        import sys  # noqa: PLC0415

        kept, sys.argv = sys.argv, ["union", *words]
        try:
            main()
        finally:
            sys.argv = kept

    return run


@pytest.fixture(scope="module")
def union(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    found = Commands(folder)
    assert found.run(["db", "upgrade"])[0] == 0
    before = os.getcwd()
    os.chdir(folder)
    yield found
    os.chdir(before)


def rows_of(folder):
    with closing(sqlite3.connect(folder / "union.db")) as db:
        return db.execute(
            "SELECT (SELECT count(*) FROM member), (SELECT count(*) FROM branch)"
        ).fetchone()


@pytest.mark.parametrize("case", WORDS)
def test_a_command_says_no_in_a_sentence(union, case, tally):
    code, said, broken = union.run(WORDS[case])
    tally["commands"] += 1

    assert (code != 0, broken) == (True, None), said
    assert "Traceback" not in said
    assert rows_of(union.folder) == (0, 0)


@pytest.mark.parametrize("case", NO_BACKUPS)
def test_what_is_no_backup_fills_nothing(tmp_path, case, tally):
    file = tmp_path / "kept"
    file.write_bytes(NO_BACKUPS[case])
    tally["commands"] += 1

    code, said, broken = Commands(tmp_path).run(["db", "restore", str(file)])

    assert (code, broken) == (1, None), said


def test_tables_of_another_version_stay_as_they_are(tmp_path, tally):
    union = Commands(tmp_path)
    union.run(["db", "upgrade"])
    with closing(sqlite3.connect(tmp_path / "union.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = 'of tomorrow'")
    tally["commands"] += 1

    code, said, broken = union.run(["db", "upgrade"])

    assert (code, broken) == (1, None), said
    assert "version that made them" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [(n, v) for n, vs in SETTINGS.items() for v in vs],
    ids=lambda v: ascii(v)[:40],
)
def test_a_setting_of_no_sense_is_named(tmp_path, name, value, tally):
    tally["commands"] += 1

    code, said, broken = Commands(tmp_path).run(["db", "upgrade"], **{name: value})

    assert (code != 0, broken) == (True, None), said
    assert name in said or "database" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [(n, v) for n, vs in LAWS.items() for v in vs],
    ids=lambda v: ascii(v)[:40],
)
def test_a_law_that_is_none_stops_the_start(union, name, value, tally):
    tally["commands"] += 1

    code, said, broken = union.run(["routes"], **{name: value})

    assert (code != 0, broken) == (True, None), said
    assert name in said
