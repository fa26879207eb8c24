"""Chromium, and a small server for live pages to hear from."""

import shutil
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.conftest import needed
from tests.look.newsroom import NewsStand

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    path = needed(shutil.which("chromium"), "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def stand():
    """A server with one live page, on a port of its own."""
    stand = NewsStand()
    server = make_server("localhost", 0, stand.app, threaded=True)
    stand.address = f"http://localhost:{server.port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield stand
    server.shutdown()
