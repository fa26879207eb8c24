"""Ballot files: read, written, and refused with the line that is wrong."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.counting import blt
from union.counting.errors import Malformed, NotCountable
from union.counting.papers import Papers

WHOLE = """\
3 2
-2
[tie 3 1]
4 1 3 0  # a remark
2 3=1 2 0
1 0
0
"Айгүл"
"Боб"
"Third, \\"the\\" one"
"Капитандар"
"counted in the hall"
"""


def test_a_file_is_read_whole():
    papers = blt.read(WHOLE.encode())

    assert papers.names == ("Айгүл", "Боб", 'Third, \\"the\\" one')
    assert papers.title == "Капитандар"
    assert papers.seats == 2
    assert papers.withdrawn == {1}
    assert papers.tie_order == (2, 0)
    assert papers.written == {((0,), (2,)): 4, ((0, 2), (1,)): 2, (): 1}
    assert papers.total == 7
    assert papers.standing == [0, 2]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_lines_end_as_anywhere(ending):
    papers = blt.read(("\ufeff" + WHOLE.replace("\n", ending)).encode())

    assert papers.written == blt.read(WHOLE.encode()).written


@pytest.mark.parametrize(
    ("line", "instead", "expected"),
    [
        (1, "3", "numbers of candidates and of seats"),
        (1, "3 0", "numbers of candidates and of seats"),
        (1, "0 1", "numbers of candidates and of seats"),
        (1, "3 2 1", "numbers of candidates and of seats"),
        (1, "٣ 2", "numbers of candidates and of seats"),
        (2, "-4", "candidates from 1 to 3"),
        (2, "-0", "candidates from 1 to 3"),
        (2, "-1 -2 -3", "somebody who has not withdrawn"),
        (3, "[tie 3 3]", "at most once"),
        (3, "[tie]", "a ballot paper"),
        (3, "[lot 3 1]", "a ballot paper"),
        (4, "4 1 3", "a ballot paper"),
        (4, "0 1 0", "a ballot paper"),
        (4, "-4 1 0", "a ballot paper"),
        (4, "4 1 1 0", "at most once"),
        (4, "4 4 0", "candidates from 1 to 3"),
        (4, "4 1== 0", "a ballot paper"),
        (4, "4.5 1 0", "a ballot paper"),
        (4, "1e9 1 0", "a ballot paper"),
        (4, "4 one 0", "a ballot paper"),
        (4, "9999999999999999999 1 0", "a ballot paper"),
        (7, '"Айгүл"', "a ballot paper"),
        (8, "Айгүл", "the name of candidate 1"),
        (8, '""', "the name of candidate 1"),
        (9, '"Айгүл"', "a name that no other candidate has"),
        (11, "Капитандар", "the title in quotes"),
        (12, "more", "nothing more"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(line, instead, expected):
    lines = WHOLE.split("\n")
    lines[line - 1] = instead

    with pytest.raises(Malformed, match=expected) as refused:
        blt.read("\n".join(lines).encode())

    assert refused.value.line >= line
    assert refused.value.line - line in (0, 1, 2)


@pytest.mark.parametrize("kept", range(11))
def test_a_file_that_ends_early_says_where(kept):
    lines = WHOLE.split("\n")[:kept]

    with pytest.raises(Malformed, match="ends here") as refused:
        blt.read("\n".join(lines).encode())

    assert refused.value.line == kept + 1


def test_what_is_not_text_is_refused_with_its_line():
    with pytest.raises(Malformed, match="UTF-8") as refused:
        blt.read(b"2 1\n1 1 0\n\xff 0\n")

    assert refused.value.line == 3


names = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=20
).map(str.strip)
some_names = st.lists(names.filter(bool), min_size=1, max_size=6, unique=True)


@st.composite
def papers(draw):
    """Any papers that a file can hold."""
    said = tuple(draw(some_names))
    everybody = range(len(said))
    withdrawn = draw(st.sets(st.sampled_from(everybody), max_size=len(said) - 1))
    tie_order = draw(st.permutations(everybody) | st.just([]))
    written = draw(st.dictionaries(rankings(len(said)), st.integers(1, 10**9)))
    return Papers(
        names=said,
        seats=draw(st.integers(1, 50)),
        written=written,
        withdrawn=frozenset(withdrawn),
        tie_order=tuple(tie_order),
        title=draw(names.filter(bool)),
    )


@st.composite
def rankings(draw, many):
    order = draw(st.permutations(range(many)))[: draw(st.integers(0, many))]
    cuts = [draw(st.booleans()) for _ in order]
    ranks = []
    for candidate, cut in zip(order, cuts, strict=True):
        if cut or not ranks:
            ranks.append([])
        ranks[-1].append(candidate)
    return tuple(tuple(sorted(rank)) for rank in ranks)


def is_plain(name):
    """Whether no quote in it could be the end of it."""
    return not re.search(r'"\s+"|"\s*#', name)


@given(papers().filter(lambda p: all(map(is_plain, (*p.names, p.title)))))
def test_what_is_written_reads_the_same(wanted):
    found = blt.read(blt.write(wanted).encode())

    assert (found.names, found.seats, found.title) == (
        wanted.names,
        wanted.seats,
        wanted.title,
    )
    assert found.written == wanted.written
    assert (found.withdrawn, found.tie_order) == (wanted.withdrawn, wanted.tie_order)


@pytest.mark.parametrize("name", ["", " A", 'A" "B', 'A" # B', "A\nB", "A\rB"])
def test_a_name_that_would_read_otherwise_is_not_written(name):
    papers = Papers((name,), 1, {}, title="A test")

    with pytest.raises(NotCountable, match="cannot be written"):
        blt.write(papers)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('"A" # first', "A"),
        ('"A"# first', "A"),
        ('"A" # the "first"', "A"),
        ('"A # 1"', "A # 1"),
        ('"A "the" B"', 'A "the" B'),
        ('"A  B"', "A  B"),
    ],
)
def test_a_remark_may_follow_a_name(line, name):
    file = f'1 1\n1 1 0\n0\n{line}\n"A test" # of names\n"more" # and more\n'

    papers = blt.read(file.encode())

    assert (papers.names, papers.title) == ((name,), "A test")


def test_two_names_on_a_line_are_not_one():
    file = b'1 1\n1 1 0\n0\n"A" "Party"\n"A test"\n'

    with pytest.raises(Malformed, match="name of candidate 1 in quotes") as refused:
        blt.read(file)

    assert refused.value.line == 4


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("\n", 2),
        ("3 1", 2),
        ("3 1\n# a\n\n\n# b\n", 6),
        ("3 1\n\n\n", 4),
    ],
)
def test_the_end_is_where_the_file_ends(text, line):
    with pytest.raises(Malformed, match="The file ends here") as refused:
        blt.read(text.encode())

    assert refused.value.line == line


SIGNS = st.sampled_from([*'0123 =-#[]tie"\n\r\\x', "1 1 0\n", '"a"\n', "0\n"])


def refusal(content):
    """Why the reader refuses this, or nothing if it reads it."""
    try:
        blt.read(content)
    except Malformed as refused:
        return refused
    return None


@given(st.lists(SIGNS, max_size=60).map("".join) | st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    refused = refusal(text.encode("utf-8", "surrogatepass"))

    assert refused is None or 1 <= refused.line <= len(text) + 2
    assert refused is None or refused.expected.endswith(".")


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(content):
    refused = refusal(b"1 1\n" + content)

    assert refused is None or refused.line >= 1


@given(st.integers(0, len(WHOLE) - 1), st.text(max_size=3))
def test_a_slip_of_the_pen_is_read_or_refused(place, slip):
    text = WHOLE[:place] + slip + WHOLE[place + 1 :]

    refused = refusal(text.encode("utf-8", "surrogatepass"))

    last = text.count("\n") + slip.count("\r") + 2
    assert refused is None or refused.line <= last
