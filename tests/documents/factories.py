"""Papers to issue, and those who may read them."""

from datetime import UTC, datetime
from uuid import uuid4

from union.documents import rules
from union.writers.paper import Paper, Paragraph


def paper(text="850 ₸", **given):
    """A short paper in Kazakh; the test names only what matters."""
    usual = {
        "language": "kk",
        "title": "Glovo-ға қойылатын тоғыз талап",
        "blocks": (Paragraph(text),),
        "issued_at": datetime(2020, 1, 1, tzinfo=UTC),
    }
    return Paper(**usual | given)


def issue(db, branch, **given):
    """A paper that has left the house, saved."""
    usual = {"kind": "test", "about": uuid4(), "paper": paper(), "by": None}
    document = rules.issue(db, branch=branch, **usual | given)
    db.commit()
    return document
