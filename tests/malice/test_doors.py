"""Every door: forged, misaddressed, with more than it asks for. Nothing is kept."""

import re
from uuid import uuid4

import pytest

from tests.access import routes
from tests.malice.knocking import likely, well_filled_in

ROWS = [row for row in routes.rows() if likely(row)]
POSTS = [row for row in ROWS if row.method == "POST"]
FORMS = [row for row in POSTS if "=" in row.form]
OWN = re.compile(
    r'nonce="[^"]+"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|/(?:3|1000000000)\b(?!-)'
)
FORGED = {  # how a request of another site looks -> its answer
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour": {"Sec-Fetch-Site": "same-site"},
    "another site that borrows our name": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "http://localhost",
    },
    "an old browser, elsewhere": {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
    "an old browser, nowhere": {"Sec-Fetch-Site": "", "Origin": "null"},
    "an old browser, another port": {"Sec-Fetch-Site": "", "Origin": "http://localhost:81"},
    "no word at all": {"Sec-Fetch-Site": ""},
}  # fmt: skip
UNASKED = {  # what no form offers
    "id": "00000000-0000-0000-0000-000000000001",
    "state": "closed",
    "closed_at": "2026-01-01T00:00",
    "voter_id": "00000000-0000-0000-0000-000000000001",
    "admitted_at": "2020-01-01",
    "passphrase_hash": "x",
    "author_id": "00000000-0000-0000-0000-000000000001",
    "__class__": "x",
    "name.en": "x",
    "choice[$ne]": "x",
}
NO_IDS = {  # in place of an id -> its answer
    "1": 404,
    "-1": 404,
    "0": 404,
    "%27%20OR%201=1--": 404,
    "%00": 404,
    "..%2f..%2fetc": 404,
    "{7*7}": 404,
    "null": 404,
    "00000000000000000000000000000000": 404,
    "urn:uuid:00000000-0000-0000-0000-000000000000": 404,
    "a" * 5000: 404,
}


@pytest.mark.parametrize("how", FORGED)
def test_no_deed_is_done_for_another_site(the_app, world, knocker, how, tally):
    wrong = []
    for row in POSTS:
        kind, address, form = well_filled_in(the_app, world, row)
        answer = knocker(kind, "POST", address, headers=FORGED[how], data=form)
        tally["forgery"] += 1
        if answer.status_code != 403 or knocker.kept:
            wrong.append((row.endpoint, answer.status_code, knocker.kept))

    assert wrong == [], wrong


@pytest.mark.parametrize("name", UNASKED)
def test_no_form_takes_what_it_did_not_offer(the_app, world, knocker, name, tally):
    wrong = []
    for row in FORMS:
        kind, address, form = well_filled_in(the_app, world, row)
        answer = knocker(kind, "POST", address, data=form | {name: [UNASKED[name]]})
        tally["mass assignment"] += 1
        if answer.status_code not in (422, 404) or knocker.kept:
            wrong.append((row.endpoint, answer.status_code, knocker.kept))

    assert wrong == [], wrong


@pytest.mark.parametrize("kind", ["json", "text", "parts"])
def test_no_form_is_read_from_another_kind_of_body(
    the_app, world, knocker, kind, tally
):
    """What is no form says nothing: it is answered like one that was left empty."""
    bodies = {
        "json": ("application/json", '{"name":"Aru","__proto__":{"role":"admin"}}'),
        "text": ("text/plain", "name=Aru&reason=x"),
        "parts": ("multipart/form-data; boundary=x", "--x\r\nname\r\n\r\nAru"),
    }
    content_type, data = bodies[kind]
    wrong = []
    for row in FORMS:
        who, address, _form = well_filled_in(the_app, world, row)
        answer = knocker(who, "POST", address, data=data, content_type=content_type)
        tally["bodies"] += 1
        empty = knocker(who, "POST", address, data={})
        if answer.status_code != empty.status_code:
            wrong.append((row.endpoint, answer.status_code, empty.status_code))

    assert wrong == [], wrong


def ids_in(app, row):
    rule = next(app.url_map.iter_rules(row.endpoint))
    return [
        n for n, c in rule._converters.items() if type(c).__name__ == "UUIDConverter"
    ]


@pytest.mark.parametrize("no_id", NO_IDS, ids=lambda no_id: no_id[:20])
def test_what_is_no_id_leads_nowhere(the_app, world, knocker, no_id, tally):
    wrong = []
    for row in ROWS:
        for name in ids_in(the_app, row):
            kind, address, form = well_filled_in(the_app, world, row)
            rule = next(the_app.url_map.iter_rules(row.endpoint))
            with the_app.test_request_context():
                value = str(world.about(kind, "same").named(name, row.state))
            own = str(world.about(kind, "own").named(name, row.state))
            asked = address.replace(value, no_id).replace(own, no_id)
            answer = knocker(kind, row.method, asked, data=form)
            tally["ids"] += 1
            if answer.status_code != NO_IDS[no_id] or knocker.kept:
                wrong.append((rule.rule, answer.status_code, knocker.kept))

    assert wrong == [], wrong


def test_what_is_of_others_and_what_is_nothing_look_alike(
    the_app, world, knocker, tally
):
    """The same page for a thing of another branch as for one that never was."""
    wrong = []
    for row in ROWS:
        if (
            row.method != "GET"
            or not ids_in(the_app, row)
            or "M" in row.lets_in["other"]
        ):
            continue
        pages = []
        for relation in ("other", "none"):
            rule = next(the_app.url_map.iter_rules(row.endpoint))
            with the_app.test_request_context():
                address = world.about("M", relation).address(rule, row.state)
            answer = knocker("M", "GET", address)
            pages.append((answer.status_code, OWN.sub("", answer.text)))
            tally["others' things"] += 1
        if pages[0] != pages[1]:
            wrong.append((row.endpoint, pages[0][0], pages[1][0]))

    assert wrong == [], wrong


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
def test_other_methods_do_and_tell_no_more(the_app, world, knocker, method, tally):
    wrong = []
    for row in ROWS if method != "HEAD" else [r for r in ROWS if r.method == "GET"]:
        kind, address, form = well_filled_in(the_app, world, row)
        answer = knocker(kind, method, address, data=form | {"once": "a key"})
        tally["methods"] += 1
        expected = _expected(the_app, row, method, knocker, kind, address)
        if answer.status_code not in expected or knocker.kept:
            wrong.append((row.endpoint, answer.status_code, expected))

    assert wrong == [], wrong


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_form_sent_to_nowhere_is_no_deed(knocker, method):
    """Its address may have gone with an upgrade."""
    answer = knocker("M", method, "/nowhere", data={"once": "a key"})

    assert answer.status_code == 404
    assert knocker.kept == []


def _expected(app, row, method, knocker, kind, address):
    """HEAD says what GET says; OPTIONS names methods; nothing else is known."""
    rule = next(app.url_map.iter_rules(row.endpoint))
    if method == "OPTIONS":
        return {200}
    if method != "HEAD":
        return {405}
    return {knocker(kind, "GET", address).status_code if "GET" in rule.methods else 405}


LEAD_AWAY = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "HtTpS://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%0d%0aLocation:%20//evil.example",
    "/\r\nSet-Cookie: a=b",
    "/\t/evil.example",
    " //evil.example",
    "\t//evil.example",
    "/ /evil.example",
    "evil.example",
    "@evil.example",
    "/@evil.example/../..//evil.example"[1:],
    "//localhost@evil.example",
    "http://localhost.evil.example",
    "//evil.example/%2f..",
    "\u2044\u2044evil.example",
    "/\u2215evil.example"[1:],
    "?next=//evil.example",
    "#//evil.example",
    "",
]


@pytest.mark.parametrize("address", LEAD_AWAY)
def test_no_way_back_leads_away(knocker, address, tally):
    told = []
    for path in ("/sign-in", "/prove"):
        answer = knocker("M", "GET", path, query_string={"next": address})
        tally["ways back"] += 1
        told.append(answer.location or "")
        assert answer.status_code in (200, 302, 303)

    assert not [place for place in told if "evil" in place]


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "x",
        "." * 50,
        "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "eyJfdXNlcl9pZCI6eyIgdCI6WzFdfX0.aaaaaa.bbbb",
        "a" * 3000,
        "\x00\x01",
        "%00",
        "None",
        "' OR 1=1--",
        ".eJwdyjsKgDAMANCrSOYOSZOmaS8jNR8UXGp1Eu9uddz3wG4U",
    ],
)
def test_a_forged_cookie_is_no_cookie(knocker, cookie, tally):
    answer = knocker("M", "GET", "/me", cookie=cookie)
    tally["cookies"] += 1

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_a_cookie_with_any_letter_changed_is_no_cookie(knocker, tally):
    cookie = knocker.cookie_of("M")
    let_in = []
    for place in range(len(cookie) - 1):  # the last letter carries spare bits
        other = "A" if cookie[place] != "A" else "B"
        changed = f"{cookie[:place]}{other}{cookie[place + 1 :]}"
        tally["cookies"] += 1
        if knocker("M", "GET", "/me", cookie=changed).status_code != 302:
            let_in.append(place)

    assert let_in == []


QUERIES = ["after", "before", "words", "name", "kind", "branch", "platform", "page"]
ASKED = {
    "NUL": "\0",
    "a surrogate": "%ED%A0%80",
    "no UTF-8": "%ff%fe",
    "SQL": "' UNION SELECT 1--",
    "a wildcard": "%25_%25",
    "10 kB": "a" * 10_000,
    "5,000 digits": "9" * 5000,
    "below zero": "-1",
    "a list": "[]",
    "an id of nothing": str(uuid4()),
    "a script": "<script>alert(1)</script>",
    "a template": "{{7*7}}",
    "beyond 64 bits": str(2**64),
}


@pytest.mark.parametrize("case", ASKED)
def test_no_question_behind_an_address_breaks_a_page(
    the_app, world, knocker, case, tally
):
    wrong = []
    for row in ROWS:
        if row.method != "GET":
            continue
        kind, address, _form = well_filled_in(the_app, world, row)
        asked = "&".join(f"{name}={ASKED[case]}" for name in QUERIES)
        answer = knocker(kind, "GET", f"{address}?{asked}")
        tally["questions"] += 1
        is_wrong = answer.status_code not in (200, 302, 303, 304, 404, 422)
        if is_wrong or b"<script>alert" in answer.data:
            wrong.append((row.endpoint, answer.status_code))

    assert wrong == [], wrong
