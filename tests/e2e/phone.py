"""A person's phone: what they read and press on it, and what it asks of the network."""

import re
from urllib.parse import urlsplit

from union.cli.demo.content import content

WATCHES, NEWS = "43", '42["news"'
PATIENCE = 60_000  # milliseconds, for the slowest machine
EXPECTED = "Failed to load resource"  # a refusal is an answer, not a fault of the page


class Phone:
    """One page of one browser, in the hands of one person."""

    def __init__(self, page, server):
        page.set_default_timeout(PATIENCE)
        self.page, self.server = page, server
        self.asked, self.complaints, self.heard = [], [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("websocket", lambda line: line.on("framereceived", self._hear))

    def _listen(self, message):
        if message.type == "error" and EXPECTED not in message.text:
            self.complaints.append(message.text)

    def _hear(self, frame):
        self.heard.append(str(frame))

    def listen(self):
        """Wait for the answer to «watch»: from here on the page hears of changes."""
        for _ in range(PATIENCE // 100):
            if self.has_heard(WATCHES):
                return self
            self.page.wait_for_timeout(100)
        raise AssertionError(self.heard)

    def has_heard(self, beginning):
        """Whether its sockets have brought something that begins so."""
        return any(frame.startswith(beginning) for frame in self.heard)

    @property
    def path(self):
        """The address of the page in hand, without the server."""
        return urlsplit(self.page.url).path

    @property
    def words(self):
        """The main part of the page, as a person reads it."""
        return self.page.locator("main").inner_text()

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

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

    def follow(self, words):
        """Press the link of these words."""
        self._leave_by("link", words)

    def press(self, words):
        """Press the button of these words."""
        self._leave_by("button", words)

    def _leave_by(self, role, words):
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=words, exact=True).first.click()

    def choose(self, words):
        self.page.get_by_role("radio", name=words).check()

    def download(self, words):
        """The name and the bytes of the file behind this link."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=words, exact=True).first.click()
        return coming.value.suggested_filename, coming.value.path().read_bytes()

    def number(self):
        """The number that matters on this page: «501» is 501."""
        return int(re.sub(r"\D", "", self.page.locator(".count strong").inner_text()))
