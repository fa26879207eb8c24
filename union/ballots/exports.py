"""Minutes of a vote (the form T2), and the figures of a result as a table."""

import csv
from collections.abc import Mapping
from io import StringIO
from uuid import UUID

from union.ballots import wording
from union.ballots.models import KINDS, SECRECIES, STEPS, Ballot, Step
from union.ballots.queries import Hands
from union.ballots.result import Result
from union.core import i18n
from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.law import asked
from union.members.models import Branch
from union.writers.csv import guarded
from union.writers.paper import (
    Block,
    Column,
    Facts,
    Heading,
    Notice,
    Paper,
    Paragraph,
    Signatures,
    Slot,
    Table,
)

MINUTES = "minutes"
VERIFICATION = mark(  # point 7: what can be checked, and how to object
    "Whoever has the list of the roll's ids can compute its hash again. Objections go "
    "in writing to the returning officer within three days of the closing."
)
People = Mapping[str, str]
Steps = Mapping[Step, Hands]


def minutes(result: Result, people: People, hands: Steps, union: Branch) -> Paper:
    """The minutes of a closed ballot, in the language being spoken."""
    ballot = result.ballot
    blocks: tuple[Block, ...] = (
        Heading(_("Roll and electorate")),
        Facts(tuple(_electorate(ballot))),
        Heading(_("Participation and quorum")),
        Facts(tuple(_participation(result))),
        *_law(ballot),
        Heading(_("Who conducted the vote")),
        Facts((*_conduct(ballot, people), *_approvals(hands))),
        Heading(_("Question")),
        *_question(ballot),
        Heading(_("Result")),
        *_result(result),
        Heading(_("Secrecy and verification")),
        Paragraph(wording.secrecy_on_paper(ballot)),
        Paragraph(_(VERIFICATION)),
        Notice(wording.indicative()),
        Heading(_("Signatures")),
        Signatures(tuple(_slots(ballot, people)), hint=_("signature, date")),
    )
    return Paper(
        language=i18n.language.get(),  # type: ignore[arg-type]  # one of the three
        title=_("Minutes of the vote: %(title)s") % {"title": ballot.title},
        letterhead=tuple(dict.fromkeys((union.name, ballot.branch.name))),
        facts=tuple(_form(ballot)),
        blocks=blocks,
        notice=asked.notice(wording.last_day(ballot)),
        issued_at=ballot.ended_at,
    )


def _form(ballot: Ballot) -> list[tuple[str, str]]:
    """Point 1 of the form: kind, form and time."""
    facts = [
        (_("Kind"), _(KINDS[ballot.kind])),
        (_("Form"), _("remote vote in the union's app")),
        (_("Secrecy"), _(SECRECIES[ballot.secrecy])),
        (_("Voting opened"), i18n.full_moment(ballot.began_at or ballot.opens_at)),
        (_("Voting closed"), i18n.full_moment(ballot.ended_at)),
    ]
    if ballot.closed_early_because:
        facts.append((_("Closed early because"), ballot.closed_early_because))
    return facts


def _electorate(ballot: Ballot) -> list[tuple[str, str]]:
    """Point 2: how many could vote, by what source and on what day."""
    home = ballot.branch.name
    return [
        (_("On the roll"), i18n.number(ballot.roll_size or 0)),
        (_("Entitled"), _("full members of %(branch)s") % {"branch": home}),
        (_("Roll frozen"), i18n.full_moment(ballot.roll_frozen_at or ballot.opens_at)),
        (_("Hash of the roll"), ballot.roll_digest or ""),
        (_("All who do this work here"), wording.workforce(ballot)),
    ]


def _participation(result: Result) -> list[tuple[str, str]]:
    """Points 3 and 4: who took part, how they were identified, and the quorum."""
    if result.is_coarse:
        return [(_("Participants"), _("not published, to protect the votes"))]
    count = i18n.number(result.participants)
    return [
        (_("Participants"), count),
        (_("Identified by"), _("the union's sign-in: %(count)s") % {"count": count}),
        *wording.readings(result),
    ]


def _law(ballot: Ballot) -> list[Block]:
    """What the law asks of such a ballot, in both readings, and how sure we are."""
    rule = wording.law_of(ballot)
    if rule is None:
        return []
    facts = (*asked.readings(rule), *wording.grounds(ballot))
    return [Heading(_("What the law asks")), Facts(facts)]


def _conduct(ballot: Ballot, people: People) -> list[tuple[str, str]]:
    """Point 5: the agenda and who led, wrote and counted."""
    tellers = ", ".join(_name(teller, people) for teller in ballot.teller_ids)
    return [
        (_("Agenda"), ballot.title),
        (_("Chair"), _name(ballot.chair_id, people)),
        (_("Secretary"), _name(ballot.secretary_id, people)),
        (_("Tellers"), tellers or _("not appointed")),
    ]


def _approvals(hands: Steps) -> list[tuple[str, str]]:
    """Whose two hands froze the roll, opened the ballot, closed it early."""
    return [
        (_(STEPS[step]), ", ".join(name or _("former member") for _hand, name in given))
        for step, given in hands.items()
        if len(given) > 1
    ]


def _name(member_id: UUID | str | None, people: People) -> str:
    if member_id is None:
        return _("not appointed")
    return people.get(str(member_id), _("former member"))


def _question(ballot: Ballot) -> list[Block]:
    """Point 6, the text; which languages decide if they differ."""
    names = ", ".join(i18n.tongue(code) for code in ballot.authoritative)
    said: list[Block] = [Paragraph(ballot.question)]
    if ballot.description:
        said.append(Paragraph(ballot.description))
    if ballot.subject_digest:
        said.append(
            Facts(((_("SHA-256 of the text voted on"), ballot.subject_digest),))
        )
    return [*said, Facts(((_("Authoritative text"), names),))]


def _result(result: Result) -> list[Block]:
    """Point 6, the count and the decision."""
    said: list[Block] = []
    if not result.is_coarse:
        heads = (Column(_("Answer"), width=3), Column(_("Number of votes"), "right"))
        rows = tuple((each.words, i18n.number(n)) for each, n in result.lines)
        said.append(Table(heads, rows))
    said.append(Paragraph(_decision(result)))
    return said


def _decision(result: Result) -> str:
    sentences = [f"{_('Decision')}: {wording.headline(result)}.", wording.why(result)]
    if tied := wording.level(result):
        sentences.append(_("Level: %(answers)s.") % {"answers": tied})
    if other := wording.by_alternative(result):
        sentences.append(
            _("By the alternative rule: %(decision)s.") % {"decision": other}
        )
    return " ".join(sentence for sentence in sentences if sentence)


def _slots(ballot: Ballot, people: People) -> list[Slot]:
    """Point 8: who signs."""
    signers = [(_("Chair"), ballot.chair_id), (_("Secretary"), ballot.secretary_id)]
    signers += [(_("Teller"), UUID(teller)) for teller in ballot.teller_ids]
    return [Slot(role, people.get(str(one), "")) for role, one in signers]


def figures(result: Result) -> str:
    """The published figures, comma by comma. Nothing that the page holds back."""
    table = StringIO()
    lines = csv.writer(table)
    lines.writerow([_("Answer"), _("Number of votes")])
    if not result.is_coarse:
        lines.writerows((guarded(each.words), papers) for each, papers in result.lines)
    lines.writerow([_("Decision"), wording.headline(result)])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + table.getvalue()
