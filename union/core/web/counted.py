"""The folder in which the processes of one server count together for Prometheus."""

import os
from pathlib import Path

SHARED = "PROMETHEUS_MULTIPROC_DIR"


def _named_in_vain() -> str:
    """What the variable names, if it is no folder that we may write to."""
    named = os.environ.get(SHARED, "")
    is_ours = Path(named or "?").is_dir() and os.access(named, os.W_OK | os.X_OK)
    return "" if is_ours else named


NO_FOLDER = _named_in_vain()
