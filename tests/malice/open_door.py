"""A page made badly on purpose: what the scanners must find, or they were blind."""

import sqlite3
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs

from werkzeug.serving import make_server


def ask(words):
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE thing (name TEXT)")
        db.executemany("INSERT INTO thing VALUES (?)", [("camel",), ("horse",)])
        return db.execute(f"SELECT name FROM thing WHERE name = '{words}'").fetchall()  # noqa: S608  (on purpose)


def page(environ, start_response):
    words = parse_qs(environ["QUERY_STRING"]).get("words", ["camel"])[0]
    try:
        found = str(ask(words))
    except sqlite3.Error as error:
        found = f"sqlite3.{type(error).__name__}: {error}"
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    link = '<a href="/?words=camel">camel</a>'
    return [
        f"<!doctype html><html><body>{words}: {found} {link}</body></html>".encode()
    ]


@contextmanager
def open_door():
    """Serve it on this machine; its address."""
    server = make_server("127.0.0.1", 0, page, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
