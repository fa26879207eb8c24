"""A real browser before a real server with the demo union, as `make run` gives it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import needed
from union.cli.demo.content import content

ROOT = Path(__file__).parents[2]
PHONE = {"width": 360, "height": 640}
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(url):
    try:
        return urlopen(url, timeout=1).status == 200  # noqa: S310  (our own server)
    except URLError:
        return False


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a demo union that serves on this machine."""
    needed(CHROMIUM, "Chromium")
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    home = {"UNION_DATABASE_URL": f"sqlite:///{folder}/union.db"}
    home |= {"UNION_JOBS_PATH": f"{folder}/jobs.db"}
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "union.cli", "demo", "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | home, stdout=log, stderr=log
        )
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + 60
    while not answers(f"{url}/sign-in"):
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < deadline, (folder / "log").read_text()
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="session")
def chromium():
    needed(CHROMIUM, "Chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Phone:
    """One person's phone: a page, and what it asked of the network."""

    page: object
    server: str
    asked: list[str]

    def go(self, path):
        return self.page.goto(self.server + path)

    def sign_in(self, who):
        people = {person["key"]: person for person in content("officers")["people"]}
        self.go("/sign-in")
        self.page.fill("[name=sign_in_name]", people[who]["sign_in"])
        self.page.fill("[name=passphrase]", content("officers")["passphrase"])
        self.page.press("[name=passphrase]", "Enter")
        self.page.wait_for_url(f"{self.server}/")
        return self


@pytest.fixture
def phone(chromium, server):
    """Hand somebody a phone: their language, their size of screen, light or dark."""
    opened = []

    def hand(speaks="kk", **options):
        settings = {"viewport": PHONE, "color_scheme": "light"} | options
        context = chromium.new_context(**settings)
        opened.append(context)
        context.add_cookies([{"name": "language", "value": speaks, "url": server}])
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        return Phone(page, server, asked)

    yield hand
    for context in opened:
        context.close()
