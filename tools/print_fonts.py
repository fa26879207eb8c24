"""Make the two print fonts from Debian's Noto Sans: only the letters our papers need.

Not needed at run time. From the top of the checkout, with Debian's fonts-noto-core
installed and FontTools at hand (any virtual environment will do):

    python -m pip install fonttools==4.68.0
    python -m tools.print_fonts

The same source fonts give the same bytes, on any day.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/truetype/noto")
FONTS = Path(__file__).parent.parent / "static/fonts/pdf"

# Latin with its neighbours' letters, Cyrillic with Kazakh and the rest of Central Asia,
# combining marks, punctuation, super- and subscripts, currencies (₸), №, fractions.
LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),
    0x259,
    *range(0x2B0, 0x300),
    *range(0x300, 0x370),
    *range(0x400, 0x530),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2070),
    *range(0x2070, 0x20A0),
    *range(0x20A0, 0x20C0),
    0x2116,
    0x2122,
    *range(0x2150, 0x2160),
    0xFEFF,
    0xFFFD,
]
# What Noto Sans lacks and a table or a formula wants.
MATHS = [*map(ord, "←↑→↓↔−∙√∞≈≠≤≥")]
SIGNS = [*map(ord, "■□●○☐☑☒✓✗")]


def subset(name: str, wanted: list[int]) -> TTFont:
    """The named font cut down to the wanted characters, without hints."""
    font = TTFont(SOURCE / name, recalcTimestamp=False)
    options = Options(hinting=False, notdef_outline=True, drop_tables=["DSIG", "MATH"])
    options.layout_features = ["*"] if name.startswith("NotoSans-") else []
    cutter = Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    return font


def merged(weight: str) -> TTFont:
    """Noto Sans of this weight, joined by the signs it lacks."""
    parts = [
        subset(f"NotoSans-{weight}.ttf", LETTERS),
        subset("NotoSansMath-Regular.ttf", MATHS),
        subset("NotoSansSymbols2-Regular.ttf", SIGNS),
    ]
    with TemporaryDirectory() as folder:
        paths = [str(Path(folder) / f"{i}.ttf") for i in range(len(parts))]
        for part, path in zip(parts, paths, strict=True):
            part.save(path, reorderTables=True)
        font = Merger().merge(paths)

    whole = parts[0]
    font["name"], font["OS/2"] = whole["name"], whole["OS/2"]
    font["OS/2"].recalcUnicodeRanges(font)
    for measure in ("ascent", "descent", "lineGap"):
        setattr(font["hhea"], measure, getattr(whole["hhea"], measure))
    font["head"].created = font["head"].modified = whole["head"].modified
    font["head"].fontRevision = whole["head"].fontRevision
    font.recalcTimestamp = False
    return font


def ranges(codes: set[int]) -> str:
    """The characters as lines of `first-last`, in hexadecimal."""
    starts = sorted(code for code in codes if code - 1 not in codes)
    ends = sorted(code for code in codes if code + 1 not in codes)
    return "".join(f"{a:04X}-{z:04X}\n" for a, z in zip(starts, ends, strict=True))


def main() -> None:
    """Write both fonts and the list of what both of them can show."""
    fonts = {weight: merged(weight) for weight in ("Regular", "Bold")}
    for weight, font in fonts.items():
        font.save(FONTS / f"NotoSans-{weight}.ttf")
    shown = set.intersection(*(set(font.getBestCmap()) for font in fonts.values()))
    (FONTS / "characters.txt").write_text(ranges(shown))
    print(len(shown), "characters")


if __name__ == "__main__":
    main()
