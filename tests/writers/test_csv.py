import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.writers.csv import FORMULA, guarded, sheet, written

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
NASTY = st.lists(
    st.sampled_from([*"=+-@|%\t\r\n \"';,＝\u200b\ufeff\u00a01ә", "cmd"])
).map("".join)


def read_back(rows):
    text = b"".join(written(rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def is_formula(cell):
    """As a careless spreadsheet sees it, which skips blanks and what is unseen."""
    seen = [
        c
        for c in cell
        if not c.isspace() and c != '"' and unicodedata.category(c) not in {"Cc", "Cf"}
    ]
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[0] in FORMULA


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+7 701", "'+7 701"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\rx", "' x"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("|cmd", "'|cmd"),
        ('"=1', "'\"=1"),
        ("a;=1", "a;'=1"),
        ("a,\u200b@x", "a,'\u200b@x"),
        ("Әлия", "Әлия"),
        ("Ә-2", "Ә-2"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell, kept):
    assert guarded(cell) == kept


@given(st.lists(st.lists(TEXT | NASTY, min_size=3, max_size=3), max_size=5))
def test_what_is_written_reads_back_as_it_was_guarded(rows):
    back = read_back(rows)

    assert back == [[guarded(cell) for cell in row] for row in rows]
    assert not any(is_formula(cell) for row in back for cell in row)


@given(TEXT | NASTY)
def test_no_other_separator_makes_a_formula_of_a_cell(cell):
    pieces = re.split("[;,\t\r\n]", guarded(cell))

    assert not any(is_formula(piece) for piece in pieces)


@given(st.lists(st.lists(TEXT | NASTY, min_size=1, max_size=3), max_size=5))
def test_a_person_is_one_line(rows):
    assert b"".join(written(rows)).count(b"\r\n") == len(rows)


def test_a_spreadsheet_knows_the_letters():
    assert b"".join(written([["Ә", 'a "b"']])) == '\ufeff"Ә","a ""b"""\r\n'.encode()


def test_a_sheet_of_figures_keeps_its_numbers_and_no_formula():
    found = sheet([["A", "-1.00000", "12"], ["=1+1", "-x", "+7"]])

    assert found.splitlines() == ["\ufeffA,-1.00000,12", "'=1+1,'-x,'+7"]
