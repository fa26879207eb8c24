"""Every kind of page there is, found by following links as each officer would."""

import re
from urllib.parse import urlsplit

NOT_PAGES = re.compile(r"\.(pdf|docx|csv|json|svg)$|^/static/|^/socket\.io")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+\b")
MOST = 80


def kind_of(path):
    """Two petitions are one kind of page; so are the pages of one list."""
    return ID.sub("*", urlsplit(path).path)


def walk(phone, start="/"):
    """The first address of each kind of page this person can reach by links."""
    found, queue = {}, [start]
    while queue and len(found) < MOST:
        path = queue.pop(0)
        if kind_of(path) in found:
            continue
        answer = phone.go(path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        found[kind_of(path)] = path
        queue += [link for link in links(phone) if kind_of(link) not in found]
    return found


def links(phone):
    hrefs = phone.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    ours = (urlsplit(href) for href in hrefs if href.startswith(phone.server))
    return [
        part.path + (f"?{part.query}" if part.query else "")
        for part in ours
        if not NOT_PAGES.search(part.path) and "lang=" not in part.query
    ]
