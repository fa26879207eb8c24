"""What a poster says: its address, its code, and its words in three languages."""

from urllib.parse import urlsplit

from union.core import i18n
from union.core.i18n import gettext as _
from union.members.models import Branch, Poster
from union.writers.paper import LOCALES, Language
from union.writers.poster import Sheet, Tongue

GROUP = 4


def in_groups(code: str) -> str:
    """K3M2Q7XD -> K3M2-Q7XD."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def address(poster: Poster, public_url: str) -> str:
    """Where the poster's QR code leads."""
    return f"{public_url}/p/{poster.code}"


def sheet(poster: Poster, main: Language, union: Branch, public_url: str) -> Sheet:
    """The sheet to print, whose largest words are in one language."""
    url = address(poster, public_url)
    parts = urlsplit(url)
    others = [code for code in LOCALES if code != main]
    return Sheet(
        tongues=tuple(_tongue(code, union) for code in [main, *others]),
        url=url,
        short_url=f"{parts.netloc}{parts.path}",
        code=in_groups(poster.code),
        made_at=poster.made_at,
    )


def _tongue(language: Language, union: Branch) -> Tongue:
    with i18n.speaking(language):
        return Tongue(
            language=language,
            union=union.name,
            headline=_("Our work is apart, our strength is shared"),
            invitation=_(
                "The union of couriers and drivers who work through platforms. "
                "Join from your phone in a minute: no app, no number, no e-mail."
            ),
            scan=_("Point your camera here"),
            typed=_("Or open this address:"),
            who=_(
                "The platform sees nothing. Members see only the name you choose. "
                "Your legal name is not asked."
            ),
        )
