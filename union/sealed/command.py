"""The verifier at a terminal: what it says, and with which code it ends.

0: everything holds. 1: it does not, and the first reason why. 2: the file cannot be
read, or is outside the profile UNION-B1.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from union.sealed.cores import across
from union.sealed.history import Kind
from union.sealed.question import Question
from union.sealed.refusals import Outside, Rejected
from union.sealed.verifier import Report, verify

STATES = {
    Kind.SETUP: "set up, nobody has voted",
    Kind.BALLOT: "open, or not known to be closed",
    Kind.END: "closed, not counted yet",
    Kind.TALLY: "counted, not decrypted yet",
    Kind.DECRYPTION: "being decrypted, no result yet",
    Kind.RESULT: "finished",
}
HOLDS = {
    True: "everything holds.",
    False: "all holds that version 1 of Belenios proves. One of the tellers and whoever"
    " voted last could have made up the result between them.",
}
ACCEPTED, FALSE, UNREADABLE = 0, 1, 2
WIDTH = 30


def judge(file: str, *, as_json: bool, cores: int | None = None) -> tuple[int, str]:
    """The code to end with, and what to say."""
    share = across(cores or os.cpu_count() or 1)
    tell = bar if sys.stderr.isatty() and not as_json else _nothing
    try:
        with Path(file).open("rb") as archive:
            report = verify(archive, share, tell)
    except Outside as why:
        return UNREADABLE, _refusal(str(why), as_json=as_json, verdict="outside")
    except Rejected as why:
        return FALSE, _refusal(str(why), as_json=as_json, verdict="rejected")
    except OSError as why:
        reason = f"This file cannot be read: {why.strerror or why}".rstrip(".") + "."
        return UNREADABLE, _refusal(reason, as_json=as_json, verdict="outside")
    return ACCEPTED, json.dumps(
        facts(report), ensure_ascii=False
    ) if as_json else shown(report)


def facts(report: Report) -> dict[str, object]:
    """What has been checked, for other programs."""
    told = report.told
    return {
        "verdict": "accepted",
        "uuid": told.election.uuid,
        "name": told.election.name,
        "election_hash": told.election.digest,
        "state": told.state.value,
        "roll": len(told.roll),
        "roll_sha256": told.roll.digest,
        "tellers": [
            {"needed": tellers.threshold, "of": len(tellers.keys)}
            for tellers in told.trustees.groups
        ],
        "ballots_received": told.received,
        "ballots_counted": told.counted,
        "decrypted_by": report.decrypted_by,
        "unbound": report.unbound,
        "result": report.result,
        "head": told.head,
    }


def shown(report: Report) -> str:
    """The same for people, the result beside the answers it is about."""
    told = report.told
    lines = [
        f"{told.election.name}: {HOLDS[not report.unbound]}",
        f"  state           {STATES[told.state]}",
        f"  roll            {len(told.roll)} credentials, sha256 {told.roll.digest}",
        f"  ballots         {told.received} received, {told.counted} counted",
        *(
            f"  tellers         {tellers.threshold} of {len(tellers.keys)} needed"
            for tellers in told.trustees.groups
        ),
        f"  election        {told.election.uuid}, {told.election.digest}",
        f"  head of chain   {told.head}",
    ]
    return "\n".join(
        map(printable, [*lines, *results(told.election.questions, report.result)])
    )


def results(questions: Sequence[Question], result: list[list[int]] | None) -> list[str]:
    """The numbers of votes, question by question."""
    lines: list[str] = []
    for question, numbers in zip(questions, result or [], strict=False):
        blank = ("(blank)",) if question.has_blank else ()
        lines.append(f"  {question.words}")
        lines += [
            f"    {number:>9}  {answer}"
            for number, answer in zip(numbers, blank + question.answers, strict=True)
        ]
    return lines


def printable(line: str) -> str:
    """Words of others, without what would steer the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in line)


def say(words: str) -> None:
    """Say it, also where a terminal does not have these letters: as JSON does there."""
    try:
        words.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        words = "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in words)
    sys.stdout.write(f"{words}\n")


def bar(done: int, of: int) -> None:
    """How far it is, on one line that is written over."""
    full = WIDTH * done // of
    drawn = "#" * full + "." * (WIDTH - full)
    sys.stderr.write(f"\r[{drawn}] {done} of {of} ballots" + "\n" * (done == of))
    sys.stderr.flush()


def _nothing(_done: int, _of: int) -> None:
    """Others read this output; a bar would be in their way."""


def _refusal(reason: str, *, as_json: bool, verdict: str) -> str:
    if as_json:
        return json.dumps({"verdict": verdict, "reason": reason}, ensure_ascii=False)
    return f"Not accepted: {reason}"
