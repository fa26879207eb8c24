"""How often one caller may try: counted by a key that forgets the address each day."""

import hmac
import secrets
from datetime import UTC, datetime
from functools import cache

from flask import Flask, request
from flask_limiter import Limiter

from union.core.settings import Settings


@cache
def _key_of(_day: str) -> bytes:
    return secrets.token_bytes(32)


def caller() -> str:
    """Who is calling, as a number that means nothing tomorrow or in another process."""
    key = _key_of(datetime.now(UTC).date().isoformat())
    return hmac.digest(key, (request.remote_addr or "").encode(), "sha256").hex()


limiter = Limiter(caller, headers_enabled=True, strategy="moving-window")


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    app.config["RATELIMIT_ENABLED"] = not settings.testing
    limiter.init_app(app)
