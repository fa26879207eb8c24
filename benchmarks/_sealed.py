"""A sealed election of any size, its ballots made on every processor."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

from gmpy2 import mpz

from tests.sealed.elections import Made
from tools.sealed_vectors import Drawing
from union.sealed.cores import across
from union.sealed.election import read_election
from union.sealed.question import Question
from union.sealed.tally import added
from union.sealed.verifier import Batch, check_batch
from union.sealed.vote import seal
from union.sealed.writer import Writer

BOARD = Question("Who speaks for us?", tuple("ABCDE"), 0, 3, has_blank=False)


@lru_cache(maxsize=2)
def election(voters: int) -> Made:
    """Five answers, two of three tellers; nobody has voted."""
    return Made("benchmark", voters=voters, questions=(BOARD,), votes=[])


def ballots(made: Made) -> Iterator[bytes]:
    """One ballot of everybody."""
    papers = [(made.raw, int(secret)) for secret in made.secrets]
    with ProcessPoolExecutor() as pool:
        yield from pool.map(_ballot, papers, chunksize=20)


def archive(made: Made, folder: Path, cast: list[bytes]) -> Path:
    """A finished election of these ballots."""
    file = folder / f"{made.uuid}.bel"
    pieces = (Batch(made.raw, [(n, one, True)]) for n, one in enumerate(cast, 1))
    tallies = across(os.cpu_count() or 1)(check_batch, pieces)
    made.__dict__["tally"] = added(made.election, tallies)
    made.__dict__["counted"] = cast
    for name in ("decryptions", "result"):  # of other ballots
        made.__dict__.pop(name, None)
    with file.open("wb") as opened:
        writer = Writer(opened, 1_800_000_000)
        writer.set_up(made.raw, made.raw_trustees, made.roll)
        for one in cast:
            writer.cast(one)
        writer.end()
        writer.count(made.tally, len(cast))
        for owner, factors in made.decryptions.items():
            writer.decrypt(owner, factors)
        writer.publish(made.result)
    return file


def _ballot(paper: tuple[bytes, int]) -> bytes:
    raw, secret = paper
    draw = Drawing(f"ballot {secret}")
    vote = [byte & 1 for byte in draw(5)]
    while sum(vote) > BOARD.most:
        vote[vote.index(1)] = 0
    return seal(read_election(raw), mpz(secret), [vote], draw).raw
