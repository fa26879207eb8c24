"""The runbook's restore, followed word for word on a machine of this test."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.hall import SETTINGS
from tests.conftest import needed
from tests.test_runbook import CASES, PAGES
from union.core import migrations
from union.core.engines import connect

ROOT = Path(__file__).parent.parent
SECRETS = [name for name in SETTINGS if name.endswith("KEY") or "KEYS" in name]
PROGRAMS = {
    "systemctl": "exit 0",
    "runuser": 'echo "$2" >> {home}/users; shift 3; exec "$@"',
    "opt/union": 'PYTHONPATH={root} exec {python} -m union.cli "$@"',
}
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


class Machine:
    """Folders and programs as the book names them, under a folder of the test."""

    def __init__(self, home):
        self.home = home
        for folder in ("etc/secrets", "state", "bin/opt", "desk", "run"):
            (home / folder).mkdir(parents=True)
        (home / "etc" / "settings").write_text(self.here(the_settings()))
        for name in SECRETS:
            (home / "etc" / "secrets" / name).write_text(f"{SETTINGS[name]}\n")
        for name, deed in PROGRAMS.items():
            told = deed.format(home=home, root=ROOT, python=sys.executable)
            self.install(name, f"#!/bin/sh\n{told}\n")
        self.install("union", self.here((ROOT / "deploy" / "union").read_text()))

    def here(self, words):
        """The same words, for this machine, where nobody is called ortaq."""
        for there, ours in (
            ("/opt/ortaq/bin", f"{self.home}/bin/opt"),
            ("/etc/ortaq", f"{self.home}/etc"),
            ("/run/", f"{self.home}/run/"),
            ("/var/lib/ortaq", f"{self.home}/state"),
            ("-o ortaq -g ortaq ", ""),
        ):
            words = words.replace(there, ours)
        return words

    def install(self, name, script):
        program = self.home / "bin" / name
        program.write_text(script)
        program.chmod(0o755)

    def follow(self, words, **settings):
        """Type these words, with nothing set but what is said."""
        return subprocess.run(
            ["/bin/sh", "-euc", self.here(words)],
            cwd=self.home / "desk",
            env={"PATH": f"{self.home}/bin:{os.environ['PATH']}"} | settings,
            capture_output=True,
            check=False,
            text=True,
        )


def the_settings():
    """What operators.md writes into /etc/ortaq/settings, as it stands there."""
    [block] = [b for b in BLOCK.findall(PAGES["operators.md"]) if "_PROXIES=1" in b]
    return block


@pytest.fixture
def machine(tmp_path):
    """A dead server: a closed copy and its key on the desk, and a broken database."""
    needed(shutil.which("age"), "age")
    machine = Machine(tmp_path)
    made = [shutil.which("age-keygen"), "-o", tmp_path / "desk" / "key.txt"]
    told = subprocess.run(made, capture_output=True, text=True, check=True)
    engine = connect(f"sqlite:///{tmp_path}/state/union.db")
    migrations.upgrade(engine)
    engine.dispose()
    recipient = {"UNION_BACKUP_RECIPIENTS": told.stderr.split()[-1]}
    kept = machine.follow(f"union db backup {tmp_path}/desk/ortaq.age", **recipient)
    assert kept.returncode == 0, kept.stderr
    (tmp_path / "state" / "union.db").write_text("broken")
    return machine


def test_the_restore_can_be_followed_word_for_word(machine, tmp_path):
    [restore] = BLOCK.findall(CASES["Restore"].replace("\n  ", "\n"))

    followed = machine.follow(restore)

    assert followed.returncode == 0, followed.stderr
    assert "Restored and up to date." in followed.stdout
    assert (tmp_path / "state" / "broken" / "union.db").read_text() == "broken"
    assert (tmp_path / "state" / "union.db").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "state" / "key.txt").exists()


def test_a_command_by_hand_has_the_settings_and_secrets_of_the_services(machine):
    machine.follow(f"rm {machine.home}/state/union.db; union db upgrade")

    listed = machine.follow("union keys list")
    other = machine.follow("union keys list", UNION_FIELD_KEYS=f"2027={'n' * 40}")

    assert listed.stdout.startswith("1 ")
    assert other.stdout.startswith("2027 ")
    assert set((machine.home / "users").read_text().split()) == {"ortaq"}
    assert not (machine.home / "desk" / "var").exists()
    assert not list((machine.home / "run").iterdir())


def test_a_command_by_hand_that_is_refused_says_so_and_leaves_no_secret(machine):
    refused = machine.follow("union db restore /no/such/file")

    assert refused.returncode == 2
    assert "does not exist" in refused.stderr
    assert not list((machine.home / "run").iterdir())
