"""Servers of our own, to be stopped, killed and filled: PostgreSQL and Redis."""

import os
import shutil
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.cli.hall import accepts, eventually
from tests.conftest import needed
from tools.ports import free_port

NAME = "storms"
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "fsync=on",
    "recovery_init_sync_method=syncfs",
)
CONNECTIONS = (
    "SELECT pid FROM pg_stat_activity "
    "WHERE datname = 'storms' AND pid <> pg_backend_pid()"
)


def as_postgres(*words):
    """Run a command; root hands it to postgres: PostgreSQL refuses to be root's."""
    whose = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*whose, *map(str, words)],
        cwd="/",
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    return done.stdout.decode().strip()


class Postgres:
    """A cluster that waits for its disk, as one with members' votes must."""

    def __init__(self):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        self._bin = needed(found, "PostgreSQL (pg_ctl)")[-1].parent
        self._home = Path(as_postgres("mktemp", "-d"))
        self.port = free_port()
        self._options = f"-p {self.port} -k {self._home} " + " ".join(
            f"-c {setting}" for setting in SETTINGS
        )
        words = "-A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-instructions"
        self._ctl("-o", words, "initdb")
        self.start()
        self.ask("CREATE DATABASE storms", where="postgres")

    @property
    def url(self):
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{NAME}"

    def ask(self, question, where=NAME):
        psql = self._bin / "psql"
        reach = ("-h", "127.0.0.1", "-p", self.port, "-U", "postgres", "-d", where)
        return as_postgres(psql, *reach, "-Atqc", question)

    def start(self):
        self._ctl("-w", "-l", self._home / "log", "-o", self._options, "start")

    def restart_immediately(self):
        """As if the machine had stopped: nothing is written on the way out."""
        self._ctl("-m", "immediate", "-w", "-l", self._home / "log", "restart")
        return True

    def stop(self):
        self._ctl("-m", "immediate", "-w", "stop")
        as_postgres("rm", "-rf", self._home)

    def terminate_a_backend(self):
        """End one connection that is at work; False if none is."""
        pid = self._at_work()
        return pid and self.ask(f"SELECT pg_terminate_backend({int(pid)})") == "t"

    def become_forgetful(self):
        """From now on confirm what is only in memory."""
        for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'"):
            self.ask(f"ALTER SYSTEM SET {setting}")
        self.ask("SELECT pg_reload_conf()")

    def end_all(self):
        for pid in self.ask(CONNECTIONS, where="postgres").split():
            self.ask(f"SELECT pg_terminate_backend({int(pid)})", where="postgres")

    def kill_a_backend(self):
        """Kill one connection that is at work: all others end, and it starts over."""
        pid = self._at_work()
        try:
            os.kill(int(pid), signal.SIGKILL)
        except (ValueError, ProcessLookupError):  # nobody is, or it has just gone home
            return False
        assert eventually(self.is_up, 300)
        return True

    def _at_work(self):
        """The process of one connection, if the server is there to say it."""
        working = f"{CONNECTIONS} AND state <> 'idle' ORDER BY random() LIMIT 1"
        try:
            return self.ask(working)
        except subprocess.CalledProcessError:  # it has not yet got up again
            return ""

    def is_up(self):
        try:
            return self.ask("SELECT 1")
        except subprocess.CalledProcessError:
            return False

    def _ctl(self, *words):
        where = ("-t", 300, "-D", self._home / "data")
        as_postgres(self._bin / "pg_ctl", "-s", *where, *words)


@contextmanager
def postgres():
    server = Postgres()
    try:
        yield server
    finally:
        server.stop()


class OwnRedis:
    """A Redis on a port of its own, with what may befall it."""

    def __init__(self):
        self._program = needed(shutil.which("redis-server"), "Redis (redis-server)")
        self.port = free_port()
        self.start()

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def client(self):
        return Redis(port=self.port, socket_timeout=60)

    def start(self, *words):
        self.process = subprocess.Popen(
            [
                *(self._program, "--bind", "127.0.0.1", "--port", str(self.port)),
                *("--save", "", "--dir", "/tmp", *words),  # noqa: S108  (it keeps nothing)
            ],
            stdout=subprocess.DEVNULL,
        )
        assert eventually(lambda: accepts(self.port))

    @contextmanager
    def stopped(self):
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    @contextmanager
    def killed(self):
        self.process.kill()
        self.process.wait()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def locked(self):
        """Somebody has changed the password."""
        self.process.kill()
        self.process.wait()
        self.start("--requirepass", "another")
        try:
            yield
        finally:
            self.process.kill()
            self.process.wait()
            self.start()

    @contextmanager
    def full(self):
        self.client.config_set("maxmemory-policy", "noeviction")
        self.client.config_set("maxmemory", "1mb")
        assert self._takes_nothing(), "it is not full"
        try:
            yield
        finally:
            self.client.config_set("maxmemory", "0")

    def _takes_nothing(self):
        for number in range(2000):
            try:
                self.client.set(f"filling {number}", b"." * 10_000)
            except RedisError:
                return True
        return False

    def end(self):
        self.process.kill()
        self.process.wait()


@contextmanager
def own_redis():
    server = OwnRedis()
    try:
        yield server
    finally:
        server.end()
