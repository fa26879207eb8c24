"""Bytes found by atheris, which sees what they reach: python -m tests.sealed.fuzz.

It is no requirement of the project; `SEALED=all` runs it where it is installed.
"""

import sys
from io import BytesIO

import atheris

with atheris.instrument_imports(include=["union.sealed"]):
    from union.sealed.ballot import read_ballot
    from union.sealed.refusals import Rejected
    from union.sealed.trustees import read_trustees
    from union.sealed.verifier import verify

from tests.sealed.elections import GROUP, STRIKE, Made


def parsers(made):
    return {
        "archive": lambda raw: verify(BytesIO(raw)),
        "ballot": lambda raw: read_ballot(made.election, raw),
        "trustees": lambda raw: read_trustees(GROUP, raw),
    }


def seeds(made):
    """True ones to begin with: nobody finds a proof by chance."""
    return {
        "archive": made.archive,
        "ballot": made.ballots[0],
        "trustees": made.raw_trustees,
    }


def main(name, folder):
    made = Made("fuzz", 1, 1, 1, (STRIKE,), votes=[(0, [[0, 1, 0]])])
    with open(f"{folder}/seed", "wb") as seed:
        seed.write(seeds(made)[name])
    parse = parsers(made)[name]

    def one(raw):
        try:
            parse(raw)
        except Rejected:
            return

    limits = ["-max_len=60000", "-timeout=10", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], f"-runs={sys.argv[3]}", *limits, folder], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
