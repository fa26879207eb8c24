"""How a paper gets its number and is frozen."""

from uuid import UUID

from sqlmodel import Session

from union.core import i18n
from union.core.base import db_now
from union.core.events import announce
from union.documents.codes import new_code
from union.documents.events import DocumentIssued
from union.documents.frozen import content_hash, freeze
from union.documents.models import Document
from union.documents.queries import latest, next_serial
from union.members.models import Branch, Member
from union.members.queries import open_register
from union.writers.paper import Paper


def issue(  # noqa: PLR0913  (each is a name in the register, given by name)
    db: Session,
    *,
    kind: str,
    about: UUID,
    branch: Branch,
    paper: Paper,
    by: Member | None,
) -> Document:
    """Enter a paper in the outgoing register: number, version, hash and code.

    The same content again is the same document; other content is the next version,
    which supersedes the last.
    """
    open_register(db, branch.union_id)
    content = freeze(paper)
    last = latest(db, kind, about, paper.language)
    if last and last.content_hash == content_hash(content):
        return last

    at = db_now(db)
    year = at.astimezone(i18n.zone.get()).year
    document = Document(
        kind=kind,
        about=about,
        language=paper.language,
        version=last.version + 1 if last else 1,
        union_id=branch.union_id,
        branch_id=branch.id,
        year=year,
        serial=next_serial(db, branch.union_id, year),
        code=new_code(),
        title=paper.title,
        content_hash=content_hash(content),
        paper=content,
        issued_at=at,
        issued_by=by.id if by else None,
    )
    db.add(document)

    announce(
        db,
        DocumentIssued(
            by=document.issued_by, branch_id=branch.id, document_id=document.id
        ),
    )
    return document
