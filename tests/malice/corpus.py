"""Words that become something else on a page that does not escape them."""

import re
from html.parser import HTMLParser
from itertools import cycle, product

from sqlalchemy import String
from sqlmodel import SQLModel

CALLS = ("alert(1)", "alert`1`", "top['al'+'ert'](1)", "import('//x.example')")
HANDLERS = (
    "onerror",
    "onload",
    "onfocus autofocus x",
    "onmouseover",
    "ontoggle open x",
)
TAGS = ("img src=x", "svg", "body", "input", "details", "video", "iframe", "x")
BREAKS = (
    '"',
    "'",
    "`",
    "-->",
    "</title>",
    "</textarea>",
    "</script>",
    "]]>",
    "</option>",
)
LINKS = ("javascript:", "JaVaScRiPt:", "java\tscript:", "&#106;avascript:", "data:text/html,", "vbscript:")  # fmt: skip


def vectors():
    """Some hundred of them, each short enough for a name."""
    calls = cycle(CALLS)
    found = [f"<{tag} {how}={next(calls)}>" for tag, how in product(TAGS, HANDLERS)]
    found += [f"{end}<img src=x onerror={next(calls)}>" for end in BREAKS]
    found += [f"{end} onfocus={next(calls)} autofocus x={end}" for end in BREAKS]
    found += [f"<a href={kind}{next(calls)}>x</a>" for kind in LINKS]
    found += [f"<form action={kind}{next(calls)}><button>x" for kind in LINKS]
    found += [f"{kind}{next(calls)}" for kind in LINKS]
    found += [f"<{odd}script>{call}</script>" for odd, call in product(("", "/", "x ", "\x0b"), CALLS)]  # fmt: skip
    found += [f"<{a}><{b} onload={next(calls)}>" for a, b in product(("math", "svg", "table", "select", "template"), ("p", "svg", "style"))]  # fmt: skip
    found += [f"<{tag}>" for tag in ("base href=//x.example", "meta http-equiv=refresh content=0", "link rel=stylesheet href=//x.example", "object data=x", "embed src=x", "style>*{color:red}", "plaintext", "xmp", "noscript", "frameset", "marquee onstart=alert(1)", "!--", "![CDATA[", "?xml")]  # fmt: skip
    found += [f"<p {name}=x>" for name in ("style", "hx-get", "hx-on:load", "hx-ext", "data-token", "id=main", "nonce", "is", "slot", "srcdoc", "formaction", "ping", "popover", "contenteditable", "lang")]  # fmt: skip
    found += [
        "{{7*7}}",
        "{% raw %}",
        "${alert(1)}",
        "#{7*7}",
        "<%= 7*7 %>",
        "%(title)s",
    ]
    found += [
        "&lt;img src=x onerror=alert(1)&gt;",
        "&#60;script&#62;",
        "\\u003cscript>",
    ]
    found += [
        "＜script＞alert(1)",
        "\ufe64img src=x onerror=alert(1)>",
        "<ſcript>",
        "<img\xa0src=x>",
    ]
    found += [
        "<scr<script>ipt>alert(1)",
        "<<img src=x onerror=alert(1)//",
        "<img src=x onerror=a",
    ]
    found += [
        f"<img src=x:{n} onerror={call}>" for n, call in product(range(16), CALLS)
    ]
    return list(dict.fromkeys(found))


VECTORS = vectors()
WORDS = re.compile(
    r"(?:name|title|question|description|addressee|text|word|reason|answer|place|purpose"
    r"|device|heading|claim|measure|preamble|requisites|workforce_source"
    r"|closed_early_because)(?:_(?:kk|ru|en))?"
)


def is_text(kind):
    """SQLModel wraps its texts."""
    return isinstance(getattr(kind, "impl", kind), String)


def columns_of_words():
    """Every column in which somebody's own words lie: (table, column, longest)."""
    return [
        (table.name, column.name, column.type.length or 80)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if WORDS.fullmatch(column.name) and is_text(column.type)
    ]


class Skeleton(HTMLParser):
    """A page without its words: elements, names of attributes, where they lead."""

    LEADS = ("href", "src", "action", "formaction", "poster", "data", "srcdoc")

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.bones = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        names = sorted({name for name, _value in attrs})
        leads = [
            (value or "").strip().partition(":")[0].lower()
            for name, value in attrs
            if name in self.LEADS and ":" in (value or "")
        ]
        self.bones.append((tag, tuple(names), tuple(leads)))

    def handle_comment(self, data):
        self.bones.append(("!", data))

    def handle_decl(self, decl):
        self.bones.append(("!decl", decl))


def bones(page):
    return Skeleton(page).bones
