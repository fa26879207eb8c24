"""A sealed ballot of five answers in Chromium, as a phone makes it, and what it weighs.

Chromium slows down pages, not their workers, so what is timed runs on the page: the
same modules, the same ballot. The wall is the clock, since a voter waits by it.
"""

import gzip
import logging
import shutil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from benchmarks._paired import report
from benchmarks._sealed import election
from tests.conftest import CHROMIUM_FLAGS
from tests.sealed.browsers import MODULES, ask, served

ROUNDS, SLOW = 15, 6
VOTES = [[1, 0, 1, 0, 1]]
LOOP = """() => {
  const began = performance.now();
  let x = 0;
  for (let i = 0; i < 10_000_000; i += 1) x = (x * 31 + i) % 1_000_003;
  return performance.now() - began;
}"""
SEAL = """async ([raw, votes]) => {
  const { readElection, seal } = await import("./ballot.js");
  const began = performance.now();
  const sealed = await seal(await readElection(raw), 7n, votes);
  return [performance.now() - began, sealed.raw.length];
}"""

CHECK = """async ([raw, ballot]) => {
  const { readBallot, readElection } = await import("./ballot.js");
  const election = await readElection(raw);
  const began = performance.now();
  await readBallot(election, ballot);
  return performance.now() - began;
}"""


def seconds(page: Page, raw: str) -> tuple[float, int]:
    """The median time of a ballot, and its bytes; the first is not counted."""
    page.evaluate(SEAL, [raw, VOTES])
    made = [page.evaluate(SEAL, [raw, VOTES]) for _ in range(ROUNDS)]
    return median(time for time, _ in made) / 1000, made[0][1]


def checking(page: Page, raw: str) -> float:
    """The median time in which a teller's device checks a ballot."""
    ask(page, "seal", "mine", raw, VOTES)
    ballot = ask(page, "cast")
    times = [page.evaluate(CHECK, [raw, ballot]) for _ in range(ROUNDS)]
    return float(median(times)) / 1000


def loop(page: Page) -> float:
    """The median time of a loop that does nothing else: how slow the page really is."""
    return float(median(page.evaluate(LOOP) for _ in range(ROUNDS)))


def in_the_worker(page: Page, raw: str) -> float:
    ask(page, "newCode", "mine")
    begin, end = (
        "() => { window.began = performance.now(); }",
        ("() => performance.now() - window.began"),
    )
    times = []
    for _ in range(ROUNDS):
        page.evaluate(begin)
        ask(page, "seal", "mine", raw, VOTES)
        times.append(page.evaluate(end))
    return float(median(times)) / 1000


def weights() -> None:
    """All modules behind each other, and each by itself as it is fetched."""
    files = sorted(MODULES.glob("*.js"))
    together = len(gzip.compress(b"".join(map(Path.read_bytes, files)), 9))
    alone = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    detail = f"{alone} as single files, tellers' part included"
    report("the browser's half, gzip -9: bytes", together, "<= 8192", detail)


def main() -> None:
    weights()
    raw = election(10).raw.decode()
    path = shutil.which("chromium")
    if path is None:
        print("Chromium is not here: nothing is timed")
        return
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with (
        TemporaryDirectory() as folder,
        served(folder) as address,
        sync_playwright() as tools,
    ):
        browser = tools.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        page = browser.new_page()
        page.goto(f"{address}desk.js")
        timed(page, raw)
        browser.close()


def timed(page: Page, raw: str) -> None:
    plain, size = seconds(page, raw)
    report("a ballot of five answers: seconds", plain, "-", f"{size} bytes of JSON")
    worker = in_the_worker(page, raw)
    report("  asked of the worker, with its key: seconds", worker, "-", "")
    check = checking(page, raw)
    report("  checked by a teller's device: seconds", check, "-", "")
    quick = loop(page)
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    slow, _ = seconds(page, raw)
    detail = f"{slow / plain:.1f} times as long; a loop {loop(page) / quick:.1f}"
    report(f"  on a processor {SLOW} times as slow: seconds", slow, "< 3", detail)


if __name__ == "__main__":
    main()
