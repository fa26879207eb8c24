"""Ballot files in the BLT format, read and written.

The first line has the numbers of candidates and of seats. Then, in any order, a line of
withdrawn candidates (`-2 -6`) and a declared lot (`[tie 3 2 1]`: of tied candidates the
first goes). Then the papers, a line each: how many, the candidates by rank (`2=3` share
one), 0. A line `0` ends them. Then the names and the title, in quotes, a line each;
quoted lines after the title are remarks. What stands after a `#`, outside of quotes, is
a remark. A quote inside of a name is a sign of it, unless spaces and another quote, or
a `#`, come after it.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from union.counting.errors import Malformed, NotCountable
from union.counting.papers import Order, Papers, Ranks

_PAIR = re.compile(r"(\d{1,6})\s+(\d{1,6})", re.ASCII)
_WITHDRAWN = re.compile(r"-\d{1,6}(\s+-\d{1,6})*", re.ASCII)
_TIE = re.compile(r"\[tie((?:\s+\d{1,6})+)\s*\]", re.ASCII)
_PAPER = re.compile(r"(\d{1,18})((?:\s+\d{1,6}(?:=\d{1,6})*)*)\s+0", re.ASCII)
_QUOTED = re.compile(r'"((?:(?!"\s+"|"\s*#).)*)"\s*(?:#.*)?')

Lines = Iterator[tuple[int, str]]


class _Reader:
    """One pass over the lines; what a line may not say is refused with its number."""

    def __init__(self, text: str) -> None:
        written = re.split(r"\r\n|\r|\n", text)
        self.lines = self._spoken(written)
        self.end = len(written) + bool(written[-1])  # the line after the last one

    def _spoken(self, written: list[str]) -> Lines:
        for number, line in enumerate(written, 1):
            said = line.strip(" \t")
            if not said.startswith('"'):
                said = said.partition("#")[0].strip(" \t")
            if said:
                yield number, said

    def next(self, expected: str) -> tuple[int, str]:
        try:
            return next(self.lines)
        except StopIteration:
            raise Malformed(self.end, f"The file ends here; {expected}") from None

    def candidates_and_seats(self) -> tuple[int, int]:
        expected = "expected the numbers of candidates and of seats, as in 5 2."
        number, line = self.next(expected)
        found = _PAIR.fullmatch(line)
        if not found or not int(found[1]) or not int(found[2]):
            raise Malformed(number, expected)
        return int(found[1]), int(found[2])

    def quoted(self, expected: str) -> tuple[int, str]:
        number, line = self.next(expected)
        found = _QUOTED.fullmatch(line)
        if not found or not found[1].strip():
            raise Malformed(number, expected)
        return number, found[1].strip()


def read(content: bytes) -> Papers:
    """The papers of a ballot file; Malformed says on which line it is not one."""
    reader = _Reader(_decoded(content))
    many, seats = reader.candidates_and_seats()
    withdrawn, tie_order, first = _before_the_papers(reader, many)
    written = _papers(reader, many, first)
    names = _names(reader, many)
    title = reader.quoted("expected the title in quotes.")[1]
    for number, line in reader.lines:
        if not _QUOTED.fullmatch(line):
            raise Malformed(number, "expected nothing more, or a remark in quotes.")
    return Papers(
        names=names,
        seats=seats,
        written=written,
        withdrawn=withdrawn,
        tie_order=tie_order,
        title=title,
        digest=sha256(content).hexdigest(),
    )


def write(papers: Papers) -> str:
    """The ballot file that says this; reading it gives the same papers.

    Raises NotCountable for a name that no ballot file can say.
    """
    lines = [f"{len(papers.names)} {papers.seats}"]
    if papers.withdrawn:
        lines.append(" ".join(f"-{c + 1}" for c in sorted(papers.withdrawn)))
    if papers.tie_order:
        lines.append(f"[tie {' '.join(str(c + 1) for c in papers.tie_order)}]")
    for ranks, many in papers.written.items():
        shared = ["=".join(str(c + 1) for c in rank) for rank in ranks]
        lines.append(" ".join([str(many), *shared, "0"]))
    lines.append("0")
    lines += [_in_quotes(name) for name in (*papers.names, papers.title or "-")]
    return "\n".join(lines) + "\n"


def _in_quotes(name: str) -> str:
    """The line for a name, which reads as this name and no other."""
    found = _QUOTED.fullmatch(line := f'"{name}"')
    if not found or not name or found[1].strip() != name or re.search(r"[\r\n]", name):
        raise NotCountable(f"“{name}” cannot be written into a ballot file.")
    return line


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Malformed(line, "expected text in UTF-8.") from None


def _before_the_papers(
    reader: _Reader, many: int
) -> tuple[frozenset[int], Order, tuple[int, str]]:
    withdrawn: Order = ()
    tie_order: Order = ()
    while True:
        number, line = reader.next("expected ballot papers, or 0 after the last one.")
        if _WITHDRAWN.fullmatch(line) and not withdrawn:
            withdrawn = _candidates(number, line.replace("-", " ").split(), many)
        elif (found := _TIE.fullmatch(line)) and not tie_order:
            tie_order = _candidates(number, found[1].split(), many)
        else:
            break
    if len(withdrawn) == many:
        raise Malformed(number, "expected somebody who has not withdrawn.")
    return frozenset(withdrawn), tie_order, (number, line)


def _papers(reader: _Reader, many: int, first: tuple[int, str]) -> dict[Ranks, int]:
    expected = (
        "expected a ballot paper (how many such papers, candidates by rank, 0), "
        "or 0 after the last one."
    )
    written: dict[Ranks, int] = {}
    number, line = first
    while line != "0":
        found = _PAPER.fullmatch(line)
        if not found or not int(found[1]):
            raise Malformed(number, expected)
        ranks = _ranks(number, found[2], many)
        written[ranks] = written.get(ranks, 0) + int(found[1])
        number, line = reader.next(expected)
    return written


def _ranks(number: int, said: str, many: int) -> Ranks:
    ranks = [rank.split("=") for rank in said.split()]
    _candidates(number, [candidate for rank in ranks for candidate in rank], many)
    return tuple(
        tuple(sorted(int(candidate) - 1 for candidate in rank)) for rank in ranks
    )


def _candidates(number: int, said: list[str], many: int) -> Order:
    chosen = tuple(int(candidate) - 1 for candidate in said)
    for one in chosen:
        if not 0 <= one < many:
            raise Malformed(number, f"expected candidates from 1 to {many}.")
    if len(set(chosen)) < len(chosen):
        raise Malformed(number, "expected every candidate at most once.")
    return chosen


def _names(reader: _Reader, many: int) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for nth in range(1, many + 1):
        number, name = reader.quoted(f"expected the name of candidate {nth} in quotes.")
        if name in names:
            raise Malformed(number, "expected a name that no other candidate has.")
        names[name] = None
    return tuple(names)
