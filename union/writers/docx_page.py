"""How a DOCX looks, and what stands round its text: letterhead, foot of the page."""

import re
from datetime import UTC
from io import BytesIO

from docx.document import Document as Draft
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Row
from docx.section import _Footer as Foot
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph as Line

from union.writers.paper import LOCALES, Paper, Side
from union.writers.qr import qr_png

PARAGRAPH = WD_STYLE_TYPE.PARAGRAPH
FONT = "Arial"  # on every office machine, with all Kazakh letters and the tenge sign
SOFT = RGBColor(0x5A, 0x5A, 0x5A)
BLACK = RGBColor(0, 0, 0)
FIELDS = {"{n}": "PAGE", "{total}": "NUMPAGES"}
WIDTH = Mm(210 - 28 - 20)
DIGEST = re.compile(r"\b([0-9a-f]{64})\b")
SIDES: dict[Side, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
# Name, size in points, bold, space before and after.
STYLES = (
    ("Normal", 10, False, 0, 6),
    ("Title", 17, True, 20, 10),
    ("Heading 1", 13, True, 16, 6),
    ("Heading 2", 11, True, 14, 4),
    *((f"Heading {level}", 10, True, 10, 3) for level in range(3, 10)),
    ("Caption", 9.5, True, 10, 4),
    ("Notice", 9, False, 8, 8),
    ("Small", 8, False, 0, 2),
    ("Table Text", 8.5, False, 2, 2),
    ("Fact", 10, False, 0, 3),
    ("Gap", 4, False, 0, 0),
    ("Signature Line", 7, False, 34, 2),
)


def dress(draft: Draft, paper: Paper) -> None:
    """Give an empty draft its page, styles, language and properties."""
    page = draft.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(28), Mm(20)
    page.top_margin, page.bottom_margin, page.footer_distance = Mm(20), Mm(40), Mm(10)
    for name, size, bold, before, after in STYLES:
        style = _plain(draft, name)
        style.font.size, style.font.bold = Pt(size), bold
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    _edge(draft.styles["Notice"], "left", thick=16, away=8)
    _edge(draft.styles["Signature Line"], "top", thick=4, away=2)
    _speak(draft, LOCALES[paper.language])
    _name(draft, paper)


def _plain(draft: Draft, name: str) -> ParagraphStyle:
    """The named style, black on white in our letter, without the template's frills."""
    styles = draft.styles
    known = name in styles
    style: ParagraphStyle = styles[name] if known else styles.add_style(name, PARAGRAPH)
    for frill in style.element.xpath("w:rPr | w:pPr/w:pBdr"):
        frill.getparent().remove(frill)
    style.font.name, style.font.color.rgb = FONT, BLACK
    for script in ("cs", "eastAsia"):
        style.element.rPr.rFonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.line_spacing = 1.1
    return style


def _edge(style: ParagraphStyle, side: str, thick: int, away: int) -> None:
    """Draw a line along one side of the style's paragraphs."""
    line = f'w:val="single" w:sz="{thick}" w:space="{away}" w:color="000000"'
    frame = parse_xml(f"<w:pBdr {nsdecls('w')}><w:{side} {line}/></w:pBdr>")
    style.element.get_or_add_pPr().insert_element_before(frame, "w:spacing")


def _speak(draft: Draft, locale: str) -> None:
    """Say which language it is, for spelling and for reading aloud."""
    spoken = [*draft.styles.element.iter(qn("w:lang"))]
    for language in [*spoken, *draft.settings.element.iter(qn("w:themeFontLang"))]:
        language.set(qn("w:val"), locale)
        language.set(qn("w:eastAsia"), locale)
    draft.core_properties.language = locale


def _name(draft: Draft, paper: Paper) -> None:
    """Fill the file's properties from the paper alone: no user, no clock."""
    about = draft.core_properties
    about.title, about.subject = paper.title[:255], paper.reference[:255]
    about.author = about.last_modified_by = "".join(paper.letterhead[:1])[:255]
    about.comments = ""
    about.created = about.modified = paper.issued_at.astimezone(UTC)
    about.revision = 1


def head(draft: Draft, paper: Paper) -> None:
    """Who writes, and what this is."""
    for text in paper.letterhead:
        small(draft.add_paragraph(), text)
    for run in (run for line in draft.paragraphs[:1] for run in line.runs):
        run.bold, run.font.size = True, Pt(12)
    if paper.reference:
        line = small(draft.add_paragraph(), paper.reference)
        line.paragraph_format.space_before = Pt(10)


def foot(footer: Foot, paper: Paper) -> None:
    """Where to check the paper, what it is worth, which version it is, and the page."""
    grid = footer.add_table(1, 2, WIDTH)
    share(grid, [1, 6])
    picture, said = grid.rows[0].cells
    if paper.verify_url:
        drawn = (
            picture.paragraphs[0]
            .add_run()
            .add_picture(BytesIO(qr_png(paper.verify_url)), width=Mm(20))
        )
        drawn._inline.docPr.set("descr", where_to_check(paper))
    small(said.paragraphs[0], where_to_check(paper))
    for text in filter(None, (paper.notice, paper.seal)):
        small(said.add_paragraph(), text)
    _count(footer.add_paragraph(style="Small"), paper.page_label)


def where_to_check(paper: Paper) -> str:
    """The words beside the QR code, and in its place for who cannot see it."""
    return " ".join(filter(None, (paper.verify_caption, paper.verify_url)))


def _count(line: Line, label: str) -> None:
    """The page label, with fields that the reader's program fills in."""
    line.alignment = SIDES["right"]
    for part in re.split(r"(\{n\}|\{total\})", label):
        run = line.add_run("1" if part in FIELDS else part)._r
        if part in FIELDS:
            code = f'{nsdecls("w")} w:instr="{FIELDS[part]}"'
            field = parse_xml(f"<w:fldSimple {code}/>")
            run.addprevious(field)
            field.append(run)


def small(line: Line, text: str) -> Line:
    """Set a line small, for what is read once."""
    line.style = "Small"
    line.add_run(text)
    return line


def add_words(line: Line, text: str) -> None:
    """Add a text; a digest small enough to stay on one line, where it can be copied."""
    for part in DIGEST.split(text):
        run = line.add_run(part)
        if DIGEST.fullmatch(part):
            run.font.size = Pt(7)


def part(draft: Draft) -> None:
    """Leave room under a table: two that touch would be one."""
    draft.add_paragraph(style="Gap")


def keep_whole(row: CT_Row) -> None:
    """Let no page end within a row."""
    row.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def share(grid: Grid, widths: list[int]) -> None:
    """Divide the line among the columns."""
    measure(grid, [int(WIDTH * width / sum(widths)) for width in widths])


def measure(grid: Grid, widths: list[int]) -> None:
    """Give each column its width, for good: no program shall guess."""
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Length(width)
        for cell in column.cells:
            cell.width = column.width


def bare(grid: Grid, indent: int) -> None:
    """Let a table begin where a paragraph does, or so far in."""
    settings = grid._tbl.tblPr
    edges = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    inside = f"<w:tblCellMar {nsdecls('w')}>{edges}</w:tblCellMar>"
    away = f'<w:tblInd {nsdecls("w")} w:w="{Length(indent).twips}" w:type="dxa"/>'
    settings.insert_element_before(parse_xml(away), "w:tblLayout", "w:tblLook")
    settings.insert_element_before(parse_xml(inside), "w:tblLook")


def rule(grid: Grid) -> None:
    """A hairline under each row."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"'
    edges = f"<w:bottom {line}/><w:insideH {line}/>"
    frame = parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>")
    grid._tbl.tblPr.insert_element_before(frame, "w:shd", "w:tblLayout", "w:tblLook")
