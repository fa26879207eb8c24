import random
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import inspect, text
from sqlmodel import SQLModel, func, select

from tests.ballots.factories import ANSWERS, SEALER, vote
from union.ballots import rules
from union.ballots.models import NO, YES, Envelope, NamedVote, Paper
from union.core.once import Answer

MANY = 500


@pytest.fixture
def held(db, ballots, request):
    """A closed ballot of many, what each voted, in the order they voted."""
    voters = ballots.voters(MANY)
    ballot = ballots.open(voters, secrecy=request.param)
    dice = random.Random(7)  # noqa: S311  (the same votes in every run)
    dice.shuffle(voters)
    votes = [(voter, dice.choice([YES, NO])) for voter in voters]
    ballots.cast(ballot, votes)
    ballots.end(ballot)
    rules.close(db, ballot, SEALER)
    db.commit()
    return ballot, [(voter.id, choice) for voter, choice in votes]


def rows(db, table):
    """A table as it lies on the disk, read by whoever has the file."""
    return [dict(row) for row in db.execute(text(f"SELECT * FROM {table}")).mappings()]  # noqa: S608


def hits(guess, votes):
    return sum(a == b for a, (_id, b) in zip(guess, votes, strict=True)) / len(votes)


@pytest.mark.parametrize("held", ["confidential"], indirect=True)
def test_the_whole_database_guesses_no_better_than_chance(db, held):
    _ballot, votes = held
    papers = [row["choice"] for row in rows(db, "paper")]
    by_roll = [row["member_id"] for row in rows(db, "rollentry")]
    place = {str(one).replace("-", ""): n for n, one in enumerate(by_roll)}
    in_roll_order = [papers[place[voter.hex]] for voter, _choice in votes]
    by_key = [row["choice"] for row in sorted(rows(db, "paper"), key=lambda r: r["id"])]

    for guess in (papers, papers[::-1], in_roll_order, by_key):
        assert abs(hits(guess, votes) - 0.5) < 0.15  # nearly seven deviations


@pytest.mark.parametrize("held", ["named"], indirect=True)
def test_of_a_named_ballot_the_database_tells_everything(db, held):
    _ballot, votes = held
    told = dict(db.exec(select(NamedVote.member_id, NamedVote.choice)).all())

    assert told == dict(votes)
    assert rows(db, "paper") == []


@pytest.mark.parametrize("held", ["named"], indirect=True)
def test_of_a_named_ballot_no_moment_is_left(db, held):
    left = db.exec(select(NamedVote.key, NamedVote.drawn).distinct()).all()

    assert left == [("", 0)]


@pytest.mark.parametrize("held", ["confidential"], indirect=True)
def test_nothing_is_left_of_the_envelopes(db, held):
    assert db.exec(select(func.count()).select_from(Envelope)).one() == 0
    assert db.exec(select(func.count()).select_from(NamedVote)).one() == 0
    assert db.exec(select(func.count()).select_from(Answer)).one() == 0
    assert db.exec(select(func.count()).select_from(Paper)).one() == MANY


def test_a_paper_has_no_time_no_number_and_no_owner():
    columns = SQLModel.metadata.tables["paper"].columns.keys()

    assert columns == ["id", "ballot_id", "choice"]


def test_the_roll_knows_that_and_not_what_or_when():
    columns = SQLModel.metadata.tables["rollentry"].columns.keys()

    assert columns == ["ballot_id", "member_id", "voted"]


@pytest.mark.parametrize("table", ["paper", "envelope"])
def test_sqlite_numbers_no_secret_rows(engine, table):
    if engine.dialect.name != "sqlite":
        columns = {column["name"] for column in inspect(engine).get_columns(table)}
        assert "rowid" not in columns
        return
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
        ).scalar_one()

    assert found.rstrip().endswith("WITHOUT ROWID")


def test_every_envelope_has_the_same_size():
    ballot, member = uuid4(), uuid4()
    ciphers = SEALER.ciphers(ballot)

    sizes = {
        len(ciphers.seal(member, vote(choice, key=key)))
        for choice in (*ANSWERS, "001", "012")
        for key in ("", "k" * 64)
    }

    assert len(sizes) == 1


def test_the_same_vote_is_never_sealed_alike():
    ciphers, member, same = SEALER.ciphers(uuid4()), uuid4(), vote()

    assert ciphers.seal(member, same) != ciphers.seal(member, same)


@pytest.mark.parametrize("moved", ["to another member", "to another ballot", "broken"])
def test_an_envelope_opens_only_where_it_was_sealed(moved):
    ballot, member = uuid4(), uuid4()
    sealed = SEALER.ciphers(ballot).seal(member, vote())
    if moved == "to another member":
        member = uuid4()
    elif moved == "to another ballot":
        ballot = uuid4()
    else:
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])

    with pytest.raises(InvalidTag):
        SEALER.ciphers(ballot).open(member, sealed)


def test_an_envelope_keeps_what_was_voted():
    ballot, member, mine = uuid4(), uuid4(), vote(NO)

    assert SEALER.ciphers(ballot).open(
        member, SEALER.ciphers(ballot).seal(member, mine)
    ) == (mine)


def test_answers_are_as_long_as_each_other():
    assert len({len(answer) for answer in ANSWERS}) == 1
