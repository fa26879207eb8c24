"""What the same randomness must become on a phone: `python -m tools.sealed_vectors`.

Each vector says which bytes were drawn, in their order and behind each other; whoever
draws the same makes the same bytes. The elections are made up, and so are their keys.
"""

import json
from hashlib import shake_256
from pathlib import Path

from union.paths import WEB
from union.sealed.ballot import read_ballot
from union.sealed.credential import (
    election_credential,
    election_secret,
    new_code,
    prove_possession,
    public_key,
    voting_key,
)
from union.sealed.election import Election, read_election
from union.sealed.group import BELENIOS_2048 as GROUP
from union.sealed.question import Question
from union.sealed.records import election_record
from union.sealed.secret import scalar, token
from union.sealed.shares import decrypt
from union.sealed.strict import Json, read, written
from union.sealed.tally import added, tally_record
from union.sealed.tellers import (
    Table,
    Teller,
    assemble,
    certify,
    key_of,
    new_seed,
    receive,
    share,
    single_key,
)
from union.sealed.vote import as_written, seal

FOLDER = WEB / "tests" / "sealed" / "vectors"
QUESTIONS = (
    Question("Ереуіл жариялаймыз ба?", ("Иә", "Жоқ"), 1, 1, has_blank=True),
    Question("Кто говорит за нас?", ("А", "Б", "В"), 0, 2, has_blank=False),
)
VOTES = ([[0, 1, 0], [1, 0, 1]], [[1, 0, 0], [0, 0, 0]], [[0, 0, 1], [0, 1, 0]])


class Drawing:
    """Randomness that follows from a word, and remembers what was drawn."""

    def __init__(self, word: str) -> None:
        self.word, self.count, self.drawn = word, 0, b""

    def __call__(self, length: int) -> bytes:
        self.count += 1
        made = shake_256(f"{self.word}|{self.count}".encode()).digest(length)
        self.drawn += made
        return made

    def taken(self) -> str:
        """What was drawn since this was asked last."""
        taken, self.drawn = self.drawn, b""
        return taken.hex()


def vectors() -> dict[str, object]:
    """Every file of vectors by its name."""
    draw = Drawing("vectors")
    secret = scalar(GROUP, draw)
    election = _election(draw, str(public_key(GROUP, secret)))
    draw.taken()
    return {
        "group.json": _group(),
        "credentials.json": [_credential(draw) for _ in range(3)],
        "ballots.json": _ballots(draw, election),
        "decryption.json": _decryption(draw, election, int(secret)),
        "tellers.json": _tellers(draw),
    }


def _election(draw: Drawing, y: str) -> bytes:
    words = ("Дауыс беру", "Vectors «for» phones")
    return election_record(GROUP, token(draw, 14), words, QUESTIONS, GROUP.element(y))


def _group() -> object:
    return {
        "p": str(GROUP.p),
        "q": str(GROUP.q),
        "g": str(GROUP.g),
        "challenge": {
            "prefix": "prove|",
            "elements": ["1", "23"],
            "is": str(GROUP.challenge("prove|", GROUP.g**0, GROUP.g**0 * 23)),
        },
    }


def _credential(draw: Drawing) -> object:
    code = new_code(draw)
    of_code, s = draw.taken(), voting_key(GROUP, code)
    x, uuid = public_key(GROUP, s), token(draw, 14)
    draw.taken()
    proof = prove_possession(GROUP, s, "a union", "a member", draw)
    return {
        "randomness": of_code,
        "code": code,
        "s": str(s),
        "X": str(x),
        "possession": {
            "union": "a union",
            "member": "a member",
            "randomness": draw.taken(),
            "proof": as_written(proof),
        },
        "election_uuid": uuid,
        "credential": str(election_credential(GROUP, uuid, x)),
        "secret": str(election_secret(GROUP, uuid, s)),
    }


def _ballots(draw: Drawing, raw: bytes) -> object:
    return {
        "election": raw.decode(),
        "election_hash": read_election(raw).digest,
        "ballots": [_ballot(draw, read_election(raw), votes) for votes in VOTES],
    }


def _ballot(draw: Drawing, election: Election, votes: list[list[int]]) -> object:
    secret = scalar(GROUP, draw)
    draw.taken()
    sealed = seal(election, secret, votes, draw)
    return {
        "secret": str(secret),
        "votes": votes,
        "randomness": draw.taken(),
        "ballot": sealed.raw.decode(),
        "tracker": read_ballot(election, sealed.raw).tracker,
        "audit": [[str(r) for r in answer] for answer in sealed.randomness],
    }


def _decryption(draw: Drawing, raw: bytes, secret: int) -> object:
    election = read_election(raw)
    sealed = [seal(election, scalar(GROUP, draw), votes, draw) for votes in VOTES]
    tally = added(election, [read_ballot(election, s.raw).answers for s in sealed])
    draw.taken()
    part = decrypt(election, tally, GROUP.q * 0 + secret, draw)
    return {
        "election": raw.decode(),
        "encrypted_tally": read(tally_record(tally)),
        "secret": str(secret),
        "randomness": draw.taken(),
        "partial_decryption": part.decode(),
    }


class Board:
    """What tellers post, each with the randomness that it was made of."""

    def __init__(self, draw: Drawing) -> None:
        self.draw, self.posted = draw, list[object]()

    def post(self, what: str, message: Json) -> Json:
        """Keep a message that was made just now."""
        randomness = self.draw.taken()
        self.posted.append({"is": what, "randomness": randomness, "message": message})
        return message


def _tellers(draw: Drawing) -> object:
    """Two of three, and a single key: what is posted, in the order of posting."""
    board = Board(draw)
    tellers = []
    for index in (1, 2, 3):
        tellers.append(Teller(GROUP, new_seed(draw), index))
        board.post("seed", tellers[-1].seed)
    certs = [board.post("certificate", certify(t, 3, 2, draw)) for t in tellers]
    table = Table(GROUP, 2, certs)
    posted = [board.post("share", share(t, table, draw)) for t in tellers]
    keys = [board.post("key", receive(t, table, posted, draw)) for t in tellers]
    secrets = [key_of(t, table, key) for t, key in zip(tellers, keys, strict=True)]
    single = scalar(GROUP, draw)
    draw.taken()
    one = board.post("single key", single_key(GROUP, single, draw))
    trustees = [["Single", one], ["Pedersen", assemble(table, posted, keys)]]
    return {
        "threshold": 2,
        "board": board.posted,
        "secrets": [*map(str, secrets)],
        "single": str(single),
        "trustees": written(trustees).decode(),
    }


def text_of(thing: object) -> str:
    """A file of vectors as it is committed."""
    return json.dumps(thing, ensure_ascii=False, indent=1) + "\n"


def main(folder: Path = FOLDER) -> None:
    """Write every file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, thing in vectors().items():
        (folder / name).write_text(text_of(thing), "utf-8")


if __name__ == "__main__":
    main()
