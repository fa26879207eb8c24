"""QR codes: for a page, for print, as a picture. With a quarter torn off they read."""

from io import BytesIO

import segno

BARE = {"omitsize": True, "svgclass": None, "lineclass": None}


def qr_svg(text: str, title: str) -> str:
    """The code for a page: in the colour of its text, named for who cannot see it."""
    drawn = str(_code(text).svg_inline(title=title, **BARE))
    return drawn.replace("<svg ", '<svg role="img" ', 1).replace(
        'stroke="#000"', 'stroke="currentColor"', 1
    )


def qr_print(text: str) -> str:
    """The code as an SVG file, black without a border: paper has white enough."""
    drawn = BytesIO()
    _code(text).save(drawn, kind="svg", border=0, **BARE)
    return drawn.getvalue().decode()


def qr_png(text: str) -> bytes:
    """The code as a picture with its quiet border, sharp at two centimetres."""
    drawn = BytesIO()
    _code(text).save(drawn, kind="png", scale=10)
    return drawn.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="q", micro=False)
