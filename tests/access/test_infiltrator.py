"""An employer's account, with every trick of the hall's pages, learns who nobody is."""

import re

import pytest
from sqlmodel import select

from tests.access.people import one
from tests.ballots.factories import MakeBallots
from tests.crawl import pages_within_reach
from tests.petitions.factories import MakePetition, pledge
from union.ballots.models import NO, YES
from union.core.live import topics
from union.members.models import Contact, Role, SignInSession
from union.members.phones import spaced
from union.petitions import rules
from union.petitions.models import Disclosure

INSIDE, SHUT = ["M"], ["W", "P"]  # the latter may read no signer at all
QUIET, OPEN = "Көмескі", "Жарқын"  # typed in part only: pages repeat what was typed
PHONE = "+770099900"
NUMBER = r"(?<![\da-f])(\+?7|8)?\s?700\s?999\s?00"  # and no part of a digest
SECRETS = [rf"{QUIET}\d{{4}}", "secret[- ]wind", NUMBER, "(?i)boss-name"]
PART, PARTS = {"HX-Request": "true"}, ("/tally", "/turnout")
READABLE = ("text/", "application/json")
VARIES = re.compile(r"data-(token|revision|hx-nonce)=\S+")
ATTEMPTS = [
    ("GET", "/people"),
    ("GET", "/people?name={quiet}"),
    ("GET", "/people/{member}"),
    ("GET", "/people/{member}/manager"),
    ("GET", "/people/{member}/turn-away"),
    ("GET", "/people/export"),
    ("GET", "/people/exports"),
    ("GET", "/roles/propose"),
    ("GET", "/roles/propose/{member}"),
    ("GET", "/activity?branch={branch}"),
    ("GET", "/operations"),
    ("GET", "/imports"),
    ("GET", "/documents"),
    ("GET", "/posters"),
    ("GET", "/me/known.json"),
    ("GET", "/me/looked"),
    ("GET", "/petitions?words={quiet}"),
    ("GET", "/petitions/{petition}/signers"),
    ("GET", "/petitions/{petition}/words"),
    ("GET", "/petitions/{petition}/words?after=00000000-0000-0000-0000-000000000000"),
    ("GET", "/petitions/{petition}/tally"),
    ("GET", "/petitions/{petition}/sheet.pdf"),
    ("GET", "/ballots/{ballot}/names"),
    ("GET", "/ballots/{ballot}/roll?name={quiet}"),
    ("GET", "/ballots/{ballot}/result"),
    ("GET", "/ballots/{ballot}/result.csv"),
    ("GET", "/ballots/{ballot}/turnout"),
    ("GET", "/vouch"),
    ("GET", "/k/AAAAAAAA"),
    ("GET", "/back/AAAAAAAA"),
    ("POST", "/people name={quiet}"),
    ("POST", "/people name="),
    ("POST", "/people branch_id={branch}"),
    ("POST", "/people/{member}/look "),
    ("POST", "/people/{member}/contact "),
    ("POST", "/people/{member}/account-link "),
    ("POST", "/people/{member}/way-back code=AAAAAAAA"),
    ("POST", "/people/{member}/welcome "),
    ("POST", "/people/export branch_id={branch}&purpose=The yearly meeting"),
    ("POST", "/roles/propose name={quiet}"),
    ("POST", "/petitions/{petition}/signers "),
    ("POST", "/petitions/{petition}/sheet language=kk"),
    ("POST", "/vouch code=AAAAAAAA"),
    ("POST", "/k/AAAAAAAA/vouch "),
    ("POST", "/back/AAAAAAAA spoke=yes"),
]


@pytest.fixture
def branch(make):
    return make.branch(under=make.branch())


@pytest.fixture
def ring(the_app):
    return the_app.extensions["keyring"]


@pytest.fixture
def quiet(make, branch, ring):
    """Seven members who never asked to be seen, and left a number for their steward."""
    return [planted(make, branch, ring, number) for number in range(7)]


def planted(make, branch, ring, number):
    signs_in = {"sign_in_name": f"secret wind {number}"}
    found = make.member(branch=branch, name=f"{QUIET}{number:04}", **signs_in)
    sealed = ring.seal(f"{PHONE}{number:02}".encode(), f"contact|phone|{found.id}")
    kept = {"branch_id": branch.id, "phone_sealed": sealed, "may_call": True}
    make.save(Contact(member_id=found.id, **kept))
    return found


@pytest.fixture
def petition(db, make, branch, quiet):
    """Signed by the seven, and by seven who want their word to be read."""
    petitions = MakePetition(db)
    author = make.officer(Role.REPRESENTATIVE, branch, name="Ашық өкіл")
    found = petitions.petition(branch=branch, author=author)
    for number, member in enumerate(quiet):
        shown = make.member(branch=branch, name=f"{OPEN}{number:04}")
        rules.sign(db, found, member, pledge(found, disclosure=Disclosure.COUNTED))
        said = {"disclosure": Disclosure.UNION, "word": "Бірге"}
        rules.sign(db, found, shown, pledge(found, **said))
    db.commit()
    return found


@pytest.fixture
def ballot(db, make, branch, quiet):
    """A confidential ballot of the seven."""
    box = MakeBallots(db, make, branch)
    found = box.open(quiet)
    box.cast(found, list(zip(quiet, [YES] * 5 + [NO] * 2, strict=True)))
    return found


@pytest.fixture
def hall(branch, quiet, petition, ballot, make):
    """What a spy could name in an address, had they guessed it."""
    make.member(branch=branch, name=f"{QUIET}0007", admitted_at=None)
    things = {"branch": branch, "petition": petition, "ballot": ballot}
    ids = {name: thing.id for name, thing in things.items()}
    return ids | {"member": quiet[0].id, "quiet": QUIET}


def everything(browser, person, hall):
    """All that a person's pages and tricks bring to light, by where."""
    client = browser(person, "kk")
    found = dict(pages_within_reach(client, "kk"))
    for method, trick in ATTEMPTS:
        where, _, form = trick.format(**hall).partition(" ")
        sent = dict(pair.split("=", 1) for pair in form.split("&") if pair)
        for headers in (PART,) if where.endswith(PARTS) else ({}, PART):
            answer = client.open(where, method=method, data=sent, headers=dict(headers))
            said = answer.text if answer.mimetype.startswith(READABLE) else ""
            found[f"{method} {trick}", bool(headers)] = f"{said} {answer.headers}"
    return found


def where(found, pattern):
    """Revisions are milliseconds, tokens chance: either may happen to hold anything."""
    told = {place: VARIES.sub("", said) for place, said in found.items()}
    return [place for place, said in told.items() if re.search(pattern, said)]


@pytest.mark.parametrize("kind", SHUT + INSIDE)
def test_a_spy_learns_no_name_no_number_and_no_sign_in_name(
    make, browser, branch, hall, kind
):
    found = everything(browser, one(make, kind, branch), hall)

    assert len(found) > 80
    assert [(each, where(found, each)) for each in SECRETS if where(found, each)] == []


@pytest.mark.parametrize("written", [str, spaced])
def test_a_number_would_be_found_however_it_is_written(written):
    assert re.search(NUMBER, written(f"{PHONE}03"))


@pytest.mark.parametrize("kind", SHUT + INSIDE)
def test_a_spy_is_told_the_id_of_nobody(make, browser, branch, quiet, hall, kind):
    reached = dict(pages_within_reach(browser(one(make, kind, branch), "kk"), "kk"))

    assert [m.name for m in quiet if where(reached, str(m.id))] == []


@pytest.mark.parametrize("kind", SHUT)
def test_before_their_time_they_read_no_signer_at_all(
    make, browser, branch, hall, kind
):
    found = everything(browser, one(make, kind, branch), hall)

    assert where(found, OPEN) == []


@pytest.mark.parametrize(
    ("role", "trick"),
    [
        (Role.STEWARD, "POST /people name={quiet}"),
        (Role.BRANCH_ADMIN, "POST /people branch_id={branch}"),
        (Role.RETURNING_OFFICER, "GET /ballots/{ballot}/roll?name={quiet}"),
    ],
)
def test_the_same_search_finds_them_with_an_office(
    make, browser, branch, hall, role, trick
):
    """Or the search would prove nothing."""
    found = everything(browser, make.officer(role, branch, name="Officer"), hall)

    assert (trick, False) in where(found, SECRETS[0])


def test_a_full_member_reads_who_wants_to_be_read(make, browser, branch, hall):
    found = everything(browser, one(make, "M", branch), hall)

    assert where(found, OPEN)


@pytest.mark.parametrize("kind", SHUT + INSIDE)
def test_under_ten_nobody_can_count_along(db, make, browser, branch, kind):
    """With one signer or with nine, a petition says the same, to the byte."""
    petitions = MakePetition(db)
    petition = petitions.petition(branch=branch)
    client = browser(one(make, kind, branch))
    said = []
    for more in (1, 7, 1):
        petitions.signers(petition, more)
        said.append(client.get(f"/petitions/{petition.id}/tally", headers=PART))

    assert len({VARIES.sub("", answer.text) for answer in said}) == 1
    assert len({answer.headers["ETag"] for answer in said}) == 1


def test_nobody_can_follow_the_turnout_of_few(db, make, browser, branch, quiet):
    box = MakeBallots(db, make, branch)
    ballot = box.open(quiet)
    client = browser(one(make, "M", branch))
    said = []
    for voter in quiet:
        box.cast(ballot, [(voter, YES)])
        said.append(client.get(f"/ballots/{ballot.id}/turnout", headers=PART).text)

    assert len({VARIES.sub("", part) for part in said}) == 1


def test_no_token_of_others_opens_a_room(app, db, make, wire, browser, branch, hall):
    """What a page gave to somebody else, or what was made up, is not listened to."""
    steward = make.officer(Role.STEWARD, branch)
    browser(steward)
    theirs = db.exec(
        select(SignInSession.id).where(SignInSession.member_id == steward.id)
    ).one()
    with app.app_context():
        stolen = topics.token("petition", hall["petition"], str(theirs))
    spy = wire(one(make, "P", branch))

    guessed = f"petition:{hall['petition']}"

    assert spy.emit("watch", [stolen, guessed], callback=True) == []
