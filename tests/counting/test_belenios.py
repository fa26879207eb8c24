"""Held beside a program of others: belenios-tool counts the same elections."""

import json
import random
import shutil
import subprocess

import pytest

from tests.conftest import needed
from tests.counting.elections import count, judge

NAMES = "ABCDE"


@pytest.fixture(scope="module")
def belenios():
    tool = needed(shutil.which("belenios-tool"), "belenios-tool")

    def method(name, ballots, **options):
        words = [f"--{key.replace('_', '-')}={value}" for key, value in options.items()]
        run = subprocess.run(
            [tool, "method", name, *words],
            input=json.dumps(ballots),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(run.stdout)

    return method


def orders(seed):
    """Some dozens of full rankings, more of some than of others."""
    dice = random.Random(seed)  # noqa: S311 - the same elections in every run
    kinds = [dice.sample(NAMES, len(NAMES)) for _ in range(7)]
    return [kinds[min(dice.randrange(7), dice.randrange(7))] for _ in range(83)]


def papers(ranked):
    said = [" ".join(order) for order in ranked]
    return {paper: said.count(paper) for paper in said}


def places(order):
    return [order.index(name) + 1 for name in NAMES]


def named(tiers):
    return [sorted(NAMES[n] for n in tier) for tier in tiers]


@pytest.mark.parametrize("seed", range(12))
def test_schulze_has_the_same_ranking(belenios, seed):
    ranked = orders(seed)

    theirs = belenios(
        "schulze",
        [places(order) for order in ranked],
        nchoices=5,
        blank_allowed="false",
    )

    ours = count("schulze", papers(ranked), names=NAMES)
    assert [sorted(tier) for tier in ours["ranking"]] == named(theirs["winners"])
    for a, row in zip(NAMES, theirs["raw"], strict=True):
        assert [n for b, n in zip(NAMES, row, strict=True) if b != a] == [
            ours["pairwise"][a][b] for b in NAMES if b != a
        ]


@pytest.mark.parametrize("seats", [1, 2, 3])
@pytest.mark.parametrize("seed", range(8))
def test_transfers_elect_the_same_people(belenios, seed, seats):
    ranked = orders(seed)

    theirs = belenios("stv", [places(order) for order in ranked], nseats=seats)

    ours = count("scottish-stv", papers(ranked), seats, names=NAMES)
    assert ours["tied"] == [] or len(ours["winners"]) < seats
    if not ours["tied"]:
        assert sorted(ours["winners"]) == named([theirs["winners"]])[0]


@pytest.mark.parametrize("seed", range(12))
def test_majority_judgment_has_the_same_ranking(belenios, seed):
    dice = random.Random(seed)  # noqa: S311
    ballots = [[dice.randint(1, 4) for _ in NAMES] for _ in range(40 + seed)]

    theirs = belenios(
        "majority-judgment", ballots, nchoices=5, ngrades=4, blank_allowed="false"
    )

    tallies = {
        name: [[ballot[n] for ballot in ballots].count(g) for g in (1, 2, 3, 4)]
        for n, name in enumerate(NAMES)
    }
    grades = ["excellent", "good", "fair", "poor"]
    ours = judge(
        "majority-judgment", {"grades_best_to_worst": grades, "tallies": tallies}
    )
    assert [sorted(tier) for tier in ours["ranking"]] == named(theirs["winners"])
