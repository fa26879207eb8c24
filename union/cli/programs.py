"""Other people's programs: each run to its end, its complaint told in a sentence."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from signal import SIGPIPE
from typing import IO

import click


def command(program: str, *arguments: str) -> list[str]:
    """What to run; whoever lacks the program is told its name."""
    path = shutil.which(program)
    if path is None:
        raise click.ClickException(f"{program} is not installed on this machine.")
    return [path, *arguments]


def run(
    command: list[str],
    given: IO[bytes] | None = None,
    told: IO[bytes] | int = subprocess.DEVNULL,
    password: str | None = None,
) -> bytes:
    """Run one program; what it tells is answered if it was asked for by a PIPE."""
    done = _run(command, given, told, password)
    _refuse_failure(command, done.returncode, done.stderr)
    return done.stdout or b""


def pipe(
    first: list[str],
    second: list[str],
    told: IO[bytes] | int = subprocess.DEVNULL,
    password: str | None = None,
) -> bytes:
    """Run two programs, the second reading what the first writes; both must succeed."""
    with tempfile.TemporaryFile() as complaint:
        writing = subprocess.Popen(  # noqa: S603  (fixed programs, arguments as lists)
            first,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaint,
            env=_environment(password),
        )
        try:
            done = _run(second, writing.stdout, told, password)
        finally:
            if writing.stdout:
                writing.stdout.close()
            writing.wait()
        complaint.seek(0)
        _refuse_cause(first, writing.returncode, complaint.read())
    _refuse_failure(second, done.returncode, done.stderr)
    return done.stdout or b""


def _run(
    command: list[str],
    given: IO[bytes] | None,
    told: IO[bytes] | int,
    password: str | None,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  (a fixed program, arguments as a list)
        command,
        stdin=given or subprocess.DEVNULL,
        stdout=told,
        stderr=subprocess.PIPE,
        check=False,
        env=_environment(password),
    )


def _environment(password: str | None) -> dict[str, str]:
    return os.environ | ({"PGPASSWORD": password} if password else {})


def _refuse_cause(first: list[str], code: int, complaint: bytes) -> None:
    """Of two that failed the first is why, unless the second no longer listened."""
    if code != -SIGPIPE and b"roken pipe" not in complaint:
        _refuse_failure(first, code, complaint)


def _refuse_failure(command: list[str], code: int, complaint: bytes) -> None:
    if code:
        first = complaint.decode(errors="replace").strip().partition("\n")[0]
        raise click.ClickException(f"{Path(command[0]).name} failed: {first}")
