from hypothesis import given
from hypothesis import strategies as st

from union.demands.diff import word_diff

TEXTS = st.text(alphabet="аб в850₸., \n", max_size=60)


def test_one_changed_word_is_all_that_is_marked():
    assert word_diff("Кемінде 700 ₸ төленсін.", "Кемінде 850 ₸ төленсін.") == [
        ("same", "Кемінде "),
        ("removed", "700"),
        ("added", "850"),
        ("same", " ₸ төленсін."),
    ]


def test_equal_texts_are_one_piece_and_empty_ones_none():
    assert word_diff("850 ₸", "850 ₸") == [("same", "850 ₸")]
    assert word_diff("", "") == []


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_difference(old, new):
    pieces = word_diff(old, new)

    assert "".join(words for kind, words in pieces if kind != "added") == old
    assert "".join(words for kind, words in pieces if kind != "removed") == new
