"""A report as its page shows it: stage by stage, each with who was in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from union.core.i18n import gettext as _
from union.counting.sheet import has_a_rest
from union.counts.sentences import in_words
from union.counts.wording import action, figure, reason, rule_name

Json = dict[str, Any]
Pair = tuple[str, str]

ELECTED, EXCLUDED = "elected", "excluded"


@dataclass(frozen=True)
class Line:
    """A candidate at one stage. `fate`: elected, excluded or neither, so far."""

    name: str
    change: str
    votes: str
    fate: str
    since: int  # the stage at which it was decided


@dataclass(frozen=True)
class Parcel:
    """Papers that moved together, and to whom."""

    facts: list[Pair]
    to: list[Pair]


@dataclass(frozen=True)
class Stage:
    """One stage, in words and figures."""

    number: int
    what: str
    why: str
    lines: list[Line]
    sums: list[Pair]
    facts: list[Pair]
    parcels: list[Parcel]
    elected: list[str]
    note: str

    @property
    def is_first(self) -> bool:
        return self.number == 1


@dataclass(frozen=True)
class Tie:
    """Who had equal votes, what was compared, and what decided."""

    stage: int
    tied: list[str]
    compared: list[tuple[int, list[Pair]]]
    by_lot: bool
    chosen: str


def header(report: Json) -> list[Pair]:
    """What was counted, and by which rule."""
    pairs = [(_("Rule"), rule_name(report["rule"]))]
    pairs += [(_("Source of the rule"), in_words(report["source"]))]
    for name, key in (
        (_("Seats"), "seats"),
        (_("Entitled to vote"), "electorate"),
        (_("Papers"), "papers"),
        (_("Blank"), "blank"),
    ):
        if report.get(key) is not None:
            pairs.append((name, figure(report[key])))
    pairs += [(reason(why), figure(n)) for why, n in report.get("invalid", {}).items()]
    if "valid" in report:
        pairs.append((_("Valid"), figure(report["valid"])))
    if report["quota"]:
        pairs.append((_("Quota"), figure(report["quota"])))
    if report.get("quota_formula"):
        pairs.append((_("How the quota is made"), in_words(report["quota_formula"])))
    return pairs


def stages(report: Json) -> Iterator[Stage]:
    """Each stage. Whoever went out before is not listed again."""
    fates: dict[str, tuple[str, int]] = {}
    for stage in report["stages"]:
        number = stage["number"]
        gone = {name for name, (fate, _at) in fates.items() if fate == EXCLUDED}
        for fate in (ELECTED, EXCLUDED):
            fates |= dict.fromkeys(stage[fate], (fate, number))
        yield Stage(
            number=number,
            what=action(report["rule"], stage["action"], ", ".join(stage["of"])),
            why=in_words(stage["why"]),
            lines=[
                _line(name, stage, fates.get(name, ("", 0)))
                for name in stage["votes"]
                if name not in gone
            ],
            sums=_sums(stage) if has_a_rest(report["rule"]) else [],
            facts=list(_facts(stage)),
            parcels=[_parcel(parcel) for parcel in stage.get("parcels", [])],
            elected=stage["elected"],
            note=in_words(stage.get("note", "")),
        )


def _sums(stage: Json) -> list[Pair]:
    return [
        (_("Non-transferable"), figure(stage["non_transferable"])),
        (_("Total"), figure(stage["total"])),
    ]


def _line(name: str, stage: Json, fate: tuple[str, int]) -> Line:
    change = figure(stage["changes"][name], signed=True)
    return Line(name, change, figure(stage["votes"][name]), *fate)


def _facts(stage: Json) -> Iterator[Pair]:
    if "quota" in stage:
        yield _("Quota at this stage"), figure(stage["quota"])
    if "surplus" in stage:
        yield _("Surplus"), figure(stage["surplus"])
    if value := stage.get("transfer_value"):
        yield _("Transfer value, exact"), value["exact"]
        yield _("Transfer value, as used"), figure(value["truncated"])
    if "loss_by_fraction" in stage:
        yield _("Lost by cutting off decimals"), figure(stage["loss_by_fraction"])


def _parcel(parcel: Json) -> Parcel:
    return Parcel(
        facts=[
            (_("Received at stage"), str(parcel["received_at_stage"])),
            (_("Papers"), figure(parcel["papers"])),
            (_("Each worth"), figure(parcel["value"])),
            (_("Each worth now"), figure(parcel["new_value"])),
            (
                _("Papers without a further preference"),
                figure(parcel["non_transferable_papers"]),
            ),
        ],
        to=[(name, figure(papers)) for name, papers in parcel["to"].items()],
    )


def ties(report: Json) -> list[Tie]:
    """Every tie, with the comparison row by row."""
    return [
        Tie(
            stage=tie["stage"],
            tied=tie["tied"],
            compared=[
                (row["stage"], [(name, figure(n)) for name, n in row["votes"].items()])
                for row in tie["compared"]
            ],
            by_lot=tie["decided_by"] == "lot",
            chosen=tie["chosen"],
        )
        for tie in report.get("ties", [])
    ]
