"""Posters: who makes them, what they print, what their officers see."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, NotFound
from union.members import posting
from union.members.forms import NewPoster
from union.members.models import Poster, Role
from union.members.queries import poster_for
from union.members.rules import posters as rules


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def steward(make, almaty):
    return make.officer(Role.STEWARD, almaty)


@pytest.fixture
def hung(make):
    """A poster on a wall."""

    def hang(branch, code="K3M2Q7XD", **about):
        officer = make.officer(Role.BRANCH_ADMIN, branch)
        usual = {
            "code": code,
            "branch_id": branch.id,
            "place": "Dostyk 12",
            "most": 100,
            "made_by": officer.id,
            "expires_at": now() + timedelta(days=30),
        }
        return make.save(Poster(**usual | about))

    return hang


def filled_in(branch, **given):
    usual = {
        "place": "Достық 12, есік",
        "branch_id": str(branch.id),
        "most": "50",
        "days": "30",
    }
    return usual | given


def every_poster(db):
    return db.exec(select(Poster)).all()


def test_a_steward_makes_a_poster(db, browser, steward, almaty):
    answer = browser(steward).post("/posters", data=filled_in(almaty))

    (poster,) = every_poster(db)
    assert answer.location == f"/posters/{poster.id}"
    assert (poster.place, poster.most, poster.uses) == ("Достық 12, есік", 50, 0)
    assert len(poster.code) == 8
    assert poster.expires_at - poster.made_at == timedelta(days=30)


def test_the_minutes_say_who_made_it_and_who_took_it_down(db, browser, steward, almaty):
    phone = browser(steward)
    phone.post("/posters", data=filled_in(almaty))
    poster_id = every_poster(db)[0].id
    for _time in range(2):
        phone.post(f"/posters/{poster_id}/take-down")

    lines = db.exec(select(Minute)).all()
    assert [line.event for line in lines] == ["PosterMade", "PosterTakenDown"]
    assert {line.by for line in lines} == {steward.id}
    assert f'href="/posters/{poster_id}"' in phone.get("/activity").text


@pytest.mark.parametrize("role", [Role.STEWARD, Role.BRANCH_ADMIN])
def test_only_who_looks_after_a_branch_makes_posters_for_it(db, make, almaty, role):
    officer = make.officer(role, almaty)
    form = NewPoster.model_validate(filled_in(almaty))
    others = [
        make.member(branch=almaty),
        make.officer(role, make.branch()),
        make.officer(role, almaty, suspended_at=now()),
        make.officer(Role.TELLER, almaty),
    ]

    rules.make_poster(db, almaty, officer, form)

    for other in others:
        with pytest.raises(NotAllowed):
            rules.make_poster(db, almaty, other, form)


def test_no_poster_leads_to_a_merged_branch(db, make, steward, almaty):
    merged = make.branch(under=almaty, closed_at=now())

    with pytest.raises(NotAllowed):
        rules.make_poster(
            db, merged, steward, NewPoster.model_validate(filled_in(merged))
        )


NUMBERS = ["", "-1", "0", "2147483648", "9223372036854775808", "1e309", "NaN"]
NUMBERS += ["१२", "12 34", "0x10", "true", "[1]", "5.5"]


@pytest.mark.parametrize("field", ["most", "days"])
@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_that_are_none_are_refused(db, browser, steward, almaty, field, number):
    form = filled_in(almaty, **{field: number})

    answer = browser(steward).post("/posters", data=form)

    assert answer.status_code == 422
    assert every_poster(db) == []
    assert "Достық 12, есік" in answer.text
    assert f'href="#{field}"' in answer.text


@pytest.mark.parametrize(("field", "number"), [("most", "5001"), ("days", "366")])
def test_what_is_too_much_is_refused(db, browser, steward, almaty, field, number):
    form = filled_in(almaty, **{field: number})

    answer = browser(steward).post("/posters", data=form)

    assert answer.status_code == 422
    assert "too large" in answer.text


@pytest.mark.parametrize(
    "place",
    [
        "",
        "a",
        "a" * 121,
        "a" * 1_000_000,
        "a\0b",
        "a\x85b",
        "\u202egnp.exe",
        "a\u200bb",
        "a\u2066b",
        "a\U000e0041b",
    ],
)
def test_a_place_that_cannot_be_read_is_refused(db, browser, steward, almaty, place):
    answer = browser(steward).post("/posters", data=filled_in(almaty, place=place))

    assert answer.status_code in (413, 422)
    assert every_poster(db) == []


@pytest.mark.parametrize(
    "place", ["Құрманғазы үйі, іші", "' OR 1=1--", "{{7*7}}", "<b>Door</b>", "%s%n"]
)
def test_other_words_are_kept_as_they_are(db, browser, steward, almaty, place):
    phone = browser(steward)

    answer = phone.post("/posters", data=filled_in(almaty, place=place))

    assert every_poster(db)[0].place == place
    assert "<b>Door" not in phone.get(answer.location).text
    assert "<b>Door" not in phone.get("/posters").text


@pytest.mark.parametrize(
    "more",
    [
        {"uses": "5"},
        {"code": "AAAAAAAA"},
        {"made_by": "x"},
        {"revoked_at": "2026-01-01"},
        {"expires_at": "2999-01-01"},
        {"id": "x"},
    ],
)
def test_nothing_else_is_taken_from_the_form(db, browser, steward, almaty, more):
    answer = browser(steward).post("/posters", data=filled_in(almaty) | more)

    assert answer.status_code == 422
    assert every_poster(db) == []


def test_another_branch_is_not_given_a_poster(db, browser, make, steward):
    answer = browser(steward).post("/posters", data=filled_in(make.branch()))

    assert answer.status_code == 403
    assert every_poster(db) == []


def test_other_sites_make_no_posters(db, browser, steward, almaty):
    answer = browser(steward).post(
        "/posters", data=filled_in(almaty), headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert every_poster(db) == []


def test_a_poster_is_for_the_officers_of_its_branch(db, make, browser, hung, almaty):
    poster = hung(make.branch(under=almaty))
    above = make.officer(Role.STEWARD, almaty)
    elsewhere = make.officer(Role.STEWARD, make.branch())

    assert poster_for(db, above, poster.id) is poster
    for other in (elsewhere, make.member(branch=poster.branch)):
        with pytest.raises(NotFound):
            poster_for(db, other, poster.id)
        for path in ("", "/poster.pdf", "/take-down"):
            answer = browser(other).get(f"/posters/{poster.id}{path}")
            assert answer.status_code == 404
    assert "Dostyk" not in browser(elsewhere).get("/posters").text


def test_how_many_came_is_told_in_bands(browser, steward, hung, almaty):
    poster = hung(almaty, uses=17)
    phone = browser(steward)

    for page in ("/posters", f"/posters/{poster.id}"):
        text = phone.get(page).text
        assert "10–24" in text
        assert ">17<" not in text


def test_the_list_goes_on_page_by_page(browser, steward, hung, almaty):
    at = now()
    for number in range(21):
        made_at = at - timedelta(minutes=number // 2)  # two were made at once
        hung(almaty, code=f"{number:08}", place=f"Door {number}.", made_at=made_at)
    phone = browser(steward)

    first = phone.get("/posters").text
    address = first.partition('rel="next" href="')[2].partition('"')[0]
    second = phone.get(address).text

    shown = re.findall(r"Door (\d+)\.", first + second)
    assert sorted(map(int, shown)) == list(range(21))
    assert second.count("Door ") == 1
    assert "Door" in phone.get(f"/posters?before={almaty.id}").text


def test_the_page_asks_little_of_the_database(
    browser, steward, hung, almaty, statements
):
    for number in range(5):
        hung(almaty, code=f"{number:08}")
    phone = browser(steward)
    statements.clear()

    phone.get("/posters")

    assert len(statements) <= 4


def test_members_do_not_come_to_posters(browser, make):
    for path in ("/posters", "/posters/new"):
        assert browser(make.member()).get(path).status_code == 403


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ({"revoked_at": now()}, "taken down"),
        ({"expires_at": now()}, "run out"),
        ({"uses": 100}, "full"),
    ],
)
def test_what_nobody_can_come_by_is_not_printed(
    browser, steward, hung, almaty, gone, said
):
    poster, phone = hung(almaty, **gone), browser(steward)

    assert f">{said}<" in phone.get(f"/posters/{poster.id}").text
    assert phone.get(f"/posters/{poster.id}/poster.pdf").status_code == 409


def test_it_is_taken_down_after_asking(db, browser, steward, hung, almaty):
    poster, phone = hung(almaty), browser(steward)

    asked = phone.get(f"/posters/{poster.id}/take-down")
    answer = phone.post(f"/posters/{poster.id}/take-down")

    assert "Take this poster down?" in asked.text
    assert answer.location == f"/posters/{poster.id}"
    db.refresh(poster)
    assert poster.revoked_at


@pytest.mark.parametrize("main", ["kk", "ru", "en", "xx", ""])
def test_it_is_printed(browser, steward, hung, almaty, main):
    poster = hung(almaty)

    answer = browser(steward).get(f"/posters/{poster.id}/poster.pdf?main={main}")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    name = f"K3M2-Q7XD-{main if main in ('ru', 'en') else 'kk'}.pdf"
    assert name in answer.headers["Content-Disposition"]


def test_the_sheet_says_it_in_three_languages_and_not_where_it_hangs(
    make, hung, almaty
):
    poster = hung(almaty)

    sheet = posting.sheet(poster, "ru", almaty, "https://ortaq.example")

    assert [tongue.language for tongue in sheet.tongues] == ["ru", "kk", "en"]
    assert len({tongue.who for tongue in sheet.tongues}) == 3
    assert sheet.url == "https://ortaq.example/p/K3M2Q7XD"
    assert sheet.short_url == "ortaq.example/p/K3M2Q7XD"
    assert sheet.code == "K3M2-Q7XD"
    assert "Dostyk" not in repr(sheet)
