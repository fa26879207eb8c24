import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.documents.factories import issue, paper
from union.core.events import announced
from union.documents import rules
from union.documents.events import DocumentIssued
from union.documents.queries import checked, issued


def test_a_paper_gets_number_version_hash_and_code(db, make):
    almaty, ada, about = make.branch(), make.member(), uuid4()

    document = rules.issue(
        db, kind="letter", about=about, branch=almaty, paper=paper(), by=ada
    )

    assert re.fullmatch(r"\d{4}/1", document.number)
    assert (document.version, document.issued_by) == (1, ada.id)
    assert len(document.content_hash) == 64
    assert len(document.code) == 8
    [event] = announced(db)
    assert event == DocumentIssued(
        by=ada.id, branch_id=almaty.id, document_id=document.id
    )


def test_the_same_paper_again_is_the_same_document(db, make):
    almaty, about = make.branch(), uuid4()

    first = issue(db, almaty, about=about)
    again = issue(db, almaty, about=about)

    assert again is first
    assert len(issued(db, "test", about)) == 1


def test_other_words_are_the_next_version_and_supersede_the_last(db, make):
    almaty, about = make.branch(), uuid4()
    first = issue(db, almaty, about=about, paper=paper("850 ₸"))

    second = issue(db, almaty, about=about, paper=paper("900 ₸"))

    assert (second.version, second.serial) == (2, 2)
    assert checked(db, first.code).newer == (2, second.issued_at)
    assert checked(db, second.code).newer is None


def test_going_back_to_earlier_words_is_a_new_version_too(db, make):
    almaty, about = make.branch(), uuid4()
    for text in ("850 ₸", "900 ₸"):
        issue(db, almaty, about=about, paper=paper(text))

    third = issue(db, almaty, about=about, paper=paper("850 ₸"))

    assert third.version == 3


def test_each_language_has_versions_of_its_own(db, make):
    almaty, about = make.branch(), uuid4()
    issue(db, almaty, about=about, paper=paper("850 ₸"))
    issue(db, almaty, about=about, paper=paper("900 ₸"))

    russian = issue(db, almaty, about=about, paper=paper(language="ru"))

    assert (russian.version, russian.serial) == (1, 3)


def test_a_branch_numbers_in_the_register_of_its_union(db, make):
    union = make.branch()
    almaty, astana = make.branch(under=union), make.branch(under=union)

    serials = [issue(db, branch).serial for branch in (almaty, astana, union)]

    assert serials == [1, 2, 3]


def test_a_union_numbers_for_itself(db, make):
    issue(db, make.branch())

    assert issue(db, make.branch()).serial == 1


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2026, 12, 31, 18, 59, tzinfo=UTC), "2026/1"),
        (datetime(2026, 12, 31, 19, 0, tzinfo=UTC), "2027/1"),
    ],
    ids=["the last minute of the year in Almaty", "the first of the next"],
)
def test_the_year_is_that_of_almaty(db, make, monkeypatch, moment, number):
    monkeypatch.setattr(rules, "db_now", lambda _db: moment)

    assert issue(db, make.branch()).number == number
