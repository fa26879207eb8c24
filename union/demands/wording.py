"""What every demand letter says, whatever it demands.

Which rules a letter stands on, and how sure we are of each, the pack of the
jurisdiction says. None was checked against an official text in force on its day.
"""

from union.core.i18n import gettext as _
from union.core.i18n import mark
from union.demands.models import Track
from union.law import house

_LABOUR_CODE, _E_DOCUMENTS = "LC164", "EDS"  # as Kazakhstan's pack calls its sources
_BASES = {
    Track.CONTRACT: mark(
        "Those who demand work under civil-law contracts (Social Code, art. 102). We "
        "take the procedure for collective demands of the Labour Code, arts. 163 and "
        "164, as a model; how far it binds a platform towards performers is not "
        "settled, so this letter is also a collective appeal under the contract."
    ),
    Track.EMPLOYMENT: mark(
        "Labour Code, arts. 161 to 164: demands are adopted by the workers and handed "
        "over in writing; art. 163(2): the employer considers them within 3 working "
        "days and answers in writing."
    ),
}
ASKED = mark("We ask for a written answer to each clause.")
TALKS = mark("We are ready for talks, and ask you to name a day and a person.")
_RECEIPT = mark("Please confirm in writing that you received this letter.")
_RECEIPT_BY_LAW = mark(
    "Please confirm in writing that you received this letter. Without a notice of "
    "receipt an electronic document counts as not received (Law 370-II, art. 7)."
)
GUARANTEE = mark(
    "We ask you to guarantee that nobody is blocked, paid less or given fewer orders "
    "for taking part in drafting, signing, voting on or handing over these demands."
)


def basis(track: Track) -> str:
    """On which statutes a letter stands; nothing where this house's law has others."""
    return _(_BASES[track]) if house.the_pack().has_read(_LABOUR_CODE) else ""


def receipt() -> str:
    """That we want it in writing, and why it matters where the law says so."""
    by_law = house.the_pack().has_read(_E_DOCUMENTS)
    return _(_RECEIPT_BY_LAW if by_law else _RECEIPT)
