"""The three papers as somebody hostile would have them: every field is an attack.

Everything goes the way of the features: rows in, the letter, the minutes and the sheet
out, in three languages, with a hostile text in each field and names of 120 letters.
"""

from datetime import date, timedelta

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from tests.ballots.factories import MakeBallots
from tests.demands.factories import Hall
from tests.petitions.factories import MakePetition
from union.ballots.events import BallotClosed
from union.ballots.models import ABSTAIN, NO, YES, Ballot
from union.ballots.tasks import write_minutes
from union.core.base import now
from union.core.i18n import LANGUAGES
from union.demands.models import Clause, Frame
from union.demands.rules.release import release
from union.demands.tasks import give_mandate
from union.documents.models import Document
from union.members.models import Branch, Role
from union.petitions.exports import issue_sheet
from union.petitions.models import CountingPlace, Disclosure, Petition, Signature

MARKUP = (
    '#read("/etc/passwd") #let x = 1 $a^2/b$ *b* _i_ @ref <label> `c` \\u{41} ]]] '
    "<w:t>&amp;</w:t> ]]> ${x} {{ y }} = head / term: x -- --- ... // no /* no */ ~"
)
BIDI = "850\u202e005\u202c \u2066x\u2069 \u200fsum 850"
ZALGO = "Z\u0336\u0351\u036b\u0343a\u0336\u0302l\u0334\u0300g\u0336\u0341o\u0334\u030d"
EMOJI = "\U0001f469\U0001f3fd\u200d\U0001f680 \U0001f1f0\U0001f1ff \u6f22"
LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі fi ffl ﬁ со\u00adюз 1\u00a0000 ₸ №"
HOSTILE = " ".join((MARKUP, BIDI, ZALGO, EMOJI, LETTERS))
ENDLESS = "қ" * 4_000
NAME = "Құдайбергенұлы-Әбілмансұров " * 4 + "Ғұмарбек"  # 120 letters
SAID = {
    "kk": "Үстеме және мерекелік жұмысқа әділ ақы төленуін талап етеміз.",
    "ru": "Мы требуем справедливой оплаты переработок и работы в праздничные дни.",
    "en": "We demand fair pay for overtime and for work on public holidays.",
}


def hostile_papers(db: Session, signers: int = 30) -> list[Document]:
    """The letter, the minutes and the sheet, each in three languages."""
    make = MakePetition(db)
    root = db.exec(select(Branch).where(col(Branch.parent_id).is_(None))).first()
    branch = make.branch(root, **_in_three("name", f"{NAME} {MARKUP}"))
    hall = Hall(db, make, branch)
    petition = _petition(db, make, branch, signers)
    demand, fixed = hall.frozen()
    demand.petition_id = petition.id
    fixed.ballot_id = _ballot(db, make, hall, fixed.digest).id
    db.add_all([demand, fixed])
    for code in LANGUAGES:
        _spoil(db, code, demand.id)
    db.commit()
    closed = BallotClosed(by=None, ballot_id=fixed.ballot_id)
    write_minutes(db, closed)
    give_mandate(db, closed)
    db.commit()
    letters = release(db, demand, hall.representative)
    admin = make.officer(Role.STEWARD, branch, name=NAME)
    sheets = [issue_sheet(db, petition, admin, code) for code in LANGUAGES]
    db.commit()
    written = col(Document.about) == fixed.ballot_id
    minutes = db.exec(select(Document).where(written))
    return [*letters, *minutes, *sheets]


def _in_three(part: str, text: str) -> dict[str, str]:
    return {f"{part}_{code}": text for code in LANGUAGES}


def _petition(
    db: Session, make: MakePetition, branch: Branch, signers: int
) -> Petition:
    """A closed petition whose signers all want to be named."""
    said = {"title": HOSTILE, "addressee": HOSTILE, "text": f"{HOSTILE}\n{ENDLESS}"}
    petition = make.petition(branch=branch, **said)
    names = [f"{n} {NAME if n % 2 else HOSTILE}" for n in range(signers)]
    crowd = make.crowd(branch, names)
    row = {"petition_id": petition.id, "disclosure": Disclosure.ADDRESSEE}
    row |= {"signed_at": now(), "word": "", "waiting": False}
    marks = [row | {"member_id": one.id, "mark": one.id} for one in crowd]
    db.execute(insert(Signature), marks)
    place = update(CountingPlace).where(
        col(CountingPlace.petition_id) == petition.id,
        col(CountingPlace.disclosure) == Disclosure.ADDRESSEE,
        col(CountingPlace.place) == 0,
    )
    db.execute(place.values(signatures=signers))
    petition.closes_at = now() - timedelta(seconds=1)
    return make.save(petition)


def _ballot(db: Session, make: MakePetition, hall: Hall, digest: str) -> Ballot:
    """A closed ballot with hostile words, led by people with endless names."""
    box = MakeBallots(db, make, hall.branch)
    ballot = box.closed(
        [YES] * 8 + [NO, ABSTAIN],
        kind="ratification",
        subject_digest=digest,
        secrecy="confidential",
        closes_at=now() + timedelta(days=1),
    )
    chair = make.member(branch=hall.branch, name=f"{NAME} {HOSTILE}")
    for code in LANGUAGES:
        setattr(ballot, f"title_{code}", HOSTILE)
        setattr(ballot, f"question_{code}", f"{SAID[code]} {HOSTILE}")
        setattr(ballot, f"description_{code}", f"{HOSTILE}\n{ENDLESS}")
    ballot.chair_id = ballot.secretary_id = chair.id
    ballot.teller_ids = [str(chair.id)] * 3
    ballot.closed_early_because = HOSTILE
    return make.save(ballot)


def _spoil(db: Session, code: str, demand_id: object) -> None:
    """Put something hostile into every field of one language of the demand."""
    frame = {f"{part}_{code}": HOSTILE for part in ("title", "addressee", "requisites")}
    frame[f"preamble_{code}"] = f"{SAID[code]}\n{HOSTILE}\n{ENDLESS}"
    clause = {f"{part}_{code}": HOSTILE for part in ("heading", "reason", "measure")}
    clause[f"claim_{code}"] = f"{SAID[code]} {HOSTILE} {ENDLESS}"
    for table, said in (
        (Frame, frame),
        (Clause, clause | {"due_on": date(2027, 2, 1)}),
    ):
        here = col(table.demand_id) == demand_id
        db.execute(update(table).where(here).values(**said))
