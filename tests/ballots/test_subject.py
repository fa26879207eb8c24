"""What a ballot points to: a page of the hall and the digest of a text, or nothing."""

import pytest
from pydantic import ValidationError

from tests.ballots.factories import proposal
from union.ballots.models import Proposal


@pytest.mark.parametrize(
    "given",
    [
        {"subject_path": "//evil.example"},
        {"subject_path": "javascript:alert(1)"},
        {"subject_path": "/demands/1?x"},
        {"subject_digest": "deadbeef"},
        {"subject_digest": "X" * 64},
    ],
)
def test_a_ballot_points_nowhere_else(given):
    with pytest.raises(ValidationError):
        Proposal.model_validate(proposal(**given))


def test_a_page_and_a_digest_are_taken():
    given = {"subject_path": "/demands/a-1", "subject_digest": "0f" * 32}

    assert Proposal.model_validate(proposal(**given)).subject_path == "/demands/a-1"
