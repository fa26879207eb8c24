"""Adding, changing, moving and removing clauses. Each makes a version."""

from uuid import UUID, uuid4

from sqlmodel import Session

from union.demands.models import Act, Clause, ClauseForm, Demand
from union.demands.queries import clause_in, clauses_of
from union.demands.rules.versions import check_base, check_words, take, turn
from union.members.models import Member


def add(db: Session, demand: Demand, member: Member, form: ClauseForm) -> Clause:
    """Put a new clause at the end."""
    take(db, demand, member)
    places = [clause.place for clause in clauses_of(db, demand.id, demand.version)]
    clause = _written(demand, uuid4(), max(places, default=0) + 1, form)
    clause.follow(None)

    clause.version = turn(db, demand, member, Act.ADDED, clause.clause_id)
    db.add(clause)
    return clause


def reword(
    db: Session, demand: Demand, member: Member, clause_id: UUID, form: ClauseForm
) -> Clause:
    """Change a clause, or confirm that a language still says the same.

    Raises Refused if somebody else changed it since the form was drawn.
    """
    take(db, demand, member)
    last = clause_in(clauses_of(db, demand.id, demand.version), clause_id)
    check_base(form.base, last.version)
    clause = _written(demand, clause_id, last.place, form)
    clause.follow(last, form.confirmed)
    if clause.equals(last) and clause.due_on == last.due_on:
        return last

    confirms = clause.says_the_same(last) and clause.due_on == last.due_on
    act = Act.CONFIRMED if confirms else Act.REWORDED
    clause.version = turn(db, demand, member, act, clause_id)
    db.add(clause)
    return clause


def move(
    db: Session, demand: Demand, member: Member, clause_id: UUID, *, up: bool
) -> None:
    """Let a clause change places with its neighbour; at the edge it stays."""
    take(db, demand, member)
    clauses = clauses_of(db, demand.id, demand.version)
    at = clauses.index(clause_in(clauses, clause_id))
    to = at - 1 if up else at + 1
    if not 0 <= to < len(clauses):
        return

    version = turn(db, demand, member, Act.MOVED, clause_id)
    places = clauses[at].place, clauses[to].place
    db.add(clauses[at].again(version, place=places[1]))
    db.add(clauses[to].again(version, place=places[0]))


def remove(db: Session, demand: Demand, member: Member, clause_id: UUID) -> None:
    """Take a clause out. Its versions stay in the history."""
    take(db, demand, member)
    clause = clause_in(clauses_of(db, demand.id, demand.version), clause_id)

    version = turn(db, demand, member, Act.REMOVED, clause_id)
    db.add(clause.again(version, removed=True))


def _written(demand: Demand, clause_id: UUID, place: int, form: ClauseForm) -> Clause:
    clause = Clause.model_validate(
        form.words()
        | {
            "demand_id": demand.id,
            "clause_id": clause_id,
            "version": demand.version + 1,
            "place": place,
        }
    )
    check_words(clause, "heading", "claim")
    return clause
