"""The short messages members get, each within the seventy characters of one SMS."""

from union.core import i18n
from union.core.i18n import gettext as _

LONGEST = 70  # of UCS-2, which Kazakh and Russian letters need


def code_message(code: str, host: str, language: str) -> str:
    """Six digits for a person, and in the last line for the phone (WebOTP)."""
    with i18n.speaking(language):
        said = _("Ortaq code: %(code)s. Tell it to nobody.") % {"code": code}
    return f"{said}\n@{host} #{code}"
