"""How a short message leaves the house: not at all, on the screen, or into a file.

A gateway is one more class here. It must be done within seconds: the worker that calls
it holds the database's lock meanwhile.
"""

import json
import sys
from pathlib import Path
from typing import Protocol

from flask import current_app

from union.core.settings import Settings


class Way(Protocol):
    """What carries short messages."""

    def send(self, to: str, text: str, key: str) -> None:
        """Send a text to a number. With a key that was seen before, it is the same."""


class Console:
    """Whoever runs the server reads the message on their screen."""

    def send(self, to: str, text: str, key: str) -> None:
        sys.stdout.write(f"SMS {key} to {to}:\n{text}\n")
        sys.stdout.flush()


class File:
    """Each message is a line of JSON in a file, for tests and for a gateway beside."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, to: str, text: str, key: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"to": to, "text": text, "key": key}) + "\n")


def way() -> Way | None:
    """The way this union has chosen; None where it sends no messages."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.sms == "none":
        return None
    if settings.sms == "console":
        return Console()
    return File(Path(settings.sms.removeprefix("file:")))
