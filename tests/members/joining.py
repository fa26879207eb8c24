"""Somebody on their way in, as the tests of joining see them."""

import re
from datetime import timedelta

from union.core.base import now
from union.members.invitation import Invitation, remember
from union.members.models import City, Invite, Platform, Poster

SENTENCE = "seven camels cross the bridge"


def place(make, city="almaty", platform="glovo"):
    """A city and a platform to work in."""
    make.save(City(id=city, name_kk=city, name_ru=city, name_en=city.title()))
    make.save(Platform(id=platform, name=platform.title(), origin="ES", work="food"))


def invite(make, branch=None, host=None):
    branch = branch or make.branch()
    host = host or make.member(branch=branch)
    found = Invite(digest=str(host.id), branch_id=branch.id, made_by=host.id)
    return make.save(found)


def poster(make, branch=None, **given):
    branch = branch or make.branch()
    usual = {"code": "ABCD2345", "branch_id": branch.id, "place": "the door", "most": 9}
    usual["made_by"] = make.member(branch=branch).id
    usual["expires_at"] = now() + timedelta(days=9)
    return make.save(Poster(**usual | given))


def bring(client, found):
    """Open the link or scan the sheet, and read on in English."""
    client.set_cookie("language", "en")
    kind = "poster" if isinstance(found, Poster) else "invite"
    with client.session_transaction() as cookie:
        remember(cookie, Invitation(kind, found.id))
    return client


def answer(client, upto="key", name="Нұрлан", **work):
    """Fill in the pages before the account."""
    given = {"city": "almaty", "platforms": ["glovo"]} | work
    client.post("/join")
    if upto != "name":
        client.post("/join/name", data={"name": name})
    if upto == "key":
        client.post("/join/work", data=given)
    return client


def make_account(client, sign_in_name="тау бүркіт 38", passphrase=SENTENCE):
    data = {"sign_in_name": sign_in_name, "passphrase": passphrase}
    return client.post("/join/key", data=data)


def groups_on(page):
    """The groups of the code, as they stand on its page."""
    return re.findall(r"<code>([0-9A-Z]{4})</code>", page)


def confirm(client):
    """Write the code down, and type what is asked of it."""
    groups = groups_on(client.get("/join/code").text)
    page = client.get("/join/code/confirm").text
    first, second = (int(n) for n in re.findall(r">Group (\d)<", page))
    data = {"first": groups[first - 1].lower(), "second": groups[second - 1]}
    return client.post("/join/code/confirm", data=data)


def join(client, found, **given):
    """The whole way in."""
    make_account(answer(bring(client, found), **given))
    return confirm(client)
