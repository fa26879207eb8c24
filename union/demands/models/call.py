"""What is filled in to put a frozen text to the members."""

from sqlmodel import Field

from union.ballots.models import Secrecy
from union.ballots.models.proposal import MAJORITIES, QUORUMS, Hour
from union.core.base import Form

MEMBERS_QUORUMS = tuple(rule for rule in QUORUMS if rule.endswith("members"))


class CallForm(Form):
    """The hours, the secrecy and the rule of a ballot that ratifies."""

    opens_at: Hour
    closes_at: Hour
    secrecy: Secrecy
    quorum: str = Field(max_length=40)
    majority: str = Field(max_length=40)

    @property
    def is_known_rule(self) -> bool:
        return self.quorum in MEMBERS_QUORUMS and self.majority in MAJORITIES
