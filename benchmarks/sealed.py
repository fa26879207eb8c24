"""Sealed ballots: our verifier beside belenios-tool 2.0, on the same archive.

Processor seconds on one core; on two cores the wall. Memory is the largest peak of any
process of a verification, of 1,000 ballots and of 10,000.
"""

import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks._paired import cpu, ratio, report
from benchmarks._sealed import archive, ballots, election
from union.sealed.ballot import read_ballot
from union.sealed.cores import across
from union.sealed.tally import added
from union.sealed.verifier import verify

FEW, MANY, ROUNDS = 1_000, 10_000, 3
PEAK = """
import re, resource, sys
from pathlib import Path
from union.sealed.command import judge
code, words = judge(sys.argv[1], as_json=True, cores=2)
assert code == 0, words
own = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(max(int(own[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


def ours(file: Path, cores: int) -> None:
    with file.open("rb") as opened:
        verify(opened, across(cores))


def theirs(tool: str, file: Path) -> None:
    words = [tool, "election", "verify", "--dir", str(file.parent)]
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603


def peak(file: Path) -> int:
    """In kB; a process's own `ru_maxrss` would be that of whoever started it."""
    words = [sys.executable, "-c", PEAK, str(file)]
    return int(subprocess.check_output(words, text=True))  # noqa: S603


def against_belenios(file: Path) -> None:
    tool = shutil.which("belenios-tool")
    if tool is None:
        print("belenios-tool is not here: nothing to compare with")
        return
    times, theirs_, ours_ = ratio(
        partial(theirs, tool, file), partial(ours, file, 1), rounds=ROUNDS
    )
    report(
        f"verifying {FEW} ballots: belenios-tool / ours, one core",
        times,
        ">= 1.2",
        f"{theirs_:.1f} s, ours {ours_:.1f} s of processor",
    )


def on_two_cores(file: Path) -> None:
    times, one, two = ratio(
        partial(ours, file, 1),
        partial(ours, file, 2),
        clock=perf_counter,
        rounds=ROUNDS,
    )
    report(
        "  one core / two, on the wall", times, ">= 1.8", f"{one:.1f} s, {two:.1f} s"
    )


def one_ballot(raw: bytes) -> None:
    made = election(FEW)
    read_ballot(made.election, raw)
    began = cpu()
    for _ in range(50):
        read_ballot(made.election, raw)
    report("one ballot on receipt: ms", (cpu() - began) * 20, "< 50", "five answers")


def tallying(cast: list[bytes]) -> None:
    """Adding up alone, of answers that have been read."""
    made = election(FEW)
    read = [read_ballot(made.election, raw).answers for raw in cast[:100]]
    began = cpu()
    added(made.election, read * (MANY // len(read)))
    report(f"tally of {MANY} ballots: seconds", cpu() - began, "< 5", "added up")


def main() -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        cast = [*ballots(election(FEW))]
        few = archive(election(FEW), Path(one), cast)
        one_ballot(cast[0])
        tallying(cast)
        against_belenios(few)
        on_two_cores(few)
        memory(Path(two), peak(few))


def memory(folder: Path, smallest: int) -> None:
    """Of one roll a tenth votes, or all do; and beside a roll that is a tenth."""
    made = election(MANY)
    cast = [*ballots(made)]
    tenth = peak(archive(made, folder, cast[:FEW]))
    everybody = peak(archive(made, folder, cast))
    detail = f"{everybody / 1024:.0f} MB, {tenth / 1024:.0f} MB"
    times = everybody / tenth
    report(f"peak memory, {MANY} ballots / {FEW}, one roll", times, "<= 1.2", detail)
    detail = f"a roll of {FEW}: {smallest / 1024:.0f} MB"
    report("  and the roll ten times as long", everybody / smallest, "-", detail)


if __name__ == "__main__":
    main()
