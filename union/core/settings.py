"""Everything an operator can turn, with its type and its default.

Each setting is an environment variable: `public_url` is UNION_PUBLIC_URL.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import NonNegativeInt, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from union.core.fields import keys_of

DEVELOPMENT = "development-only"
SHORTEST_SECRET = 32
LARGEST_REQUEST = 1024 * 1024

T = TypeVar("T")


class Settings(BaseSettings):
    """What the operator has chosen. The defaults are those of a laptop."""

    model_config = SettingsConfigDict(env_prefix="UNION_", frozen=True)

    secret_key: SecretStr = SecretStr(DEVELOPMENT)  # signs cookies and topics
    sealing_key: SecretStr = SecretStr(DEVELOPMENT)  # closes confidential envelopes
    field_keys: SecretStr = SecretStr(DEVELOPMENT)  # close what is sealed in the rows
    index_key: SecretStr = SecretStr(DEVELOPMENT)  # finds a phone number among them
    public_url: str = "http://localhost:8000"  # the one address members know
    database_url: str = "sqlite:///var/union.db"
    jobs_path: str = "var/jobs.db"  # the worker's own file, unless there is Redis
    pool_size: int = 8  # connections a process keeps; in a rush as many again
    statement_seconds: int = 30  # PostgreSQL gives up then; 0 is never
    redis_url: str | None = None  # queue, rate limits and news between processes
    source_url: str = ""  # where this version's source code is served (AGPL)
    proxies: NonNegativeInt = (
        0  # how many reverse proxies stand in front, trusted by number
    )
    sms: str = "none"  # or console, or file:PATH: how a phone number is confirmed
    zone: str = "Asia/Almaty"
    law_pack: str = "KZ"  # by whose law this union counts
    law_path: str = ""  # a folder of own packs, overlays and holidays.yaml
    sockets: str = "here"  # or elsewhere, or alone; `union serve` chooses
    metrics_token: SecretStr | None = None  # opens /metrics; without it nobody
    disk_floor: int = 512  # MiB free beside SQLite's file; below, we are not ready
    backup_recipients: str = ""  # age keys that every copy is closed for
    erasures_path: str = "var/erased.txt"  # ids that a restored copy forgets again
    development: bool = True  # `union serve` turns it off
    testing: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, then files of the same names: as systemd hands secrets."""
        folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
        if not Path(folder or "?").is_dir():
            return init_settings, env_settings
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, folder)

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, url: str) -> str:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and parts.hostname
        if not is_web or parts.query or parts.port == 0:  # or none that a port can be
            raise ValueError("UNION_PUBLIC_URL is not an address like https://host")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        if not (url.isprintable() and _names_a_database(url)):
            raise ValueError("the database is sqlite:///PATH or postgresql+psycopg://")
        return url

    @field_validator("redis_url", "metrics_token")
    @classmethod
    def _is_there(cls, value: T) -> T | None:
        return value or None  # a line with nothing behind the sign sets nothing

    @field_validator("source_url")
    @classmethod
    def _is_a_link(cls, url: str) -> str:
        if url and urlsplit(url).scheme not in {"http", "https"}:
            raise ValueError("UNION_SOURCE_URL is not an address like https://host")
        return url

    @field_validator("field_keys")
    @classmethod
    def _are_keys(cls, written: SecretStr) -> SecretStr:
        keys_of(written.get_secret_value())
        return written

    @field_validator("sms")
    @classmethod
    def _is_a_way(cls, way: str) -> str:
        if way not in {"none", "console"} and not way.startswith("file:"):
            raise ValueError("an SMS leaves by: none, console, or file:PATH")
        return way

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"there is no time zone {name!r}") from error

    @field_validator("sockets")
    @classmethod
    def _is_a_place(cls, place: str) -> str:
        if place not in {"here", "elsewhere", "alone"}:
            raise ValueError("sockets are here, elsewhere or alone")
        return place

    @property
    def law_folder(self) -> Path | None:
        """Where own packs lie, if the union has any."""
        return Path(self.law_path) if self.law_path else None

    @property
    def is_secure(self) -> bool:
        """Whether members reach us by https, so that cookies can insist on it."""
        return self.public_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """The names we answer to; on a laptop, both of its own."""
        parts = urlsplit(self.public_url)
        if parts.hostname in {"localhost", "127.0.0.1"}:
            return ["localhost", "127.0.0.1"]
        return [parts.hostname or ""]

    @property
    def origins(self) -> list[str]:
        """The origins whose pages may open a socket."""
        parts = urlsplit(self.public_url)
        port = f":{parts.port}" if parts.port else ""
        return [f"{parts.scheme}://{host}{port}" for host in self.hosts]

    @property
    def keys_of_fields(self) -> dict[str, str]:
        """The secrets that close sealed fields, by name, the newest first."""
        return keys_of(self.field_keys.get_secret_value())

    def for_members(self) -> Self:
        """The same settings, to be used by real people."""
        return self.model_copy(update={"development": False})

    def with_sockets(self, place: str) -> Self:
        """The same settings, for a process that serves sockets here, or does not."""
        return self.model_copy(update={"sockets": place})

    def without_haste(self) -> Self:
        """The same settings, for work that may take its time."""
        return self.model_copy(update={"statement_seconds": 0})

    def dangers(self) -> Iterator[str]:
        """Why these settings must not meet real people, a sentence each."""
        for name, secret in self._secrets():
            if secret == DEVELOPMENT or len(secret) < SHORTEST_SECRET:
                yield (
                    f"UNION_{name.upper()} must be a secret of at least "
                    f"{SHORTEST_SECRET} characters; make one with "
                    "`python -c 'import secrets; print(secrets.token_urlsafe(48))'`."
                )
        if self.sms == "console":
            yield (
                "UNION_SMS is console, which writes phone numbers into the log; "
                "choose none, or file:PATH for a gateway beside."
            )
        if not self.is_secure:
            yield (
                f"UNION_PUBLIC_URL is {self.public_url}, which is not https; put a "
                "reverse proxy with a certificate in front (see the handbook, "
                "operators, «One machine»)."
            )

    def _secrets(self) -> Iterator[tuple[str, str]]:
        for name in ("secret_key", "sealing_key", "index_key"):
            yield name, getattr(self, name).get_secret_value()
        for secret in self.keys_of_fields.values():
            yield "field_keys", secret
        if self.metrics_token:
            yield "metrics_token", self.metrics_token.get_secret_value()

    def as_config(self) -> dict[str, Any]:
        """The upper-case mapping Flask expects."""
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key.get_secret_value(),
            "TESTING": self.testing,
            "TRUSTED_HOSTS": self.hosts,
            "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
            "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
            "SESSION_COOKIE_NAME": "__Host-ortaq" if self.is_secure else "ortaq",
            "SESSION_COOKIE_SECURE": self.is_secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
            "SESSION_REFRESH_EACH_REQUEST": False,  # the rows say how long, not cookies
        }


def _names_a_database(url: str) -> bool:
    """Whether it is a file, or a PostgreSQL by the driver that comes with us."""
    try:
        there = make_url(url)
        kind = there.get_backend_name(), there.get_driver_name()
    except ArgumentError:
        return False
    is_file = (there.database or ":memory:") != ":memory:"
    return kind == ("postgresql", "psycopg") or (
        kind == ("sqlite", "pysqlite") and is_file
    )
