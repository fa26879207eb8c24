"""A report as a result sheet, in rows; and as plain text for a screen or a wall."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Rows = list[list[str]]

HEAD = (
    "rule",
    "source",
    "title",
    "ballot_file_sha256",
    "seats",
    "papers",
    "blank",
    "valid",
    "quota",
    "quota_formula",
    "lot",
)


def rows(report: Json) -> Rows:
    """What a spreadsheet shows: the header, then a line a candidate, a pair a stage."""
    sheet = [[key, _words(report[key])] for key in HEAD if report.get(key) is not None]
    sheet += [[f"invalid: {why}", str(n)] for why, n in _invalid(report)]
    sheet += [[key, _words(report[key])] for key in ("winners", "tied")]
    sheet += [[key, _words(value)] for key, value in _findings(report)]
    if report["stages"]:
        sheet += [[], *_stages(report)]
    return sheet


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
    for key in ("non_transferable", "total"):
        cells = [cell for s in stages for cell in ("", s[key])]
        lines.append([key.replace("_", "-"), *cells, ""])
    return lines


def text(report: Json) -> Iterator[str]:
    """The report line by line."""
    yield from _header(report)
    for stage in report["stages"]:
        yield from _stage(stage)
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
        if report.get(key) not in (None, ""):
            yield _line(key, report[key])
    for why, n in _invalid(report):
        yield _line("invalid", f"{n} ({why.replace('_', ' ')})")


def _line(key: str, value: object) -> str:
    return f"{key.replace('_', ' '):20} {_words(value)}"


def _stage(stage: Json) -> Iterator[str]:
    yield ""
    yield f"Stage {stage['number']}: {action_of(stage)} ({stage['why']})"
    if "transfer_value" in stage:
        value = stage["transfer_value"]
        yield f"  surplus {stage['surplus']}, transfer value {value['exact']}"
        yield f"  used {value['truncated']}, lost {stage['loss_by_fraction']}"
    wide = max(map(len, ("non-transferable", *stage["votes"])))
    for name, votes in stage["votes"].items():
        numbers = f"{stage['changes'][name]:>16} {votes:>16}"
        yield f"  {name:{wide}} {numbers}  {_mark(name, stage)}".rstrip()
    yield f"  {'non-transferable':{wide}} {'':16} {stage['non_transferable']:>16}"
    yield f"  {'total':{wide}} {'':16} {stage['total']:>16}"
    if "note" in stage:
        yield f"  {stage['note']}"


def _tie(tie: Json) -> Iterator[str]:
    yield ""
    yield f"Tie at stage {tie['stage']}: {_words(tie['tied'])}"
    for row in tie["compared"]:
        votes = ", ".join(f"{name} {n}" for name, n in row["votes"].items())
        yield f"  at stage {row['stage']}: {votes}"
    yield f"  decided by {tie['decided_by']}: {tie['chosen']}"


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
    "rule_version",
    "candidates",
    "withdrawn",
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
