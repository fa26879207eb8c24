"""What a branch holds, each thing in every state in which something can be done."""

from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlencode
from uuid import uuid4

from sqlmodel import select

from tests.ballots.factories import MakeBallots, proposal
from tests.counts.factories import MakeCounts
from tests.demands.factories import Hall, in_three
from tests.members.lists import HEADS, csv_of
from tests.petitions.factories import MakePetition, pledge
from union.ballots.models import YES, Objection
from union.core.base import now
from union.core.outbox import Letter
from union.demands.models import Clause
from union.demands.rules.release import release
from union.documents.models import Document
from union.members.codes import new_short_code
from union.members.editions import edition
from union.members.models import (
    Branch,
    City,
    Contact,
    HeldRole,
    Import,
    Invite,
    Lobby,
    Passkey,
    Platform,
    Poster,
    Role,
    RoleProposal,
    Stage,
    Unit,
    WayBack,
)
from union.members.rules.importing.send import place_of
from union.members.rules.sessions import digest_of, new_session
from union.petitions import rules as petitions
from union.petitions.exports import issue_sheet
from union.petitions.models import Petition

FEW = timedelta(days=2)
FRAME = {"title": "Nine demands", "addressee": "To Glovo", "preamble": "We ride."}
CLAUSE = {"heading": "Floor", "claim": "At least 850", "measure": "none cheaper"}
LATER = now() + timedelta(days=5)
FIXED = {
    "pack_id": "KZ",
    "rule_id": "KZ-EMPLOYER-ANSWER",
    "number": 1,
    "form": "pdf",
    "step": "freeze",
    "filename": "x",
}


def soon(days=9):
    return (now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


CALL = {
    "opens_at": soon(),
    "closes_at": soon(12),
    "secrecy": "confidential",
    "quorum": "gt 1/2 of members",
    "majority": "gt 1/2 of participants",
}


class Rooms:
    """Makes them, for one union after another."""

    def __init__(self, db, make, ring):
        self.db, self.make, self.ring = db, make, ring

    def branch(self, root):
        """A branch of the union, which answers for a city of its own."""
        name = f"city-{uuid4().hex}"
        words = {"name_kk": name, "name_ru": name, "name_en": name}
        self.make.save(City(id=name, **words))
        return self.make.branch(under=root, city_id=name)

    def fill(self, branch, people):
        hall = Hall(self.db, self.make, branch)
        ids = FIXED | {"branch_id": branch.id, "line": 3}
        ids |= self._people(hall) | self._tree(branch) | self._places(branch)
        ids |= self._ballots(branch, hall, people) | self._demands(hall)
        ids |= self._counts(hall)
        ids |= self._joining(branch, hall) | self._lists(branch, hall)
        ids |= self._accounts(hall) | self.petitions_of(self.db, hall.representative)
        return ids | self._words(ids)

    def _words(self, ids):
        """What forms hold, as a browser would send it."""
        kept = {
            "platform": Platform,
            "city": City,
            "unit": Unit,
            "below_branch": Branch,
        }
        editions = {
            f"{name}_edition": edition(self.db.get_one(kind, ids[f"{name}_id"]))
            for name, kind in kept.items()
        }
        said = {"proposal": proposal(), "call": CALL}
        said |= {"frame": in_three(**FRAME) | {"track": "contract"}}
        said |= {"clause": in_three(**CLAUSE) | {"due_on": "2027-02-01"}}
        written = {name: urlencode(form, doseq=True) for name, form in said.items()}
        return editions | written | {"soon": soon()}

    def _people(self, hall):
        make, branch = self.make, hall.branch
        suspended = make.member(branch=branch, name="Sus", suspended_at=now())
        managing = make.member(branch=branch, name="Boss", manages_since=now())
        waiting = make.member(branch=branch, name="Nur", admitted_at=None)
        code = new_short_code()
        make.save(Lobby(member_id=waiting.id, code=code, welcome_by=now()))
        sealed = self.ring.seal(b"+77011234567", f"contact|phone|{hall.member.id}")
        make.save(
            Contact(
                member_id=hall.member.id,
                branch_id=branch.id,
                phone_sealed=sealed,
                may_call=True,
            )
        )
        admin = make.officer(Role.BRANCH_ADMIN, branch, name="Ayan")
        held = select(HeldRole.id).where(HeldRole.member_id == hall.steward.id)
        proposal = RoleProposal(
            member_id=hall.member.id,
            role=Role.TELLER,
            branch_id=branch.id,
            reason="They count well.",
            proposed_by=admin.id,
        )
        return {
            "member_id": hall.member.id,
            "suspended_member_id": suspended.id,
            "managing_member_id": managing.id,
            "waiting_member_id": waiting.id,
            "lobby_code": code,
            "held_id": self.db.exec(held).first(),
            "proposal_id": make.save(proposal).id,
        }

    def _tree(self, branch):
        below, beside = (self.make.branch(under=branch) for _ in range(2))
        return {"below_branch_id": below.id, "into_id": branch.id, "home_id": beside.id}

    def _places(self, branch):
        platform = self.make.save(
            Platform(id=f"p-{uuid4().hex}", name="Glovo", origin="ES", work="food")
        )
        gone = self.make.save(
            Platform(
                id=f"q-{uuid4().hex}",
                name="Gone",
                origin="ES",
                work="food",
                retired_at=now(),
            )
        )
        away = f"away-{uuid4().hex}"
        words = {"name_kk": away, "name_ru": away, "name_en": away}
        self.make.save(City(id=away, retired_at=now(), **words))
        unit = Unit(platform_id=platform.id, city_id=branch.city_id)
        return {
            "platform_id": platform.id,
            "retired_platform_id": gone.id,
            "city_id": branch.city_id,
            "retired_city_id": away,
            "unit_id": self.make.save(unit).id,
        }

    def _ballots(self, branch, hall, people):
        box = MakeBallots(self.db, self.make, branch)
        voters = [hall.member, *people]
        draft = box.prepared(opens_at=now() + FEW, closes_at=now() + 2 * FEW)
        objection = Objection(
            ballot_id=draft.id, member_id=hall.member.id, reason="I am a member."
        )
        due = box.end(box.open(voters))
        named = box.open(voters, secrecy="named")
        box.cast(named, [(hall.member, YES)])
        named.closed_at = now()
        self.make.save(named)
        return {
            "draft_ballot_id": draft.id,
            "ready_ballot_id": box.prepared(opens_at=now() + FEW, closes_at=LATER).id,
            "objection_id": self.make.save(objection).id,
            "frozen_ballot_id": box.frozen(voters).id,
            "open_ballot_id": box.open(voters).id,
            "due_ballot_id": due.id,
            "named_ballot_id": named.id,
        }

    def _counts(self, hall):
        """One that waits for the worker, one that is counted, one for a lot."""
        made = MakeCounts(self.make, hall.branch, hall.steward)
        return {
            "asked_count_id": made.asked().id,
            "count_id": made.counted().id,
            "tied_count_id": made.tied().id,
        }

    def _demands(self, hall):
        """A ratified one, with its letter; one that is frozen; one being written."""
        demand, fixed = hall.petitioned()
        release(self.db, demand, hall.representative)
        self._sheet(demand.petition_id, hall.representative)
        frozen, _fixed = hall.frozen()
        mandated, _fixed = hall.ratified()
        draft = hall.demand(clauses_=2)
        papers = select(Document).where(Document.branch_id == hall.branch.id)
        paper = self.db.exec(papers).first()
        return {
            "demand_id": demand.id,
            "closed_petition_id": demand.petition_id,
            "frozen_demand_id": frozen.id,
            "mandated_demand_id": mandated.id,
            "draft_demand_id": draft.id,
            "draft_clause_id": self._clauses(draft)[-1].clause_id,
            "clause_base": self._clauses(draft)[-1].version,
            "clause_id": self._clauses(demand)[0].clause_id,
            "version": draft.version,
            "ballot_id": fixed.ballot_id,
            "document_id": paper.id,
            "paper_code": paper.code,
        }

    def _sheet(self, petition_id, representative):
        petition = self.db.get_one(Petition, petition_id)
        issue_sheet(self.db, petition, representative, "en")
        self.db.commit()

    def _clauses(self, demand):
        mine = select(Clause).where(Clause.demand_id == demand.id)
        return self.db.exec(mine.order_by(Clause.place)).all()

    def _joining(self, branch, hall):
        token = uuid4().hex
        digest, by = digest_of(token), hall.steward.id
        invite = Invite(digest=digest, branch_id=branch.id, made_by=by)
        code = new_short_code()
        poster = Poster(
            code=code,
            branch_id=branch.id,
            place="the door",
            most=90,
            made_by=by,
            expires_at=now() + FEW,
        )
        poster_id = self.make.save(poster).id
        invite_id = self.make.save(invite).id
        return {
            "token": token,
            "invite_id": invite_id,
            "poster_id": poster_id,
            "poster_code": code,
        }

    def _lists(self, branch, hall):
        """A list whose columns are to be named, and one that was checked."""
        decided = self._list(branch, hall, Stage.CHECKED)
        decided.choices = {"sure": "same"}
        return {
            "decided_import_id": self.make.save(decided).id,
            "import_id": self._list(branch, hall, Stage.SENT).id,
            "checked_import_id": self._list(branch, hall, Stage.CHECKED).id,
        }

    def _list(self, branch, hall, stage):
        id_, rows = uuid4(), [["Ada", "", "", "", "", "", ""]] * 2
        doubles = [[3, 2, True]]
        batch = Import(
            id=id_,
            branch_id=branch.id,
            by=hall.steward.id,
            name="list.csv",
            sealed=self.ring.seal(csv_of(rows), place_of(id_)),
            stage=stage,
            heads=HEADS,
            columns={"name": 0} if stage == Stage.CHECKED else {},
            lines=2,
        )
        if stage == Stage.CHECKED:
            batch.found = {"people": 2, "faulty": 0, "faults": [], "doubles": doubles}
        return self.make.save(batch)

    def _accounts(self, hall):
        owner = hall.member
        session, _secret = new_session(owner, "a phone")
        passkey = Passkey(
            member_id=owner.id, credential=uuid4().bytes, public_key=b"key"
        )
        way = WayBack(
            code=new_short_code(),
            digest=sha256(uuid4().bytes).hexdigest(),
            member_id=owner.id,
            passphrase_hash="kept",
        )
        letter = Letter(duty="x", about={}, due_at=now(), dead_at=now())
        return {
            "session_id": self.make.save(session).id,
            "passkey_id": self.make.save(passkey).id,
            "way_back_id": self.make.save(way).id,
            "back_code": way.code,
            "letter_id": self.make.save(letter).id,
        }

    @staticmethod
    def petitions_of(db, author):
        """A petition being written, one that was published, one that they signed."""
        make, given = MakePetition(db), {"branch": author.branch, "author": author}
        published, signed = make.petition(**given), make.petition(branch=author.branch)
        if author.is_current:
            petitions.sign(db, signed, author, pledge(signed))
            db.commit()
        return {
            "petition_id": published.id,
            "draft_petition_id": make.draft(**given).id,
            "signed_petition_id": signed.id,
            "text_hash": published.text_hash,
        }
