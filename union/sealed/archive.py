"""The file UUID.bel: records behind each other, each named by its own SHA-256.

An old tar without an end, so that it can only grow. Everything in a header follows
from the record, hence a header is right if it is the one that would be written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from union.sealed.refusals import Outside, Rejected
from union.sealed.strict import read, record, text

BLOCK = 512
FIRST = "BELENIOS"
LARGEST_RECORD = 1 << 27  # a roll of 200,000 credentials is smaller
NAMED = re.compile(rb"([0-9a-f]{64})\.(data|event)\.json\0")
SIZE = re.compile(rb"[0-7]{11}\0")
SECONDS = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)


@dataclass(frozen=True)
class Record:
    """A piece of data or an event, and where its bytes begin in the file."""

    kind: str
    digest: str
    body: bytes
    offset: int


def digest_of(body: bytes) -> str:
    """By which name a record is known."""
    return sha256(body).hexdigest()


def header(name: str, size: int, seconds: int) -> bytes:
    """The one header that a record has."""
    block = bytearray(BLOCK)
    block[0 : len(name)] = name.encode()
    block[100:124] = b"0000644\0" + b"0000000\0" * 2
    block[124:148] = b"%011o\0%011o\0" % (size, seconds)
    block[148:157] = b"        0"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padding(size: int) -> bytes:
    """What fills the last block."""
    return bytes(-size % BLOCK)


def records(file: BinaryIO) -> Iterator[Record]:
    """Every record of an archive in its order, if the file is exactly as written."""
    seconds = _opening(file)
    while head := file.read(BLOCK):
        named = NAMED.match(head)
        if not named:
            raise Rejected("A record of the archive has no name of its kind.")
        offset = file.tell()
        body = _body(file, head)
        digest, kind = named[1].decode(), named[2].decode()
        if digest != digest_of(body):
            raise Rejected("A record of the archive is not what its name says.")
        if head != header(f"{digest}.{kind}.json", len(body), seconds):
            raise Rejected("A header in the archive is not as it must be written.")
        yield Record(kind, digest, body, offset)


def _opening(file: BinaryIO) -> int:
    """Read the first record; the moment it names stands in every header."""
    head = file.read(BLOCK)
    if not head.startswith(FIRST.encode() + b"\0"):
        raise Outside("This file is no archive of an election.")
    body = _body(file, head, most=BLOCK)
    fields = record(read(body), "version timestamp")
    seconds = text(fields["timestamp"])
    if fields["version"] != 1 or type(fields["version"]) is not int:
        raise Outside("The archive is of another version than 1.")
    if not SECONDS.fullmatch(seconds):
        raise Rejected("The archive does not say when it was made.")
    if head != header(FIRST, len(body), int(seconds)):
        raise Rejected("The first header in the archive is not as it must be written.")
    return int(seconds)


def _body(file: BinaryIO, head: bytes, most: int = LARGEST_RECORD) -> bytes:
    sized = SIZE.match(head, 124)
    size = int(sized[0][:11], 8) if sized else most + 1
    if size > most:
        raise Rejected("A record of the archive has no size, or is too large.")
    body = file.read(size)
    if len(body) < size or file.read(-size % BLOCK) != padding(size):
        raise Rejected("The archive ends inside of a record.")
    return body
