"""A server with one live page, speaking to it as union/core does and nothing more."""

import secrets

import flask_socketio
from flask import Flask, g, make_response, request
from flask_socketio import SocketIO, join_room
from jinja2 import ChoiceLoader, DictLoader

from tests.look.pages import Page
from union.core.web.headers import POLICY
from union.paths import STATIC

PAGES = {
    "page": """\
{% extends "base.html" %}
{% block title %}Live{% endblock %}
{% block live %}{% include "_live.html" %}{% endblock %}
{% block main %}<h1>Live</h1>{% include "part" %}{% endblock %}
""",
    "part": """\
{% import "_macros.html" as m %}
<p id="count" {{ m.live(topic, "/part", says="Signed: %s" % count) }}>{{ count }}</p>
""",
}


def nonce():
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(8)
    return g.nonce


class NewsStand:
    """Counts, tells those who watch, and remembers what it was asked."""

    def __init__(self):
        self.count, self.revision = 1, 1
        self.lets_sockets_in, self.is_broken = True, False
        self.watched, self.answers = [], []
        self.app = Flask(__name__, static_folder=STATIC)
        self.app.add_url_rule("/", view_func=self.page)
        self.app.add_url_rule("/part", view_func=self.part)
        self.app.after_request(self.guard)
        self.sockets = SocketIO(self.app, async_mode="threading")
        self.sockets.on_event("connect", self.admit)
        self.sockets.on_event("watch", self.watch)

    def page(self):
        return self.drawn("page")

    def part(self):
        answer = make_response(self.drawn("part"))
        answer.set_etag(f"{self.revision}")
        answer.make_conditional(request)
        if self.is_broken:
            answer = make_response("<p>Something broke.</p>", 500)
        self.answers.append(answer.status_code)
        return answer

    def drawn(self, name):
        page = Page("en")
        page.jinja.globals["nonce"] = nonce
        page.jinja.loader = ChoiceLoader([DictLoader(PAGES), page.jinja.loader])
        topic = {"room": "room", "token": "token", "rev": self.revision}
        return page.whole(name, topic=topic, count=self.count)

    def guard(self, answer):
        answer.headers["Content-Security-Policy"] = POLICY.format(
            nonce=nonce(), socket=f"ws://{request.host}"
        )
        return answer

    def admit(self):
        if not self.lets_sockets_in:
            raise flask_socketio.ConnectionRefusedError("poll instead")

    def watch(self, tokens):
        self.watched.append(tokens)
        join_room("room")
        return [{"topic": "room", "rev": self.revision}]

    def change(self, *, quietly=False):
        """Count one more; tell, unless the news is to be lost."""
        self.count += 1
        self.revision += 1
        if not quietly:
            news = {"v": 1, "topic": "room", "rev": self.revision}
            self.sockets.emit("news", news, to="room")
