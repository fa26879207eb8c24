"""What a report says of archives that are true, finished or not; how work is shared."""

import sys
from io import BytesIO, StringIO

import pytest

from tests.sealed.forged_decryptions import conspired, unbound
from tests.sealed.forgery import happening, whole
from union.sealed import command
from union.sealed.chronicle import follow
from union.sealed.cores import AHEAD, across
from union.sealed.history import Kind
from union.sealed.refusals import Outside, Rejected, about
from union.sealed.verifier import BATCH, in_turn, verify
from union.sealed.writer import Writer


def stages(made):
    """The election as it is after every event, and its state."""
    steps = whole(made)
    states = [Kind.SETUP, *[Kind.BALLOT] * 4, Kind.END, Kind.TALLY]
    states += [Kind.DECRYPTION] * 2 + [Kind.RESULT]
    return [(happening(made, steps[:n]), state) for n, state in enumerate(states)]


def test_every_beginning_of_a_true_election_is_true(made):
    for archive, state in stages(made):
        report = verify(BytesIO(archive))

        assert report.told.state is state
        assert report.result == (made.result if state is Kind.RESULT else None)


def test_a_report_says_what_was_counted(made):
    report = verify(BytesIO(made.archive))

    assert (report.told.received, report.told.counted) == (4, 3)
    assert (report.decrypted_by, report.unbound) == ([2, 3], [])
    assert len(report.told.roll) == 3


def test_a_report_says_which_decryptions_could_be_made_up(made):
    """Version 1 of Belenios accepts them; so must we, for it writes no others."""
    forged = unbound(conspired(made))
    archive = happening(forged, whole(forged))

    report = verify(BytesIO(archive))

    assert report.result != made.result
    assert report.unbound == [2, 3]
    assert "could have made up the result between them." in command.shown(report)
    assert "everything holds" not in command.shown(report)


def test_the_head_and_height_are_where_writing_goes_on(made):
    for number, (archive, _state) in enumerate(stages(made)[:5]):
        told = follow(BytesIO(archive))
        file = BytesIO(archive)
        file.seek(0, 2)
        Writer(file, 1_800_000_000, told.head, told.height).end()

        again = follow(BytesIO(file.getvalue()))

        assert again.state is Kind.END
        assert again.received == number


def test_progress_is_told_to_the_last_ballot(made):
    told = []

    verify(BytesIO(made.archive), tell=lambda done, of: told.append((done, of)))

    assert told == [(4, 4)]


def test_many_ballots_are_checked_in_batches(made):
    """All of them, in order, and wherever the false one stands."""
    raws = [made.ballot(n % 3, made.votes[n % 3][1]) for n in range(BATCH + 2)]
    writer, file = made.begun()
    for raw in raws:
        writer.cast(raw)
    told = []

    report = verify(BytesIO(file.getvalue()), tell=lambda *far: told.append(far))

    assert (report.told.received, report.told.counted) == (BATCH + 2, 3)
    assert told == [(BATCH, BATCH + 2), (BATCH + 2, BATCH + 2)]
    writer.cast(made.ballots[0].replace(b'"response":"1', b'"response":"2', 1))
    with pytest.raises(Rejected, match=rf"^Ballot {BATCH + 3}: .+\.$"):
        verify(BytesIO(file.getvalue()), across(2))


def square(number):
    if number == 13:
        raise Rejected("Thirteen.")
    return number**2


@pytest.mark.parametrize("cores", [1, 2])
def test_shared_work_is_answered_in_its_order(cores):
    assert [*across(cores)(square, range(12))] == [n**2 for n in range(12)]


def test_one_core_shares_with_nobody():
    assert across(1) is in_turn
    assert across(2) is not in_turn


def test_no_more_work_is_taken_up_than_waits_a_little():
    taken = []
    pieces = (taken.append(n) or n for n in range(12))

    first = next(iter(across(2)(square, pieces)))

    assert first == 0
    assert len(taken) == 2 * AHEAD + 1


def test_the_first_refusal_ends_shared_work():
    with pytest.raises(Rejected, match="Thirteen"):
        list(across(2)(square, range(1_000_000)))


def test_a_reason_says_what_it_is_about():
    with pytest.raises(Rejected, match=r"^A thing: It is wrong\.$"), about("A thing"):
        raise Rejected("It is wrong.")
    with pytest.raises(Outside, match=r"^It is not ours\.$"), about("A thing"):
        raise Outside("It is not ours.")


def test_the_bar_is_full_at_the_end(monkeypatch):
    told = StringIO()
    monkeypatch.setattr(sys, "stderr", told)

    command.bar(15, 30)
    command.bar(30, 30)

    half, full = told.getvalue().split("\r")[1:]
    assert half == "[" + "#" * 15 + "." * 15 + "] 15 of 30 ballots"
    assert full == "[" + "#" * 30 + "] 30 of 30 ballots\n"
