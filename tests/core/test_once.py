"""What a member was told about a form is forgotten in time."""

from datetime import timedelta
from uuid import uuid4

from sqlmodel import select

from union.core import jobs
from union.core.base import now
from union.core.once import KEPT, Answer


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
