"""With SCANNERS=all: wapiti and sqlmap find nothing in a demo that is not explained."""

import os
import shutil
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest

from tests.conftest import needed
from tests.malice.open_door import open_door
from tests.malice.scanners import MEDIUM, headers, sqlmap, wapiti
from tools.demo_union import grow, serving
from union.cli.demo.content import content

pytestmark = [  # they take a quarter of an hour: on request, not in every run
    pytest.mark.skipif(os.environ.get("SCANNERS") != "all", reason="SCANNERS=all asks"),
    pytest.mark.timeout(0),
]
EXPLAINED: dict[str, str] = {}  # a category of wapiti's -> why it is none; it said none
FORMS = {  # what sqlmap asks, as somebody who is answered: the address and the form
    "secretary": [
        ("/petitions?words=pay&after=1&platform=glovo", None),
        ("/people?name=a", None),
        ("/activity?kind=MemberAdmitted&before=9&branch=1", None),
        ("/ballots/?before=1", None),
        ("/demands?after=1", None),
        ("/v/ABCD2345*", None),
        ("/me/name", "name=Aru"),
        ("/people", "name=Aru&branch_id=1&standing=member"),
        ("/vouch", "code=ABCD2345"),
    ],
    "representative-1": [("/documents?before=2026/1", None)],
    "": [
        ("/code", "code=ABCD2345"),
        ("/sign-in", "sign_in_name=a&passphrase=seven camels cross the bridge"),
    ],
}


@pytest.fixture(scope="module")
def union(tmp_path_factory):
    """The address of a demo."""
    for program in ("wapiti", "sqlmap"):
        needed(shutil.which(program), program)
    home = grow(tmp_path_factory.mktemp("scanned"))
    with serving(home) as address:
        yield address


def cookie_of(address, who):
    """The cookie of somebody of the demo; nobody has none."""
    if not who:
        return ""
    told, jar = content("officers"), CookieJar()
    [name] = [p["sign_in"] for p in told["people"] if p["key"] == who]
    form = {"sign_in_name": name, "passphrase": told["passphrase"]}
    ask = Request(f"{address}/sign-in", urlencode(form).encode())  # noqa: S310
    build_opener(HTTPCookieProcessor(jar)).open(ask)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def seen(address, cookie, path):
    """The status of a page, as sqlmap will ask for it."""
    ask = Request(address + path, headers=headers(address, cookie))  # noqa: S310
    with urlopen(ask) as answer:  # noqa: S310
        return answer.status


@pytest.mark.parametrize("who", FORMS, ids=lambda who: who or "nobody")
def test_sqlmap_injects_nothing(union, who, tmp_path):
    """Before wapiti, whose deeds may cost somebody their office."""
    cookie = cookie_of(union, who)
    asked = [path for path, form in FORMS[who] if not form and "*" not in path]

    assert {seen(union, cookie, path) for path in asked} <= {200}
    assert sqlmap(union, cookie, tmp_path, FORMS[who]) == []


def test_wapiti_finds_nothing_unexplained(union, tmp_path):
    found = wapiti(union, cookie_of(union, "chair"), tmp_path)

    grave = [one for one in found if one[1] >= MEDIUM and one[0] not in EXPLAINED]
    print(*found, sep="\n")  # noqa: T201  (every finding, for who ran this)
    assert grave == []


def test_the_scanners_find_an_open_door(tmp_path):
    """Or their silence would say nothing."""
    with open_door() as address:
        found = wapiti(address, "a=b", tmp_path, seconds=90)
        injected = sqlmap(address, "a=b", tmp_path, [("/?words=camel", None)])

    assert {category for category, level, _where in found if level >= MEDIUM}
    assert injected
