"""The union's keys, from the operator's settings to those who seal with them."""

from flask import Flask, current_app

from union.core.fields import Keyring
from union.core.settings import Settings


def keyring() -> Keyring:
    """What seals and opens fields of this union."""
    ring: Keyring = current_app.extensions["keyring"]
    return ring


def index_key() -> bytes:
    """What makes a phone number findable for us and for nobody else."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.index_key.get_secret_value().encode()


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.extensions["keyring"] = Keyring(settings.keys_of_fields)
