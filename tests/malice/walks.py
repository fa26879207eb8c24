"""A visitor who follows every link and fills in every form, with sense and without."""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

HOSTILE = [
    "' OR 1=1--",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "ab\u202edc",
    "a\0b",
    "-1",
    str(2**63),
    "NaN",
    "a" * 3000,
    "\ufffe",
    "००",
    "9999-12-31T23:59",
    "../../etc/passwd",
]
USUAL = {
    "datetime-local": "2127-03-01T10:00",
    "date": "2026-03-01",
    "number": "40",
    "tel": "8 701 123 45 67",
    "password": "seven camels cross the bridge",
}
WORDS = ["Айша", "Алматы", "We wait for each order.", "тау бүркіт 41", "2", "glovo"]
ENDS_IT = ("/sign-out", "/away", "/hide", "/leave", "/devices", "/me/passphrase")


@dataclass
class Form:
    """A form as a page offers it: where it leads, and what can be filled in."""

    action: str
    method: str
    fixed: list[tuple[str, str]] = field(default_factory=list)
    free: list[tuple[str, str]] = field(default_factory=list)  # name, kind
    choices: dict[str, list[str]] = field(default_factory=dict)


class Reader(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, page):
        super().__init__()
        self.links, self.forms, self._select = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"])
        if tag == "form":
            method = said.get("method", "get").upper()
            self.forms.append(Form(said.get("action", ""), method))
        if self.forms and tag in ("input", "select", "textarea", "button", "option"):
            self._field(tag, said, self.forms[-1])

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None

    def _field(self, tag, said, form):
        kind, name = said.get("type", tag), said.get("name", "")
        if tag == "select":
            self._select = name
        if tag == "option":
            form.choices.setdefault(self._select, []).append(said.get("value", ""))
        elif name and name != "_language":
            self._input(form, tag, name, kind, said)

    @staticmethod
    def _input(form, tag, name, kind, said):
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(said.get("value", "on"))
        elif kind == "hidden":
            form.fixed.append((name, said.get("value", "")))
        elif tag in ("input", "textarea") and kind != "file":
            form.free.append((name, kind))


class Walker:
    """One person's walk, the same again by the same seed."""

    def __init__(self, client, seed):
        self.client, self.chance = client, random.Random(seed)  # noqa: S311
        self.address, self.steps = "/", 0
        self.met, self.broken = [], []

    def walk(self, steps):
        for _step in range(steps):
            self.steps += 1
            self._look(self.address)

    def _look(self, address):
        answer = self.client.open(address, headers={"HX-Request": "true"})
        self._note("GET", address, answer)
        if answer.location:
            self.address = self._ours(answer.location)
            return
        if answer.mimetype != "text/html":
            self.address = "/"
            return
        page = Reader(answer.text)
        forms = [form for form in page.forms if not form.action.endswith(ENDS_IT)]
        if forms and self.chance.random() < 0.8:
            self._send(self.chance.choice(forms))
        links = [link for link in page.links if "lang=" not in link]
        self.address = self.chance.choice(links) if links else "/"

    def _send(self, form):
        sent = self._filled_in(form)
        how = {"data": sent} if form.method == "POST" else {"query_string": sent}
        action = form.action or self.address
        answer = self.client.open(
            action, method=form.method, headers={"HX-Request": "true"}, **how
        )
        self._note(form.method, action, answer, sent)

    def _filled_in(self, form):
        """Each field with sense, or one of them without."""
        is_hostile = self.chance.random() < 0.5
        sent = {}
        for name, value in form.fixed:
            sent.setdefault(name, []).append(value)
        for name, values in form.choices.items():
            sent[name] = [self.chance.choice(values)]
        for name, kind in form.free:
            sent[name] = [USUAL.get(kind) or self.chance.choice(WORDS)]
        if is_hostile and sent:
            sent[self.chance.choice(list(sent))] = [self.chance.choice(HOSTILE)]
        return sent

    def _note(self, method, address, answer, sent=None):
        self.met.append((method, urlsplit(address).path, answer.status_code))
        if answer.status_code >= 500:
            self.broken.append((method, address, answer.status_code, sent))

    def _ours(self, location):
        parts = urlsplit(location)
        assert parts.netloc in ("", "localhost"), location
        return parts._replace(scheme="", netloc="").geturl() or "/"
