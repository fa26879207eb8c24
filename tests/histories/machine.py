"""A machine that tells histories: what may happen in a hall, and what is expected."""

import copy
import logging
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlmodel import select

from tests.ballots.factories import ANSWERS, SEALER, words
from tests.demands.factories import again, clause_form, frame_form, in_three
from tests.histories import checks
from tests.histories.model import (
    COMMON,
    EVERYBODY,
    NEWCOMERS,
    OFFICERS,
    Asked,
    Expected,
    Named,
    Written,
)
from tests.petitions.factories import TEXT, TITLE
from union.ballots import rules as ballots
from union.ballots.models import Ballot, EarlyClosing, Proposal, Vote
from union.core.base import now
from union.demands.models import Demand, FreezeForm
from union.demands.models.call import CallForm
from union.demands.queries import clauses_of
from union.demands.rules import clauses, draft, fixing, ratify, release
from union.members.forms import Check, Reason
from union.members.models import Member
from union.members.rules import erasing, standing
from union.petitions import rules as petitions
from union.petitions.models import Disclosure, Draft, Petition, Pledge, Signature

WHO = st.sampled_from(EVERYBODY)
SOMEBODY = st.sampled_from(COMMON)
WHICH = st.integers(0, 1)
HANDS = st.sampled_from(["returning officer", "teller", "steward"])
REASON = "They shared a list."


class Troubles(logging.Handler):
    """What a chore or a listener could not do: logged for an operator, a fault here."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.told = []

    def emit(self, record):
        self.told.append(record)


class Histories(RuleBasedStateMachine):
    """One hall from its first day, with a model beside it."""

    hall_of = None  # makes the hall: set by who runs it
    tally = None  # where histories and steps are counted

    def __init__(self):
        super().__init__()
        self.hall = type(self).hall_of()
        self.people = self.hall.everybody()
        self.expected = Expected()
        self.backup = None
        self.forms = 0
        self.troubles = Troubles()
        logging.getLogger("union").addHandler(self.troubles)
        type(self).tally["histories"] += 1

    def teardown(self):
        logging.getLogger("union").removeHandler(self.troubles)
        self.hall.end()

    @invariant()
    def every_promise_holds(self):
        type(self).tally["steps"] += 1
        with self.hall.reading() as db:
            checks.all_holds(db, self.expected, self.people)
        assert self.troubles.told == []

    def _send(self, who, deed, **more):
        return self.hall.send(self.people[who], deed, **more)

    def _key(self):
        self.forms += 1
        return f"form {self.forms}"

    def _pick(self, things, which):
        return things[which % len(things)]

    # Petitions.

    @precondition(lambda self: len(self.expected.petitions) < 2)
    @rule(author=WHO, publish=st.booleans())
    def write_a_petition(self, author, publish):
        made = []

        def deed(db, member):
            form = Draft(
                branch_id=member.branch_id,
                language="en",
                goal=10,
                closes_at=(now() + timedelta(days=9)).replace(tzinfo=None),
                title_en=TITLE,
                addressee_en="To all",
                text_en=TEXT,
            )
            petition = petitions.draft(db, member, form)
            db.flush()
            if publish:
                petitions.publish(db, petition, member)
            made.append(Named(petition.id, petition.text_hash, author, opened=publish))

        told = self._send(author, deed)

        may = author in OFFICERS or (
            self.expected.is_current(author) and author not in NEWCOMERS
        )
        assert told == ("done" if may else "no")
        if may:
            self.expected.petitions += made
            self.expected.note("PetitionDrafted")
            if publish:
                self.expected.note("PetitionPublished")

    def _sign(self, petition, who, disclosure, key):
        def deed(db, member):
            pledge = Pledge(disclosure=disclosure, text_hash=petition.text_hash)
            petitions.sign(db, db.get_one(Petition, petition.id), member, pledge)

        said = (petition.id, disclosure)
        return self._send(who, deed, key=key, about=petition.id, said=said)

    @precondition(lambda self: self.expected.petitions)
    @rule(which=WHICH, who=WHO, disclosure=st.sampled_from(Disclosure))
    def sign(self, which, who, disclosure):
        petition = self._pick(self.expected.petitions, which)
        key = self._key()

        told = self._sign(petition, who, disclosure, key)

        if not self.expected.may_sign(who, petition):
            assert told == "no"
        elif who in petition.names:
            assert told == "done", "twice is once"
        else:
            assert told == ("done" if petition.is_open else "no")
        if told == "done":
            self.expected.sent[key] = (who, (petition.id, disclosure))
            self._has_signed(petition, who, disclosure)

    def _has_signed(self, petition, who, disclosure):
        if who in petition.names:
            return
        petition.names[who] = disclosure.value
        if self.expected.standing[who] == "waiting":
            petition.kept.add(who)
        else:
            self.expected.note("PetitionSigned")

    @precondition(lambda self: any(p.names for p in self.expected.petitions))
    @rule(data=st.data())
    def the_phone_sends_a_signature_again(self, data):
        """Whose form was answered is answered alike, and signs nothing twice.

        Nor does it sign again what its sender has taken back since.
        """
        sent = self._forms_of(self.expected.petitions)
        if not sent:
            return
        key, who, (id_, disclosure) = data.draw(st.sampled_from(sent))
        petition = next(p for p in self.expected.petitions if p.id == id_)

        told = self._sign(petition, who, disclosure, key)

        if self.expected.standing[who] != "erased":
            assert told == "again"

    def _forms_of(self, things):
        """Forms that were answered and are not forgotten with what they were about."""
        ids = {thing.id for thing in things}
        return [
            (key, who, said)
            for key, (who, said) in self.expected.sent.items()
            if said[0] in ids
        ]

    @precondition(lambda self: self.expected.petitions)
    @rule(which=WHICH, who=WHO)
    def take_a_name_back(self, which, who):
        petition = self._pick(self.expected.petitions, which)

        told = self._send(
            who,
            lambda db, member: petitions.withdraw_signature(
                db, db.get_one(Petition, petition.id), member
            ),
        )

        if who not in petition.names:
            assert told == "done", "nothing to take back"
            return
        assert told == ("done" if petition.is_open else "no")
        if told == "done":
            if who not in petition.kept:
                self.expected.note("SignatureWithdrawn")
            self._is_no_signer(petition, who)

    @staticmethod
    def _is_no_signer(petition, who):
        del petition.names[who]
        petition.kept.discard(who)

    def _is_gone(self, petition, who):
        self._is_no_signer(petition, who)
        for key in [k for k, v in self.expected.sent.items() if v[0] == who]:
            if self.expected.sent[key][1][0] == petition.id:
                del self.expected.sent[key]

    @precondition(lambda self: self.expected.petitions)
    @rule(which=WHICH, who=WHO)
    def take_a_petition_back(self, which, who):
        petition = self._pick(self.expected.petitions, which)

        told = self._send(
            who,
            lambda db, member: petitions.withdraw(
                db, db.get_one(Petition, petition.id), member
            ),
        )

        if who != petition.author:
            assert told == "no"
        elif petition.withdrawn:
            assert told == "done", "twice is once"
        else:
            is_late = petition.opened and (petition.over or petition.closed)
            few = len(petition.counted) < 10
            assert told == ("done" if few and not is_late else "no")
            if told == "done":
                petition.withdrawn, petition.names = True, {}
                petition.kept = set()
                self._forget_forms(petition.id)
                self.expected.note("PetitionWithdrawn")

    def _forget_forms(self, id_):
        sent = self.expected.sent
        for key in [key for key, (_, said) in sent.items() if said[0] == id_]:
            del sent[key]

    # Ballots.

    @precondition(lambda self: len(self.expected.ballots) < 2)
    @rule(confidential=st.booleans())
    def ask_the_branch(self, confidential):
        made = []

        def deed(db, member):
            form = Proposal.model_validate(
                words()
                | {
                    "kind": "decision",
                    "secrecy": "confidential" if confidential else "named",
                    "authoritative": ["kk"],
                    "quorum": "gt 1/2 of members",
                    "majority": "gt 1/2 of participants",
                    "opens_at": now() - timedelta(hours=1),
                    "closes_at": now() + timedelta(days=2),
                }
            )
            ballot = ballots.draft(db, member.branch, member, form)
            made.append(Asked(ballot.id, confidential))

        assert self._send("steward", deed) == "done"
        self.expected.ballots += made
        self.expected.note("BallotDrafted")

    def _on(self, ballot, who, deed):
        return self._send(
            who, lambda db, member: deed(db, db.get_one(Ballot, ballot.id), member)
        )

    def _lend(self, ballot, step, who, possible):
        """Whether the model lets this hand be lent: "", "first" or "second"."""
        given = ballot.hands.get(step, [])
        if not possible or who == "steward" or who in given:
            return ""
        return "second" if given else "first"

    @precondition(lambda self: self.expected.ballots)
    @rule(which=WHICH, who=HANDS)
    def freeze_the_roll(self, which, who):
        ballot = self._pick(self.expected.ballots, which)
        electorate = self.expected.electorate()
        hand = self._lend(
            ballot, "freeze", who, ballot.roll is None and not ballot.over
        )
        if hand == "second" and ballot.confidential and len(electorate) < 10:
            hand = ""

        told = self._on(ballot, who, ballots.freeze)

        assert told == ("done" if hand else "no")
        self._lent(ballot, "freeze", who, hand)
        if hand == "second":
            ballot.roll = electorate
            self.expected.note("RollFrozen")

    def _lent(self, ballot, step, who, hand):
        if hand:
            ballot.hands.setdefault(step, []).append(who)
        if hand == "first":
            self.expected.note("StepProposed")

    @precondition(lambda self: any(b.roll for b in self.expected.ballots))
    @rule(which=WHICH, who=HANDS)
    def open_the_ballot(self, which, who):
        ballot = self._pick(self.expected.ballots, which)
        can = ballot.roll is not None and not ballot.cleared and not ballot.over
        hand = self._lend(ballot, "open", who, can)

        told = self._on(ballot, who, ballots.approve_opening)

        assert told == ("done" if hand else "no")
        self._lent(ballot, "open", who, hand)
        if hand == "second":
            ballot.cleared = True
            self.expected.note("OpeningApproved")
            self.expected.note("BallotOpened")

    @precondition(lambda self: self.expected.ballots)
    @rule(which=WHICH)
    def both_hands_at_once(self, which):
        """So that histories get on."""
        for who in ("returning officer", "teller"):
            self.freeze_the_roll(which, who)
            self.open_the_ballot(which, who)
        for who in ("returning officer", "teller"):
            self.open_the_ballot(which, who)

    def _cast(self, ballot, who, vote):
        def deed(db, member):
            ballots.cast(db, db.get_one(Ballot, ballot.id), member, vote, SEALER)

        return self._send(who, deed, key=vote.key, about=ballot.id)

    @precondition(lambda self: any(b.is_open for b in self.expected.ballots))
    @rule(which=WHICH, who=WHO, choice=st.sampled_from([*ANSWERS, "perhaps"]))
    def vote(self, which, who, choice):
        self._vote(self._pick(self.expected.ballots, which), who, choice)

    def _vote(self, ballot, who, choice, late=0):
        key = self._key()
        drawn = max(self.forms - late, 0)
        may = ballot.is_open and who in ballot.roll and self.expected.is_current(who)
        before = ballot.answers.get(who)
        may = may and choice in ANSWERS and (not before or drawn >= before[2])

        told = self._cast(ballot, who, Vote(choice, key, drawn))

        assert told == ("done" if may else "no"), (told, may)
        if may:
            ballot.answers[who] = (choice, key, drawn)
            self.expected.sent[key] = (who, (ballot.id, choice, drawn))

    @precondition(lambda self: any(b.is_open for b in self.expected.ballots))
    @rule(which=WHICH, who=WHO, late=st.integers(1, 40))
    def vote_from_an_old_page(self, which, who, late):
        self._vote(self._pick(self.expected.ballots, which), who, ANSWERS[1], late)

    @precondition(lambda self: any(b.is_open for b in self.expected.ballots))
    @rule(which=WHICH, choices=st.lists(st.sampled_from(ANSWERS), max_size=8))
    def many_vote(self, which, choices):
        ballot = self._pick(self.expected.ballots, which)
        for who, choice in zip(COMMON, choices, strict=False):
            self._vote(ballot, who, choice)

    @precondition(lambda self: any(b.answers for b in self.expected.ballots))
    @rule(data=st.data())
    def the_phone_sends_a_vote_again(self, data):
        """While the ballot is open the same answer comes; afterwards nothing counts."""
        sent = self._forms_of(self.expected.ballots)
        key, who, (id_, choice, drawn) = data.draw(st.sampled_from(sent))
        ballot = next(b for b in self.expected.ballots if b.id == id_)

        told = self._cast(ballot, who, Vote(choice, key, drawn))

        if ballot.closed:
            assert told == "no"
        elif self.expected.standing[who] not in ("left", "erased"):
            assert told == "again"

    @precondition(lambda self: self.expected.ballots)
    @rule(which=WHICH, who=st.lists(HANDS, min_size=1, max_size=2))
    def close_by_hand(self, which, who):
        """Perhaps twice, by two."""
        ballot = self._pick(self.expected.ballots, which)
        for one in who:
            was_closed, due = ballot.closed, ballot.cleared and ballot.over

            told = self._on(
                ballot,
                one,
                lambda db, it, by: ballots.close_by_hand(db, it, by, SEALER),
            )

            may = one != "steward" and (was_closed or due)
            assert told == ("done" if may else "no")
            if may and not was_closed:
                self._has_closed(ballot)

    def _has_closed(self, ballot):
        ballot.closed = True
        self.expected.note("BallotClosed")

    @precondition(lambda self: any(b.is_open for b in self.expected.ballots))
    @rule(which=WHICH, who=HANDS)
    def close_early(self, which, who):
        """Of a ballot that two closed early either may send it again, to no effect."""
        ballot = self._pick(self.expected.ballots, which)
        hand = self._lend(ballot, "close", who, ballot.is_open)
        hands = ballot.hands.get("close", []) if ballot.closed else []
        again = len(hands) == 2 and who in hands
        why = EarlyClosing(reason="All have voted.")

        told = self._on(
            ballot,
            who,
            lambda db, it, by: ballots.close_early(db, it, by, why, SEALER),
        )

        assert told == ("done" if hand or again else "no")
        self._lent(ballot, "close", who, hand)
        if hand == "second":
            self._has_closed(ballot)

    # Demands.

    @precondition(lambda self: not self.expected.demands)
    @rule()
    def write_a_demand(self):
        made = []

        def deed(db, member):
            demand = draft.draft(db, member.branch, member, frame_form())
            db.flush()
            clause = clauses.add(db, demand, member, clause_form())
            made.append(Written(demand.id, demand.version, [clause.clause_id]))

        assert self._send("steward", deed) == "done"
        self.expected.demands += made
        self.expected.note("DemandDrafted")
        self.expected.note("DemandChanged")

    def _write(self, who, deed):
        [demand] = self.expected.demands
        told = self._send(
            who, lambda db, member: deed(db, db.get_one(Demand, demand.id), member)
        )
        return demand, told

    @precondition(lambda self: self.expected.demands)
    @rule(who=st.sampled_from(["steward", "representative", "member 0"]))
    def reword_a_clause(self, who):
        def deed(db, demand, member):
            last = clauses_of(db, demand.id, demand.version)[0]
            said = in_three(heading=f"Version {demand.version}")
            clauses.reword(db, demand, member, last.clause_id, again(last, **said))

        demand, told = self._write(who, deed)

        may = who != "member 0" and not demand.frozen
        assert told == ("done" if may else "no")
        if may:
            demand.version += 1
            self.expected.note("DemandChanged")

    @precondition(lambda self: self.expected.demands)
    @rule(who=st.sampled_from(["representative", "representative", "teller"]))
    def freeze_the_text(self, who):
        [demand] = self.expected.demands
        form = FreezeForm(version=demand.version)

        demand, told = self._write(
            who, lambda db, it, by: fixing.freeze(db, it, by, form)
        )

        may = who == "representative" and not demand.frozen
        assert told == ("done" if may else "no")
        if may:
            demand.frozen = True
            self.expected.note("DemandFrozen")

    @precondition(lambda self: self.expected.demands)
    @rule()
    def open_the_text_again(self):
        demand, told = self._write("representative", fixing.reopen)

        if not demand.frozen:
            assert told == "done", "nothing to open"
            return
        under_way = demand.ballot and not demand.decided
        may = not under_way and demand.decided != "ratified"
        assert told == ("done" if may else "no")
        if may:
            demand.frozen, demand.ballot, demand.decided = False, None, ""
            demand.version += 1
            self.expected.note("DemandReopened")
            self.expected.note("DemandChanged")

    @precondition(lambda self: self.expected.demands)
    @rule(confidential=st.booleans())
    def call_a_ballot_on_the_text(self, confidential):
        made = []

        def deed(db, demand, member):
            form = CallForm(
                opens_at=now() - timedelta(hours=1),
                closes_at=now() + timedelta(days=2),
                secrecy="confidential" if confidential else "named",
                quorum="gt 1/2 of members",
                majority="gt 1/2 of participants",
            )
            ballot = ratify.call(db, demand, member, form)
            made.append(Asked(ballot.id, confidential, demand=demand.id))

        demand, told = self._write("steward", deed)

        may = demand.frozen and not demand.ballot
        assert told == ("done" if may else "no")
        if may:
            self.expected.ballots.insert(0, made[0])
            demand.ballot = made[0].id
            self.expected.note("BallotDrafted")
            self.expected.note("RatificationCalled")

    @precondition(lambda self: self.expected.demands)
    @rule()
    def release_the_letter(self):
        demand, told = self._write("representative", release.release)

        assert told == ("done" if demand.decided == "ratified" else "no")

    # People.

    @rule(who=SOMEBODY)
    def suspend(self, who):
        self._judge(who, standing.suspend, "current", "suspended")

    @rule(who=SOMEBODY)
    def reinstate(self, who):
        self._judge(who, standing.reinstate, "suspended", "current")

    def _judge(self, who, deed, wanted, then):
        if who not in self.expected.admitted:
            return
        told = self._send(
            "admin",
            lambda db, by: deed(
                db, db.get_one(Member, self.people[who]), by, Reason(reason=REASON)
            ),
        )

        may = self.expected.standing[who] == wanted
        assert told == ("done" if may else "no")
        if may:
            self.expected.standing[who] = then

    @rule(who=st.sampled_from(NEWCOMERS))
    def admit(self, who):
        told = self._send(
            "steward",
            lambda db, by: standing.admit(
                db, db.get_one(Member, self.people[who]), by, Check(how="met")
            ),
        )

        if self.expected.standing[who] == "waiting":
            assert told == "done"
            self.expected.standing[who] = "current"
            self.expected.admitted.add(who)
            self.expected.owed = True

    @rule(who=SOMEBODY, erase=st.booleans())
    def leave(self, who, erase):
        if who in COMMON[:4]:
            return  # somebody stays
        told = self._send(who, lambda db, me: standing.leave(db, me, erase_now=erase))

        assert told == "done"
        if self.expected.standing[who] not in ("left", "erased"):
            self.expected.standing[who] = "erased" if erase else "left"
            self.expected.owed = True

    @rule(who=SOMEBODY)
    def a_day_later_they_are_erased(self, who):
        with self.hall.working() as db:
            erasing.erase(db, db.get_one(Member, self.people[who]))
        if self.expected.standing[who] == "left":
            self.expected.standing[who] = "erased"
            self.expected.owed = True

    # The clock, the worker, and what goes wrong.

    @precondition(lambda self: self.expected.petitions or self.expected.ballots)
    @rule(data=st.data(), and_tick=st.booleans())
    def an_hour_comes(self, data, and_tick):
        things = [(Petition, p) for p in self.expected.petitions]
        things += [(Ballot, b) for b in self.expected.ballots]
        kind, thing = data.draw(st.sampled_from(things))
        self.hall.hour_comes(kind, thing.id)
        thing.over = True
        if and_tick:
            self.the_clock_ticks()

    @rule()
    def the_clock_ticks(self):
        self.hall.tick()

        for petition in self.expected.petitions:
            if petition.opened and petition.over:
                self._petition_ends(petition)
        for ballot in self.expected.ballots:
            if ballot.over and ballot.cleared and not ballot.closed:
                self._has_closed(ballot)
            if ballot.over and ballot.roll and not ballot.cleared:
                ballot.lapsed = True

    def _petition_ends(self, petition):
        if petition.closed or petition.withdrawn:
            return
        petition.closed = True
        for who in list(petition.kept):
            self._is_gone(petition, who)
        self.expected.note("PetitionClosed")

    @precondition(lambda self: self.expected.owed)
    @rule()
    def the_worker_works(self):
        self.hall.work()

        assert self.hall.letters() == 0
        self.expected.owed = False
        self._settle()

    def _settle(self):
        """What follows from who left, who was let in, and what was decided."""
        self._settle_drafts()
        for petition in self.expected.petitions:
            self._settle_names(petition)
        for demand in self.expected.demands:
            self._settle_decision(demand)

    def _settle_drafts(self):
        """A draft was its author's own, and goes with them."""
        gone = [
            petition
            for petition in self.expected.petitions
            if not petition.opened
            and self.expected.standing[petition.author] == "erased"
        ]
        with self.hall.reading() as db:
            assert [db.get(Petition, one.id) for one in gone] == [None] * len(gone)
        for petition in gone:
            self.expected.petitions.remove(petition)

    def _settle_names(self, petition):
        """The worker's order is its own: a name is where the rows say, if it may be."""
        with self.hall.reading() as db:
            rows = select(Signature).where(Signature.petition_id == petition.id)
            stored = {row.member_id: row for row in db.exec(rows)}
            for who in list(petition.names):
                row = stored.get(self.people[who])
                self._settle_name(petition, who, row)

    def _settle_name(self, petition, who, row):
        how = self.expected.standing[who]
        if how == "erased" and row is not None:
            assert not petition.is_open, "what is open forgets them"
            assert (row.disclosure, row.word) == (Disclosure.COUNTED, "")
            petition.names[who] = Disclosure.COUNTED.value
        elif how == "erased":
            self._is_gone(petition, who)
        elif who in petition.kept and how != "waiting":
            assert row is None or not row.waiting, "kept for ever"
            if row is None:
                self._is_gone(petition, who)
            else:
                petition.kept.discard(who)
                self.expected.note("PetitionSigned")

    def _settle_decision(self, demand):
        ballot = next((b for b in self.expected.ballots if b.id == demand.ballot), None)
        if ballot is None or demand.decided:
            return
        if ballot.lapsed:
            demand.ballot = None
        elif ballot.closed:
            given = [choice for choice, _key, _drawn in ballot.answers.values()]
            is_quorate = 2 * len(given) > len(ballot.roll)
            adopted = is_quorate and 2 * given.count(ANSWERS[0]) > len(given)
            demand.decided = "ratified" if adopted else "refused"

    @precondition(lambda self: self.expected.owed)
    @rule()
    def the_worker_dies_at_work(self):
        """Half done is not done."""
        self.hall.crash_at_work()

    @precondition(lambda self: self.expected.owed)
    @rule()
    def a_letter_is_put_off(self):
        self.hall.put_off()

    @rule()
    def another_process_takes_over(self):
        self.hall.reopen()

    @precondition(lambda self: any(b.is_open for b in self.expected.ballots))
    @rule(which=WHICH, who=WHO, choice=st.sampled_from(ANSWERS))
    def the_light_goes_out_while_somebody_votes(self, which, who, choice):
        ballot = self._pick(self.expected.ballots, which)
        vote = Vote(choice, self._key(), self.forms)

        self.hall.send_and_crash(
            self.people[who],
            lambda db, me: ballots.cast(
                db, db.get_one(Ballot, ballot.id), me, vote, SEALER
            ),
            key=vote.key,
            about=ballot.id,
        )

    @precondition(lambda self: self.expected.ballots)
    @rule(which=WHICH)
    def the_light_goes_out_while_a_ballot_closes(self, which):
        ballot = self._pick(self.expected.ballots, which)

        self.hall.send_and_crash(
            self.people["teller"],
            lambda db, by: ballots.close_by_hand(
                db, db.get_one(Ballot, ballot.id), by, SEALER
            ),
            key=self._key(),
            about=ballot.id,
        )

    @precondition(lambda self: self.backup is None)
    @rule()
    def back_up(self):
        self.backup = self.hall.back_up(), copy.deepcopy(self.expected)

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self):
        """What was done since the backup is lost, and nothing else."""
        file, then = self.backup
        self.hall.restore(file)
        self.expected, self.backup = copy.deepcopy(then), None
