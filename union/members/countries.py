"""Countries by their two letters (ISO 3166), named in the reader's language."""

import re

from babel import Locale

from union.core import i18n

_NO_COUNTRY = re.compile("AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|XA|XB|XK|ZZ")  # to babel


def _known() -> list[str]:
    codes = map(str, Locale.parse("en").territories)
    two_letters = (code for code in codes if re.fullmatch("[A-Z]{2}", code))
    return [code for code in two_letters if not _NO_COUNTRY.match(code)]


COUNTRIES = frozenset(_known())


def country(code: str) -> str:
    """The name of a country."""
    return str(Locale.parse(i18n.language.get()).territories.get(code, code))


def countries() -> list[tuple[str, str]]:
    """Every country and its name, by name."""
    named = [(code, country(code)) for code in COUNTRIES]
    return sorted(named, key=lambda pair: pair[1])
