"""The browser's half of sealed ballots, run in Node and in Chromium."""

import json
import re
import shutil
import subprocess
from contextlib import contextmanager
from threading import Thread

import pytest
from playwright.sync_api import Error
from werkzeug.serving import make_server

from app import create_app
from tests.conftest import needed
from union.core.settings import Settings
from union.paths import STATIC, WEB

MODULES = STATIC / "js" / "sealed"
REPLAY = (WEB / "tests" / "sealed" / "replay.js").read_text("utf-8")
IN_NODE = f"""
const replay = {REPLAY.strip().removesuffix(";")};
let given = "";
process.stdin.on("data", (more) => {{ given += more; }});
process.stdin.on("end", async () => {{
  process.stdout.write(await replay(JSON.parse(given)));
}});
"""

ASK = """async (asked) => {
  globalThis.ask ??= (await import("./desk.js")).desk();
  return globalThis.ask(...asked);
}"""


def call(module, function, *given, drawn=""):
    """One call, and the randomness that it must use up; None is as much as it wants."""
    return {"module": module, "call": function, "given": given, "drawn": drawn}


def n(number):
    """A number, on its way into a call."""
    return f"{number}n"


def result(place):
    """What an earlier call gave."""
    return {"result": place}


def in_node(calls):
    node = needed(shutil.which("node"), "Node")
    folder = f"{MODULES.as_uri()}/"
    done = subprocess.run(
        [node, "-e", IN_NODE],
        input=json.dumps([folder, calls]).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def refusals(calls):
    """Why each call was refused, or what it gave."""
    return [
        one["refused"] if isinstance(one, dict) and "refused" in one else one
        for one in in_node(calls)
    ]


def in_page(page, calls):
    folder = page.url.rpartition("/")[0] + "/"
    return json.loads(page.evaluate(REPLAY, [folder, calls]))


def ask(page, *asked):
    """What the worker of this page answers."""
    return page.evaluate(ASK, [*asked])


def refusal(page, *asked):
    """Why the worker of this page does not do it."""
    with pytest.raises(Error) as refused:
        ask(page, *asked)
    return re.search(r"Error: (.*)", str(refused.value))[1]


@contextmanager
def served(folder):
    """The address at which the application serves its files, with its headers."""
    app = create_app(
        Settings(
            secret_key="test" * 8,
            sealing_key="seal" * 8,
            field_keys="1=" + "field" * 8,
            index_key="index" * 8,
            public_url="http://localhost",
            database_url=f"sqlite:///{folder}/union.db",
            jobs_path=f"{folder}/jobs.db",
            erasures_path=f"{folder}/erased.txt",
            testing=True,
        )
    )
    server = make_server("localhost", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/static/js/sealed/"
    finally:
        server.shutdown()
        app.extensions["engine"].dispose()
