"""Petitions that exist before a test begins."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.factories import Make
from union.core.base import now
from union.members.models import Branch, Member
from union.petitions import rules
from union.petitions.models import (
    PLACES,
    CountingPlace,
    Disclosure,
    Petition,
    Pledge,
    Signature,
    Wording,
    digest_of,
    fold,
)

TITLE = "Pay us for the time we wait"
TEXT = "We wait fourteen minutes for each order.\n\nPay every minute from the fifth on."


def filled_in(branch: Branch, **given: Any) -> dict[str, Any]:
    """A draft as its author's form sends it."""
    usual = {
        "branch_id": str(branch.id),
        "language": "en",
        "goal": "50",
        "closes_at": (now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
        "title_en": TITLE,
        "addressee_en": "To the platforms",
        "text_en": TEXT,
    }
    return usual | given


def pledge(petition: Petition, **given: Any) -> Pledge:
    """What a signer sends who has read this petition."""
    usual = {"disclosure": Disclosure.UNION, "text_hash": petition.text_hash}
    return Pledge.model_validate(usual | given)


@dataclass
class MakePetition(Make):
    """Makes petitions and their signers, and saves them."""

    def petition(self, **given: Any) -> Petition:
        """An open petition for a branch, unless told otherwise."""
        branch = given.pop("branch", None) or self.branch()
        author = given.pop("author", None) or self.member(branch=branch)
        said = {"title": TITLE, "addressee": "To the platforms", "text": TEXT}
        said |= {part: given.pop(part) for part in tuple(said) if part in given}
        usual = {
            "branch_id": branch.id,
            "author_id": author.id,
            "language": "en",
            "goal": 50,
            "opened_at": now() - timedelta(days=1),
            "closes_at": now() + timedelta(days=9),
            "text_hash": digest_of("en", [], {"en": said}),
        }
        petition = Petition(**usual | given)
        words = fold("\n".join(said.values()))
        petition.wordings = [
            Wording(petition_id=petition.id, language="en", folded=words, **said)
        ]
        self.db.add(petition)
        self.db.flush()
        if petition.opened_at:
            self.db.add_all(
                CountingPlace(petition_id=petition.id, disclosure=kind, place=place)
                for kind in Disclosure
                for place in range(PLACES)
            )
        return self.save(petition)

    def draft(self, **given: Any) -> Petition:
        return self.petition(**{"opened_at": None} | given)

    def signers(self, petition: Petition, count: int, **given: Any) -> list[Signature]:
        """So many members of its branch, each of whom has signed."""
        signed = [
            rules.sign(
                self.db,
                petition,
                self.member(branch=petition.branch),
                pledge(petition, **given),
            )
            for _ in range(count)
        ]
        self.db.commit()
        return signed

    def neighbour(self, petition: Petition, **given: Any) -> Member:
        """A member of the petition's branch who has not signed."""
        return self.member(branch=petition.branch, **given)
