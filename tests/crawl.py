"""Walk through the hall by its links, as a reader does."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

PARTS = {"members.lobby_progress"}  # of a page, with an address that needs no name


class Links(HTMLParser):
    """The addresses a page leads to."""

    def __init__(self, page):
        super().__init__()
        self.addresses = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        address = urlsplit(dict(attrs).get("href") or "")
        if tag == "a" and not address.scheme and not address.netloc:
            self.addresses.append(address.path)


def pages_within_reach(client, language="kk"):
    """Yield (endpoint, page) for every kind of page the client can be led to.

    The walk begins at every address that needs no name of a thing, and one page stands
    for its kind: a hundred petitions are drawn by one template.
    """
    client.set_cookie("language", language)
    routes = client.application.url_map.bind("localhost")
    ahead, met = beginnings(client.application), set()
    while ahead:
        address = ahead.pop(0)
        endpoint = endpoint_of(routes, address)
        if endpoint in met:
            continue
        met.add(endpoint)
        part = {"HX-Request": "true"} if endpoint in PARTS else {}
        answer = client.get(address, follow_redirects=True, headers=part)
        if answer.mimetype == "text/html":
            yield endpoint, answer.text
            ahead += Links(answer.text).addresses


def beginnings(app):
    readable = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    return ["/", *(rule.rule for rule in readable if not rule.arguments)]


def endpoint_of(routes, address):
    """Which view answers an address; None for an address that leads nowhere."""
    try:
        return routes.match(address or "/")[0]
    except HTTPException:
        return None
