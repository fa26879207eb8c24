"""Every pair of colours that meets can be read, in the light and in the dark."""

import re

import pytest

from union.paths import STATIC

CSS = (STATIC / "css/ortaq.css").read_text()
TEXT, SHAPE = 4.5, 3.0  # WCAG AA: words, and shapes that carry meaning

MEETINGS = [
    *[("ink", ground, TEXT) for ground in ("paper", "card", "tint", "accent-soft")],
    *[("ink", ground, TEXT) for ground in ("sun-soft", "good-soft", "bad-soft")],
    *[("ink-soft", ground, TEXT) for ground in ("paper", "card", "tint")],
    *[("accent", ground, TEXT) for ground in ("paper", "card", "tint", "accent-soft")],
    ("accent-ink", "accent", TEXT),
    ("ink-soft", "accent-soft", TEXT),
    ("sun-ink", "sun-soft", TEXT),
    ("good", "good-soft", TEXT),
    *[("bad", ground, TEXT) for ground in ("paper", "card", "bad-soft")],
    *[("edge", ground, SHAPE) for ground in ("paper", "card")],
    ("accent", "line", SHAPE),  # how much of the bar is done
]


def tokens(css):
    """The colours a block of tokens names."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", css))


def schemes():
    light, dark = re.findall(r":root \{(.*?)\n *\}", CSS, re.S)[:2]
    return {"light": tokens(light), "dark": tokens(light) | tokens(dark)}


def luminance(colour):
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("above", "below", "least"), MEETINGS)
def test_colours_that_meet_can_be_told_apart(scheme, above, below, least):
    colours = schemes()[scheme]

    assert contrast(colours[above], colours[below]) >= least


def test_contrast_is_counted_as_the_standard_counts_it():
    assert contrast("#fff", "#000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_colour_stands_among_the_tokens():
    parts = CSS.split("/* The page */")[1].split("/* On paper")[0]

    assert re.findall(r"#[0-9a-f]{3,8}\b", parts) == ["#fff", "#000"]  # a QR code
