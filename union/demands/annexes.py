"""What stands behind the letter: the members' mandate, and the names they gave."""

from union.ballots import wording
from union.ballots.result import Result
from union.core import i18n
from union.core.i18n import gettext as _
from union.demands.models import Fixing
from union.petitions.models import FEW, Petition
from union.petitions.queries import Signer, Tally
from union.writers.paper import (
    Annex,
    Block,
    Column,
    Facts,
    Notice,
    Pairs,
    Paragraph,
    Table,
)


def basis(result: Result, fixing: Fixing, minutes: str) -> str:
    """The mandate in a line: its number, its ballot, its minutes and the votes."""
    said = [
        _("No. %(number)s") % {"number": fixing.mandate},
        _("ballot closed on %(day)s") % {"day": i18n.day(result.ballot.ended_at)},
    ]
    if minutes:
        said.append(_("minutes No. %(number)s") % {"number": minutes})
    said.append(wording.headline(result))
    if not result.is_coarse:
        said += [f"{each.words}: {i18n.number(n)}" for each, n in result.lines]
    return "; ".join(said)


def mandate(result: Result, fixing: Fixing, minutes: str) -> list[Block]:
    """Annex A: roll, turnout, quorum, majority, and the hash of what was voted on."""
    said: list[Block] = [
        Annex(_("Annex A. Mandate")),
        Paragraph(result.ballot.question),
        Facts(_conduct(result, fixing, minutes)),
    ]
    if not result.is_coarse:
        heads = (Column(_("Answer"), width=3), Column(_("Votes"), "right"))
        rows = tuple((each.words, i18n.number(n)) for each, n in result.lines)
        said.append(Table(heads, rows))
    return [*said, Notice(wording.indicative())]


def _conduct(result: Result, fixing: Fixing, minutes: str) -> Pairs:
    ballot = result.ballot
    took_part = (
        _("not published, to protect the votes")
        if result.is_coarse
        else i18n.number(result.participants)
    )
    facts = (
        (_("Mandate"), fixing.mandate or ""),
        (_("Minutes"), minutes),
        (_("Voting closed"), i18n.full_moment(ballot.ended_at)),
        (_("On the roll"), i18n.number(ballot.roll_size or 0)),
        (_("Hash of the roll"), ballot.roll_digest or ""),
        (_("Participants"), took_part),
        *wording.readings(result),
        (_("Decision"), wording.headline(result)),
        (_("SHA-256 of the text voted on"), fixing.digest),
    )
    return tuple((name, words) for name, words in facts if words)


def signatures(petition: Petition, tally: Tally, named: list[Signer]) -> list[Block]:
    """Annex B: names of those who chose to be named to the addressee, no others."""
    others = tally.total - len(named)
    facts = [
        (_("Petition"), petition.title),
        (
            _("Signatures"),
            i18n.number(tally.total) if tally.total >= FEW else f"<{FEW}",
        ),
        (_("Named here by their own choice"), i18n.number(len(named))),
    ]
    if tally.total >= FEW and others:
        facts.append((_("Counted without a name"), i18n.number(others)))
    said: list[Block] = [
        Annex(_("Annex B. Signatures under the petition")),
        Facts(tuple(facts)),
    ]
    if not named:
        return said
    heads = (
        Column("№", "right"),
        Column(_("Name"), width=5),
        Column(_("Branch"), width=4),
        Column(_("Date"), width=3),
    )
    rows = tuple(
        (str(number), signer.name, signer.branch, i18n.day(signer.day))
        for number, signer in enumerate(named, start=1)
    )
    return [*said, Table(heads, rows)]
