"""Whatever bytes come: an answer or a refusal, soon, and nothing else."""

import json
import os
import time
import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sealed.elections import SECONDS
from union.sealed.archive import FIRST, LARGEST_RECORD, digest_of, header
from union.sealed.ballot import LARGEST_BALLOT, read_ballot
from union.sealed.election import read_election
from union.sealed.question import question_in
from union.sealed.refusals import Outside, Rejected
from union.sealed.roll import AT_ONCE, credentials_in, read_roll
from union.sealed.strict import read, written
from union.sealed.trustees import read_trustees
from union.sealed.verifier import verify

EXAMPLES = 20_000 if os.environ.get("SEALED") == "all" else 150
many = settings(max_examples=EXAMPLES, deadline=None)
things = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.integers(0, 10**700).map(str),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner)
    ),
    max_leaves=12,
)
texts = st.binary() | things.map(written) | things.map(lambda t: json.dumps(t).encode())


def refusal(parse, *given_):
    """What a parser says against something, or nothing."""
    try:
        parse(*given_)
    except Rejected as why:
        return str(why)
    return None


@many
@given(texts)
def test_json_is_read_or_refused(raw):
    if refusal(read, raw) is None:
        assert written(read(raw)) == raw


@many
@given(texts)
def test_no_words_make_a_parser_stumble(made, raw):
    assert refusal(read_ballot, made.election, raw)
    assert refusal(read_election, raw)
    assert refusal(read_roll, raw) or all(map(str.isdecimal, read(raw)))
    assert refusal(verify, BytesIO(raw))
    refusal(read_trustees, made.election.group, raw)


@many
@given(st.data())
def test_no_change_of_a_true_record_makes_a_parser_stumble(made, data):
    """Something in it is replaced by anything."""
    reads = {
        made.ballots[0]: lambda raw: read_ballot(made.election, raw),
        made.raw: read_election,
        made.raw_trustees: lambda raw: read_trustees(made.election.group, raw),
        made.roll: read_roll,
    }
    raw = data.draw(st.sampled_from(list(reads)))
    thing = json.loads(raw)
    place, key = thing, None
    for _ in range(data.draw(st.integers(1, 6))):
        inside = place if key is None else place[key]
        if not isinstance(inside, list | dict) or not inside:
            break
        place = inside
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(keys))
    place[key] = data.draw(things)

    refusal(reads[raw], written(thing))


@many
@given(st.data())
def test_no_change_of_the_file_makes_the_verifier_stumble(made, data):
    whole = bytearray(made.archive)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(whole)))
        stop = start + data.draw(st.integers(0, 600))
        whole[start:stop] = data.draw(st.binary(max_size=40))

    assert bytes(whole) == made.archive or refusal(verify, BytesIO(bytes(whole)))


HOSTILE = {
    "a deep list": b"[" * 100_000,
    "a deep list that ends": b"[" * 100_000 + b"]" * 100_000,
    "a list just not too deep": b"[" * 500 + b"]" * 500,
    "deep records": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a number of a million digits": b"1" * 1_000_000,
    "a text of a million digits": b'{"election_uuid":"' + b"9" * 1_000_000 + b'"}',
    "an exponent": b"1e999999999",
    "no number": b"NaN",
    "infinity": b"-Infinity",
    "half a letter": b'"\\ud800"',
    "no letters": b"\xff\xfe",
    "a mark of byte order": b"\xef\xbb\xbf{}",
    "a zero byte": b'"\0"',
    "nothing": b"",
    "minus zero": b"-0",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_little(made, name):
    tracemalloc.start()
    began = time.process_time()

    refusals = [refusal(read_ballot, made.election, HOSTILE[name])]
    refusals += [refusal(parse, HOSTILE[name]) for parse in (read_election, read_roll)]

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all(refusals)
    assert time.process_time() - began < 2
    assert peak < 20_000_000


def test_a_ballot_that_is_too_large_is_not_even_read(made):
    assert "too large" in refusal(
        read_ballot, made.election, b"9" * (LARGEST_BALLOT + 1)
    )


def opening(body=b'{"version":1,"timestamp":"1800000000"}'):
    return header(FIRST, len(body), SECONDS) + body + bytes(-len(body) % 512)


@pytest.mark.parametrize("size", [LARGEST_RECORD, LARGEST_RECORD + 1, 8**11 - 1])
def test_a_size_that_is_a_lie_takes_no_memory(size):
    lie = header(f"{digest_of(b'')}.data.json", 0, SECONDS)
    lie = lie[:124] + b"%011o" % size + lie[135:]
    tracemalloc.start()

    why = refusal(verify, BytesIO(opening() + lie + bytes(512)))

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "size" in why or "ends inside" in why
    assert peak < 1_000_000


def test_data_without_end_are_not_collected():
    """Only an event lets go of data: more than belong to any are refused."""
    one = header(f"{digest_of(b'{}')}.data.json", 2, SECONDS) + b"{}" + bytes(510)

    why = refusal(verify, BytesIO(opening() + one * 1_000))

    assert "belong to no event" in why


OUTSIDE = {
    "no archive": b"%PDF-1.7" + bytes(512),
    "another version": opening(b'{"version":2,"timestamp":"1800000000"}'),
    "version true": opening(b'{"version":true,"timestamp":"1800000000"}'),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_no_archive_of_ours_is_outside(name):
    with pytest.raises(Outside):
        verify(BytesIO(OUTSIDE[name]))


@pytest.mark.parametrize(
    "moment", [b"-1", b"01", b"1e9", b"99999999999", b" 1", "١".encode()], ids=str
)
def test_an_archive_says_when_it_was_made(moment):
    body = b'{"version":1,"timestamp":"' + moment + b'"}'

    with pytest.raises(
        Rejected, match=r"^The archive does not say when it was made\.$"
    ):
        verify(BytesIO(opening(body)))


def with_election(made, **changed):
    return written(json.loads(made.raw) | changed)


def with_question(made, **changed):
    question = json.loads(made.raw)["questions"][0] | changed
    return with_election(made, questions=[question])


RANKED = {"type": "NonHomomorphic", "value": {"answers": ["A"], "question": "?"}}


def test_ranked_questions_are_outside_and_it_says_so():
    with pytest.raises(Outside, match=r"^Ranked questions are not part of UNION-B1\.$"):
        question_in(RANKED)


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2},
        {"group": "RFC-3526-2048"},
        {"questions": []},
        {"questions": [RANKED]},
    ],
    ids=str,
)
def test_other_elections_are_outside(made, changed):
    with pytest.raises(Outside):
        read_election(with_election(made, **changed))


def test_a_ranked_election_is_outside_for_its_questions_in_whichever_group(made):
    ranked = {"group": "RFC-3526-2048", "questions": [RANKED]}

    with pytest.raises(Outside, match=r"^Ranked questions are not part of UNION-B1\.$"):
        read_election(with_election(made, **ranked))


@pytest.mark.parametrize(
    "changed",
    [
        {"uuid": "short"},
        {"uuid": "0" * 14},
        {"version": True},
        {"name": 1},
        {"description": None},
        {"public_key": "1" * 700},
        {"public_key": "2"},
        {"public_key": "1"},
        {"questions": {}},
        {"extra": 1},
    ],
    ids=str,
)
def test_other_elections_are_refused(made, changed):
    with pytest.raises(Rejected):
        read_election(with_election(made, **changed))


def test_too_many_questions_are_outside(made):
    question = json.loads(made.raw)["questions"][1]

    with pytest.raises(Outside, match=r"^UNION-B1 has 1 to 50 questions\.$"):
        read_election(with_election(made, questions=[question] * 51))
    assert (
        len(read_election(with_election(made, questions=[question] * 50)).shape) == 50
    )


def test_shuffles_are_outside(made):
    """Whatever an archive of a ranked election has, it is not called false."""
    event = {"parent": "0" * 64, "height": 1, "type": "EndShuffles"}
    writer, file = made.begun()
    writer._write(f"{digest_of(written(event))}.event.json", written(event))

    with pytest.raises(Outside, match=r"^Ranked questions are not part of UNION-B1\.$"):
        verify(BytesIO(file.getvalue()))


def test_too_many_answers_or_none_are_outside(made):
    for answers in ([], ["A"] * 21):
        with pytest.raises(
            Outside, match=r"^UNION-B1 has 1 to 20 answers to a question\.$"
        ):
            read_election(with_question(made, answers=answers))
    for most in (1, 20):
        read_election(with_question(made, answers=["A"] * most))


@pytest.mark.parametrize(
    "changed",
    [
        {"min": -1},
        {"min": 3},
        {"min": 2},
        {"min": True},
        {"max": 0},
        {"max": 3},
        {"max": "1"},
        {"blank": 1},
        {"answers": ["A", 1]},
        {"question": 1},
    ],
    ids=str,
)
def test_a_question_that_makes_no_sense_is_refused(made, changed):
    with pytest.raises(Rejected):
        read_election(with_question(made, **changed))


@pytest.mark.parametrize("first", [0, 1])
def test_weights_are_outside(made, first):
    """The tool leaves a weight of one away."""
    roll = json.loads(made.roll)
    roll[first:] = [f"{one},3" for one in roll[first:]]

    with pytest.raises(Outside, match=r"^Weighted votes are not part of UNION-B1\.$"):
        read_roll(written(roll))


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 617), st.integers(1, 3 * AT_ONCE // 600))
def test_a_roll_is_read_from_its_file_piece_by_piece(digits, many):
    credentials = [str(10**digits - 1 - number % 8) for number in range(many)]
    roll = written(credentials)
    file = BytesIO(roll + b'["what comes after it"]')

    found = [one.decode() for one in credentials_in(file, len(roll))]

    assert found == credentials
