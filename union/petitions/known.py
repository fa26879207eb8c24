"""What petitions know of a member: what they signed, and what they wrote."""

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from union.core.i18n import gettext as _
from union.members.facts.words import for_good
from union.members.known import Row, Section, knows
from union.members.models import Member
from union.petitions.models import DISCLOSURES, Petition, Signature

_worded = selectinload(Petition.wordings)  # type: ignore[arg-type]


@knows(Signature)
def signatures(db: Session, member: Member) -> Section:
    return Section(
        "signatures",
        _("Petitions I signed"),
        purpose=_("So that each name is counted once, and stands where you want it."),
        until=_("Until you withdraw it; once the petition is closed, for good."),
        words={
            "petition": _("Petition"),
            "signed_at": _("Signed"),
            "disclosure": _("Where my name stands"),
            "word": _("My word"),
        },
        rows=_signed(db, member),
        page="petitions.index",
    )


def _signed(db: Session, member: Member) -> list[Row]:
    signed = (
        select(Signature, Petition)
        .join(Petition)
        .where(Signature.member_id == member.id)
        .order_by(col(Signature.signed_at).desc())
        .options(_worded)
    )
    return [
        {
            "petition": petition.title,
            "signed_at": signature.signed_at,
            "disclosure": _(DISCLOSURES[signature.disclosure]),
            "word": signature.word,
        }
        for signature, petition in db.exec(signed)
    ]


@knows(Petition)
def petitions(db: Session, member: Member) -> Section:
    theirs = select(Petition).where(Petition.author_id == member.id).options(_worded)
    return Section(
        "petitions",
        _("Petitions I wrote"),
        purpose=_("So that signers know whose words they sign."),
        until=for_good(),
        words={"petition": _("Petition"), "drafted_at": _("Drafted")},
        rows=[
            {"petition": petition.title, "drafted_at": petition.drafted_at}
            for petition in db.exec(theirs.order_by(col(Petition.drafted_at).desc()))
        ],
        page="petitions.index",
    )
