from datetime import timedelta

import pytest
from sqlalchemy import event

from union.core.audit import Minute
from union.core.base import now
from union.core.events import Event, kinds
from union.core.i18n import LANGUAGES, gettext, speaking
from union.core.jobs import do_chores
from union.core.outbox import Letter
from union.members.bands import band
from union.members.calls import Call, what_is_needed
from union.members.models import City, Platform, Role, Unit

OURS = sorted(
    (kind for kind in kinds().values() if kind.__module__.startswith("union.")),
    key=lambda kind: kind.__name__,
)


@pytest.fixture
def union(make):
    return make.branch(name_en="The union")


@pytest.fixture
def almaty(make, union):
    return make.branch(under=union)


@pytest.fixture
def minute(make):
    def write(kind, branch, by=None, **about):
        return make.save(
            Minute(
                at=now(),
                event=kind,
                by=by.id if by else None,
                branch_id=branch and branch.id,
                about=about,
            )
        )

    return write


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "fewer than 10"),
        (9, "fewer than 10"),
        (10, "10–24"),
        (24, "10–24"),
        (25, "25–49"),
        (99, "50–99"),
        (100, "100+"),
        (720, "500+"),
        (1999, "1\N{NO-BREAK SPACE}000+"),
    ],
)
def test_people_are_counted_in_bands(count, said):
    assert band(count) == said


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_every_event_says_what_happened_in_each_language(kind):
    said = set()
    for language in LANGUAGES:
        with speaking(language):
            said.add(gettext(kind.says))

    assert len(said) == len(LANGUAGES)


def below(kind):
    for special in kind.__subclasses__():
        yield special
        yield from below(special)


def test_every_kind_of_event_says_something_or_is_said_more_exactly():
    silent = [kind for kind in below(Event) if kind not in kinds().values()]

    assert [kind for kind in silent if not kind.__subclasses__()] == []


def test_the_minutes_say_what_happened_who_did_it_and_where_to_look(
    browser, make, almaty, minute
):
    steward = make.officer(Role.STEWARD, almaty, name="Ерасыл")
    newcomer = make.member(branch=almaty)
    minute("MemberAdmitted", almaty, steward, member_id=str(newcomer.id))

    page = browser(steward).get("/activity").text

    assert "A new member was admitted" in page
    assert ", Ерасыл<" in page
    assert f'href="/people/{newcomer.id}"' in page


def test_authors_may_be_the_clock_or_a_former_member(browser, make, almaty, minute):
    steward = make.officer(Role.STEWARD, almaty)
    minute("MemberReinstated", almaty)
    minute("MemberLeft", almaty, make.member(left_at=now()))

    page = browser(steward).get("/activity").text

    assert ", the clock<" in page
    assert ", former member<" in page


def test_minutes_of_a_branch_hold_those_below_and_no_others(
    browser, make, union, almaty, minute
):
    zone, astana = make.branch(under=almaty), make.branch(under=union)
    minute("MemberRenamed", zone)
    minute("MemberMoved", astana)
    minute("LetterRevived", None)
    steward = make.officer(Role.STEWARD, almaty)
    chair = make.officer(Role.BRANCH_ADMIN, union)

    below = browser(steward).get("/activity").text.partition("<ol")[2]
    everything = browser(chair).get("/activity").text.partition("<ol")[2]

    said = ["the name others see", "moved to this branch", "started again"]
    assert [words in below for words in said] == [True, False, False]
    assert [words in everything for words in said] == [True, True, True]


def test_the_minutes_are_for_organisers(browser, make, union, almaty):
    steward = make.officer(Role.STEWARD, almaty)

    assert browser(make.member(branch=almaty)).get("/activity").status_code == 403
    above = browser(steward).get(f"/activity?branch={union.id}")
    assert above.status_code == 403


def test_minutes_are_read_page_by_page(browser, make, almaty, minute):
    steward = browser(make.officer(Role.STEWARD, almaty))
    for _number in range(31):
        minute("MemberRenamed", almaty)
    minute("MemberMoved", almaty)

    first = steward.get("/activity").text
    address = first.partition('rel="next" href="')[2].partition('"')[0]
    second = steward.get("/activity" + address.replace("&amp;", "&")).text

    assert (first.count("<time"), second.count("<time")) == (30, 2)
    assert 'rel="next"' not in second


def test_minutes_are_filtered_by_what_happened(browser, make, almaty, minute):
    steward = browser(make.officer(Role.STEWARD, almaty))
    minute("MemberRenamed", almaty)
    minute("MemberMoved", almaty)

    page = steward.get("/activity?kind=MemberMoved").text

    assert page.count("<time") == 1


@pytest.fixture
def queries(db):
    """The statements sent to the database from here on."""
    sent = []
    connection = db.connection()

    def note(_connection, _cursor, statement, *_others):
        if statement.startswith(("SELECT", "UPDATE", "INSERT", "DELETE", "WITH")):
            sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield sent
    event.remove(connection, "before_cursor_execute", note)


def test_organisers_do_not_watch_members_sign(browser, make, minute, almaty):
    steward = make.officer(Role.STEWARD, almaty)
    minute("PetitionSigned", almaty)
    minute("SignatureWithdrawn", almaty)
    minute("PetitionPublished", almaty, by=steward)

    page = browser(steward).get("/activity").text

    assert "A petition was published" in page
    assert "signed" not in page.partition("<main")[2]
    assert "withdrew" not in page


@pytest.mark.parametrize(
    ("page", "most"),
    [("/", 5), ("/branches", 5), ("/activity", 4), ("/me", 4), ("/me/devices", 4)],
)  # Today asks each feature one question, and an officer whom they have to welcome;
# members of branches are counted on the spot until the clock has counted them
def test_a_page_costs_few_queries_whatever_it_shows(
    browser, make, almaty, minute, queries, page, most
):
    steward = make.officer(Role.STEWARD, almaty)
    for _number in range(5):
        make.officer(Role.TELLER, make.branch(under=almaty))
        minute("MemberRenamed", almaty, make.member(branch=almaty))
    client = browser(steward)

    del queries[:]
    client.get(page)

    assert len(queries) <= most, "\n\n".join(queries)


def test_the_tree_shows_bands_officers_and_estimates(browser, make, almaty):
    for _number in range(11):
        make.member(branch=make.branch(under=almaty) if _number == 0 else almaty)
    make.officer(Role.TELLER, almaty, name="Сәуле")
    names = {"name_kk": "Алматы", "name_ru": "Алматы", "name_en": "Almaty"}
    make.save(Platform(id="glovo", name="Glovo", origin="ES", work="food_delivery"))
    make.save(City(id="almaty", **names))
    make.save(
        Unit(
            platform_id="glovo",
            city_id="almaty",
            workforce=2400,
            workforce_source="our own count at the malls",
            workforce_on=now().date(),
        )
    )

    page = browser(make.member(branch=almaty)).get("/branches").text

    assert "10–24" in page
    assert "Сәуле" in page
    assert "2\N{NO-BREAK SPACE}400" in page
    assert "our own count at the malls" in page
    assert "estimate" in page


def test_dead_letters_are_seen_and_tried_again(app, db, browser, make, union):
    admin = browser(make.officer(Role.SYSTEM_ADMIN, union))
    dead = make.save(
        Letter(duty="demands.count", about={}, due_at=now(), dead_at=now(), tries=8)
    )

    assert "demands.count" in admin.get("/operations").text
    admin.post(f"/operations/letters/{dead.id}/retry")

    db.refresh(dead)
    assert (dead.tries, dead.dead_at) == (0, None)
    assert "demands.count" not in admin.get("/operations").text


def test_the_worker_is_seen_to_live_and_to_stop(app, browser, make, union):
    admin = browser(make.officer(Role.SYSTEM_ADMIN, union))
    assert "does not answer" in admin.get("/operations").text

    with app.app_context():
        do_chores()

    assert "The worker is running." in admin.get("/operations").text


def test_operations_are_for_the_system_administrator(browser, make, union):
    chair = browser(make.officer(Role.BRANCH_ADMIN, union))

    assert chair.get("/operations").status_code == 403
    assert chair.post("/operations/letters/1/retry").status_code == 403


def waiting(**kinds):
    return [
        Call(template="", urgent_by=now() + timedelta(1), kind=kind)
        for kind, count in kinds.items()
        for _number in range(count)
    ]


@pytest.mark.parametrize(
    ("language", "calls", "said"),
    [
        ("kk", waiting(vote=1, signature=1), "Бүгін бір дауыс пен бір қол қажет."),
        ("kk", waiting(vote=2, signature=3), "Бүгін 2 дауыс пен 3 қол қажет."),
        ("ru", waiting(vote=1), "Сегодня нужно от тебя: один голос."),
        (
            "ru",
            waiting(vote=3, signature=21),
            "Сегодня нужно от тебя: 3 голоса и 21 подпись.",
        ),
        (
            "ru",
            waiting(vote=5, signature=2),
            "Сегодня нужно от тебя: 5 голосов и 2 подписи.",
        ),
        ("en", waiting(signature=1), "Today we need one signature."),
        ("en", waiting(other=1), "One more thing waits for you."),
        ("en", [], "Nothing needs you today."),
    ],
)
def test_the_greeting_counts_what_is_needed(language, calls, said):
    with speaking(language):
        assert what_is_needed(calls) == said


def test_what_is_done_is_needed_no_more():
    done = Call(template="", urgent_by=now(), kind="vote", is_done=True)

    assert what_is_needed([done]) == "Nothing needs you today."
