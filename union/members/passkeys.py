"""Passkeys (WebAuthn, met here only): what a phone is asked, and whether it answered.

Nothing is kept of a question: it is random bytes with the moment and a seal of ours, so
that a page can ask without writing anything. An answer is taken once: its question's
digest goes into SpentChallenge with the deed (`rules.passkeys`).
"""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LASTS = timedelta(minutes=10)
LONGEST = 12_000  # characters of an answer; a thousand or two are usual
NAME = "Ortaq"  # beside the host, in the phone's own list

_RANDOM, _TIME = 16, 8  # bytes; the seal follows
_SEAL = b"ortaq passkey challenge 1"


class Unproven(Exception):
    """This answer proves nothing: to a log, the reason; to a person, one sentence."""


@dataclass(frozen=True)
class House:
    """Who asks: the host that keys are bound to for ever, and our pages' origins."""

    host: str
    origins: tuple[str, ...]
    secret: bytes


@dataclass(frozen=True)
class Occasion:
    """What a phone is asked for, and by which session or newcomer: no other answers."""

    purpose: str
    whose: str = ""


SIGN_IN = Occasion("sign in")


def proof(session_id: UUID) -> Occasion:
    """Who is signed in here shows once more that it is them."""
    return Occasion("prove", str(session_id))


def new_key(session_id: UUID) -> Occasion:
    """Who is signed in here wants a key to sign in with."""
    return Occasion("new key", str(session_id))


@dataclass(frozen=True)
class Holder:
    """Whose key it is to be; the phone shows the name in its own list.

    Of the keys that are known a phone makes no second. Somebody who is only joining has
    the id that their member row will have.
    """

    member_id: UUID
    name: str
    known: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class NewKey:
    """The public half of a key that a phone has just made."""

    credential: bytes
    public_key: bytes
    signs: int
    challenge: str  # the digest of the question, to be spent


@dataclass(frozen=True)
class Answer:
    """What a phone answered, not yet proven: whose key it says it used."""

    sent: str
    credential: bytes
    member_id: UUID
    question: bytes

    @property
    def challenge(self) -> str:
        return _digest(self.question)


def creation_options(
    house: House, occasion: Occasion, holder: Holder, at: datetime
) -> str:
    """What a phone needs to make a key for somebody, as JSON for the page."""
    options = generate_registration_options(
        rp_id=house.host,
        rp_name=NAME,
        user_id=holder.member_id.bytes,
        user_name=holder.name,
        challenge=_question(house, occasion, at),
        timeout=_milliseconds(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(holder.known),
    )
    return options_to_json(options)


def verified_creation(
    house: House, occasion: Occasion, sent: str, at: datetime
) -> NewKey:
    """The key that a phone made because we asked, and nobody else. Raises Unproven.

    The caller spends `challenge` in the same unit of work (`rules.passkeys.spend`).
    """
    try:
        given = parse_registration_credential_json(sent)
        question = _asked(given.response.client_data_json)
        _refuse_foreign(house, occasion, question, at)
        made = verify_registration_response(
            credential=given,
            expected_challenge=question,
            expected_rp_id=house.host,
            expected_origin=list(house.origins),
            require_user_verification=True,
        )
    except Exception as error:  # whatever a stranger's bytes do to a parser
        raise Unproven(type(error).__name__) from error
    return NewKey(
        made.credential_id,
        made.credential_public_key,
        made.sign_count,
        _digest(question),
    )


def request_options(
    house: House, occasion: Occasion, at: datetime, known: Iterable[bytes] = ()
) -> str:
    """What a phone needs to prove who holds it, as JSON; any key if none is named."""
    options = generate_authentication_options(
        rp_id=house.host,
        challenge=_question(house, occasion, at),
        timeout=_milliseconds(),
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def answer_of(house: House, occasion: Occasion, sent: str, at: datetime) -> Answer:
    """An answer to a question of ours: it says whose, the key must prove it.

    Raises Unproven.
    """
    try:
        given = parse_authentication_credential_json(sent)
        question = _asked(given.response.client_data_json)
        _refuse_foreign(house, occasion, question, at)
        member_id = UUID(bytes=given.response.user_handle or b"")
    except Exception as error:  # whatever a stranger's bytes do to a parser
        raise Unproven(type(error).__name__) from error
    return Answer(sent, given.raw_id, member_id, question)


def proven(house: House, answer: Answer, public_key: bytes) -> int:
    """How often the key says it has signed, once it proved itself. Raises Unproven."""
    try:
        shown = verify_authentication_response(
            credential=answer.sent,
            expected_challenge=answer.question,
            expected_rp_id=house.host,
            expected_origin=list(house.origins),
            credential_public_key=public_key,
            credential_current_sign_count=0,  # a sign of trouble, never a lock
            require_user_verification=True,
        )
    except Exception as error:  # whatever a stranger's bytes do to a parser
        raise Unproven(type(error).__name__) from error
    return shown.new_sign_count


def _question(house: House, occasion: Occasion, at: datetime) -> bytes:
    head = secrets.token_bytes(_RANDOM) + int(at.timestamp()).to_bytes(_TIME, "big")
    return head + _sealed(house, occasion, head)


def _sealed(house: House, occasion: Occasion, head: bytes) -> bytes:
    words = [_SEAL, occasion.purpose.encode(), occasion.whose.encode(), head]
    told = b"".join(len(word).to_bytes(4, "big") + word for word in words)
    return hmac.digest(house.secret, told, "sha256")


def _asked(client_data: bytes) -> bytes:
    """The question that the browser says it was asked, on a page of ours alone."""
    told = parse_client_data_json(client_data)
    if told.cross_origin:
        raise Unproven("asked inside a page of somebody else")
    return told.challenge


def _refuse_foreign(
    house: House, occasion: Occasion, question: bytes, at: datetime
) -> None:
    """Stop what we never asked, or asked somebody else, or too long ago."""
    end = _RANDOM + _TIME
    head, seal = question[:end], question[end:]
    if not hmac.compare_digest(seal, _sealed(house, occasion, head)):
        raise Unproven("never asked here")
    age = at.timestamp() - int.from_bytes(head[_RANDOM:], "big")
    if not -1 <= age < LASTS.total_seconds():
        raise Unproven("asked too long ago")


def _described(known: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=credential) for credential in known]


def _milliseconds() -> int:
    return int(LASTS.total_seconds() * 1000)


def _digest(question: bytes) -> str:
    return sha256(question).hexdigest()
