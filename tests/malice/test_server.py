"""Requests that no browser sends, before the server as members meet it."""

import pytest

from tests.cli.hall import Visitor, command, serving, settings_in
from tests.malice.hall import Served, request

FORM = "Content-Type: application/x-www-form-urlencoded"
POST = "POST /sign-in HTTP/1.1"
SMUGGLED = b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: ortaq.example\r\n\r\n"
LONG = "a" * 70_000
CASES = {
    "plain": (request(), {200}),
    "length and chunks": (
        request(POST, FORM, "Content-Length: 6", "Transfer-Encoding: chunked", body=SMUGGLED),
        {400},
    ),
    "two lengths": (request(POST, "Content-Length: 3", "Content-Length: 5", body=b"abcde"), {400}),
    "lengths in a list": (request(POST, "Content-Length: 3, 5", body=b"abcde"), {400}),
    "length below zero": (request(POST, "Content-Length: -1"), {400}),
    "length with a sign": (request(POST, "Content-Length: +3", body=b"abc"), {400}),
    "length in other digits": (request(POST, "Content-Length: \xb2"), {400}),
    "length in hexadecimal": (request(POST, "Content-Length: 0x3", body=b"abc"), {400}),
    "length that lies": (request(POST, FORM, "Content-Length: 500", body=b"a=b"), {400, 401, 422, 0}),
    "length beyond all": (request(POST, FORM, f"Content-Length: {10**12}", body=b"a=b"), {413}),
    "length of no number": (request(POST, "Content-Length: x"), {400}),
    "unknown coding": (request(POST, "Transfer-Encoding: xchunked", body=SMUGGLED), {400, 501}),
    "chunked twice": (
        request(POST, "Transfer-Encoding: chunked, chunked", body=SMUGGLED),
        {400, 501},
    ),
    "chunked, then identity": (
        request(POST, "Transfer-Encoding: chunked, identity", body=SMUGGLED),
        {400, 501},
    ),
    "coding behind a tab": (request(POST, "Transfer-Encoding:\x0bchunked", body=SMUGGLED), {400, 501}),
    "chunk of no size": (request(POST, FORM, "Transfer-Encoding: chunked", body=b"zz\r\n"), {400, 0}),
    "chunk below zero": (request(POST, FORM, "Transfer-Encoding: chunked", body=b"-1\r\na\r\n"), {400, 0}),
    "chunk beyond all": (
        request(POST, FORM, "Transfer-Encoding: chunked", body=b"f" * 20 + b"\r\na"),
        {400, 413, 0},
    ),
    "blank before the colon": (request("GET / HTTP/1.1", "Transfer-Encoding : chunked"), {400}),
    "folded header": (request("GET / HTTP/1.1", "X-A: b\r\n c"), {400}),
    "NUL in a header": (request("GET / HTTP/1.1", "X-A: a\x00b"), {400}),
    "header without a name": (request("GET / HTTP/1.1", ": a"), {400}),
    "header without a colon": (request("GET / HTTP/1.1", "nothing"), {400}),
    "header of 70 kB": (request("GET / HTTP/1.1", f"X-A: {LONG}"), {400, 431}),
    "200 headers": (request("GET / HTTP/1.1", *[f"X-{n}: a" for n in range(200)]), {400, 431}),
    "address of 70 kB": (request(f"GET /{LONG} HTTP/1.1"), {400, 414}),
    "no version": (b"GET /\r\n\r\n", {400}),
    "a version to come": (request("GET / HTTP/9.9"), {400, 505}),
    "no method": (request(" / HTTP/1.1"), {400}),
    "method of ours in small": (request("get / HTTP/1.1"), {400, 405, 501}),
    "method of nobody": (request("STEAL / HTTP/1.1"), {405}),
    "TRACE": (request("TRACE / HTTP/1.1"), {405}),
    "CONNECT": (request("CONNECT evil.example:443 HTTP/1.1"), {400, 404, 405}),
    "OPTIONS of all": (request("OPTIONS * HTTP/1.1"), {400, 404, 405}),
    "DEBUG": (request("DEBUG / HTTP/1.1"), {405}),
    "no host": (request(host=""), {400}),
    "another host": (request(host="evil.example"), {400}),
    "host below ours": (request(host="a.ortaq.example"), {400}),
    "host beyond ours": (request(host="ortaq.example.evil"), {400}),
    "host with a name": (request(host="a@ortaq.example"), {400}),
    "host with a path": (request(host="ortaq.example/evil"), {400}),
    "host with two": (request("GET / HTTP/1.1", "Host: evil.example"), {400}),
    "host with a blank": (request(host="ortaq.example evil.example"), {400}),
    "host in another case": (request(host="ORTAQ.example"), {200, 400}),
    "host of a number": (request(host="127.0.0.1"), {400}),
    "absolute address": (request("GET http://evil.example/ HTTP/1.1"), {200, 400, 404}),
    "forwarded host": (request("GET /me HTTP/1.1", "X-Forwarded-Host: evil.example"), {302}),
    "forwarded by name": (request("GET /me HTTP/1.1", "Forwarded: host=evil.example"), {302}),
    "forwarded prefix": (request("GET /me HTTP/1.1", "X-Forwarded-Prefix: /evil"), {302}),
    "forwarded scheme of nobody": (request("GET / HTTP/1.1", "X-Forwarded-Proto: evil"), {200, 400}),
    "another method by a header": (
        request("GET /sign-out HTTP/1.1", "X-HTTP-Method-Override: POST"),
        {405},
    ),
    "another address by a header": (request("GET / HTTP/1.1", "X-Original-URL: /operations"), {200}),
    "a path by a header": (request("GET / HTTP/1.1", "Script_Name: /evil"), {200, 400}),
    "a path in front": (request("GET /me HTTP/1.1", "SCRIPT_NAME: /me"), {302, 400}),
    "another path": (request("GET / HTTP/1.1", "PATH_INFO: /operations"), {200, 400}),
    "up and out": (request("GET /static/../../pyproject.toml HTTP/1.1"), {404}),
    "up and out, disguised": (request("GET /static/%2e%2e/%2e%2e/pyproject.toml HTTP/1.1"), {404}),
    "up and out, twice disguised": (request("GET /static/%252e%252e/app.py HTTP/1.1"), {404}),
    "up by the other slash": (request("GET /static/..%5c..%5capp.py HTTP/1.1"), {404}),
    "NUL in the address": (request("GET /static/css/ortaq.css%00.html HTTP/1.1"), {404}),
    "no UTF-8 in the address": (request("GET /%ff%fe HTTP/1.1"), {404}),
    "raw bytes in the address": (request("GET /\xff\xfe HTTP/1.1"), {400, 404}),
    "percent of nothing": (request("GET /%zz%1 HTTP/1.1"), {404}),
    "git": (request("GET /.git/config HTTP/1.1"), {404}),
    "settings": (request("GET /.env HTTP/1.1"), {404}),
    "the database": (request("GET /union.db HTTP/1.1"), {404}),
    "a debugger": (request("GET /console HTTP/1.1"), {404}),
    "a debugger's secret": (request("GET /?__debugger__=yes&cmd=resource&f=style.css HTTP/1.1"), {200}),
    "range beyond the end": (
        request("GET /static/css/ortaq.css HTTP/1.1", "Range: bytes=999999999-"),
        {416},
    ),
    "ranges by the hundred": (
        request("GET /static/css/ortaq.css HTTP/1.1", f"Range: bytes={'0-1,' * 500}0-1"),
        {200, 206, 416},
    ),
    "range below zero": (request("GET /static/css/ortaq.css HTTP/1.1", "Range: bytes=-0"), {200, 206, 416}),
    "a form as JSON": (
        request(POST, "Content-Type: application/json", "Content-Length: 2", body=b"{}"),
        {422},
    ),
    "a form as text": (
        request(POST, "Content-Type: text/plain", "Content-Length: 3", body=b"a=b"),
        {422},
    ),
    "a form of parts without an end": (
        request(POST, "Content-Type: multipart/form-data", "Content-Length: 3", body=b"a=b"),
        {400, 422},
    ),
    "a form of no UTF-8": (
        request(POST, FORM, "Content-Length: 16", body=b"sign_in_name=%ff"),
        {422},
    ),
    "a form in another charset": (
        request(POST, f"{FORM}; charset=utf-7", "Content-Length: 16", body=b"sign_in_name=%ff"),
        {422},
    ),
    "cookie of 60 kB": (request("GET / HTTP/1.1", f"Cookie: a={'b' * 60_000}"), {200, 400, 431}),
    "cookie of nonsense": (request("GET /me HTTP/1.1", "Cookie: ;;=;\"\\;a"), {302}),
    "languages of nonsense": (request("GET / HTTP/1.1", "Accept-Language: ;q=1,*;q=x"), {200}),
    "languages by the thousand": (request("GET / HTTP/1.1", f"Accept-Language: {'kk,' * 2000}ru"), {200}),
    "an etag of nonsense": (request("GET / HTTP/1.1", 'If-None-Match: W/"'), {200}),
    "a date of nonsense": (request("GET / HTTP/1.1", "If-Modified-Since: yesterday"), {200}),
    "waiting to be asked": (
        request(POST, FORM, "Expect: a miracle", "Content-Length: 3", body=b"a=b"),
        {400, 417, 422},
    ),
    "another protocol": (
        request("GET / HTTP/1.1", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQ"),
        {200},
    ),
    "http/2 at once": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}),
    "a TLS greeting": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 64, {0, 400}),
    "nothing": (b"", {0}),
    "blank lines": (b"\r\n" * 50, {0, 400}),
    "zeros": (b"\0" * 1000, {0, 400}),
}  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("malice")
    settings = settings_in(folder)
    command(settings, "demo", "--members", "50", "--no-serve")
    log = folder / "log"
    with serving(settings, log=log) as (port, process):
        yield Served(port, process, log)


def test_each_strange_request_has_its_answer(served, tally):
    told = {name: served.say(raw) for name, (raw, _wanted) in CASES.items()}
    tally["server"] += len(CASES)

    wrong = {n: told[n] for n, (_raw, wanted) in CASES.items() if told[n] not in wanted}
    assert wrong == {}
    assert "Traceback" not in served.log.read_text()
    assert Visitor(served.port).get("/").status == 200


@pytest.mark.parametrize(
    "name", [n for n, (raw, _) in CASES.items() if SMUGGLED in raw]
)
def test_no_request_hides_in_another(served, name, tally):
    told = served.answers(CASES[name][0])
    tally["server"] += 1

    assert 404 not in told
    assert len(told) <= 1
