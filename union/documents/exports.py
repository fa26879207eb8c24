"""A frozen paper as a file: with its number, and what its foot says."""

from functools import lru_cache
from hashlib import sha256

from union.core import i18n
from union.core.i18n import gettext as _
from union.documents.frozen import thaw
from union.documents.models import Document
from union.writers.docx import docx
from union.writers.paper import Paper
from union.writers.pdf import pdf

WRITERS = {"pdf": pdf, "docx": docx}


def verify_url(document: Document, public_url: str) -> str:
    """Where anybody can check the paper."""
    return f"{public_url}/v/{document.code}"


def finished(document: Document, public_url: str) -> Paper:
    """The paper as it leaves: the same row and address give the same paper for ever."""
    with i18n.speaking(document.language):
        return thaw(
            document.paper,
            reference=_("Outgoing No. %(number)s of %(day)s")
            % {"number": document.number, "day": i18n.day(document.issued_at)},
            seal=_("Version %(version)s · SHA-256 %(hash)s")
            % {"version": document.version, "hash": document.content_hash},
            page_label=_("Page {n} of {total}"),
            verify_url=verify_url(document, public_url),
            verify_caption=_("Check this paper:"),
            issued_at=document.issued_at,
        )


def file(document: Document, form: str, public_url: str) -> bytes:
    """The bytes of the paper in one form."""
    return WRITERS[form](finished(document, public_url))


@lru_cache(maxsize=128)
def _digest(paper: Paper) -> str:
    return sha256(pdf(paper)).hexdigest()


def pdf_digest(document: Document, public_url: str) -> str:
    """SHA-256 of the PDF's bytes, by which a copy of the file is compared."""
    return _digest(finished(document, public_url))
