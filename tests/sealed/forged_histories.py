"""What whoever keeps the archive may try: to leave out, to add, to bring back."""

import json
from copy import copy
from types import SimpleNamespace

from tests.sealed.elections import GROUP, Made
from tests.sealed.forgery import (
    P,
    happening,
    kind,
    opened,
    raised,
    whole,
)
from union.sealed.history import Kind
from union.sealed.strict import written
from union.sealed.writer import Writer


@kind
def a_ballot_twice(made):
    return opened(made, [made.ballots[0], made.ballots[0]])


@kind
def an_old_ballot_brought_back(made):
    """It would undo the vote that replaced it."""
    return opened(made, [*made.ballots, made.ballots[0]])


@kind
def a_ballot_dropped_after_the_tally(made):
    return happening(made, whole(made, cast1=None))


@kind
def the_first_of_two_ballots_counted(made):
    forged = copy(made)
    forged.__dict__.pop("decryptions", None), forged.__dict__.pop("result", None)
    forged.counted = made.counted
    first = Made.counted.func(_with_ballots(made, made.ballots[:3]))
    forged.tally = _tally_of(made, first)
    return happening(forged, whole(forged))


def _with_ballots(made, ballots):
    other = copy(made)
    other.ballots = ballots
    return other


def _tally_of(made, counted):
    other = copy(made)
    other.counted = counted
    return Made.tally.func(other)


@kind
def the_recorded_tally(made):
    swapped = [answers[::-1] for answers in made.tally]
    return happening(made, whole(made, count=lambda w: w.count(swapped, 3)))


@kind
def the_number_of_ballots_counted(made):
    return happening(made, whole(made, count=lambda w: w.count(made.tally, 4)))


@kind
def a_result_that_is_one_higher(made):
    result = [[made.result[0][0] + 1, *made.result[0][1:]], *made.result[1:]]
    return happening(made, whole(made, publish=lambda w: w.publish(result)))


@kind
def a_result_with_answers_exchanged(made):
    result = [row[::-1] for row in made.result]
    return happening(made, whole(made, publish=lambda w: w.publish(result)))


@kind
def a_result_without_its_last_question(made):
    return happening(made, whole(made, publish=lambda w: w.publish(made.result[:1])))


def with_factors(made, change):
    owner = made.deciding[0]
    factors = json.loads(made.decryptions[owner])
    change(factors)
    raw = written(factors)
    forged = {f"decrypt{owner}": lambda w: w.decrypt(owner, raw)}
    return happening(made, whole(made, **forged))


@kind
def a_factor_replaced(made):
    def change(factors):
        factors["decryption_factors"][0][0] = str(GROUP.g)

    return with_factors(made, change)


@kind
def a_factor_left_out(made):
    return with_factors(made, lambda factors: factors["decryption_factors"][0].pop())


@kind
def a_proof_of_a_factor_left_out(made):
    return with_factors(made, lambda factors: factors["decryption_proofs"][1].pop())


@kind
def factors_of_a_question_left_out(made):
    return with_factors(made, lambda factors: factors["decryption_factors"].pop())


@kind
def a_factor_too_many(made):
    def change(factors):
        for rows in factors.values():
            rows[0].append(rows[0][0])

    return with_factors(made, change)


@kind
def a_factor_outside_of_the_group(made):
    def change(factors):
        row = factors["decryption_factors"][0]
        row[0] = str(P - int(row[0]))

    return with_factors(made, change)


@kind
def a_proof_of_a_factor(made):
    def change(factors):
        proof = factors["decryption_proofs"][0][0]
        proof["response"] = raised(proof["response"])

    return with_factors(made, change)


@kind
def too_few_tellers(made):
    lost = f"decrypt{made.deciding[0]}"
    return happening(made, whole(made, **{lost: None}))


@kind
def one_teller_twice(made):
    first, second = made.deciding
    raw = made.decryptions[first]
    forged = {f"decrypt{second}": lambda w: w.decrypt(first, raw)}
    return happening(made, whole(made, **forged))


@kind
def a_decryption_under_another_name(made):
    owner = made.deciding[0]
    raw = made.decryptions[owner]
    return happening(
        made, whole(made, **{f"decrypt{owner}": lambda w: w.decrypt(1, raw)})
    )


@kind
def a_decryption_by_nobody(made):
    owner = made.deciding[0]
    raw = made.decryptions[owner]
    return happening(
        made, whole(made, **{f"decrypt{owner}": lambda w: w.decrypt(0, raw)})
    )


@kind
def a_ballot_after_the_end(made):
    return happening(made, [Writer.end, lambda w: w.cast(made.ballots[0])])


@kind
def earlier_ballots_ignored(made):
    """What belenios-tool 2.0 does not see: it counts back to the first other event."""
    alone = copy(made)
    alone.__dict__.pop("decryptions", None), alone.__dict__.pop("result", None)
    alone.counted = made.counted[:1]
    alone.tally = _tally_of(made, alone.counted)
    late = whole(alone, end=None)[len(made.ballots) :]
    early = [lambda w, raw=raw: w.cast(raw) for raw in made.ballots[:3]]
    return happening(
        alone, [*early, Writer.end, lambda w: w.cast(made.ballots[3]), *late]
    )


@kind
def no_end_of_the_ballots(made):
    return happening(made, whole(made, end=None))


@kind
def two_ends_of_the_ballots(made):
    return happening(made, [Writer.end, Writer.end])


@kind
def a_result_without_a_decryption(made):
    none = dict.fromkeys([f"decrypt{owner}" for owner in made.deciding])
    return happening(made, whole(made, **none))


@kind
def something_after_the_result(made):
    return happening(made, [*whole(made), lambda w: w.publish(made.result)])


@kind
def an_event_without_its_data(made):
    return happening(made, [*whole(made)[:2], lambda w: w.happen(Kind.BALLOT)])


@kind
def an_event_of_a_kind_that_nobody_knows(made):
    unheard_of = SimpleNamespace(value="Weather")
    return happening(made, [lambda w: w.happen(unheard_of)])


@kind
def an_event_whose_kind_is_a_list(made):
    return happening(made, [lambda w: w.happen(SimpleNamespace(value=["Ballot"]))])


@kind
def an_event_with_data_too_many(made):
    two = made.ballots[:2]
    return happening(made, [lambda w: w.happen(Kind.BALLOT, *two)])


@kind
def an_event_that_names_another_parent(made):
    def forget(writer):
        writer.parent = "0" * 64

    return happening(made, [forget, Writer.end])


@kind
def an_event_of_another_height(made):
    def skip(writer):
        writer.height += 1

    return happening(made, [skip, Writer.end])
