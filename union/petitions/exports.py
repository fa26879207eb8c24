"""A petition on paper: its text and the sheet of those who chose to be named on it."""

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session

from union.core import i18n
from union.core.i18n import gettext as _
from union.documents.models import Document
from union.documents.rules import issue
from union.law import asked
from union.members.models import Member
from union.members.queries import the_union
from union.petitions import rules
from union.petitions.models import Language, Petition
from union.petitions.permissions import may_read_signers
from union.petitions.queries import Signer, Tally, names_for_addressee, shown, tally
from union.writers.paper import (
    Annex,
    Block,
    Column,
    Facts,
    Paper,
    Paragraph,
    Signatures,
    Slot,
    Table,
)

KIND = "petition"


def issue_sheet(
    db: Session, petition: Petition, member: Member, language: Language
) -> Document:
    """Put a closed petition and its open names on paper, and number the paper."""
    rules.release_names(db, petition, member)
    with i18n.speaking(language):
        paper = sheet(db, petition, language)
    return issue(
        db,
        kind=KIND,
        about=petition.id,
        branch=petition.branch,
        paper=paper,
        by=member,
    )


def may_read_sheet(db: Session, member: Member, petition_id: UUID) -> bool:
    """Whoever may read the names may read them on paper."""
    petition = db.get(Petition, petition_id)
    return petition is not None and may_read_signers(member, petition)


def sheet(db: Session, petition: Petition, language: Language) -> Paper:
    """The paper, in the language that is being spoken."""
    count, names = tally(db, petition.id), names_for_addressee(db, petition)
    return Paper(
        language=language,
        title=petition.wording.title,
        letterhead=(the_union(db).name,),
        facts=((_("To whom"), petition.wording.addressee),),
        blocks=(*_text(petition, count, names), *_names(petition, names)),
        notice=asked.notice(petition.ended_at.astimezone(i18n.zone.get()).date()),
        issued_at=petition.ended_at,
    )


def _text(petition: Petition, count: Tally, names: list[Signer]) -> Iterator[Block]:
    yield from (Paragraph(words) for words in petition.wording.paragraphs)
    if petition.wording.language != petition.language:
        counts = i18n.tongue(petition.language)
        yield Paragraph(_translated() % {"language": counts})
    yield Facts(
        (
            (_("Signed by"), shown(count.total)),
            (_("Named on the sheet"), i18n.number(len(names))),
            (_("Closed"), i18n.full_moment(petition.ended_at)),
            (_("SHA-256 of the text"), petition.text_hash),
        )
    )


def _translated() -> str:
    return _(
        "This is a translation. Where it differs, the text in %(language)s counts."
    )


def _names(petition: Petition, names: list[Signer]) -> Iterator[Block]:
    """The sheet itself, on pages of its own."""
    yield Annex(_("Signature sheet"))
    yield Paragraph(
        _(
            "Members of this branch could sign (%(branch)s), each once. Everyone named "
            "here chose, when signing, to be named in this letter. The others are "
            "counted without a name. Names are given for this petition only."
        )
        % {"branch": petition.branch.name}
    )
    if names:
        yield Table(
            columns=(
                Column("№", side="right"),
                Column(_("Name"), width=5),
                Column(_("Branch"), width=4),
                Column(_("Signed on"), width=4),
            ),
            rows=tuple(
                (str(number), signer.name, signer.branch, i18n.day(signer.day))
                for number, signer in enumerate(names, 1)
            ),
        )
    yield Signatures((Slot(_("For the union")),), hint=_("Name, signature, date"))
