"""Countries by their two letters (ISO 3166), named in the reader's language."""

from babel import Locale

from union.core import i18n

_NO_COUNTRIES = frozenset(  # babel knows them too
    "AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split()
)
COUNTRIES = frozenset(
    code
    for code in Locale.parse("en").territories
    if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES  # noqa: PLR2004
)


def country(code: str) -> str:
    """The name of a country."""
    return str(Locale.parse(i18n.language.get()).territories.get(code, code))


def countries() -> list[tuple[str, str]]:
    """Every country and its name, by name."""
    return sorted(((code, country(code)) for code in COUNTRIES), key=lambda pair: pair[1])
