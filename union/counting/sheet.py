"""A report as a result sheet, in rows; and as plain text for a screen or a wall."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Rows = list[list[str]]

HEAD = (
    "rule",
    "rule_version",
    "source",
    "title",
    "ballot_file_sha256",
    "withdrawn",
    "seats",
    "electorate",
    "papers",
    "blank",
    "valid",
    "quota",
    "quota_formula",
    "lot",
    "lot_seed",
)
PARCEL = (
    "received_at_stage",
    "value",
    "new_value",
    "papers",
    "non_transferable_papers",
)
NAMED_SEVERAL_TIMES = ("approval", "score")
# What turns words round, has no width, or commands the screen; the joiners stay.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\U000e0000-\U000e007f]"
)


def has_a_rest(rule: str) -> bool:
    """Whether each paper is in one sum at most: else no vote is left over."""
    return rule not in NAMED_SEVERAL_TIMES


def rows(report: Json) -> Rows:
    """What a spreadsheet shows: the header, then a line a candidate, a pair a stage."""
    sheet = [[key, _words(report[key])] for key in HEAD if _is_said(report, key)]
    sheet += [[f"invalid: {why}", str(n)] for why, n in _invalid(report)]
    sheet += [[key, _words(report[key])] for key in ("winners", "tied")]
    sheet += [[key, _words(value)] for key, value in _findings(report)]
    if report["stages"]:
        sheet += [[], *_stages(report)]
    for lines in (_parcels(report), _ties(report)):
        sheet += [[], *lines] if len(lines) > 1 else []
    return sheet


def _is_said(report: Json, key: str) -> bool:
    return report.get(key) not in (None, "", [])


def _parcels(report: Json) -> Rows:
    """A line for each parcel of papers that moved."""
    rows = [["stage", *(key.replace("_", " ") for key in PARCEL), "to"]]
    for stage in report["stages"]:
        for parcel in stage.get("parcels", []):
            told = [str(parcel[key]) for key in PARCEL]
            rows.append([str(stage["number"]), *told, _words(parcel["to"])])
    return rows


def _ties(report: Json) -> Rows:
    """A line for each tie, with all that was compared."""
    rows = [["tie at stage", "tied", "compared", "decided by", "chosen"]]
    for tie in report.get("ties", []):
        compared = "; ".join(_compared(tie))
        rows.append(
            [
                str(tie["stage"]),
                _words(tie["tied"]),
                compared,
                tie["decided_by"],
                tie["chosen"],
            ]
        )
    return rows


def _stages(report: Json) -> Rows:
    stages = report["stages"]
    head, what = ["candidate"], [""]
    for stage in stages:
        number = f"stage {stage['number']}"
        head += [f"{number}, change", f"{number}, votes"]
        what += [action_of(stage), ""]
    lines = [[*head, "result"], [*what, ""]]
    for name in stages[0]["votes"]:
        cells = [
            cell for s in stages for cell in (s["changes"][name], s["votes"][name])
        ]
        lines.append([name, *cells, _fate(name, stages)])
    for key in ("non_transferable", "total") if has_a_rest(report["rule"]) else ():
        cells = [cell for s in stages for cell in ("", s[key])]
        lines.append([key.replace("_", "-"), *cells, ""])
    return lines


def text(report: Json) -> Iterator[str]:
    """The report line by line; what a screen would obey or not show is named."""
    for line in _lines(report):
        yield _UNSEEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", line)


def _lines(report: Json) -> Iterator[str]:
    yield from _header(report)
    for stage in report["stages"]:
        yield from _stage(stage, has_rest=has_a_rest(report["rule"]))
    for tie in report.get("ties", []):
        yield from _tie(tie)
    yield ""
    for key, value in _findings(report):
        yield _line(key, value)
    yield _line("elected", report["winners"] or "nobody")
    if report["tied"]:
        yield f"{_line('tied', report['tied'])}: only a lot could go on"


def _header(report: Json) -> Iterator[str]:
    for key in HEAD:
        if _is_said(report, key):
            yield _line(key, report[key])
    for why, n in _invalid(report):
        yield _line("invalid", f"{n} ({why.replace('_', ' ')})")


def _line(key: str, value: object) -> str:
    return f"{key.replace('_', ' '):20} {_words(value)}"


def _stage(stage: Json, *, has_rest: bool) -> Iterator[str]:
    yield ""
    yield f"Stage {stage['number']}: {action_of(stage)} ({stage['why']})"
    if "transfer_value" in stage:
        value = stage["transfer_value"]
        yield f"  surplus {stage['surplus']}, transfer value {value['exact']}"
        yield f"  used {value['truncated']}, lost {stage['loss_by_fraction']}"
    yield from map(_parcel, stage.get("parcels", []))
    wide = max(map(len, ("non-transferable", *stage["votes"])))
    for name, votes in stage["votes"].items():
        numbers = f"{stage['changes'][name]:>16} {votes:>16}"
        yield f"  {name:{wide}} {numbers}  {_mark(name, stage)}".rstrip()
    if has_rest:
        yield f"  {'non-transferable':{wide}} {'':16} {stage['non_transferable']:>16}"
        yield f"  {'total':{wide}} {'':16} {stage['total']:>16}"
    if "note" in stage:
        yield f"  {stage['note']}"


def _parcel(parcel: Json) -> str:
    heirs = [f"{name} {n}" for name, n in parcel["to"].items()]
    if stopped := parcel["non_transferable_papers"]:
        heirs.append(f"non-transferable {stopped}")
    worth = f"worth {parcel['value']}, now {parcel['new_value']}"
    came = f"{parcel['papers']} papers received at stage {parcel['received_at_stage']}"
    return f"  {came}, {worth}: {', '.join(heirs)}"


def _tie(tie: Json) -> Iterator[str]:
    yield ""
    yield f"Tie at stage {tie['stage']}: {_words(tie['tied'])}"
    for row in _compared(tie):
        yield f"  {row}"
    yield f"  decided by {tie['decided_by']}: {tie['chosen']}"


def _compared(tie: Json) -> Iterator[str]:
    for row in tie["compared"]:
        votes = ", ".join(f"{name} {n}" for name, n in row["votes"].items())
        yield f"at stage {row['stage']}: {votes}"


def _mark(name: str, stage: Json) -> str:
    return next((key for key in ("elected", "excluded") if name in stage[key]), "")


def action_of(stage: Json) -> str:
    """What a stage did, in words."""
    words = str(stage["action"]).replace("_", " ")
    return f"{words} of {_words(stage['of'])}" if stage["of"] else words


def _fate(name: str, stages: list[Json]) -> str:
    for key in ("elected", "excluded"):
        for stage in stages:
            if name in stage[key]:
                return f"{key} at stage {stage['number']}"
    return ""


def _invalid(report: Json) -> list[tuple[str, int]]:
    return list(report.get("invalid", {}).items())


def _findings(report: Json) -> Iterator[tuple[str, object]]:
    """What only some rules say."""
    for key, value in report.items():
        if key not in _SAID:
            yield key, value
    for one, row in report.get("pairwise", {}).items():
        for other, n in row.items():
            yield f"prefer {one} to {other}", n


_SAID = {
    *HEAD,
    "candidates",
    "tie_order",
    "invalid",
    "winners",
    "tied",
    "stages",
    "ties",
    "pairwise",
}


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(_in_tier, value))
        case dict():
            return "; ".join(f"{key}: {_words(one)}" for key, one in value.items())
        case _:
            return str(value)


def _in_tier(value: object) -> str:
    return " = ".join(map(str, value)) if isinstance(value, list) else str(value)
