"""A paper as a DOCX, open to editing: the words of the PDF, real headings, fields."""

from copy import deepcopy
from functools import singledispatch
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Draft
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Row
from docx.shared import Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as Line

from union.writers import docx_page
from union.writers.paper import (
    Annex,
    Block,
    Clause,
    Column,
    Facts,
    Heading,
    Notice,
    PageBreak,
    Pairs,
    Paper,
    Paragraph,
    Signatures,
    Slot,
    Table,
    levels,
)

CLAUSE = Mm(11)
LETTER = 2.1  # mm, of the names of facts
NARROWEST, WIDEST = 20, 62  # mm that such names take


def docx(paper: Paper) -> bytes:
    """Write the paper. The same paper gives the same bytes, whatever the day."""
    draft = Document()
    docx_page.dress(draft, paper)
    docx_page.head(draft, paper)
    _facts(draft, paper.facts)
    draft.add_paragraph(paper.title, "Title")
    for block, level in zip(paper.blocks, levels(paper.blocks), strict=True):
        write(block, draft, level)
    docx_page.foot(draft.sections[0].footer, paper)
    return _timeless(draft)


def _timeless(draft: Draft) -> bytes:
    """The saved draft with the time of saving taken out of the archive."""
    saved, settled = BytesIO(), BytesIO()
    draft.save(saved)
    with ZipFile(saved) as source, ZipFile(settled, "w") as target:
        for part in source.infolist():
            target.writestr(
                ZipInfo(part.filename), source.read(part), ZIP_DEFLATED, compresslevel=6
            )
    return settled.getvalue()


@singledispatch
def write(block: Block, _draft: Draft, _level: int) -> None:
    """Put one block at the end of the draft, at its level in the outline."""
    raise TypeError(f"{type(block).__name__} is no part of a paper")


@write.register
def _heading(block: Heading, draft: Draft, level: int) -> None:
    draft.add_heading(block.text, level)


@write.register
def _annex(block: Annex, draft: Draft, level: int) -> None:
    draft.add_heading(block.title, level).paragraph_format.page_break_before = True


@write.register
def _page_break(_block: PageBreak, draft: Draft, _level: int) -> None:
    draft.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


@write.register
def _paragraph(block: Paragraph, draft: Draft, _level: int) -> None:
    draft.add_paragraph(block.text)


@write.register
def _notice(block: Notice, draft: Draft, _level: int) -> None:
    draft.add_paragraph(block.text, "Notice")


@write.register
def _facts_block(block: Facts, draft: Draft, _level: int) -> None:
    _facts(draft, block.pairs)


def _facts(draft: Draft, pairs: Pairs, indent: int = 0) -> None:
    """Each name with what stands beside it, in two columns without lines."""
    if not pairs:
        return
    longest = max(len(name) for name, _value in pairs)
    beside = Mm(min(WIDEST, max(NARROWEST, longest * LETTER + 5)))
    grid = draft.add_table(len(pairs), 2)
    docx_page.bare(grid, indent)
    docx_page.measure(grid, [beside, docx_page.WIDTH - indent - beside])
    for row, (name, value) in zip(grid.rows, pairs, strict=True):
        docx_page.keep_whole(row._tr)
        said, told = (cell.paragraphs[0] for cell in row.cells)
        said.style = told.style = "Fact"
        said.add_run(name).font.color.rgb = docx_page.SOFT
        docx_page.add_words(told, value)
    docx_page.part(draft)


def _hang(line: Line, left: int, by: int) -> None:
    """Indent all but the first words, which stand out to the left."""
    line.paragraph_format.left_indent = left
    line.paragraph_format.first_line_indent = -by
    line.paragraph_format.tab_stops.add_tab_stop(left)


@write.register
def _clause(block: Clause, draft: Draft, level: int) -> None:
    top = f"{block.number}\t{block.heading}"
    line = draft.add_heading(top, level) if level else draft.add_paragraph(top)
    _hang(line, CLAUSE, CLAUSE)
    if block.text:
        draft.add_paragraph(block.text).paragraph_format.left_indent = CLAUSE
    _facts(draft, block.facts, CLAUSE)


@write.register
def _table(block: Table, draft: Draft, _level: int) -> None:
    if block.caption:
        caption = draft.add_paragraph(block.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
    grid = _ruled(draft, block.columns)
    empty = _empty_row(grid, block)
    for row in block.rows:
        filled = deepcopy(
            empty
        )  # asking the table for a new row each time is quadratic
        for run, text in zip(filled.iter(qn("w:r")), row, strict=True):
            run.text = text
        grid._tbl.append(filled)
    docx_page.part(draft)
    if block.note:
        docx_page.small(draft.add_paragraph(), block.note)


def _ruled(draft: Draft, columns: tuple[Column, ...]) -> Grid:
    """A table of one row: the heads, repeated on each page and read out as heads."""
    grid: Grid = draft.add_table(1, len(columns))
    docx_page.rule(grid)
    docx_page.share(grid, [column.width for column in columns])
    for cell, column in zip(grid.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].style = "Table Text"
        cell.paragraphs[0].alignment = docx_page.SIDES[column.side]
        cell.paragraphs[0].add_run(column.title).bold = True
    row = grid.rows[0]._tr
    docx_page.keep_whole(row)
    row.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    return grid


def _empty_row(grid: Grid, table: Table) -> CT_Row:
    """A row to copy: the heads' widths and sides, no words yet."""
    row = deepcopy(grid.rows[0]._tr)
    rules = row.get_or_add_trPr()
    rules.remove(rules.find(qn("w:tblHeader")))
    if table.roomy:
        rules.append(parse_xml(f'<w:trHeight {nsdecls("w")} w:val="620"/>'))
    for run in row.iter(qn("w:r")):
        run.remove(run.rPr)
    return row


@write.register
def _signatures(block: Signatures, draft: Draft, _level: int) -> None:
    grid = draft.add_table(-(-len(block.slots) // 2), 2)
    docx_page.share(grid, [1, 1])
    for row in grid.rows:
        docx_page.keep_whole(row._tr)
    for cell, slot in zip(grid._cells, block.slots, strict=False):
        _sign(cell, slot, block.hint)
    docx_page.part(draft)


def _sign(cell: Cell, slot: Slot, hint: str) -> None:
    """A role, a line to sign on, and the name under it."""
    role = docx_page.small(cell.paragraphs[0], slot.role)
    role.paragraph_format.space_before = Pt(14)
    cell.add_paragraph(hint, "Signature Line")
    cell.add_paragraph(style="Table Text").add_run(slot.name).bold = True
    if slot.note:
        docx_page.small(cell.add_paragraph(), slot.note)
