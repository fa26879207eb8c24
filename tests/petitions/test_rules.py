"""What members can do with a petition, and what they cannot."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from tests.petitions.factories import TITLE, filled_in, pledge
from union.core.base import now
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announced
from union.members.models import Platform, Role
from union.petitions import rules
from union.petitions.events import PetitionReachedGoal, PetitionSigned
from union.petitions.models import (
    Disclosure,
    Draft,
    Petition,
    Signature,
    digest_of,
)
from union.petitions.queries import petition_for, tally

KZ = {"title_kk": "Күткен уақыт төленсін", "addressee_kk": "Кімге", "text_kk": "Мәтін."}


def draft_of(branch, **given):
    return Draft.model_validate(filled_in(branch, **given))


def rows(db, petition):
    asked = select(func.count()).where(Signature.petition_id == petition.id)
    return db.exec(asked).one()


def kinds(db):
    return [type(event) for event in announced(db)]


def test_a_draft_is_seen_by_its_author_only(make, db):
    draft = make.draft()

    assert petition_for(db, draft.author, draft.id) == draft
    with pytest.raises(Refused, match="no such petition"):
        petition_for(db, make.neighbour(draft), draft.id)


def test_a_draft_keeps_every_language(make, db):
    author = make.member()
    glovo = make.save(Platform(id="glovo", name="Glovo", origin="ES", work="food"))

    petition = rules.draft(
        db, author, draft_of(author.branch, platforms=["glovo"], **KZ)
    )

    assert {w.language for w in petition.wordings} == {"kk", "en"}
    assert petition.platforms == [glovo]
    assert petition.opened_at is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"title_kk": "Тек тақырып"}, "text_kk"),
        ({"language": "ru"}, "text_ru"),
        ({"platforms": ["no-such"]}, "platforms"),
        ({"closes_at": "2020-01-01T10:00"}, "closes_at"),
        ({"closes_at": "2099-01-01T10:00"}, "closes_at"),
    ],
)
def test_a_draft_with_gaps_is_not_kept(make, db, given, field):
    author = make.member()

    with pytest.raises(Invalid) as refusal:
        rules.draft(db, author, draft_of(author.branch, **given))

    assert field in refusal.value.problems
    assert not db.exec(select(Petition)).all()


@pytest.mark.parametrize(
    "standing",
    [
        {"admitted_at": None},
        {"admitted_at": now() - timedelta(days=1)},
        {"suspended_at": now()},
        {"left_at": now()},
    ],
)
def test_only_full_members_draft(make, db, standing):
    member = make.member(**standing)

    with pytest.raises(NotAllowed):
        rules.draft(db, member, draft_of(member.branch))


def test_a_member_drafts_in_a_branch_they_belong_to(make, db):
    city = make.branch()
    member = make.member(branch=make.branch(under=city))

    rules.draft(db, member, draft_of(city))

    with pytest.raises(NotAllowed):
        rules.draft(db, member, draft_of(make.branch()))


def test_nobody_has_more_than_five_under_way(make, db):
    author = make.member()
    for _ in range(5):
        make.draft(author=author, branch=author.branch)

    with pytest.raises(Refused, match="five petitions"):
        rules.draft(db, author, draft_of(author.branch))


def test_a_petition_is_changed_until_somebody_signs(make, db, petition):
    author = petition.author

    rules.edit(db, petition, author, draft_of(petition.branch, title_en="Pay us", **KZ))

    assert petition.in_language("en").title == "Pay us"
    assert petition.in_language("kk").title == KZ["title_kk"]

    make.signers(petition, 1)
    with pytest.raises(Refused, match="the text is frozen"):
        rules.edit(db, petition, author, draft_of(petition.branch))


def test_a_language_that_was_emptied_is_gone(make, db):
    author = make.member()
    draft = rules.draft(db, author, draft_of(author.branch, **KZ))
    db.commit()

    rules.edit(db, draft, author, draft_of(author.branch))
    db.commit()

    assert [w.language for w in draft.wordings] == ["en"]


def test_only_its_author_changes_or_publishes_a_petition(make, db):
    draft = make.draft()
    other = make.neighbour(draft)

    with pytest.raises(NotAllowed):
        rules.edit(db, draft, other, draft_of(draft.branch))
    with pytest.raises(NotAllowed):
        rules.publish(db, draft, other)


def test_publishing_twice_is_publishing_once(make, db):
    draft = make.draft()

    rules.publish(db, draft, draft.author)
    opened_at = draft.opened_at
    rules.publish(db, draft, draft.author)

    assert draft.opened_at == opened_at
    assert tally(db, draft.id).total == 0


def test_a_draft_whose_hour_has_passed_is_not_published(make, db):
    late = make.draft(closes_at=now() - timedelta(minutes=1))

    with pytest.raises(Refused, match="closing hour has passed"):
        rules.publish(db, late, late.author)


def test_signing_freezes_the_text_and_is_counted(make, db, petition):
    rules.sign(db, petition, make.neighbour(petition), pledge(petition))

    said = {"title": TITLE, "addressee": "To the platforms"}
    said["text"] = petition.in_language("en").text
    assert petition.frozen_at
    assert petition.text_hash == digest_of("en", [], {"en": said})
    assert tally(db, petition.id).of(Disclosure.UNION) == 1


def test_signing_twice_is_signing_once(make, db, petition):
    member = make.neighbour(petition)

    first = rules.sign(db, petition, member, pledge(petition))
    again = rules.sign(db, petition, member, pledge(petition, disclosure="counted"))

    assert again is first
    assert kinds(db) == [PetitionSigned]
    assert tally(db, petition.id).total == rows(db, petition) == 1


def test_who_has_read_another_text_does_not_sign(make, db, petition):
    read = pledge(petition)
    rules.edit(db, petition, petition.author, draft_of(petition.branch, text_en="No."))

    with pytest.raises(Refused, match="changed while you read"):
        rules.sign(db, petition, make.neighbour(petition), read)


def test_a_closed_petition_takes_no_names(make, db):
    closed = make.petition(closes_at=now() - timedelta(seconds=1))

    with pytest.raises(Refused, match="closed"):
        rules.sign(db, closed, make.neighbour(closed), pledge(closed))


def test_a_probationer_signs(make, db, petition):
    fresh = make.neighbour(petition, admitted_at=now())

    assert rules.sign(db, petition, fresh, pledge(petition))


@pytest.mark.parametrize("field", ["suspended_at", "left_at"])
def test_nobody_signs_out_of_good_standing(make, db, petition, field):
    member = make.neighbour(petition, **{field: now()})

    with pytest.raises(NotAllowed):
        rules.sign(db, petition, member, pledge(petition))


def test_members_below_sign_and_members_beside_do_not(make, db, petition):
    below = make.member(branch=make.branch(under=petition.branch))
    beside = make.member()

    rules.sign(db, petition, below, pledge(petition))

    with pytest.raises(NotAllowed):
        rules.sign(db, petition, beside, pledge(petition))


def test_a_withdrawn_signature_leaves_nothing(make, db, petition):
    member = make.neighbour(petition)
    rules.sign(db, petition, member, pledge(petition, word="Enough."))
    db.commit()

    rules.withdraw_signature(db, petition, member)
    rules.withdraw_signature(db, petition, member)

    assert rows(db, petition) == tally(db, petition.id).total == 0


def test_a_suspended_member_can_still_withdraw(make, db, petition):
    member = make.neighbour(petition)
    rules.sign(db, petition, member, pledge(petition))
    member.suspended_at = now()
    db.commit()

    rules.withdraw_signature(db, petition_for(db, member, petition.id), member)

    assert rows(db, petition) == 0


def test_after_closing_signatures_stay(make, db, petition):
    member = make.neighbour(petition)
    rules.sign(db, petition, member, pledge(petition))
    petition.closes_at = now()
    db.commit()

    with pytest.raises(Refused, match="stay as they are"):
        rules.withdraw_signature(db, petition, member)


def test_the_goal_is_announced_once_and_signing_goes_on(make, db):
    petition = make.petition(goal=3)
    make.signers(petition, 2)
    assert petition.goal_reached_at is None

    last = make.signers(petition, 1)[0]
    rules.withdraw_signature(db, petition, last.member)
    make.signers(petition, 2)

    assert kinds(db).count(PetitionReachedGoal) == 1
    assert tally(db, petition.id).total == 4


def test_its_author_withdraws_a_petition_that_few_have_signed(make, db, petition):
    make.signers(petition, 9)

    rules.withdraw(db, petition, petition.author)

    assert petition.withdrawn_at
    assert rows(db, petition) == 0
    with pytest.raises(Refused, match="closed"):
        rules.sign(db, petition, make.neighbour(petition), pledge(petition))


def test_a_petition_of_ten_is_no_longer_its_authors_to_withdraw(make, db, petition):
    make.signers(petition, 10)

    with pytest.raises(Refused, match="theirs too"):
        rules.withdraw(db, petition, petition.author)


def test_nobody_else_withdraws_a_petition(make, db, petition):
    with pytest.raises(NotAllowed):
        rules.withdraw(db, petition, make.neighbour(petition))


def test_the_clock_closes_what_is_due_and_nothing_else(make, db):
    due = make.petition(closes_at=now() - timedelta(seconds=1))
    still_open, draft = make.petition(), make.draft(closes_at=now())

    rules.close_due(db)
    first = due.closed_at
    rules.close_due(db)

    assert first
    assert due.closed_at == first
    assert still_open.closed_at is draft.closed_at is None
    assert len(announced(db)) == 1


def test_organisers_open_the_names_and_others_do_not(make, db, petition):
    steward = make.officer(Role.STEWARD, petition.branch)

    rules.open_signers(db, petition, steward)

    with pytest.raises(NotAllowed):
        rules.open_signers(db, petition, make.neighbour(petition))
