"""Every form of the hall, filled in by somebody who means harm: a clear no, no 500."""

from pathlib import Path

import pytest

import union
from tests.access import routes
from tests.access.test_access import questions
from tests.tally import tally

LIKELY = ("BA", "S", "N", "RO", "M", "U", "SA", "X", "G", "W")  # who may fill it in
HOSTILE = {
    "NUL": "a\x00b",
    "bidi": "abc\u202edcba",
    "invisible": "\u200b\u2060",
    "20 kB": "ә" * 10_000,
    "SQL": "' OR 1=1--",
    "template": "{{7*7}}${7*7}<%= 7*7 %>",
    "script": "<script>alert(1)</script>",
    "negative": "-1",
    "beyond 64 bits": str(2**63),
    "no number": "NaN",
    "other digits": "१२",
    "marks": "Z" + "\u0351" * 40,
    "no letter": "\ufffe",
    "a header": "a\r\nSet-Cookie: a=b",
}
REFUSED = range(400, 500)
FORMS = [row for row in routes.rows() if row.method == "POST" and "=" in row.form]


@pytest.fixture
def sending(the_app, world, asking):
    """Send a form of a route as somebody who may, in whatever state it is."""

    def send(row, change):
        kind = next(k for k in LIKELY if any(k in who for who in row.lets_in.values()))
        for relation, address, form in questions(the_app, world, row, kind):
            if kind in row.lets_in[relation]:
                return asking(kind, "POST", address, change(form))
        raise AssertionError(row)

    return send


def reachable(row):
    return any(set(LIKELY) & who for who in row.lets_in.values())


SENT = [row for row in FORMS if reachable(row)]


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.endpoint)
def test_nonsense_in_a_field_is_answered_and_breaks_nothing(sending, row):
    fields = [pair.partition("=")[0] for pair in row.form.lstrip("!").split("&")]
    broken = []
    for field in (name for name in fields if "{" not in name):
        for kind, value in HOSTILE.items():
            answer = sending(row, lambda form, f=field, v=value: form | {f: [v]})
            tally("bad input")["forms"] += 1
            if answer.status_code >= 500 or "a=b" in str(answer.headers):
                broken.append((field, kind, answer.status_code))

    assert broken == []


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.endpoint)
@pytest.mark.parametrize("extra", ["is_admin", "name[]"])
def test_a_field_nobody_offered_is_refused(sending, row, extra):
    answer = sending(row, lambda form: form | {extra: ["1"]})
    tally("bad input")["forms"] += 1

    assert answer.status_code in REFUSED


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.endpoint)
def test_a_field_sent_twice_breaks_nothing(sending, row):
    answer = sending(row, lambda form: {f: [*v, "<b>", *v] for f, v in form.items()})
    tally("bad input")["forms"] += 1

    assert answer.status_code < 500


def test_no_form_relies_on_what_sqlmodel_ignores():
    """`regex=` holds for columns only; forms say `StringConstraints(pattern=...)`."""
    files = Path(union.__file__).parent.rglob("*.py")

    assert [str(path) for path in files if "regex=" in path.read_text()] == []
