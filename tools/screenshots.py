"""Take the pictures of docs/screenshots/ from a demo union of their own.

`python -m tools.screenshots` renews them all; `--whole` takes whole pages, and not only
what fits on a screen; `--into` puts them elsewhere, for somebody who wants to look.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tools.demo_union import ROOT, serving
from union.cli.demo.content import content

FOLDER = ROOT / "docs" / "screenshots"
SCREENS = {
    "phone": {"width": 360, "height": 640},
    "desk": {"width": 1280, "height": 800},
}
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]
ALSO_IN = ("ru", "en")

VOTERS = {
    ("phone", "light"): "chair",
    ("phone", "dark"): "secretary",
    ("desk", "light"): "representative-1",
    ("desk", "dark"): "representative-2",
}

Way = Callable[[Page], object]


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--into", type=Path, default=FOLDER)
    wanted.add_argument("--whole", action="store_true", help="whole pages")
    options = wanted.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home)) as address,
        sync_playwright() as tools,
    ):
        browser = tools.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        for size in SCREENS:
            for scheme in ("light", "dark"):
                camera = Camera(browser, address, size, scheme, options)
                camera.walk()
        browser.close()


class Camera:
    """One size of screen in one scheme of colours."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        size: str,
        scheme: str,
        options: argparse.Namespace,
    ) -> None:
        self._browser, self._address = browser, address
        self._size, self._scheme, self._options = size, scheme, options

    def walk(self) -> None:
        """Everything worth a picture, as the person would see it who sees it first."""
        stranger = self._page("kk")
        for name, path in {
            "front": "/",
            "sign-in": "/sign-in",
            "styleguide": "/styleguide",
        }.items():
            self._take(stranger, name, "kk", path)
        self._newcomer()
        self._member()
        self._officers()
        for language in ALSO_IN if self._scheme == "light" else ():
            reader = self._page(language, "member")
            self._take(reader, "today", language, "/")
            self._take(reader, "petition", language, "/petitions", first("/petitions/"))

    def _newcomer(self) -> None:
        """From the sheet a steward put up to the lobby."""
        steward = self._page("kk", "steward-almaty")
        self._take(steward, "poster", "kk", "/posters", first("/posters/"))
        code = steward.locator("main dd").first.inner_text()
        self._take(steward, "people", "kk", "/people")
        self._take(self._page("kk"), "join", "kk", f"/p/{code}")
        self._take(self._page("kk", "pending"), "lobby", "kk", "/")

    def _member(self) -> None:
        page = self._page("kk", "member")
        self._take(page, "today", "kk", "/")
        self._take(page, "petition", "kk", "/petitions", first("/petitions/"))
        self._take(page, "ballots", "kk", "/ballots/")
        self._take(page, "ballot", "kk", "/ballots/", first("/ballots/"))
        self._vote(page.url + "/vote")
        self._take(page, "ballot-result", "kk", "/ballots/", titled("Glovo"))
        self._take(page, "demand", "kk", "/demands", titled("Glovo"))
        self._take(page, "me", "kk", "/me")
        self._take(page, "branches", "kk", "/branches")
        self._take(page, "roles", "kk", "/roles")
        self._take(page, "known", "kk", "/me/known")

    def _vote(self, address: str) -> None:
        """Another votes each time, so that the next camera finds the member waiting."""
        page = self._page("kk", VOTERS[self._size, self._scheme])
        self._take(page, "ballot-choose", "kk", address)
        page.locator("[name=choice]").first.check()
        press(page)
        self._take(page, "ballot-check", "kk")
        press(page)
        self._take(page, "ballot-receipt", "kk")

    def _officers(self) -> None:
        officer = self._page("kk", "returning-officer-1")
        self._take(officer, "roll", "kk", "/ballots/", first("/ballots/"))
        self._take(officer, "roll", "kk", officer.url + "/roll")
        chair = self._page("kk", "chair")
        self._take(chair, "activity", "kk", "/activity")
        speaker = self._page("kk", "representative-1")
        self._take(speaker, "letter", "kk", "/demands", titled("Glovo"))
        self._take(speaker, "letter", "kk", speaker.url + "/letter")

    def _page(self, language: str, who: str | None = None) -> Page:
        """A new page; of somebody who has signed in, unless of a stranger."""
        context = self._browser.new_context(
            viewport=SCREENS[self._size],  # type: ignore[arg-type]
            color_scheme=self._scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        context.add_cookies(
            [{"name": "language", "value": language, "url": self._address}]
        )
        page = context.new_page()
        if who:
            told = content("officers")
            person = next(each for each in told["people"] if each["key"] == who)
            page.goto(f"{self._address}/sign-in")
            page.fill("[name=sign_in_name]", person["sign_in"])
            page.fill("[name=passphrase]", told["passphrase"])
            page.press("[name=passphrase]", "Enter")
            page.wait_for_url(f"{self._address}/")
        return page

    def _take(
        self,
        page: Page,
        name: str,
        language: str,
        path: str | None = None,
        then: Way | None = None,
    ) -> None:
        """Go there, go on from there, and take a picture."""
        if path:
            page.goto(path if path.startswith("http") else self._address + path)
        if then:
            then(page)
        file = f"{name}-{language}-{self._size}-{self._scheme}.png"
        page.screenshot(
            path=self._options.into / file,
            full_page=self._options.whole,
            animations="disabled",
        )


def press(page: Page) -> None:
    """Press the one button that leads on."""
    with page.expect_navigation():
        page.locator("main form button:visible").last.click()


def first(start: str) -> Way:
    """Follow the first card that leads to a thing of this kind."""
    return following(lambda page: page.locator(f"main h2 a[href^='{start}']"))


def titled(words: str) -> Way:
    """Follow the card that has these words in its title."""
    return following(lambda page: page.locator("main h2 a", has_text=words))


def following(link: Callable[[Page], Locator]) -> Way:
    def follow(page: Page) -> None:
        with page.expect_navigation():
            link(page).first.click()

    return follow


if __name__ == "__main__":
    main()
