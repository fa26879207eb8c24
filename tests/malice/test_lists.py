"""Lists of people as nobody saves them: read for what they say, or refused in words."""

import codecs
import io
import re
import zipfile

import pytest

from tests.members.lists import csv_of, xlsx_of
from union.core.errors import Invalid
from union.members.sheets import read
from union.writers.csv import unguarded, written

TEXT = "name;city\nАйша;Алматы\nBob;Astana\n"
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "|calc",
    "%0A=1",
]
FORMULAS += ["=cmd|'/c calc'!A1", '=HYPERLINK("http://evil.example")', "=DDE(1)", "＋1"]
FORMULAS += [
    "＠SUM",
    "\n=1",
    "'=1",
    "''=1",
    "\u200b=1",
    "\ufeff=1",
    "\u00a0=1",
    "=",
    "-",
    "+",
]
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]><worksheet>&j;</worksheet>'.format(
    "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
)


def changed(part, content):
    """An XLSX of two people in which one part is another's."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of([["Ada"], ["Bob"]]))) as good:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
            for name in good.namelist():
                bad.writestr(name, content if name == part else good.read(name))
    return out.getvalue()


def packed(names, content=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LISTS = {  # -> content, name, how many people or the words of the refusal
    "UTF-8": (TEXT.encode(), "a.csv", 2),
    "UTF-8 with a mark": (TEXT.encode("utf-8-sig"), "a.csv", 2),
    "UTF-16 with a mark": (TEXT.encode("utf-16"), "a.csv", 2),
    "UTF-16, the other way round": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "a.csv", 2),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le"), "a.csv", 2),
    "UTF-16 cut in a letter": (TEXT.encode("utf-16")[:-1], "a.csv", "no table"),
    "UTF-32": (TEXT.encode("utf-32"), "a.csv", "no table"),
    "Windows": (TEXT.encode("kz1048"), "a.csv", 2),
    "overlong UTF-8": (b"name\nA\xc0\xaf", "a.csv", 1),
    "lines of a Mac": (b"name\rAda\rBob", "a.csv", 2),
    "no end": (b"name\nAda", "a.csv", 1),
    "commas in a table of semicolons": (b"name;city\nA,da;B,ob\n", "a.csv", 1),
    "a quote never closed": (b'name\n"Ada\nBob\n', "a.csv", "Line 2"),
    "a quote in the middle": (b'name\n"A"da\nBob\n', "a.csv", "Line 2"),
    "quotes by the thousand": (b"name\n" + b'"' * 9999, "a.csv", "Line 2"),
    "a cell of 10 MB": (b"name\n" + b"a" * 10_000_000, "a.csv", "Line 2"),
    "a cell of 10 MB in quotes": (b'name\n"' + b"a\n" * 5_000_000 + b'"', "a.csv", "Line 2"),
    "a line of a million cells": (b"name\n" + b"a;" * 1_000_000, "a.csv", 1),
    "heads by the hundred": (b";".join([b"a"] * 200) + b"\nb", "a.csv", "100 columns"),
    "a million lines": (b"name\n" + b"Ada\n" * 1_000_000, "a.csv", "More than 100"),
    "a million blank lines": (b"name\n" + b"\n" * 1_000_000 + b"Ada", "a.csv", 1),
    "20 MB and one": (b"a" * (20 * 1024 * 1024 + 1), "a.csv", "20 MB"),
    "NUL": (b"name\nA\0da", "a.csv", "no table"),
    "a page": (b"<!doctype html><table><tr><td>Ada", "a.csv", "no table"),
    "a script": (b"#!/bin/sh\nrm -rf /", "a.csv", 1),
    "a picture with a list behind it": (b"GIF89a\nname\nAda", "a.csv", "no table"),
    "a separator of nobody": (b"sep=\x01\nname\nAda", "a.csv", 2),
    "JSON": (b'[{"name":"Ada"}]\nx', "a.csv", 1),
    "no ending": (TEXT.encode(), "a", "Only files"),
    "another ending behind": (TEXT.encode(), "a.csv.html", "Only files"),
    "an ending with a dot": (TEXT.encode(), "a.csv.", "Only files"),
    "an ending with NUL": (TEXT.encode(), "a.csv\0.exe", "Only files"),
    "an ending in capitals": (TEXT.encode(), "A.CSV", 2),
    "only an ending": (TEXT.encode(), ".csv", "Only files"),
    "an old workbook": (TEXT.encode(), "a.xls", "Only files"),
    "a drawing": (b"<svg/>", "a.svg", "Only files"),
    "a workbook with macros": (xlsx_of([["Ada"]]), "a.xlsm", "Only files"),
    "XLSX": (xlsx_of([["Ada"], ["Bob"]]), "a.xlsx", 2),
    "XLSX called CSV": (xlsx_of([["Ada"]]), "a.csv", "no table"),
    "CSV called XLSX": (TEXT.encode(), "a.xlsx", "something else"),
    "formulas": (xlsx_of([["=1+1"], ["=cmd|' /c calc'!A0"]]), "a.xlsx", 2),
    "cut in half": (xlsx_of([["Ada"]])[:900], "a.xlsx", "damaged"),
    "no sheet": (changed(SHEET, b""), "a.xlsx", "damaged"),
    "a sheet of no XML": (changed(SHEET, b"\x00\xff" * 99), "a.xlsx", "damaged"),
    "half of a sheet": (changed(SHEET, b"<worksheet><sheetData><row><c r='A1'>"), "a.xlsx", "damaged"),
    "laughs by the billion": (changed(SHEET, ENTITIES), "a.xlsx", "no people"),
    "a file of the server": (
        changed(SHEET, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'),
        "a.xlsx",
        "no people",
    ),
    "a cell at the end of the world": (
        changed(SHEET, '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'),
        "a.xlsx",
        "unpacks",
    ),
    "a cell beyond it": (
        changed(SHEET, '<worksheet><sheetData><row r="9"><c r="ZZZ999999999"><v>1</v></c></row></sheetData></worksheet>'),
        "a.xlsx",
        "unpacks",
    ),
    "no workbook": (changed("xl/workbook.xml", b"<workbook/>"), "a.xlsx", "damaged"),
    "a workbook of no XML": (changed("xl/workbook.xml", b"\xff"), "a.xlsx", "damaged"),
    "entries by the 10,000": (packed(map(str, range(10_001))), "a.xlsx", "unpacks"),
    "up and out": (packed(["../../etc/passwd"]), "a.xlsx", "damaged"),
    "out by the other slash": (packed(["..\\..\\a"]), "a.xlsx", "damaged"),
    "an absolute name": (packed(["/etc/passwd"]), "a.xlsx", "damaged"),
    "the same name twice": (packed([SHEET, "xl/worksheets/Sheet1.xml"]), "a.xlsx", "damaged"),
    "an archive in it": (packed(["a.zip"]), "a.xlsx", "damaged"),
    "a bomb": (packed(["xl/a.xml"], b"\0" * 210 * 1024 * 1024), "a.xlsx", "unpacks"),
    "nothing in it": (packed([]), "a.xlsx", "something else"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_each_strange_list_has_its_answer(tally):
    wrong = {}
    for name, (content, called, wanted) in LISTS.items():
        told = said_of(content, called)
        tally["lists"] += 1
        is_right = wanted == told if isinstance(wanted, int) else wanted in str(told)
        if not is_right:
            wrong[name] = told

    assert wrong == {}


def said_of(content, name):
    """How many people are in a list, or why it is refused."""
    try:
        return len(read(content, name).rows)
    except Invalid as refusal:
        return refusal.reason


def table(cell):
    return b"".join(written([["name"], [cell]])).decode("utf-8-sig")


@pytest.mark.parametrize("cell", FORMULAS, ids=ascii)
def test_no_cell_we_write_is_a_formula(cell, tally):
    """A spreadsheet trims a cell before it looks what it begins with."""
    tally["formulas"] += 1

    line = table(cell).splitlines()[1]

    begins = re.sub(r'^["\s\u200b\ufeff\u00a0]*', "", line)
    assert not begins.startswith(tuple("=+-@＝＋－＠|%"))
    assert len(table(cell).splitlines()) == 2


def test_a_list_of_formulas_comes_back_as_it_was(tally):
    plain = [cell for cell in FORMULAS if cell == cell.strip() and cell[0] != "'"]
    tally["formulas"] += len(plain)

    told = b"".join(written([["name"], *([cell] for cell in plain)]))

    assert [row.cells[0] for row in read(told, "a.csv").rows] == plain
    assert [unguarded(cell) for cell in plain] == plain


def test_nor_is_one_that_was_sent_in_such(tally):
    tally["formulas"] += 1

    sheet = read(csv_of([["=1+1"], ["Ada"]], heads=["name"]), "a.csv")

    assert b"'=1+1" in b"".join(written([row.cells for row in sheet.rows]))
