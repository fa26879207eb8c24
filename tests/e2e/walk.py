"""Every page there is, found by following links as each person would."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from tests.crawl import endpoint_of

LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
BEGINNINGS = [
    "/",
    "/prove",  # where one is sent who does something grave after a while
    "/styleguide",
    "/v/",  # where the code on a paper leads
]
ENOUGH = 5  # of each kind: one ballot is open, another closed, and so on
SELDOM = {"documents.verify": 1}  # it may be asked for but thirty times a minute


@dataclass(frozen=True)
class Seen:
    """A page, where it is and who saw it there."""

    endpoint: str
    path: str
    who: str | None


def walk(phone, who, routes, beginnings=()):
    """The pages this person can reach by links, one of each kind."""
    asks, seen, met = phone.page.context.request, {}, {}
    ahead = [*BEGINNINGS, *beginnings]
    while ahead:
        path = ahead.pop(0)
        endpoint = endpoint_of(routes, urlsplit(path).path)
        already = met.setdefault(endpoint, set())
        if (
            endpoint is None
            or path in already
            or len(already) == SELDOM.get(endpoint, ENOUGH)
        ):
            continue
        already.add(path)
        answer = asks.get(phone.server + path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        landed = urlsplit(answer.url).path
        if answer.ok and landed == urlsplit(path).path:
            seen.setdefault(endpoint, Seen(endpoint, path, who))
        ahead += links(answer, phone.server)
    return seen


def links(answer, server):
    """Where a page leads within the house; a switch of languages leads nowhere else."""
    found = (
        urljoin(answer.url, unescape(link)) for link in LINK.findall(answer.text())
    )
    ours = (link for link in found if link.startswith(f"{server}/"))
    return [link.removeprefix(server) for link in ours if "lang=" not in link]
