"""What a run found, told when it ends, whichever of its workers found it."""

from collections import Counter, defaultdict

_counted = defaultdict(Counter)
_noted = []
_from_workers = []


def tally(kind):
    """Where the numbers of one kind are counted, each by what it is a number of."""
    return _counted[kind]


def note(line):
    """Tell this at the end, as it reads then; returns it, to be filled in."""
    _noted.append(line)
    return line


def take_along(workeroutput):
    """Hand what this worker found to whoever tells it."""
    workeroutput["tally"] = {kind: dict(numbers) for kind, numbers in _counted.items()}
    workeroutput["noted"] = [str(line) for line in _noted]


def add(workeroutput):
    """Add what a worker has found."""
    for kind, numbers in workeroutput.get("tally", {}).items():
        _counted[kind].update(numbers)
    _from_workers.extend(workeroutput.get("noted", []))


def lines():
    """One line a kind, and every line that was noted."""
    for kind, numbers in sorted(_counted.items()):
        yield f"{kind}: " + ", ".join(f"{n:,} {what}" for what, n in numbers.items())
    yield from sorted([*map(str, _noted), *_from_workers])
