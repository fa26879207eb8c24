from html import unescape
from uuid import uuid4

import pytest

from tests.demands.factories import again, in_three
from union.demands.queries import clauses_of
from union.demands.rules import clauses as rules
from union.demands.rules import fixing
from union.members.models import Role


def page(demand, rest=""):
    return f"/demands/{demand.id}{rest}"


def first_clause(db, demand):
    db.refresh(demand)
    return clauses_of(db, demand.id, demand.version)[0]


def filled(clause=None, **changed):
    """What the browser sends for a clause."""
    said = in_three(heading="Floor", claim="850", reason="", measure="")
    if clause:
        said = {name: getattr(clause, name) for name in said}
        said |= {"base": str(clause.version)}
    return said | changed


def test_a_member_reads_the_document_and_is_offered_no_form(browser, hall):
    demand = hall.demand()

    shown = browser(hall.member).get(page(demand)).text

    assert "Nine demands en" in shown
    assert "At least 850 ₸ en" in shown
    assert "Change clause" not in shown
    assert "Freeze the text" not in shown


def test_the_list_names_state_and_version(browser, hall):
    hall.demand()
    hall.frozen(title_en="Winter roads")

    shown = browser(hall.member).get("/demands").text

    assert "being drafted" in shown
    assert "frozen" in shown
    assert "version 2" in shown


def test_a_steward_begins_a_document(db, browser, hall):
    form = in_three(title="Winter", addressee="To all", requisites="", preamble="")
    form |= {"branch_id": str(hall.branch.id), "track": "contract"}

    answer = browser(hall.steward).post("/demands", data=form, follow_redirects=True)

    assert answer.status_code == 200
    assert "Winter en" in answer.text


def test_a_document_without_a_title_is_shown_again_with_what_was_typed(browser, hall):
    form = in_three(title="", addressee="To all") | {"track": "contract"}
    form |= {"title_kk": "", "title_ru": "", "title_en": ""}

    answer = browser(hall.steward).post("/demands", data=form)

    assert answer.status_code == 422
    assert "To all ru" in answer.text


def test_members_begin_none(browser, hall):
    assert browser(hall.member).get("/demands/new").status_code == 403


def test_a_steward_adds_a_clause_and_changes_it(db, browser, hall):
    demand = hall.demand(clauses_=0)
    bakyt = browser(hall.steward)

    bakyt.post(page(demand, "/clauses"), data=filled())
    clause = first_clause(db, demand)
    changed = filled(clause, claim_en="900 en")
    bakyt.post(page(demand, f"/clauses/{clause.clause_id}"), data=changed)

    shown = bakyt.get(page(demand)).text
    assert "900 en" in shown
    assert "Stale: Kazakh, Russian" in shown


@pytest.fixture
def overtaken(db, browser, hall):
    """What the second of two writers is answered, and the clause the first left."""
    demand = hall.demand()
    clause = first_clause(db, demand)
    mine = filled(clause, claim_en="My thousand ₸")
    theirs = again(clause, claim_en="Their nine hundred ₸")
    rules.reword(db, demand, hall.representative, clause.clause_id, theirs)
    db.commit()
    address = page(demand, f"/clauses/{clause.clause_id}")
    browser_of_mine = browser(hall.steward)
    return browser_of_mine.post(address, data=mine), browser_of_mine, address, mine


def test_the_second_writer_sees_both_texts_and_loses_nothing(overtaken):
    answer, *_rest = overtaken

    shown = unescape(answer.text)
    assert answer.status_code == 409
    assert "Nothing you typed is lost" in shown
    assert "<del>" in shown
    assert "<ins>" in shown
    assert "Their nine hundred ₸" in shown
    assert "My thousand ₸</textarea>" in shown


def test_having_compared_the_second_writer_can_save(db, overtaken):
    answer, browser_of_mine, address, mine = overtaken
    base = answer.text.split('name="base" value="')[1].split('"')[0]

    saved = browser_of_mine.post(address, data=mine | {"base": base})

    assert saved.status_code == 303


def test_a_clause_moves_and_goes(db, browser, hall):
    demand = hall.demand(clauses_=2)
    bakyt, clause = browser(hall.steward), first_clause(db, demand)
    address = page(demand, f"/clauses/{clause.clause_id}")

    bakyt.post(f"{address}/place", data={"to": "down"})
    moved = bakyt.get(page(demand)).text
    bakyt.post(f"{address}/removal")

    assert moved.index("Clause 2 en") < moved.index("Clause 1 en")
    assert "Clause 1 en" not in bakyt.get(page(demand)).text


def test_removing_asks_first(db, browser, hall):
    demand = hall.demand()
    clause = first_clause(db, demand)

    asked = browser(hall.steward).get(
        page(demand, f"/clauses/{clause.clause_id}/removal")
    )

    assert "Remove this clause?" in asked.text


def test_the_page_shows_what_the_last_version_changed(db, browser, hall):
    demand = hall.demand()
    clause = first_clause(db, demand)
    form = again(clause, claim_en="At least 900 ₸ en")
    rules.reword(db, demand, hall.steward, clause.clause_id, form)
    db.commit()

    shown = browser(hall.member).get(page(demand, "?against=2")).text

    assert "850" in shown.split("<del>")[1].split("</del>")[0]
    assert "900" in shown.split("<ins>")[1].split("</ins>")[0]


def test_any_two_versions_can_be_compared(browser, hall):
    demand = hall.demand(clauses_=3)

    shown = browser(hall.member).get(page(demand, "/changes?from=2&to=4")).text

    assert "From version 2 to version 4" in shown
    assert "Clause 2 en" in shown
    assert "Clause 1 en" not in shown


def test_the_history_names_authors_and_clauses(browser, hall):
    demand = hall.demand()

    shown = browser(hall.member).get(page(demand, "/history")).text

    assert "Bakyt" in shown
    assert "Clause added" in shown


def test_a_frozen_version_stands_on_a_page_of_its_own(browser, hall):
    demand, fixed = hall.frozen()

    shown = browser(hall.member).get(page(demand, f"/versions/{fixed.version}")).text

    assert fixed.digest in shown
    assert "At least 850 ₸ kk" in shown
    assert "At least 850 ₸ ru" in shown


def test_a_version_keeps_its_hash_when_the_text_was_opened_again(db, browser, hall):
    """A ballot that refused it still points here, with that hash."""
    demand, fixed = hall.frozen()
    fixing.reopen(db, demand, hall.representative)
    db.commit()

    shown = browser(hall.member).get(page(demand, f"/versions/{fixed.version}")).text

    assert fixed.digest in shown


@pytest.mark.parametrize("number", [0, 9, 10**30])
def test_there_is_no_version_to_come(browser, hall, number):
    demand = hall.demand()

    answer = browser(hall.member).get(page(demand, f"/versions/{number}"))

    assert answer.status_code == 404


def test_a_representative_freezes_what_they_read_and_opens_it_again(db, browser, hall):
    demand = hall.demand()
    aigul = browser(hall.representative)

    asked = aigul.get(page(demand, "/freeze"))
    aigul.post(page(demand, "/freeze"), data={"version": str(demand.version)})
    frozen = aigul.get(page(demand)).text
    aigul.post(page(demand, "/reopen"))

    assert f"Freeze version {demand.version}?" in asked.text
    assert "SHA-256 of the frozen text" in frozen
    assert "being drafted" in aigul.get(page(demand)).text


def test_a_stale_text_is_not_offered_for_freezing(db, browser, hall):
    demand = hall.demand()
    hall.clause(demand, claim_ru="", heading_ru="", measure_ru="")

    asked = browser(hall.representative).get(page(demand, "/freeze")).text

    assert "no text may be stale" in asked
    assert "<button" not in asked.split("<main")[1]


def test_a_frozen_text_offers_no_editing(db, browser, hall):
    demand, _fixed = hall.frozen()
    clause = first_clause(db, demand)

    answer = browser(hall.steward).get(page(demand, f"/clauses/{clause.clause_id}"))

    assert answer.status_code == 303


@pytest.mark.parametrize("rest", ["", "/history", "/changes", "/clauses/new"])
def test_others_find_nothing(browser, make, hall, rest):
    assert browser(make.member()).get(page(hall.demand(), rest)).status_code == 404


def test_an_unknown_demand_is_not_found(browser, hall):
    assert browser(hall.member).get(f"/demands/{uuid4()}").status_code == 404


def test_a_returning_page_is_not_drawn_again(browser, hall):
    dana, address = browser(hall.member), page(hall.demand(), "/clauses")
    by_script = {"HX-Request": "true"}
    tag = dana.get(address, headers=dict(by_script)).headers["ETag"]

    answer = dana.get(address, headers=by_script | {"If-None-Match": tag})

    assert answer.status_code == 304


@pytest.mark.parametrize("speaks", ["kk", "ru", "en"])
@pytest.mark.parametrize("rest", ["", "/history", "/changes", "/frame", "/freeze"])
def test_every_page_speaks_every_language(browser, hall, speaks, rest):
    reader = browser(hall.representative, speaks)

    assert reader.get(page(hall.demand(), rest)).status_code == 200


@pytest.mark.parametrize("rest", ["", "?against=2", "/history", "/changes", "/freeze"])
@pytest.mark.parametrize("clauses", [1, 9])
def test_pages_ask_little_however_long_the_document_is(
    browser, hall, statements, rest, clauses
):
    address = page(hall.demand(clauses_=clauses), rest)
    aigul = browser(hall.representative)
    statements.clear()

    aigul.get(address)

    assert len(statements) <= 4


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_asks_little_however_long_it_is(browser, hall, statements, count):
    for _ in range(count):
        hall.demand()
    dana = browser(hall.member)
    statements.clear()

    dana.get("/demands")

    assert len(statements) <= 2


def test_the_list_goes_on_where_a_page_ended(db, browser, hall):
    for number in range(23):
        hall.demand(clauses_=0, title_en=f"Demand {number:02}")
    dana = browser(hall.member)

    first = dana.get("/demands").text
    rest = dana.get(unescape(first.split('rel="next" href="')[1].split('"')[0])).text

    assert "Demand 22" in first
    assert "Demand 02" not in first
    assert "Demand 02" in rest


def test_a_representative_of_another_branch_is_no_editor_here(browser, make, hall):
    other = make.officer(Role.REPRESENTATIVE, make.branch(under=hall.branch))

    shown = browser(other).get(page(hall.demand())).text

    assert "Add a clause" not in shown
