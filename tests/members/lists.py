"""Spreadsheets as organisers have them, and the way they take through the pages."""

import csv
from io import BytesIO, StringIO

import xlsxwriter

from union.core.jobs import run_errands

HEADS = ["Name", "Phone", "Language", "City", "Platforms", "Joined on", "Vehicle"]


def csv_of(rows, heads=HEADS, delimiter=";", encoding="utf-8"):
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows([heads, *rows])
    return out.getvalue().encode(encoding)


def xlsx_of(rows, heads=HEADS):
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([heads, *rows]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def work(client, deed=run_errands):
    """Let the worker do what waits for it."""
    with client.application.app_context():
        deed()


BOUNDARY = "a-line-that-no-list-has"


PARTS = f"multipart/form-data; boundary={BOUNDARY}"


def send(client, branch, content, name="list.csv", **more):
    """Send a file in; the answer. By hand: the test client would keep files open."""
    body = parcel(content, name, **{"branch_id": str(branch.id)} | more)
    return client.post("/imports", data=body, content_type=PARTS)


def parcel(content, name, **fields):
    """A file and what is filled in beside it, as a browser would send them."""
    parts = [_part(f'name="{key}"', value.encode()) for key, value in fields.items()]
    parts.append(_part(f'name="file"; filename="{name}"', content))
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _part(about, content):
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def sent(client, branch, content, name="list.csv"):
    """Send a file in; the address of the list it became."""
    answer = send(client, branch, content, name)
    assert answer.status_code == 303, answer.text
    return answer.location.removesuffix("/columns")


def places(*fields):
    """The form that names columns in this order."""
    return {field: str(place) for place, field in enumerate(fields)}


ALL = places("name", "phone", "language", "city", "platforms", "joined", "vehicle")


def checked(client, branch, content, name="list.csv", columns=ALL):
    """Send a file in, name its columns, let the worker check it; its address."""
    page = sent(client, branch, content, name)
    answer = client.post(f"{page}/columns", data=columns)
    assert answer.status_code == 303, answer.text
    work(client)
    return page


def entered(client, page, **form):
    """Have it entered, and let the worker do so."""
    answer = client.post(f"{page}/enter", data=form)
    assert answer.status_code == 303, answer.text
    work(client)
    return client.get(page)
