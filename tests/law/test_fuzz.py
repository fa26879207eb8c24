"""Whatever is written, a pack is read or refused with a line; nothing else happens."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.factories import PACK, shape_of
from union.law import building
from union.law.doubts import doubts
from union.law.faults import Unlawful
from union.law.sense import Known, faults_of_sense
from union.law.shelf import sheet_of

SIGNS = st.text(
    alphabet="abz\n\t :-[]{}'\"#&*!|>%@`,?0123456789/.\x00\x85\ufeff€", max_size=12
)
LINES = PACK.splitlines(keepends=True)


def made(text):
    """The pack, if it is one; else the faults."""
    sheet = sheet_of("xx.yaml", text.encode("utf-8", "surrogatepass"))
    if faults := list(
        faults_of_sense(sheet.written, sheet.tree, Known.to(sheet.tree, ()))
    ):
        raise Unlawful("xx.yaml", faults)
    list(doubts(sheet.written, sheet.tree))
    return building.pack(sheet.tree)


def is_read_or_refused(text):
    last = text.count("\n") + text.count("\x85") + text.count("\u2028") + 2
    lines = faults_of(text)

    assert all(1 <= line <= last for line in lines)


def faults_of(text):
    """The lines on which it is refused; none, and it is a pack."""
    try:
        return [] if made(text).id else [0]
    except Unlawful as error:
        return [fault.line for fault in error.faults] or [0]


@given(st.integers(0, len(PACK)), st.integers(0, 30), SIGNS)
@settings(max_examples=60, deadline=None)
def test_a_pack_with_something_torn_out_and_something_put_in(at, much, signs):
    is_read_or_refused(PACK[:at] + signs + PACK[at + much :])


@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_pack_with_lines_lost_or_doubled(one, other, keeps):
    first, last = sorted((one, other))
    middle = LINES[first:last] * 2 if keeps else []

    is_read_or_refused("".join([*LINES[:first], *middle, *LINES[last:]]))


@given(st.sampled_from([word for word in PACK.split() if word.isalnum()]), SIGNS)
@settings(max_examples=60, deadline=None)
def test_a_pack_with_a_word_changed_everywhere(word, signs):
    is_read_or_refused(PACK.replace(word, signs))


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_bytes_of_any_kind(content):
    assert shape_of(content)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_words_of_any_kind(text):
    assert shape_of(text.encode("utf-8", "surrogatepass"))
