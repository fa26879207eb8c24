"""A small server for live pages to hear from."""

from threading import Thread

import pytest
from werkzeug.serving import make_server

from tests.look.newsroom import NewsStand


@pytest.fixture
def stand():
    """A server with one live page, on a port of its own."""
    stand = NewsStand()
    server = make_server("localhost", 0, stand.app, threaded=True)
    stand.address = f"http://localhost:{server.port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield stand
    server.shutdown()
