"""Phone numbers (phonenumbers, met here only), and how one is found again.

Two hundred million numbers are soon tried out. So a number's index is slow to compute
(Argon2id) before it is keyed: whoever steals the key needs a hundred days of a
processor core instead of half an hour.
"""

import hmac
import re
from threading import BoundedSemaphore
from uuid import UUID

import phonenumbers
from argon2.low_level import Type, hash_secret_raw

COUNTRY = "KZ"
LONGEST = 40  # characters, with all that people put between the digits

_SALT_FOR = b"ortaq phone index 1"
_AS_WRITTEN = re.compile(r"[+\d\s()./\u2010-\u2015-]+")
_turns = BoundedSemaphore(2)  # each takes 19 MiB


def normal(number: str, country: str = COUNTRY) -> str | None:
    """«8 701 234 56 78» -> «+77012345678»; None if nobody can have such a number."""
    if len(number) > LONGEST or not _AS_WRITTEN.fullmatch(number):
        return None
    try:
        read = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(read):
        return None
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def spaced(number: str) -> str:
    """«+77012345678» -> «+7 701 234 5678», as people read it."""
    read = phonenumbers.parse(number, None)
    return phonenumbers.format_number(
        read, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


def index_of(number: str, key: bytes, branch_id: UUID) -> bytes:
    """What finds this number (E.164) in this branch, for whoever has the key."""
    salt = hmac.digest(key, _SALT_FOR, "sha256")[:16]
    with _turns:
        slow = hash_secret_raw(
            number.encode(),
            salt,
            time_cost=2,
            memory_cost=19 * 1024,
            parallelism=1,
            hash_len=32,
            type=Type.ID,
        )
    return hmac.digest(key, branch_id.bytes + b"|" + slow, "sha256")
