"""What is voted on, under which key: the record that everything else is bound to."""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from gmpy2 import mpz

from union.sealed.group import Group, group_of
from union.sealed.proofs import Key
from union.sealed.question import (
    Question,
    check_not_ranked,
    check_number,
    question_in,
)
from union.sealed.refusals import Rejected
from union.sealed.strict import Json, read, record, row, small_number, text

UUID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{14,64}", re.ASCII)
FIELDS = (
    "version description name group public_key questions uuid"
    " ?administrator ?credential_authority"
)


@dataclass(frozen=True)
class Election:
    """An election; `digest` is phi, by which ballots and proofs name it."""

    version: int
    uuid: str
    digest: str
    name: str
    description: str
    group: Group
    y: mpz
    questions: tuple[Question, ...]

    @property
    def key(self) -> Key:
        """The key by which votes are encrypted."""
        return Key(self.group, self.y)

    @property
    def shape(self) -> list[int]:
        """How many ciphertexts each question has."""
        return [question.length for question in self.questions]


def base64_of(raw: bytes) -> str:
    """SHA-256 in base 64 without padding: trackers, phi, the hash in a signature."""
    return b64encode(sha256(raw).digest()).decode().rstrip("=")


@lru_cache(maxsize=4)
def read_election(raw: bytes) -> Election:
    """An election from its record. Spec., Election."""
    group, fields = _named_group(read(raw))
    questions = row(fields["questions"])
    check_number(questions)
    for optional in ("administrator", "credential_authority"):
        text(fields.get(optional, ""))
    if not UUID.fullmatch(text(fields["uuid"])):
        raise Rejected("The election's identifier is not 14 to 64 signs of base 58.")
    return Election(
        version=small_number(fields["version"], 1, 1),
        uuid=text(fields["uuid"]),
        digest=base64_of(raw),
        name=text(fields["name"]),
        description=text(fields["description"]),
        group=group,
        y=group.key(fields["public_key"]),
        questions=tuple(map(question_in, questions)),
    )


def _named_group(thing: Json) -> tuple[Group, dict[str, Json]]:
    """What is outside is looked at first: others may have other fields and groups."""
    if not isinstance(thing, dict):
        raise Rejected("There is no record of an election.")
    questions = thing.get("questions")
    check_not_ranked(questions if isinstance(questions, list) else [])
    version = small_number(thing.get("version"), 0, 10**9)
    return group_of(version, text(thing.get("group"))), record(thing, FIELDS)
