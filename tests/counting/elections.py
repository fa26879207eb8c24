"""Elections for tests: a few papers, written short, counted by name."""

import json

from union.counting.rules import count_file


def ballots(papers, seats=1, names=None, before=()):
    """A ballot file of papers such as {"A B": 60, "C": 1, "": 2, "A=B C": 1}."""
    said = [rank for paper in papers for rank in paper.replace("=", " ").split()]
    names = list(names or sorted(set(said)))
    lines = [f"{len(names)} {seats}", *before]
    for paper, many in papers.items():
        ranks = [
            "=".join(str(names.index(name) + 1) for name in rank.split("="))
            for rank in paper.split()
        ]
        lines.append(" ".join([str(many), *ranks, "0"]))
    lines += ["0", *(f'"{name}"' for name in names), '"A test"']
    return "\n".join(lines).encode()


def count(rule, papers, seats=1, names=None, before=(), **options):
    """The report on such papers."""
    return count_file(ballots(papers, seats, names, before), rule, None, options)


def judge(rule, data, **options):
    """The report on numbers."""
    return count_file(json.dumps(data).encode(), rule, None, options)


def votes(report, stage):
    """Who has how much at the end of a stage."""
    return report["stages"][stage - 1]["votes"]
