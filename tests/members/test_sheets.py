"""Spreadsheets as they arrive, and what is no spreadsheet."""

import io
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.members.lists import csv_of, xlsx_of
from union.core.errors import Invalid
from union.members import sheets
from union.members.sheets import read

HEADS = ["Аты", "Қала"]
ROWS = [["Әлия", "Өскемен"], ["Ұлан; Ғ", "Шымкент"]]


def words(content, name="a.csv"):
    sheet = read(content, name)
    return [sheet.heads, *(row.cells for row in sheet.rows)]


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def rezipped(content, **changed):
    """An XLSX with other parts in the place of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped((parts | changed).items())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_separator_of_excel_is_read(encoding, delimiter):
    content = csv_of(ROWS, HEADS, delimiter, encoding)

    assert words(content) == [HEADS, *ROWS]


def test_windows_1251_is_read():
    content = "Имя;Город\r\nЮлия Щёлокова;Уральск".encode("windows-1251")

    assert words(content) == [["Имя", "Город"], ["Юлия Щёлокова", "Уральск"]]


def test_excels_own_word_about_the_separator_is_no_line():
    sheet = read("sep=;\r\nИмя;Город\r\nЛи, Ада;Тараз".encode(), "a.csv")

    assert (sheet.heads, sheet.rows) == (["Имя", "Город"], [(2, ["Ли, Ада", "Тараз"])])


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_lines_have_the_numbers_that_a_spreadsheet_shows(name):
    rows = [["", ""], ["Ада", "x"], ["", ""], ["", ""], ["Ли", "y"]]
    content = (csv_of if name == "a.csv" else xlsx_of)(rows, HEADS)

    assert [row.number for row in read(content, name).rows] == [3, 6]


def test_a_sheet_that_begins_lower_keeps_its_numbers():
    content = xlsx_of([["", ""], ["", "name"], ["", "Ада"]], ["", ""])

    sheet = read(content, "a.xlsx")

    assert (sheet.heads, sheet.rows) == (["", "name"], [(4, ["", "Ада"])])


def test_a_cell_of_several_lines_is_one_line():
    assert read(b'name\n"A\nda"\nLi', "a.csv").rows == [(2, ["A\nda"]), (3, ["Li"])]


def test_numbers_and_days_of_excel_are_written_as_people_would():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["phone", "day", "share", "yes"])
        sheet.write_row(1, 0, [77011234567])
        sheet.write_number(1, 1, 45351, day)
        sheet.write_row(1, 2, [0.5, True])

    assert read(out.getvalue(), "a.xlsx").rows == [
        (2, ["77011234567", "2024-02-29", "0.5", "True"])
    ]


PLAIN = xlsx_of(ROWS, HEADS)
FAR = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData><row r="1"><c r="A1" t="n"><v>1</v></c></row>
<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData></worksheet>"""


MANY = FAR.partition(b"<row")[0] + b"<row>" + b"<c/>" * 3_000_001


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "empty"),
        (b" \r\n\r\n ", "a.csv", "empty"),
        (b";;;\n;;", "a.csv", "no people"),
        (b"name", "a.csv", "no people"),
        (b"name\n\n;;\n", "a.csv", "no people"),
        (b"Ada,8 701 123 45 67\nLi,87011234568", "a.csv", "must name the columns"),
        (PLAIN, "a.csv", "no table"),
        (b"%PDF-1.7\nname\nAda", "a.csv", "no table"),
        (b"<html><table>", "a.csv", "no table"),
        (b"  <svg onload='x'>", "a.csv", "no table"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "no table"),
        (b"name\nA\0da", "a.csv", "no table"),
        (b"\xff\xfen\xd8\x00\xd8", "a.csv", "no table"),
        (b"name\nAda", "a.xlsx", "something else"),
        (b"\xd0\xcf\x11\xe0" * 9, "a.xlsx", "something else"),
        (b"name\nAda", "a.xls", "Only files"),
        (b"name\nAda", "a.pdf", "Only files"),
        (b"name\nAda", "a.csv.exe", "Only files"),
        (b"name\nAda", "csv", "Only files"),
        (PLAIN[: len(PLAIN) // 2], "a.xlsx", "damaged"),
        (b"PK\x03\x04" + b"x" * 99, "a.xlsx", "damaged"),
        (zipped([("a.txt", "hello")]), "a.xlsx", "damaged"),
        (zipped([("../a.xml", "x")]), "a.xlsx", "damaged"),
        (zipped([("/etc/a.xml", "x")]), "a.xlsx", "damaged"),
        (zipped([("inner.zip", "x")]), "a.xlsx", "damaged"),
        (zipped([("inner.bin", PLAIN)]), "a.xlsx", "damaged"),
        (zipped((f"{n}.xml", "") for n in range(10_001)), "a.xlsx", "unpacks"),
        (rezipped(PLAIN, **{"xl/worksheets/sheet1.xml": FAR}), "a.xlsx", "unpacks"),
        (rezipped(PLAIN, **{"xl/worksheets/sheet1.xml": MANY}), "a.xlsx", "unpacks"),
        (b'name\nAda\n"Li', "a.csv", "Line 3: a quotation mark"),
        (b'name\nAda\n"L"i', "a.csv", "Line 3: a quotation mark"),
        (b"name\nAda\n" + b"x" * 10_000_000, "a.csv", "Line 3: a cell holds more"),
        (b"name" + b",x" * 100 + b"\nAda", "a.csv", "More than 100 columns"),
        (b"name\n" + b"Ada\n" * 100_001, "a.csv", "lines. Split the file"),
        (b"x" * (sheets.LARGEST_FILE + 1), "a.csv", "larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content, name, said):
    with pytest.raises(Invalid, match=said) as refusal:
        read(content, name)

    assert "file" in refusal.value.problems


def test_a_zip_bomb_is_not_unpacked():
    bomb = zipped([("xl/worksheets/sheet1.xml", b" " * (201 * 1024 * 1024))])
    assert len(bomb) < 500_000

    with pytest.raises(Invalid, match="unpacks to too much"):
        read(bomb, "a.xlsx")


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    bomb = bytearray(zipped([("xl/worksheets/sheet1.xml", b" " * 3_000_000)]))
    told = (3_000_000).to_bytes(4, "little")
    small = (9).to_bytes(4, "little")

    with pytest.raises(Invalid):
        read(bytes(bomb.replace(told, small)), "a.xlsx")


def test_a_symbolic_link_inside_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("xl/workbook.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(Invalid, match="damaged"):
        read(out.getvalue(), "a.xlsx")


SLOWLY = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)


@SLOWLY
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(content, name):
    with suppress(Invalid):
        assert read(content, name).rows


@SLOWLY
@given(st.data())
def test_an_xlsx_with_any_byte_changed_is_read_or_refused(data):
    content = bytearray(PLAIN)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )
    with suppress(Invalid):
        assert read(bytes(content), "a.xlsx").rows


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@SLOWLY
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_any_text_in_a_csv_arrives_as_it_was(rows):
    content = csv_of([*rows, ["the", "last"]], ["name", "city"])

    arrived = [row.cells for row in read(content, "a.csv").rows]

    tidied = [sheets._tidied(row) for row in rows]
    assert arrived == [*filter(None, tidied), ["the", "last"]]
