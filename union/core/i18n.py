"""Words, numbers and dates in the reader's language, chosen by whoever talks to them.

English is written in the code; `union/locale/<language>/<feature>.po` holds the rest.
The catalogues are read as they are: there is nothing to compile and nothing stale.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from union.paths import LOCALE

LANGUAGES = ("kk", "ru", "en")
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
SHORT_NAMES = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}
TENGE = "₸"
_NBSP = "\N{NO-BREAK SPACE}"

language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])
_ALMATY = ZoneInfo("Asia/Almaty")
zone: ContextVar[ZoneInfo] = ContextVar("zone", default=_ALMATY)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while: a letter, a document."""
    token = language.set(code)
    try:
        yield
    finally:
        language.reset(token)


def gettext(message: str) -> str:
    """The sentence in the reader's language."""
    return _words(language.get()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence in the form that goes with this count."""
    return _words(language.get()).ngettext(one, many, count)


def mark(message: str) -> str:
    """Mark a sentence for the catalogues where it is stored, not yet shown."""
    return message


@cache
def _words(code: str) -> NullTranslations:
    paths = sorted((LOCALE / code).glob("*.po"))
    if not paths:
        return NullTranslations()
    together = Catalog(locale=code)
    for path in paths:
        for message in read_po(BytesIO(path.read_bytes()), locale=code):
            if message.id and message.string:
                together[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, together)
    compiled.seek(0)
    return GNUTranslations(compiled)


mark("Almaty")  # said by place_name(), as are the next two
mark("Brussels")
mark("London")


def number(value: int) -> str:
    """1240 -> 1 240: grouped by a space that does not break, in all three languages."""
    return f"{value:,}".replace(",", _NBSP)


def money(tiyn: int) -> str:
    """85 000 tiyn -> 850 ₸; tiyn are shown only where there are any."""
    tenge, rest = divmod(abs(tiyn), 100)
    sign = "\N{MINUS SIGN}" if tiyn < 0 else ""
    decimals = f",{rest:02}" if rest else ""
    return f"{sign}{number(tenge)}{decimals}{_NBSP}{TENGE}"


def percent(share: Fraction | float) -> str:
    """Fraction(2, 3) -> 66,7 %, rounded down so that no share looks reached early."""
    tenths = int(share * 1000)
    shown = numbers.format_decimal(tenths / 10, "0.#", locale=_locale())
    return f"{shown}{_NBSP}%"


def fraction(value: Fraction) -> str:
    """Fraction(2, 3) -> 2/3."""
    return f"{value.numerator}/{value.denominator}"


def day(moment: date) -> str:
    """The day in words: 2026 ж. 23 қараша."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(zone.get()).date()
    return _date_in_words(moment, "long", language.get())


@lru_cache(2000)
def _date_in_words(day: date, pattern: str, code: str) -> str:
    """Most pages tell of the same few days, and telling takes long."""
    return dates.format_date(day, pattern, locale=Locale.parse(code))


def month(moment: datetime) -> str:
    """The month in words: 2026 ж. қараша."""
    local = moment.astimezone(zone.get())
    return dates.format_skeleton("yMMMM", local, locale=_locale())


def clock(moment: datetime) -> str:
    """The hour where the union lives: 20:00."""
    return moment.astimezone(zone.get()).strftime("%H:%M")


def moment(at: datetime) -> str:
    """The day and the hour; today, tomorrow and yesterday by name."""
    local, today = at.astimezone(zone.get()), datetime.now(UTC).astimezone(zone.get())
    near = {
        0: mark("today %(clock)s"),
        1: mark("tomorrow %(clock)s"),
        -1: mark("yesterday %(clock)s"),
    }
    if named := near.get((local.date() - today.date()).days):
        return gettext(named) % {"clock": clock(at)}
    pattern = "d MMMM" if local.year == today.year else "d MMMM y"
    return f"{_date_in_words(local.date(), pattern, language.get())}, {clock(at)}"


def tongue(code: str) -> str:
    """A language inside a sentence: «орыс тілі», «русский», «Russian»."""
    return str(_locale().languages[code])


def zone_name() -> str:
    """The place whose hour is told, by the name readers know it by."""
    return place_name(zone.get().key)


def place_name(key: str) -> str:
    """The place after which a zone is called: Europe/London -> London."""
    return gettext(key.rpartition("/")[2].replace("_", " "))


def zoned_moment(at: datetime) -> str:
    """The day and the hour and whose hour it is: once on a page is enough."""
    return gettext("%(moment)s (%(zone)s time)") % {
        "moment": moment(at),
        "zone": zone_name(),
    }


def full_moment(at: datetime) -> str:
    """The day, the hour and the zone, for papers that are read years later."""
    return gettext("%(day)s, %(clock)s (%(zone)s time)") % {
        "day": day(at),
        "clock": clock(at),
        "zone": zone_name(),
    }


def _locale() -> Locale:
    return Locale.parse(language.get())
