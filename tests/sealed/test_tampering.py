"""Every kind of tampering is refused, although all hashes are made anew."""

from io import BytesIO

import pytest

from tests.sealed import (
    forged_ballots,
    forged_files,
    forged_histories,
    forged_setups,
    forged_spellings,
    forgery,
)
from union.sealed.refusals import Rejected
from union.sealed.verifier import verify


def test_what_is_forged_was_true_before(made):
    whole = forgery.happening(made, forgery.whole(made))

    assert verify(BytesIO(whole)).result == made.result == [[1, 0, 2], [1, 2, 0]]


@pytest.mark.parametrize("kind", forgery.KINDS)
def test_it_is_refused(made, kind):
    forged = forgery.KINDS[kind](made)

    with pytest.raises(Rejected, match=r"^[A-Z].*\.$"):
        verify(BytesIO(forged))


def test_every_forger_is_heard():
    forgers = {
        forged_ballots,
        forged_files,
        forged_histories,
        forged_setups,
        forged_spellings,
    }

    assert {f.__module__ for f in forgery.FORGERS} == {f.__name__ for f in forgers}


def test_there_are_more_than_thirty_kinds():
    assert len(forgery.KINDS) > 80
