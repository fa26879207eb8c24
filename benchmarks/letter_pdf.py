"""A demand letter with 2,000 signatures: our tagged PDF beside reportlab's plain one.

The floor sets the same rows with the same font and nothing else: no tags, no archive
profile, no outline. Memory is the peak of a process of its own for each.
"""

import re
import resource
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as Grid

from benchmarks._paired import ratio, report
from union.paths import STATIC
from union.writers.paper import Annex, Clause, Column, Paper, Table
from union.writers.pdf import pdf

ROWS = tuple(
    (str(n), f"Әлия Сматай {n}", "Алматы", "Glovo, Wolt", "2026-11-20")
    for n in range(1, 2001)
)
HEADS = ("№", "Аты-жөні", "Қала", "Платформа", "Күні")
NUMBERS = count(1)  # each letter is another, or typst would remember it
CLAIM = "Әр тапсырысқа кемінде 850 ₸ төленсін. " * 6


def letter() -> Paper:
    """Nine clauses and an annex of two thousand names."""
    number = next(NUMBERS)
    clauses = tuple(Clause(str(n), f"Талап {n}", CLAIM) for n in range(1, 10))
    rows = tuple((*row[:-1], f"{row[-1]} {number}") for row in ROWS)
    table = Table(tuple(Column(head) for head in HEADS), rows)
    return Paper(
        language="kk",
        title=f"Ұжымдық талаптар хаты № {number}",
        blocks=(*clauses, Annex("Қол қою парағы"), table),
        issued_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def ours() -> bytes:
    return pdf(letter())


def floor() -> bytes:
    """The same rows by reportlab, in cells that wrap as ours do."""
    font = next((STATIC / "fonts" / "pdf").glob("*Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Print", str(font)))
    plain = ParagraphStyle("plain", fontName="Print")
    kept = BytesIO()
    cells = [[Paragraph(text, plain) for text in row] for row in ROWS]
    rows = Grid([HEADS, *cells], repeatRows=1, style=[("FONTNAME", (0, 0), (-1, 0), "Print")])  # fmt: skip  # noqa: E501
    words = [Paragraph(CLAIM, plain) for _ in range(9)]
    SimpleDocTemplate(kept, pagesize=A4).build([*words, rows])
    return kept.getvalue()


def peak_of(name: str) -> int:
    """The peak memory, in MB, of a process that does only this."""
    told = subprocess.run(  # noqa: S603  (our own module)
        [sys.executable, "-m", "benchmarks.letter_pdf", name],
        capture_output=True,
        check=True,
        text=True,
    )
    return int(told.stdout)


def main() -> None:
    if len(sys.argv) > 1:
        {"ours": ours, "floor": floor}[sys.argv[1]]()
        status = Path("/proc/self/status").read_text()
        own = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(max(own, children) // 1024)
        return
    quotient, mine, theirs = ratio(ours, floor)
    size, other = len(ours()) // 1024, len(floor()) // 1024
    detail = (
        f"ours {mine:.2f} s, {size} kB, {peak_of('ours')} MB; "
        f"reportlab {theirs:.2f} s, {other} kB, {peak_of('floor')} MB"
    )
    report("letter PDF, 2,000 signatures: CPU / reportlab", quotient, "<= 2", detail)


if __name__ == "__main__":
    main()
