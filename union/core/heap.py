"""What the program holds in memory from its start to its end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Load modules and look for no garbage in them: half of a start went there."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def keep_what_is_loaded() -> None:
    """Spare the collector a round over all that was loaded: it stays anyhow.

    Such a round takes a sixth of a second, in which no thread answers anybody.
    """
    gc.collect()
    gc.freeze()
