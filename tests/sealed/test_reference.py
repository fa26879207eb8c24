"""Elections made by others, true and tampered with, each with the verdict it must get.

They lie beside the project, if at all: design/voting.md has the whole table.
"""

import pytest

from union.paths import WEB
from union.sealed.refusals import Rejected
from union.sealed.verifier import verify

REFERENCE = WEB.parent / "shared" / "data" / "belenios"
ACCEPTED = {"00-control-revote"}
TAMPERED = [
    "00-control-revote",
    "01-individual-proof-challenge",
    "02-overall-proof-response",
    "03-blank-proof",
    "04-choices-swapped",
    "05-nonmember-alpha",
    "06-challenge-not-reduced",
    "07-hex-number-in-answers",
    "08-unknown-field-in-answer",
    "09-noncanonical-json",
    "10-signature-response",
    "11-unlisted-credential",
    "12-copied-ballot",
    "13-other-election-hash",
    "14-old-ballot-replayed",
    "15-ballot-dropped-after-tally",
    "16-result-altered",
    "17-decryption-factor",
    "18-below-threshold",
    "19-recorded-tally-altered",
    "20-num-tallied-false",
    "21-ballot-after-EndBallots",
    "22-earlier-ballots-silently-ignored",
    "23-no-EndBallots",
    "24-byte-flip",
    "25-truncated",
    "26-event-removed",
    "27-trustee-pok",
    "28-trustee-missing",
    "29-duplicate-credential",
    "34-vote-of-seven-tallied",
]
GOOD = {
    "tool20-homomorphic-single": [[0, 2, 1], [2, 1, 2, 0, 0]],
    "tool330-homomorphic-threshold": [[1, 3, 1], [2, 1, 2, 1, 2]],
}
HERE = [name for name in TAMPERED if (REFERENCE / "tampered" / name).is_dir()]


def archive_in(kind, name):
    found = next((REFERENCE / kind / name).glob("*.bel"), None)
    return found or pytest.skip("the reference archives are not beside this project")


@pytest.mark.parametrize("name", GOOD)
def test_an_election_made_by_belenios_is_accepted(name):
    with archive_in("good", name).open("rb") as archive:
        report = verify(archive)

    assert report.result == GOOD[name]


@pytest.mark.parametrize("name", HERE or TAMPERED[:1])
def test_each_archive_gets_the_verdict_of_the_table(name):
    with archive_in("tampered", name).open("rb") as archive:
        try:
            verify(archive)
        except Rejected:
            verdict = "reject"
        else:
            verdict = "accept"

    assert verdict == ("accept" if name in ACCEPTED else "reject")
