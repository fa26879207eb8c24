"""What a member was told about a form is forgotten in time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import literal_column
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, select

from union.core import jobs
from union.core.base import now
from union.core.errors import Refused
from union.core.once import KEPT, Answer, Slip, claim, keep
from union.core.prebuilt import Prebuilt


def answer(given_at):
    return Answer(member_id=uuid4(), key="a key", location="/", given_at=given_at)


def test_answers_are_kept_for_a_week(the_app, db):
    fresh, old = answer(now()), answer(now() - KEPT - timedelta(minutes=1))
    db.add_all([fresh, old])
    db.commit()
    kept = fresh.member_id

    with the_app.app_context():
        jobs.do_chores()

    assert [found.member_id for found in db.exec(select(Answer))] == [kept]


def test_eight_taps_at_once_are_one_deed(engine):
    """The first holds the place; the others wait for its answer, on both databases."""
    slip, deeds = Slip(uuid4(), "a key", digest="the same"), []

    def tap(_):
        with Session(engine) as session:
            session.connection(execution_options={"writes": True})
            location = claim(session, slip)
            if location is None:
                deeds.append(1)
                keep(session, slip, "/done")
            session.commit()
            return location

    with ThreadPoolExecutor(8) as phones:
        told = list(phones.map(tap, range(8)))

    with Session(engine) as session:
        session.delete(session.get_one(Answer, (slip.member_id, slip.key)))
        session.commit()
    assert len(deeds) == 1
    assert sorted(told, key=str) == ["/done"] * 7 + [None]


def test_a_form_that_was_refused_can_be_sent_again(db):
    slip = Slip(uuid4(), "a key", digest="the same")
    with db.begin_nested() as attempt:
        claim(db, slip)
        attempt.rollback()

    again = claim(db, slip)

    assert again is None


def test_other_content_under_the_same_key_is_refused(db):
    slip = Slip(uuid4(), "a key", digest="one")
    claim(db, slip)
    keep(db, slip, "/done")

    with pytest.raises(Refused, match="already sent"):
        claim(db, replace(slip, digest="another"))


def test_an_error_of_a_prebuilt_statement_is_as_of_any_other(db):
    table = SQLModel.metadata.tables["answer"]
    wrong = Prebuilt(lambda _dialect: select(table.c.key, literal_column("nowhere")))

    with db.begin_nested() as attempt:
        with pytest.raises(DBAPIError, match="nowhere"):
            wrong.first(db.connection(), {})
        attempt.rollback()
