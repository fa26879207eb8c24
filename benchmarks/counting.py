"""Counting beside its peers in one run: pyrankvote, and belenios-tool if it is here.

The elections are made here, the same in every run: with as many distinct rankings as a
real ward has, with few, and, the worst for us, with hardly two papers alike. Reading
files is excluded; belenios-tool reads JSON, so its time is that of the whole process.
"""

import json
import shutil
import subprocess
from itertools import accumulate
from random import Random
from time import perf_counter

import pyrankvote
from pyrankvote import Ballot, Candidate

from benchmarks._paired import ratio, report
from union.counting.papers import Papers
from union.counting.rules import count_papers

MANY, FEW, MEEK, RUN_OFF = 131_826, 104_484, 43_942, 106_000
STV = "scottish-stv"
NAMES = tuple(f"Candidate {n}" for n in range(12))


def election(papers: int, rankings: int | None, seats: int) -> Papers:
    """Rankings of some length; a few of them on most papers where they are counted."""
    dice = Random(papers)  # noqa: S311 - the same election in every run
    favour = list(accumulate(range(12, 0, -1)))

    def ranking() -> tuple[tuple[int, ...], ...]:
        wanted = 3 + dice.randrange(6)
        order: dict[int, None] = {}
        while len(order) < wanted:
            order[dice.choices(range(12), cum_weights=favour)[0]] = None
        return tuple((candidate,) for candidate in order)

    kinds = [ranking() for _ in range(rankings)] if rankings else []
    written: dict[tuple[tuple[int, ...], ...], int] = {}
    for _ in range(papers):
        one = dice.choice(kinds) if kinds else ranking()
        written[one] = written.get(one, 0) + 1
    return Papers(NAMES, seats, written, tie_order=tuple(range(12)))


def as_ballots(papers: Papers) -> tuple[list[Candidate], list[Ballot]]:
    """The same papers for pyrankvote, one by one."""
    people = [Candidate(name) for name in papers.names]
    ballots = [
        Ballot([people[candidate] for (candidate,) in ranks])
        for ranks, many in papers.written.items()
        for _ in range(many)
    ]
    return people, ballots


def as_places(papers: Papers) -> str:
    """The same papers for belenios-tool: of each candidate the place, 0 for none."""
    lines = []
    for ranks, many in papers.written.items():
        places = [0] * len(papers.names)
        for place, (candidate,) in enumerate(ranks, 1):
            places[candidate] = place
        lines += [places] * many
    return json.dumps(lines)


def beside_pyrankvote(what: str, papers: Papers, rule: str, aim: str) -> None:
    people, ballots = as_ballots(papers)
    quotient, theirs, ours = ratio(
        lambda: transferred(people, ballots, papers.seats),
        lambda: count_papers(papers, rule),
        clock=perf_counter,
        rounds=5,
    )
    distinct = f"{len(papers.written):,} rankings"
    detail = f"ours {ours:.3f} s, pyrankvote {theirs:.2f} s, {distinct}"
    report(f"{what}: pyrankvote / ours", quotient, aim, detail)


def transferred(people: list[Candidate], ballots: list[Ballot], seats: int) -> object:
    if seats == 1:
        return pyrankvote.instant_runoff_voting(people, ballots)
    return pyrankvote.single_transferable_vote(people, ballots, number_of_seats=seats)


def beside_belenios(papers: Papers) -> None:
    tool = shutil.which("belenios-tool")
    if tool is None:
        print("belenios-tool is not here: not compared")
        return
    places = as_places(papers)

    def theirs() -> None:
        subprocess.run(  # noqa: S603 - a fixed command
            [tool, "method", "stv", f"--nseats={papers.seats}"],
            input=places,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    quotient, their_time, ours = ratio(
        theirs, lambda: count_papers(papers, STV), clock=perf_counter, rounds=5
    )
    detail = f"ours {ours:.4f} s, belenios-tool {their_time:.2f} s, its reading too"
    report("Scottish STV, few rankings: belenios-tool / ours", quotient, "-", detail)


def main() -> None:
    few = election(FEW, 200, 3)
    compared = (
        ("STV, 131,826 papers, many rankings", election(MANY, 19_000, 4), ">= 1.4"),
        ("STV, 131,826 papers, hardly two alike", election(MANY, None, 4), "-"),
        ("STV, 104,484 papers, few rankings", few, ">= 5"),
        ("run-off, 106,000 papers", election(RUN_OFF, 5_000, 1), ">= 5"),
    )
    for what, papers, aim in compared:
        beside_pyrankvote(what, papers, "irv" if papers.seats == 1 else STV, aim)
    beside_belenios(few)
    meek_beside_stv(election(MEEK, 19_000, 4))


def meek_beside_stv(papers: Papers) -> None:
    quotient, ours, floor = ratio(
        lambda: count_papers(papers, "meek"),
        lambda: count_papers(papers, STV),
        clock=perf_counter,
    )
    detail = f"Meek {ours:.2f} s, STV {floor:.3f} s, {len(papers.written):,} rankings"
    report("Meek, 43,942 papers: Meek / Scottish STV", quotient, "-", detail)


if __name__ == "__main__":
    main()
