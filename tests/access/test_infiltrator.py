"""An employer's account, with every trick of the hall's pages, learns who nobody is."""

import re

import pytest

from tests.access.people import one
from tests.ballots.factories import MakeBallots
from tests.crawl import pages_within_reach
from tests.petitions.factories import MakePetition
from union.ballots.models import NO, YES
from union.members.models import Role
from union.petitions.models import Disclosure

SHUT = ["W", "P"]  # who may read no signer at all
INSIDE = ["M"]
VARIES = re.compile(r"<script.*?</script>|<svg.*?</svg>|nonce=\S+|value=\S+", re.S)


def planted(number):
    """A name that occurs nowhere else: «Көмескі0007»."""
    return f"Көмескі{number:04}"


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def quiet(db, make, branch):
    """Seven members who never asked to be seen: signers, voters, newcomers."""
    people = [
        make.member(branch=branch, name=planted(n), sign_in_name=f"secret-{n}-name")
        for n in range(7)
    ]
    petitions = MakePetition(db)
    petition = petitions.petition(branch=branch, author=officer(make, branch))
    for member in people:
        petitions.sign(petition, member, disclosure=Disclosure.COUNTED)
    make.member(branch=branch, name=planted(7), admitted_at=None)
    return people


def officer(make, branch):
    return make.officer(Role.REPRESENTATIVE, branch, name="Ашық өкіл")


@pytest.fixture
def voted(db, make, branch, quiet):
    """A confidential ballot in which few voted."""
    box = MakeBallots(db, make)
    box.branch = branch
    return box.closed([YES] * 5 + [NO] * 2, secrecy="confidential")


def seen_by(browser, person):
    """All that a person's pages say, by page."""
    found = pages_within_reach(browser(person, "kk"), "kk")
    return {endpoint: VARIES.sub("", page) for endpoint, page in found}


@pytest.mark.parametrize("kind", SHUT + INSIDE)
def test_no_page_names_who_did_not_ask_to_be_seen(
    make, browser, branch, quiet, voted, kind
):
    spy = one(make, kind, branch)

    pages = seen_by(browser, spy)

    assert len(pages) > 10
    assert [end for end, page in pages.items() if "Көмескі" in page] == []
    assert [end for end, page in pages.items() if "secret-" in page] == []
