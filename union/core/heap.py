"""What the program holds in memory from its start to its end."""

import gc


def keep_what_is_loaded() -> None:
    """Spare the collector a round over all that was loaded: it stays anyhow.

    Such a round takes a sixth of a second, in which no thread answers anybody.
    """
    gc.collect()
    gc.freeze()
