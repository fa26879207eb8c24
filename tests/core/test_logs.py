"""The log keeps what helps to mend, and nothing that somebody typed or is."""

import ast
import importlib.util
import io
import json
import logging
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import g

from union.core import logs
from union.core.logs import KNOWN, Line

UNION = Path(logs.__file__).parents[1]
SECRET = "zaunkoenig@203.0.113.9"
FIELDS = {"at", "level", "logger", "event", "where", "thing", "outcome", "request"}
FIELDS |= {"role", "endpoint", "took", "error", "code", "stack"}
THIRD_PARTIES = ["gunicorn.error", "werkzeug", "huey", "alembic.runtime", "engineio"]
LEVELS = ["debug", "info", "warning", "error", "exception", "critical"]


@contextmanager
def written(name):
    """A logger whose lines can be read, and the lines."""
    logger, lines = logging.getLogger(name), io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(Line())
    kept = logger.handlers[:], logger.level, logger.propagate
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.DEBUG)
    told = []
    try:
        yield logger, told
    finally:
        logger.handlers, logger.level, logger.propagate = kept
        told += [json.loads(line) for line in lines.getvalue().splitlines()]
        told.append(lines.getvalue())


def break_with(words):
    whose = words  # a local variable is no business of the log
    raise ValueError(f"{whose} is not a number")


def test_an_error_is_its_kind_and_its_places(app):
    with written("union.some") as (logger, told):
        try:
            break_with(SECRET)
        except ValueError:
            logger.exception("it failed for %s", SECRET)

    [line, text] = told
    assert SECRET not in text
    assert line["event"] == "it failed for %s"
    assert line["error"] == ["ValueError"]
    assert line["stack"][-1].startswith("tests/core/test_logs.py:break_with:")
    assert set(line) <= FIELDS


@pytest.mark.parametrize("name", THIRD_PARTIES)
@pytest.mark.parametrize(
    "record",
    [
        (f"Invalid request from ip={SECRET}",),
        ("Error handling request %s", f"/people/{SECRET}"),
        (f"{SECRET} - - [today] %s %s", "GET /", 200),
        (ValueError(SECRET),),
        (b"%s", SECRET),
    ],
    ids=["put together", "with arguments", "half of each", "an error", "bytes"],
)
def test_of_others_only_the_place_is_kept(name, record):
    with written(name) as (logger, told):
        logger.warning(*record, extra={"thing": SECRET, "address": SECRET})

    [line, text] = told
    assert SECRET not in text
    assert "event" not in line
    assert line["logger"] == name
    assert line["where"].startswith("tests/core/test_logs.py:test_of_others")


def test_a_plain_formatter_would_have_told():
    """The negative control: what is kept out here is there to be kept out."""
    record = logging.LogRecord(
        "werkzeug", logging.INFO, "x.py", 1, f"{SECRET} %s", ("GET /",), None
    )

    assert SECRET in logging.Formatter().format(record)
    assert SECRET not in Line().format(record)


@pytest.mark.parametrize("module", ["gunicorn.arbiter", "huey.consumer"])
def test_the_known_sentences_stand_in_the_programs_we_run(module):
    source = Path(importlib.util.find_spec(module).origin).read_text()
    said = {n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant)}

    assert len(KNOWN & said) >= 3


def test_a_known_sentence_is_kept_without_its_arguments():
    with written("gunicorn.error") as (logger, told):
        logger.critical("WORKER TIMEOUT (pid:%s)", SECRET)

    [line, text] = told
    assert line["event"] == "WORKER TIMEOUT (pid:%s)"
    assert SECRET not in text


@pytest.mark.parametrize("trick", ["\r\n{}", "\x1b[2J", "\u2028", "\x9b31m", "\x00"])
def test_no_sign_breaks_a_line_or_colours_it(trick):
    with written("union.some") as (logger, told):
        logger.error("before" + trick + "after", extra={"thing": f"a{trick}b"})

    text = told[-1]
    assert text.count("\n") == 1
    assert text.isascii()
    assert text.rstrip("\n").isprintable()
    assert "thing" not in told[0]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left", SECRET), "ENOSPC"),
        (ConnectionRefusedError(111, SECRET), "ECONNREFUSED"),
        (ValueError(SECRET), None),
    ],
)
def test_what_a_system_calls_an_error_is_kept(error, code):
    with written("union.some") as (logger, told):
        logger.error("it failed", exc_info=error)

    assert told[0].get("code") == code
    assert SECRET not in told[-1]


def test_what_a_database_calls_an_error_is_found_below_others(tmp_path):
    first, second = (
        sqlite3.connect(tmp_path / "x.db", isolation_level=None, timeout=0)
        for _ in range(2)
    )
    first.execute("BEGIN IMMEDIATE")

    with written("union.some") as (logger, told):
        try:
            try:
                second.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as locked:
                raise RuntimeError(SECRET) from locked
        except RuntimeError:
            logger.exception("it failed")

    assert told[0]["error"] == ["RuntimeError", "OperationalError"]
    assert told[0]["code"] == "SQLITE_BUSY"
    first.close()
    second.close()


def test_a_page_that_breaks_names_its_endpoint_and_its_number(app, db, make, browser):
    client = browser(make.member())
    app.view_functions["members.today"], whole = (
        lambda: break_with(SECRET),
        app.view_functions["members.today"],
    )
    app.view_functions["members.today"].is_public = False
    try:
        with written("union.core.web.pages") as (_logger, told):
            answer = super(type(client), client).open(f"/?word={SECRET}")
    finally:
        app.view_functions["members.today"] = whole

    [line, text] = told
    assert answer.status_code == 500
    assert line["request"] in answer.text
    assert SECRET not in text + answer.text
    assert (line["endpoint"], line["role"]) == ("members.today", "member")
    assert set(line) <= FIELDS


def test_an_ordinary_answer_leaves_no_line(stranger):
    with written("union.core.logs") as (_logger, told):
        stranger.get("/sign-in")
        stranger.get("/no-such-page")

    assert told == [""]


def test_a_slow_answer_leaves_one(app):
    with written("union.core.logs") as (_logger, told), app.test_request_context("/x"):
        g.began = -100.0
        logs.note_the_answer(app.response_class("late"))

    [line, _text] = told
    assert (line["outcome"], line["took"]) == ("slow", ">=10s")


def calls_of_loggers():
    for path in UNION.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LEVELS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "_logger"
            ):
                yield f"{path.name}:{node.lineno}", node


CALLS = dict(calls_of_loggers())


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_our_own_sentences_are_written_out_and_take_nothing_in(call):
    assert len(call.args) == 1
    assert isinstance(call.args[0], ast.Constant)
