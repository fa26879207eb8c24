"""Lists of people, sent as no browser sends them: taken as tables, or refused."""

import csv
import gzip
import zipfile
from base64 import b64encode
from io import BytesIO, StringIO

import pytest
from sqlmodel import delete, select

from tests.malice.test_lists import FORMULAS, LISTS
from tests.members.lists import BOUNDARY, checked, csv_of, send, xlsx_of
from union.members.models import Import, Role
from union.members.sheets import LARGEST_FILE

LIST = b"name;city\nAda;Almaty\nBob;Astana\n"
LINES = 100_000
WIDE = b"Ada".ljust(209) + b"\n"  # so that 20 MB are no more than so many lines
FULL = b"name\n" + WIDE * 99_000
NAMES = {  # what the file is called -> what its page calls it, or None: no list
    "up and out": ("../../etc/passwd.csv", "passwd.csv"),
    "an absolute name": ("/etc/cron.d/a.csv", "a.csv"),
    "a folder in the end": ("a.csv/", "a.csv"),
    "escaped": ("%2e%2e%2fa.csv", "%2e%2e%2fa.csv"),
    "NUL": ("a\0.csv", "a.csv"),
    "NUL before another ending": ("a.csv\0.exe", None),
    "escape": ("a\x1b[31m.csv", "a[31m.csv"),
    "a new line": ("a\rb.csv", None),
    "a head of its own": ("a\r\nSet-Cookie: x=y\r\n.csv", None),
    "a quotation mark": ('a".csv', None),
    "turned round": ("ab\u202evsc.csv", "abvsc.csv"),
    "unseen": ("a\u200b.csv", "a.csv"),
    "a script": ("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
    "SQL": ("' OR 1=1--.csv", "' OR 1=1--.csv"),
    "a template": ("{{7*7}}.csv", "{{7*7}}.csv"),
    "a command": ("$(reboot).csv", "$(reboot).csv"),
    "an option": ("-rf.csv", "-rf.csv"),
    "a formula": ("=cmd.csv", "=cmd.csv"),
    "300 letters": ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    "8 kB": ("x" * 8000 + ".csv", "x" * 116 + ".csv"),
    "a blank behind": ("a.csv ", None),
    "no name": ("", None),
    "only an ending": (".csv", None),
    "two endings": ("a.csv.exe", None),
}  # fmt: skip


def part(about, content, *heads):
    lines = [f"Content-Disposition: form-data; {about}", *heads, "", ""]
    return (
        f"--{BOUNDARY}\r\n".encode() + "\r\n".join(lines).encode() + content + b"\r\n"
    )


END = f"--{BOUNDARY}--\r\n".encode()
A_FILE = 'name="file"; filename="a.csv"'
PARTS = f"multipart/form-data; boundary={BOUNDARY}"


def bodies(branch_id):
    """What is sent -> its kind, its answers, and how many lines come in."""
    branch = part('name="branch_id"', str(branch_id).encode())
    whole = branch + part(A_FILE, LIST)
    inner = (
        b"--x\r\nContent-Disposition: file; filename=a.csv\r\n\r\nname\nAda\r\n--x--"
    )
    return {
        "plain": (whole + END, PARTS, {303}, [2]),
        "called a page": (branch + part(A_FILE, LIST, "Content-Type: text/html") + END, PARTS, {303}, [2]),
        "called a picture": (branch + part(A_FILE, LIST, "Content-Type: image/png") + END, PARTS, {303}, [2]),
        "in base64": (
            branch + part(A_FILE, b64encode(LIST), "Content-Transfer-Encoding: base64") + END,
            PARTS,
            {422},  # heads and nobody below: it is not unpacked
            [],
        ),
        "packed": (branch + part(A_FILE, gzip.compress(LIST)) + END, PARTS, {422}, []),
        "no end": (whole, PARTS, {400, 422}, []),
        "cut in the file": (whole[:-20], PARTS, {400, 422}, []),
        "no boundary": (whole + END, "multipart/form-data", {422}, []),
        "another boundary": (whole + END, "multipart/form-data; boundary=evil", {422}, []),
        "a boundary of 8 kB": (whole + END, "multipart/form-data; boundary=" + "x" * 8000, {422}, []),
        "a part without a name": (branch + part('filename="a.csv"', LIST) + END, PARTS, {400, 422}, []),
        "a file that is a field": (branch + part('name="file"', LIST) + END, PARTS, {422}, []),
        "a branch that is a file": (
            part('name="branch_id"; filename="a"', str(branch_id).encode()) + part(A_FILE, LIST) + END,
            PARTS,
            {422},
            [],
        ),
        "no branch": (part(A_FILE, LIST) + END, PARTS, {422}, []),
        "the branch twice": (branch + whole + END, PARTS, {303}, [2]),
        "another field": (whole + part('name="stage"', b"entered") + END, PARTS, {422}, []),
        "no file": (branch + END, PARTS, {422}, []),
        "a file elsewhere": (branch + part('name="list"; filename="a.csv"', LIST) + END, PARTS, {422}, []),
        "parts in a part": (
            branch + part(A_FILE, inner, "Content-Type: multipart/mixed; boundary=x") + END,
            PARTS,
            {303},
            [4],
        ),
        "1,500 parts": (branch + part('name="a"', b"") * 1500 + END, PARTS, {413}, []),
        "heads of 100 kB": (branch + part(A_FILE, LIST, "X-A: " + "a" * 100_000) + END, PARTS, {303}, [2]),
        "a form of the plain kind": (
            f"branch_id={branch_id}&file=a.csv".encode(),
            "application/x-www-form-urlencoded",
            {422},
            [],
        ),
        "JSON": (b'{"branch_id":1}', "application/json", {422}, []),
        "the list alone": (LIST, "text/csv", {422}, []),
        "nothing": (b"", PARTS, {422}, []),
    }  # fmt: skip


SIZES = {  # the file -> its answer, and how many lines come in
    "100,000 lines": (b"name\n" + b"Ada\n" * LINES, 303, [LINES]),
    "100,001 lines": (b"name\n" + b"Ada\n" * (LINES + 1), 422, []),
    "20 MB": (FULL.ljust(LARGEST_FILE, b"\n"), 303, [99_000]),
    "20 MB and one": (FULL.ljust(LARGEST_FILE + 1, b"\n"), 422, []),
    "20 MB and what a form has": (b"a" * (LARGEST_FILE + 20_000), 413, []),
    "60 MB": (b"a" * (3 * LARGEST_FILE), 413, []),
}


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def client(make, browser, branch):
    make.branch(under=branch)
    return browser(make.officer(Role.BRANCH_ADMIN, branch))


@pytest.fixture
def kept(db):
    """The lists that came in since this was asked the last time."""

    def look():
        db.expire_all()
        found = [(one.name, one.lines) for one in db.exec(select(Import))]
        db.exec(delete(Import))
        db.commit()
        return found

    return look


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_each_strange_list_has_its_answer_at_the_door(client, branch, kept, tally):
    wrong = {}
    for case, (content, called, wanted) in LISTS.items():
        answer = send(client, branch, content, called)
        lines = [lines for _name, lines in kept()]
        tally["uploads: lists"] += 1
        if isinstance(wanted, int):
            is_right = (answer.status_code, lines) == (303, [wanted])
        else:
            is_right = answer.status_code == 422 and wanted in answer.text and not lines
        if not is_right:
            wrong[case] = answer.status_code, lines

    assert wrong == {}


def test_a_name_of_a_file_is_a_name_and_no_path(client, branch, kept, tally):
    wrong = {}
    for case, (name, wanted) in NAMES.items():
        answer = send(client, branch, LIST, name)
        page = client.get("/imports").text
        names = [name for name, _lines in kept()]
        tally["uploads: names"] += 1
        status = 422 if wanted is None else 303
        if answer.status_code != status or names != [wanted][: status == 303]:
            wrong[case] = answer.status_code, names
        if "<img src=x" in page or "Set-Cookie: x" in str(answer.headers):
            wrong[case] = page

    assert wrong == {}


def test_only_a_form_with_a_file_brings_a_list(client, branch, kept, tally):
    wrong = {}
    for case, (body, kind, wanted, lines) in bodies(branch.id).items():
        answer = client.post("/imports", data=body, content_type=kind)
        came = [lines for _name, lines in kept()]
        tally["uploads: bodies"] += 1
        if answer.status_code not in wanted or came != lines:
            wrong[case] = answer.status_code, came

    assert wrong == {}


@pytest.mark.parametrize("case", SIZES)
def test_a_list_has_its_measure_to_the_byte(client, branch, kept, case, tally):
    content, status, lines = SIZES[case]

    answer = send(client, branch, content)

    tally["uploads: sizes"] += 1
    assert answer.status_code == status
    assert [lines for _name, lines in kept()] == lines


def test_macros_lie_still(client, branch, kept, tally):
    """A workbook is read for its cells: what else is packed into it is not touched."""
    tally["uploads: macros"] += 1

    answer = send(client, branch, with_macros(), "a.xlsx")

    assert answer.status_code == 303
    assert kept() == [("a.xlsx", 1)]


def with_macros():
    out = BytesIO(xlsx_of([["Ada"]]))
    with zipfile.ZipFile(out, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"Shell" * 99)
    return out.getvalue()


def test_formulas_of_a_list_are_words_to_whoever_takes_them_back(client, branch, tally):
    """Lines that are wrong are sent back as a table, for a spreadsheet to open."""
    tally["uploads: formulas"] += len(FORMULAS)
    rows = [[formula, "x", "", "", "", "", ""] for formula in FORMULAS]

    page = checked(client, branch, csv_of(rows))
    told = csv.reader(StringIO(client.get(f"{page}/faults.csv").text), delimiter=";")

    cells = [cell for row in told for cell in row]
    assert len(cells) > len(FORMULAS)
    assert not [cell for cell in cells if cell.strip().startswith(tuple("=+@＝＋＠"))]
