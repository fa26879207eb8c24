"""Faults by strace: a process is killed, or refused, at the very call we choose."""

import re
import shutil
import signal
import subprocess
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass

from tests.conftest import needed

CALLS = ("pwrite64", "write", "writev", "fdatasync", "fsync", "ftruncate", "unlink")
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\(", re.M)


@dataclass(frozen=True)
class Point:
    """The nth call of a name that a process makes."""

    call: str
    nth: int

    def __str__(self):
        return f"{self.call} {self.nth}"


class Log:
    """What strace wrote about a process."""

    def __init__(self, path):
        self._path = path

    @property
    def text(self):
        return self._path.read_text() if self._path.exists() else ""

    def points(self):
        """Every call in its order."""
        seen = Counter()
        found = []
        for call in _CALL.findall(self.text):
            seen[call] += 1
            found.append(Point(call, seen[call]))
        return found

    def injected(self):
        """How many calls were answered by us and not by the kernel."""
        return self.text.count("(INJECTED)")


@contextmanager
def traced(pid, log, *options):
    """Look at every write of this process, and what else is asked, while it lasts."""
    program = needed(shutil.which("strace"), "strace")
    log.unlink(missing_ok=True)
    words = [program, "-f", "-p", str(pid), "-o", str(log), *options]
    strace = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    told = strace.stderr.readline()
    if "attached" not in told:
        strace.wait()
        strace.stderr.close()
        needed(None, f"strace that may attach ({told.strip()})")
    try:
        yield Log(log)
    finally:
        _let_go(strace)


def _let_go(strace):
    """End strace; now and then it misses the end of what it looks at, and a signal."""
    for sign in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
        strace.send_signal(sign)
        try:
            strace.wait(0.5)
            break
        except subprocess.TimeoutExpired:
            continue
    strace.wait()
    strace.stderr.close()


def watching(*calls):
    """The options to look at these calls only."""
    return ("-e", f"trace={','.join(calls or CALLS)}", "-s", "0")


def killing(point):
    """The options to kill before this call is carried out."""
    injected = f"inject={point.call}:signal=KILL:when={point.nth}"
    return ("-e", f"trace={point.call}", "-e", injected, "-s", "0")


def refusing(point, error, files, *, from_then_on=False):
    """The options to refuse this call on these files, once or from then on."""
    when = f"{point.nth}+" if from_then_on else str(point.nth)
    calls = ",".join(CALLS[:1] + CALLS[3:6]) if from_then_on else point.call
    paths = [word for file in files for word in ("-P", str(file))]
    injected = f"inject={calls}:error={error}:when={when}"
    return ("-e", f"trace={calls}", *paths, "-e", injected, "-s", "0")


def spread(points, many):
    """So many of the points, spread over all of them; all if many is None."""
    if many is None or many >= len(points):
        return points
    return [points[len(points) * n // many] for n in range(many)]
