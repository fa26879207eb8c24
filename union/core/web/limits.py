"""How often one caller may try: counted by a key that forgets the address each day."""

import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from time import monotonic
from typing import Any, TypeVar, cast

from flask import Flask, Response, request
from flask_limiter import Limiter
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from union.core.aside import impatiently
from union.core.settings import Settings

TIDIED_EVERY = 60  # seconds
PATIENCE = 0.1  # seconds that a page waits for Redis, before this process counts alone

View = TypeVar("View", bound=Callable[..., Any])


@cache
def _key_of(_day: str) -> bytes:
    return secrets.token_bytes(32)


def caller() -> str:
    """Who is calling, as a number that means nothing tomorrow or in another process."""
    return _obscured(request.remote_addr or "")


class Forgetful(MemoryStorage):
    """Counts within this process, and drops who has been quiet since.

    The library lets what they did expire, and keeps an empty list of it for ever:
    names tried by the thousand would fill the memory.
    """

    STORAGE_SCHEME = ["forgetful"]  # noqa: RUF012  (as the library declares it)
    _tidied = 0.0

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        if monotonic() > self._tidied + TIDIED_EVERY:
            self._tidied = monotonic()
            for quiet in [name for name, done in self.events.items() if not done]:
                self.events.pop(quiet, None)
        return super().acquire_entry(key, limit, expiry, amount)


limiter = Limiter(caller, headers_enabled=True, strategy="moving-window")


def seldom(
    whose: Callable[[], str] | None = None, often: str = "10 per minute"
) -> Callable[[View], View]:
    """Let nobody guess at a view: failures are few for one caller and for one account.

    What an account's guessers use up is soon given back, within a minute if not said
    otherwise: they can slow its owner down, and never keep them out. A caller may be a
    whole city behind one address of its network, so a caller's failures are many.
    """

    def guard(view: View) -> View:
        guarded = _failures("300 per 15 minutes", caller)(view)
        if whose is None:
            return guarded
        return _failures(often, lambda: _obscured(whose()))(guarded)

    return guard


def at_most(often: str, whose: Callable[[], str]) -> Callable[[View], View]:
    """Let one account do this so often: a city may share one address of its network."""
    limit = limiter.limit(often, key_func=lambda: _obscured(whose()))
    return cast(Callable[[View], View], limit)


def _failures(most: str, key: Callable[[], str]) -> Callable[[View], View]:
    limit = limiter.limit(most, key_func=key, deduct_when=_is_a_failure)
    return cast(Callable[[View], View], limit)


def _is_a_failure(answer: Response) -> bool:
    """Whether something was tried in vain; who was not let try is not counted again."""
    code = answer.status_code
    return code >= HTTPStatus.BAD_REQUEST and code != HTTPStatus.TOO_MANY_REQUESTS


def _obscured(name: str) -> str:
    key = _key_of(datetime.now(UTC).date().isoformat())
    return hmac.digest(key, name.encode(), "sha256").hex()


def _fall_back_forgetfully() -> None:
    """Without Redis count as without any: the library's own fallback forgets nobody."""
    limiter._fallback_storage = Forgetful()
    limiter._fallback_limiter = MovingWindowRateLimiter(limiter._fallback_storage)


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "forgetful://"
    if settings.redis_url:
        app.config["RATELIMIT_STORAGE_OPTIONS"] = impatiently(PATIENCE)
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    limiter.init_app(app)
    _fall_back_forgetfully()
    limiter.enabled = not settings.testing  # a test that needs it turns it on
