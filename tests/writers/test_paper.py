from datetime import datetime

import pytest

from tests.writers.papers import paper
from union.writers.paper import (
    Annex,
    Clause,
    Column,
    Facts,
    Heading,
    Paragraph,
    Table,
    levels,
    printable,
)


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("жол\r\nжол\rжол\u2028жол\x0bжол", "жол\nжол\nжол\nжол\nжол"),
        ("a\tb", "a b"),
        ("\x00 \x1b \ud800 \ufffe \U0001ffff", "� � � � �"),
        ("850\u202e005", "850�005"),
        ("ӘҒҚҢӨҰҮҺІ ₸ № 😀", "ӘҒҚҢӨҰҮҺІ ₸ № 😀"),
    ],
)
def test_a_paper_holds_only_what_can_be_printed(given, held):
    assert printable(given) == held
    assert Facts(((given, given),)).pairs == ((held, held),)
    assert paper(letterhead=(given,)).letterhead == (held,)


def test_no_level_of_the_outline_is_skipped():
    outline = levels(
        [
            Clause("1", "Before any heading"),
            Heading("Deep", 3),
            Heading("Deeper", 3),
            Clause("2", "Under it"),
            Paragraph("Text"),
            Heading("Up", 0),
            Annex("A"),
            Clause("3", "In the annex"),
        ]
    )

    assert outline == [1, 2, 3, 4, 0, 1, 1, 2]


def test_a_row_has_a_cell_for_each_column():
    with pytest.raises(ValueError, match="one cell"):
        Table((Column("№"), Column("Аты")), (("1",),))


def test_a_paper_without_a_title_is_refused():
    with pytest.raises(ValueError, match="title"):
        paper(title=" ")


def test_a_paper_is_issued_in_a_known_zone():
    with pytest.raises(ValueError, match="zone"):
        paper(issued_at=datetime(2026, 11, 23))  # noqa: DTZ001  # the point of the test
