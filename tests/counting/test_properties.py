"""What holds for every count, whoever stands and however the papers lie."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.counting.elections import ballots
from union.counting import recount
from union.counting.rules import PAPER_RULES, count_file

NAMES = "ABCDEF"
RULES = list(PAPER_RULES)

papers_of = st.lists(
    st.tuples(
        st.permutations(NAMES), st.integers(0, 6), st.integers(1, 40), st.booleans()
    ),
    max_size=12,
)


def as_papers(drawn, names=NAMES):
    """Papers as (what they say, how many); the first two may share a rank."""
    said = []
    for order, length, many, shares in drawn:
        ranks = [names[NAMES.index(name)] for name in order[:length]]
        if shares and len(ranks) > 1:
            ranks[:2] = ["=".join(ranks[:2])]
        said.append((" ".join(ranks), many))
    return said


def content(said, seats, names=NAMES):
    """A ballot file with a line for each, alike or not."""
    first, *rest = ballots({}, seats, names).decode().split("\n")
    lines = [
        ballots({paper: many}, 1, names).decode().split("\n")[1] for paper, many in said
    ]
    return "\n".join([first, *lines, *rest]).encode()


def counted(rule, said, seats, names=NAMES, order=NAMES):
    seats = 1 if rule == "irv" else seats
    return count_file(
        content(said, seats, names), rule, None, {"tie_order": list(order)}
    )


def told(report):
    """What must not depend on how the papers lie."""
    return {
        key: report[key]
        for key in ("winners", "tied", "stages", "quota", "valid", "blank", "invalid")
    }


@pytest.mark.parametrize("rule", RULES)
@given(drawn=papers_of, seats=st.integers(1, 4))
@settings(max_examples=60)
def test_no_vote_appears_and_none_is_lost_unseen(rule, drawn, seats):
    report = counted(rule, as_papers(drawn), seats)

    valid = report["valid"]
    aside = report["blank"] + sum(report["invalid"].values())
    assert valid + aside == report["papers"] == sum(many for *_, many, _ in drawn)
    if rule != "approval":
        for stage in report["stages"]:
            assert Fraction(stage["total"]) == valid
            assert Fraction(stage["non_transferable"]) >= 0
            assert all(
                stage["votes"][name].strip("0.") == "" for name in stage["excluded"]
            )


@pytest.mark.parametrize("rule", RULES)
@given(drawn=papers_of, gone=st.sets(st.sampled_from(NAMES), max_size=5))
@settings(max_examples=60)
def test_who_withdrew_has_no_votes_not_even_unseen(rule, drawn, gone):
    first, *rest = content(as_papers(drawn), 1).decode().split("\n")
    withdrawn = " ".join(f"-{NAMES.index(name) + 1}" for name in sorted(gone))
    file = "\n".join([first, *filter(None, [withdrawn]), *rest]).encode()

    report = count_file(file, rule, None, {"tie_order": list(NAMES)})

    assert report["withdrawn"] == sorted(gone)
    for stage in report["stages"]:
        votes = sum(map(Fraction, stage["votes"].values()))
        assert not gone & {*stage["votes"]}
        assert votes + Fraction(stage["non_transferable"]) == report["valid"]


@pytest.mark.parametrize("rule", RULES)
@given(drawn=papers_of, seats=st.integers(1, 4))
@settings(max_examples=60)
def test_with_a_lot_every_seat_is_filled_once(rule, drawn, seats):
    report = counted(rule, as_papers(drawn), seats)

    elected = [name for stage in report["stages"] for name in stage["elected"]]
    assert elected == report["winners"]
    assert len(set(elected)) == len(elected)
    if rule != "schulze":
        assert len(elected) == (1 if rule == "irv" else seats)
        assert report["tied"] == []


@pytest.mark.parametrize("rule", RULES)
@given(drawn=papers_of, seats=st.integers(1, 4), chance=st.randoms())
@settings(max_examples=40)
def test_it_is_all_one_how_the_papers_lie(rule, drawn, seats, chance):
    said = as_papers(drawn)
    apart = [(paper, part) for paper, many in said for part in (1, many - 1) if part]
    chance.shuffle(apart)

    assert told(counted(rule, apart, seats)) == told(counted(rule, said, seats))


@pytest.mark.parametrize("rule", RULES)
@given(drawn=papers_of, seats=st.integers(1, 4), other=st.permutations(NAMES))
@settings(max_examples=40)
def test_no_name_has_an_advantage(rule, drawn, seats, other):
    """Who takes another's place on paper and in the lot takes over the result."""
    renamed = dict(zip(NAMES, other, strict=True))

    here = counted(rule, as_papers(drawn), seats)
    there = counted(
        rule,
        as_papers(drawn, "".join(other)),
        seats,
        names=sorted(other),
        order=[renamed[name] for name in NAMES],
    )

    assert sorted(renamed[name] for name in here["winners"]) == sorted(there["winners"])
    assert sorted(renamed[name] for name in here["tied"]) == sorted(there["tied"])


@pytest.mark.parametrize("rule", RULES)
@given(drawn=papers_of, seats=st.integers(1, 4), lot=st.booleans())
@settings(max_examples=40)
def test_the_recount_agrees_with_any_count(rule, drawn, seats, lot, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / f"{rule}.blt"
    file.write_bytes(content(as_papers(drawn), 1 if rule == "irv" else seats))
    options = {"tie_order": list(NAMES)} if lot else {}

    report = json.loads(json.dumps(count_file(file.read_bytes(), rule, None, options)))

    recount.recount(file, report)


@pytest.mark.parametrize("rule", RULES)
@given(drawn=papers_of, seats=st.integers(1, 4))
@settings(max_examples=25)
def test_a_count_without_a_lot_is_the_beginning_of_one_with(rule, drawn, seats):
    file = content(as_papers(drawn), 1 if rule == "irv" else seats)

    alone = count_file(file, rule)
    helped = count_file(file, rule, None, {"tie_order": list(NAMES)})

    stages = len(alone["stages"])
    assert helped["winners"][: len(alone["winners"])] == alone["winners"]
    assert [s["votes"] for s in helped["stages"][:stages]] == [
        s["votes"] for s in alone["stages"]
    ]
