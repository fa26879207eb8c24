"""One-time codes (TOTP, RFC 6238; pyotp is met here only)."""

import hmac
from datetime import datetime
from uuid import UUID

from pyotp import TOTP, random_base32

ISSUER = "Ortaq"
STEP = 30  # seconds
DIGITS = 6
GROUP = 4


def new_secret() -> str:
    """What an authenticator app is to share with us: 160 random bits."""
    return random_base32()


def place_of(member_id: UUID) -> str:
    """Where a member's secret is sealed, for the keyring."""
    return f"onetimesecret|sealed|{member_id}"


def address(secret: str, host: str) -> str:
    """What the app reads from the page; its list shows where, and not who."""
    return TOTP(secret).provisioning_uri(name=host, issuer_name=ISSUER)


def grouped(secret: str) -> str:
    """The secret for whoever types it."""
    return " ".join(secret[i : i + GROUP] for i in range(0, len(secret), GROUP))


def step_of(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """Which step's code this is: now's or a neighbour's, none that was used before."""
    made, current = TOTP(secret), int(at.timestamp()) // STEP
    steps = [step for step in (current - 1, current, current + 1) if step > after]
    right = [step for step in steps if _is(made.generate_otp(step), code)]
    return right[0] if right else None


def plain(code: str) -> str:
    """«123 456» is 123456."""
    return "".join(code.split())


def is_code(digits: str) -> bool:
    """Whether this could be a code at all."""
    return digits.isascii() and digits.isdigit() and len(digits) == DIGITS


def _is(expected: str, code: str) -> bool:
    return hmac.compare_digest(expected.encode(), code.encode())
