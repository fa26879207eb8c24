"""Power cuts: files as the disk has them when the current goes at a given moment.

What strace recorded of a day is played again. A write is safe once its file was synced;
of what was written since, any 512-byte sector may have arrived and any may not, in no
order. The index in shared memory (-shm) never survives.
"""

import random
import re
from dataclasses import dataclass

SECTOR = 512
RECORDED = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "write")
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((?:\d+)?(?:<(.*?)>)?(.*)\) += (-?\d+)", re.M)
_CUT_OFF = re.compile(r"^(\d+) +(\w.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """One call of the recorded day, on one file."""

    name: str
    file: str  # its name without the folder; a pipe's for an acknowledgement
    place: int = 0
    content: bytes = b""

    @property
    def is_acknowledgement(self):
        return self.name == "write"


def recording():
    """The options by which strace records all that is needed."""
    return ("-e", f"trace={','.join(RECORDED)}", "-y", "-xx", "-s", "1000000")


def calls_of(text):
    """Every call that succeeded, in the order in which they came to their ends."""
    return [
        _call(name, path or "", rest)
        for name, path, rest, result in _LINE.findall("\n".join(_joined(text)))
        if int(result) >= 0
    ]


def _joined(text):
    """Each call on one line, also where another thread's came between."""
    begun = {}
    for line in text.splitlines():
        if cut_off := _CUT_OFF.match(line):
            begun[cut_off[1]] = cut_off[2]
        elif resumed := _RESUMED.match(line):
            yield begun.pop(resumed[1]) + resumed[2]
        else:
            yield line


def _call(name, path, rest):
    file = _plain(path).rpartition("/")[2]
    quoted = _BYTES.search(rest)
    content = bytes.fromhex(quoted[1].replace("\\x", "")) if quoted else b""
    numbers = [int(part) for part in re.findall(r", (\d+)", rest)]
    if name == "unlink":
        return Call(name, content.decode().rpartition("/")[2])
    return Call(name, file, numbers[-1] if numbers else 0, content)


def _plain(path):
    """A path as strace writes it among hexadecimal bytes."""
    return re.sub(r"\\x(..)", lambda found: chr(int(found[1], 16)), path)


class Disk:
    """What is safe of each file, and what was written to it since."""

    def __init__(self, files):
        self._safe = {name: bytearray(content) for name, content in files.items()}
        self._waiting = {}

    def take(self, call):
        """Carry out one call."""
        if call.is_acknowledgement or call.file.endswith("-shm"):
            return
        if call.name in {"fdatasync", "fsync"}:
            for earlier in self._waiting.pop(call.file, []):
                _carry_out(self._safe.setdefault(call.file, bytearray()), earlier)
        else:
            self._waiting.setdefault(call.file, []).append(call)

    def after_a_cut(self, dice):
        """The files that are found when the current is back."""
        found = {name: bytearray(content) for name, content in self._safe.items()}
        for name, calls in self._waiting.items():
            for call in calls:
                _survive(found, name, call, dice)
        return found


def _carry_out(content, call):
    if call.name == "ftruncate":
        del content[call.place :]
        content.extend(bytes(call.place - len(content)))
    else:
        _put(content, call.place, call.content)


def _survive(found, name, call, dice):
    """Let chance decide which sectors of one call reached the disk."""
    if call.name == "pwrite64":
        for place, sector in _sectors(call):
            if dice.random() < 0.5:
                _put(found.setdefault(name, bytearray()), place, sector)
    elif name in found and dice.random() < 0.5:
        if call.name == "unlink":
            del found[name]
        else:
            _carry_out(found[name], call)


def _sectors(call):
    """The pieces of a write, cut where the disk's sectors end."""
    place, end = call.place, call.place + len(call.content)
    while place < end:
        until = min(end, (place // SECTOR + 1) * SECTOR)
        yield place, call.content[place - call.place : until - call.place]
        place = until


def _put(content, place, piece):
    content.extend(bytes(max(0, place + len(piece) - len(content))))
    content[place : place + len(piece)] = piece


def cuts(calls, many, seed=4):
    """Moments to cut at: right after each acknowledgement, and others between."""
    told = [n for n, call in enumerate(calls, 1) if call.is_acknowledgement]
    rest = [n for n in range(1, len(calls) + 1) if n not in told]
    if many is None:
        return sorted(told + rest)
    others = random.Random(seed).sample(rest, min(len(rest), many - len(told)))  # noqa: S311
    return sorted(told + others)
