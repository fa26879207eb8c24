"""What happens to papers."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class DocumentIssued(Event):
    """A paper got its number and may leave the house."""

    says = mark("A paper was issued")
    page = "documents.show"

    document_id: UUID
