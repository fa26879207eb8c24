"""What can be asked about papers that were issued."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, tuple_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from union.core.errors import NotAllowed, NotFound
from union.core.i18n import gettext as _
from union.documents.codes import as_written
from union.documents.models import Document
from union.documents.permissions import may_read, represented
from union.members.models import Branch, Member
from union.members.queries import is_under

PAGE = 50


class Checked(NamedTuple):
    """What a code leads to: a paper, and the newer version if there is one."""

    document: Document
    newer: tuple[int, datetime] | None


def document_for(db: Session, member: Member, document_id: UUID) -> Document:
    """The paper, if there is one that this member may read."""
    document = db.get(Document, document_id)
    if document is None or not may_read(db, member, document):
        raise NotFound(_("There is no such paper."))
    return document


def latest(db: Session, kind: str, about: UUID, language: str) -> Document | None:
    """The newest version of a paper in one language."""
    return db.exec(
        select(Document)
        .where(
            Document.kind == kind,
            Document.about == about,
            Document.language == language,
        )
        .order_by(col(Document.version).desc())
        .limit(1)
    ).first()


def issued(db: Session, kind: str, about: UUID) -> list[Document]:
    """Every version of a paper in every language, the newest first; not its words."""
    found = (
        select(Document)
        .where(Document.kind == kind, Document.about == about)
        .options(defer(Document.paper))  # type: ignore[arg-type]  # a column, to SQL
        .order_by(col(Document.version).desc(), col(Document.serial))
    )
    return list(db.exec(found))


def checked(db: Session, code: str) -> Checked | None:
    """The paper with this code, and the version that supersedes it."""
    document = db.exec(
        select(Document).where(Document.code == as_written(code))
    ).one_or_none()
    if document is None:
        return None
    return Checked(document, newer_than(db, document))


def newer_than(db: Session, document: Document) -> tuple[int, datetime] | None:
    """The number and the moment of the version in force, if this one is not it."""
    newer = (
        select(Document.version, Document.issued_at)
        .where(
            Document.kind == document.kind,
            Document.about == document.about,
            Document.language == document.language,
            Document.version > document.version,
        )
        .order_by(col(Document.version).desc())
        .limit(1)
    )
    return db.exec(newer).first()


def register(
    db: Session, member: Member, before: tuple[int, int] | None
) -> list[Document]:
    """A page of the outgoing register, newest first, and one line more if there is one.

    Raises NotAllowed for those who sign for no branch.
    """
    branches = represented(member)
    if not branches:
        raise NotAllowed(_("The outgoing register is for representatives."))
    lines = (
        select(Document)
        .join(Branch, col(Branch.id) == col(Document.branch_id))
        .where(or_(*(is_under(branch) for branch in branches)))
        .options(defer(Document.paper))  # type: ignore[arg-type]  # a column, to SQL
        .order_by(col(Document.year).desc(), col(Document.serial).desc())
        .limit(PAGE + 1)
    )
    if before:
        lines = lines.where(tuple_(col(Document.year), col(Document.serial)) < before)
    return list(db.exec(lines))


def next_serial(db: Session, union_id: UUID, year: int) -> int:
    """The first free number of a year; ask for it with the register locked."""
    last = select(func.max(Document.serial)).where(
        Document.union_id == union_id, Document.year == year
    )
    return (db.exec(last).one() or 0) + 1
