"""What a run counted, told when it ends, whichever of its workers counted it."""

from collections import Counter, defaultdict

_counted = defaultdict(Counter)


def tally(kind):
    """Where the numbers of one kind are counted, each by what it is a number of."""
    return _counted[kind]


def take_along(workeroutput):
    """Hand what this worker counted to whoever tells it."""
    workeroutput["tally"] = {kind: dict(numbers) for kind, numbers in _counted.items()}


def add(workeroutput):
    """Count what a worker has counted."""
    for kind, numbers in workeroutput.get("tally", {}).items():
        _counted[kind].update(numbers)


def lines():
    """One line a kind."""
    for kind, numbers in sorted(_counted.items()):
        yield f"{kind}: " + ", ".join(f"{n:,} {what}" for what, n in numbers.items())
