"""The words of the demo, as they lie in its data folder."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"


@cache
def content(name: str) -> Any:
    """What one file of the demo's data says; see the README beside it."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
