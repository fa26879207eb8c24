"""The demo's counts: a committee that was elected, and a tie that waits for a lot."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from union.cli.demo.chronicle import Chronicle
from union.cli.demo.content import content
from union.cli.demo.people import People
from union.core.base import now
from union.counting.rules import count_file
from union.counts import rules


def count_papers(db: Session, people: People, chronicle: Chronicle) -> None:
    """Count the ballot files of the demo, as the worker would."""
    for told in content("counts")["counts"]:
        _count(db, told, people, chronicle)


def _count(
    db: Session, told: dict[str, Any], people: People, chronicle: Chronicle
) -> None:
    at = now() - timedelta(days=told["counted_days_ago"])
    papers = told["ballots"].encode()
    parcel = rules.Parcel(
        id=uuid4(),
        name=told["file"],
        content=papers,
        digest=sha256(papers).hexdigest(),
        rule=told["rule"],
        seats=told["seats"],
        options={},
    )
    officer = people[told["returning_officer"]]
    count = rules.ask(db, people.branches[told["branch"]], officer, parcel)
    db.flush()
    rules.finish(db, count.id, count_file(papers, told["rule"], told["seats"]))
    count.asked_at = count.finished_at = at
    chronicle.happened(at)
