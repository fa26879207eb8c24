"""`union verify`, `union sealed inspect` and `union sealed rehearse`."""

import json
import shutil
import subprocess
from hashlib import sha256

import pytest
from click.testing import CliRunner

from tests.conftest import needed
from tests.sealed import forged_files, forged_setups
from tests.sealed.elections import Made
from tests.sealed.forgery import KINDS
from union.cli.main import union
from union.sealed.election import base64_of
from union.sealed.standalone import single_file

QUESTIONS = """
- question: Ереуіл жариялаймыз ба?
  answers: [Иә, Жоқ]
  blank: true
  max: 1
  min: 1
- {question: "Who speaks for us?", answers: [A, B, C], min: 0, max: 2}
"""


@pytest.fixture(scope="module")
def made():
    return Made("terminal")


@pytest.fixture
def run(tmp_path):
    """The command; an archive may be handed over as bytes."""

    def command(*words):
        file = tmp_path / "election.bel"
        given = [file if isinstance(word, bytes) else word for word in words]
        file.write_bytes(next((w for w in words if isinstance(w, bytes)), b""))
        return CliRunner().invoke(union, [*map(str, given)])

    return command


def test_a_true_election_is_accepted(run, made):
    done = run("verify", made.archive)

    assert done.exit_code == 0
    assert "Ереуіл ме?: everything holds." in done.output
    assert [" ".join(line.split()) for line in done.output.splitlines()[1:]] == [
        "state finished",
        f"roll 3 credentials, sha256 {sha256(made.roll).hexdigest()}",
        "ballots 4 received, 3 counted",
        "tellers 2 of 3 needed",
        f"election {made.uuid}, {made.election.digest}",
        f"head of chain {made.archive[-1024:].partition(b'.event')[0].decode()}",
        "Do we strike?",
        "1 (blank)",
        "0 Yes",
        "2 No",
        "Who speaks for us?",
        "1 A",
        "2 B",
        "0 C",
    ]


def test_programs_read_what_was_found(run, made):
    written = run("verify", made.archive, "--json", "--cores", "1").output
    found = json.loads(written)

    assert "Ереуіл" in written

    assert found == {
        "verdict": "accepted",
        "uuid": made.uuid,
        "name": "Ереуіл ме?",
        "election_hash": made.election.digest,
        "state": "Result",
        "roll": 3,
        "roll_sha256": sha256(made.roll).hexdigest(),
        "tellers": [{"needed": 2, "of": 3}],
        "ballots_received": 4,
        "ballots_counted": 3,
        "decrypted_by": [2, 3],
        "unbound": [],
        "result": made.result,
        "head": made.archive[-1024:].partition(b".event")[0].decode(),
    }


@pytest.mark.parametrize("cores", [1, 2])
def test_a_false_one_is_refused_with_the_first_reason(run, made, cores):
    done = run("verify", forged_files.a_byte_flipped(made), "--cores", cores)

    assert done.exit_code == 1
    assert done.output == (
        "Not accepted: A record of the archive is not what its name says.\n"
    )


def test_programs_read_the_reason(run, made):
    done = run("verify", "--json", KINDS[forged_setups.no_tellers.__name__](made))

    assert done.exit_code == 1
    assert json.loads(done.output)["verdict"] == "rejected"
    assert json.loads(done.output)["reason"].startswith("The tellers: ")


UNREADABLE = {
    "no archive": (b"no archive", "This file is no archive of an election."),
    "no file": ("/nowhere", "This file cannot be read: No such file or directory."),
    "a folder": ("/", "This file cannot be read: Is a directory."),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_ends_with_two(run, name):
    file, reason = UNREADABLE[name]

    said, read = run("verify", file), run("verify", file, "--json")

    assert said.exit_code == read.exit_code == 2
    assert said.output == f"Not accepted: {reason}\n"
    assert json.loads(read.output) == {"verdict": "outside", "reason": reason}


def test_without_a_file_it_asks_for_one(run):
    assert "Which archive?" in run("verify").output


def test_it_prints_itself(run):
    assert run("verify", "--print-standalone").output == single_file()


def test_an_archive_is_shown(run, made):
    shown = run("sealed", "inspect", made.archive).output

    assert made.uuid in shown
    assert made.election.digest in shown
    assert "State: finished." in shown
    assert "Roll: 3 credentials, sha256" in shown
    assert "Tellers: 2 of 3 needed." in shown
    for number, key in enumerate(made.trustees.keys, 1):
        assert f"{number}. key {base64_of(str(key).encode())}" in shown
    assert "Do we strike? (1 to 1, or blank)" in shown
    assert "Ballots: 4 received, 3 counted." in shown
    assert "        2  No" in shown


def test_a_voter_sees_which_of_the_own_ballots_counts(run, made):
    """A server that turns two of them round makes the earlier count."""
    replaced, *_, last = map(base64_of, made.ballots)

    counts = run("sealed", "inspect", made.archive, "--ballot", last)
    does_not = run("sealed", "inspect", made.archive, "--ballot", replaced)
    missing = run("sealed", "inspect", made.archive, "--ballot", base64_of(b""))

    assert counts.output == "This ballot counts: it is the last of its voter.\n"
    assert does_not.output == (
        "This ballot does not count: a later one of its voter replaced it.\n"
    )
    assert missing.output == "This ballot is not in the archive.\n"
    assert [d.exit_code for d in (counts, does_not, missing)] == [0, 1, 1]


def test_an_archive_that_is_not_finished_is_shown_without_a_result(run, made):
    writer, file = made.begun()
    writer.cast(made.ballots[0])

    shown = run("sealed", "inspect", file.getvalue()).output

    assert "State: open" in shown
    assert "Result" not in shown


def test_a_chain_that_does_not_hold_is_not_shown(run, made):
    done = run("sealed", "inspect", forged_files.the_end_cut_off(made))

    assert done.exit_code == 1
    assert "Nothing can be shown: " in done.output


def test_what_is_no_archive_is_not_shown_and_ends_with_two(run):
    done = run("sealed", "inspect", b"no archive")

    assert done.exit_code == 2
    assert "Nothing can be shown: " in done.output


def test_words_of_others_do_not_steer_the_terminal(run, made):
    other = Made("terminal", 1, 1, 1, votes=[])
    record = json.loads(other.raw) | {"name": "\x1b[2J gone"}
    other.raw = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()
    writer, file = other.begun()

    for words in (["verify"], ["sealed", "inspect"]):
        done = run(*words, file.getvalue())
        assert done.exit_code == 0
        assert "?[2J gone" in done.output
    assert writer.height == 1


@pytest.fixture
def rehearsal(tmp_path):
    """A rehearsal in a folder of its own."""
    questions = tmp_path / "questions.yaml"

    def rehearse(*words, asked=QUESTIONS):
        questions.write_text(asked, "utf-8")
        given = ["sealed", "rehearse", tmp_path / "played", "--questions", questions]
        return CliRunner().invoke(union, [*map(str, given), *words])

    return rehearse


def test_a_rehearsal_leaves_an_archive_and_its_account(rehearsal, tmp_path):
    done = rehearsal("--voters", "12")

    folder = tmp_path / "played"
    archive, account = next(folder.glob("*.bel")), folder / "account.txt"
    assert done.exit_code == 0, done.output
    assert done.output == account.read_text("utf-8")
    assert "Teller 1 has lost the key" in done.output
    assert "This ballot has been cast before." in done.output
    assert "added up by hand: yes" in done.output
    assert archive.stem in done.output


def test_belenios_accepts_a_rehearsal(rehearsal, tmp_path):
    tool = needed(shutil.which("belenios-tool"), "belenios-tool")
    rehearsal("--voters", "10", "--tellers", "1", "--threshold", "1")

    folder = tmp_path / "played"
    subprocess.run([tool, "election", "verify", "--dir", folder], check=True)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--tellers", "2", "--threshold", "3"], "fewer tellers than are needed"),
        (["--voters", "9"], "not in the range"),
    ],
)
def test_a_rehearsal_that_makes_no_sense_is_refused(rehearsal, words, why):
    done = rehearsal(*words)

    assert done.exit_code == 2
    assert why in done.output


def test_one_teller_of_several_may_be_enough(rehearsal, tmp_path):
    tool = needed(shutil.which("belenios-tool"), "belenios-tool")

    done = rehearsal("--voters", "10", "--threshold", "1")

    folder = tmp_path / "played"
    assert done.exit_code == 0, done.output
    subprocess.run([tool, "election", "verify", "--dir", folder], check=True)


@pytest.mark.parametrize(
    "asked",
    [
        "no list",
        "[1]",
        "[]",
        "- {question: a}",
        "- [",
        "- {type: NonHomomorphic}",
        pytest.param("- {question: a, answers: [b], min: 0, max: 1}\n" * 51, id="51"),
        pytest.param("[" * 3000 + "]" * 3000, id="deep"),
    ],
)
def test_questions_that_make_no_sense_are_refused(rehearsal, tmp_path, asked):
    done = rehearsal(asked=asked)

    assert done.exit_code == 1
    assert "questions.yaml: " in done.output
    assert not (tmp_path / "played").exists()
