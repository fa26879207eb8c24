"""Whom a phone takes us for: the host and the pages that passkeys are bound to."""

from flask import current_app

from union.core.settings import Settings
from union.members.passkeys import House


def house() -> House:
    """This union, as passkeys know it."""
    settings: Settings = current_app.config["SETTINGS"]
    secret = settings.secret_key.get_secret_value().encode()
    return House(settings.hosts[0], tuple(settings.origins), secret)
