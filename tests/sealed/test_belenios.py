"""Elections made here are accepted by belenios-tool 2.0, and those made by it here."""

import json
import shutil
import subprocess
from io import BytesIO

import pytest

from tests.conftest import needed
from tests.sealed.elections import BOARD, STRIKE, Made
from tests.sealed.forged_decryptions import conspired
from tests.sealed.forgery import happening, whole
from union.sealed.records import question_record
from union.sealed.verifier import verify

GROUP = ["--group", "BELENIOS-2048"]
KEY = ["setup", "generate-trustee-key-threshold", *GROUP]
VOTES = ["[[0,1,0],[1,0,1]]", "[[1,0,0],[0,0,0]]", "[[0,0,1],[0,1,0]]"]


@pytest.fixture
def belenios(tmp_path):
    """Run belenios-tool in a folder; what it says, or how it failed."""
    tool = needed(shutil.which("belenios-tool"), "belenios-tool")

    def run(*words, given=b""):
        done = subprocess.run(
            [tool, *words], input=given, capture_output=True, cwd=tmp_path, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return run


MADE = {
    "2 of 3": {},
    "3 of 5 and a server's key": {"threshold": 3, "size": 5, "with_server_key": True},
    "all of 2, one question": {
        "threshold": 2,
        "size": 2,
        "questions": (STRIKE,),
        "votes": [(n, [[0, 1, 0]]) for n in range(3)],
    },
    "nobody votes": {"votes": []},
}


@pytest.mark.parametrize("name", MADE)
def test_what_is_made_here_is_accepted_by_both(belenios, tmp_path, name):
    made = Made(name, **MADE[name])

    (tmp_path / f"{made.uuid}.bel").write_bytes(made.archive)

    assert verify(BytesIO(made.archive)).result == made.result
    belenios("election", "verify")


def test_belenios_accepts_what_a_teller_and_the_last_voter_make_up(
    belenios, tmp_path, made
):
    """The day it does not, the bound proofs can go."""
    forged = conspired(made)

    (tmp_path / f"{made.uuid}.bel").write_bytes(happening(forged, whole(forged)))

    assert forged.result != made.result
    belenios("election", "verify")


def jsons(lines):
    return b"".join(line.strip() + b"\n" for line in lines)


def make_tellers(belenios, folder):
    """Two of three, as belenios-tool makes them: every step is a file."""
    for _ in range(3):
        belenios(*KEY, "--step", "1")
    keys = sorted(folder.glob("*.key"))
    certs = [key.with_suffix(".cert").read_bytes() for key in keys]
    (folder / "certs.jsons").write_bytes(jsons(certs))
    given = [*KEY, "--certs", "certs.jsons"]
    belenios(*given, "--step", "2")
    third = [*given, "--step", "3", "--threshold", "2", "--key"]
    (folder / "polynomials.jsons").write_bytes(
        jsons(belenios(*third, key.name) for key in keys)
    )
    posted = ["--polynomials", "polynomials.jsons"]
    belenios(*given, "--step", "4", *posted)
    answers = [
        belenios(*given, "--step", "5", "--key", key.name, given=read(key, ".vinput"))
        for key in keys
    ]
    joined = belenios(*given, "--step", "6", *posted, given=jsons(answers))
    (folder / "threshold.json").write_bytes(joined)
    (folder / "public_keys.jsons").touch()
    belenios("setup", "make-trustees")
    return keys


def read(key, suffix):
    return key.with_suffix(suffix).read_bytes()


def set_up(belenios, folder):
    """The credentials, the questions and the archive; the secret credentials."""
    uuid = belenios("setup", "generate-token").decode().strip()
    here = ["--uuid", uuid, *GROUP]
    belenios("setup", "generate-credentials", *here, "--count", "3")
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    secrets = next(folder.glob("*.privcreds")).read_text().split()[1::2]
    template = {
        "description": "Жалақы",
        "name": "A vote",
        "questions": [*map(question_record, (STRIKE, BOARD))],
    }
    (folder / "template.json").write_text(json.dumps(template))
    belenios("setup", "make-election", *here, "--template", "template.json")
    belenios("archive", "init")
    return secrets


def test_what_belenios_makes_is_accepted_here(belenios, tmp_path):
    keys = make_tellers(belenios, tmp_path)
    secrets = set_up(belenios, tmp_path)
    for secret, votes in zip(secrets, VOTES, strict=True):
        (tmp_path / "secret").write_text(secret)
        (tmp_path / "votes").write_text(votes)
        given = ["--privcred", "secret", "--ballot", "votes"]
        ballot = belenios("election", "generate-ballot", *given)
        belenios("archive", "add-event", "--type=Ballot", given=ballot)
    belenios("archive", "add-event", "--type=EndBallots")
    tally = belenios("election", "compute-encrypted-tally")
    belenios("archive", "add-event", "--type=EncryptedTally", given=tally)
    for owner, key in enumerate(keys[:2], 1):
        own = ["--key", key.name, "--decryption-key", key.with_suffix(".dkey").name]
        part = belenios("election", "decrypt-threshold", *own, f"--trustee-id={owner}")
        belenios("archive", "add-event", "--type=PartialDecryption", given=part)
    result = belenios("election", "compute-result")
    belenios("archive", "add-event", "--type=Result", given=result)

    with next(tmp_path.glob("*.bel")).open("rb") as archive:
        report = verify(archive)

    assert report.result == [[1, 1, 1], [1, 1, 1]]
    assert report.unbound == [1, 2]
