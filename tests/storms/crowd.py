"""Many members of one union on their phones, who press again until they are told."""

import http.client
import random
import secrets
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from sqlmodel import Session, func, select

from app import create_app
from tests.ballots.factories import MakeBallots
from tests.cli.hall import COOKIE, Visitor
from tests.factories import Make
from tests.petitions.factories import MakePetition
from union.ballots import rules
from union.ballots.models import NO, YES, Ballot, RollEntry, Tally
from union.ballots.sealing import Sealer
from union.core import migrations
from union.core.audit import Minute
from union.core.base import now
from union.core.db import unit_of_work
from union.core.engines import connect
from union.core.settings import Settings
from union.members.rules.sessions import new_session
from union.petitions.models import Disclosure, Signature, Wording

BROKEN = (OSError, http.client.HTTPException)
SAID_YES = 303
TOO_OFTEN = 429  # within a minute; a slow server is asked again and again
AWAY = {502, 503, 504}


def settings_from(environment):
    """What a process with this environment would be set to."""
    given = {
        name.removeprefix("UNION_").lower(): value
        for name, value in environment.items()
    }
    return Settings(**given).with_sockets("elsewhere")


class Crowd:
    """A union with one open ballot, one open petition and as many members as asked."""

    def __init__(self, environment, many, signers=0):
        self.app = create_app(settings_from(environment))
        self.engine = self.app.extensions["engine"]
        schema = connect(environment["UNION_DATABASE_URL"])
        migrations.upgrade(schema)
        schema.dispose()
        with Session(self.engine, expire_on_commit=False) as db:
            ballots = MakeBallots(db, Make(db))
            members = ballots.voters(many)
            self.members = [member.id for member in members]
            self.author = MakePetition(db).member(branch=ballots.branch)
            self.branch_id = ballots.branch.id
            self.ballot_id = ballots.open(members).id
            petition = MakePetition(db).petition(
                branch=ballots.branch, author=self.author
            )
            self.petition_id, self.text_hash = petition.id, petition.text_hash
            MakePetition(db).signers(petition, signers)
            self.cookies = {member.id: self._sign_in(db, member) for member in members}
            db.commit()

    def _sign_in(self, db, member):
        session, secret = new_session(member, "a phone")
        db.add(session)
        signer = self.app.session_interface.get_signing_serializer(self.app)
        return signer.dumps({"_user_id": secret, "_permanent": True})

    def phone(self, member_id, port, kind=Visitor):
        visitor = kind(port)
        visitor.cookies[COOKIE] = self.cookies[member_id]
        return visitor

    def vote(self, choice=YES):
        """A form for the ballot, as its page carries it: with a key of its own."""
        drawn = int(time.time() * 1000)
        form = {"once": secrets.token_urlsafe(16), "choice": choice, "drawn": drawn}
        return f"/ballots/{self.ballot_id}/votes", form

    def signature(self):
        pledge = {"disclosure": Disclosure.COUNTED.value, "text_hash": self.text_hash}
        form = pledge | {"once": secrets.token_urlsafe(16)}
        return f"/petitions/{self.petition_id}/sign", form

    def withdrawal(self):
        return (
            f"/petitions/{self.petition_id}/signature/withdraw",
            {"once": secrets.token_urlsafe(16)},
        )

    def draft(self, title):
        """A petition of one's own: the act of which two would be two."""
        words = {"title_en": title, "addressee_en": "To all", "text_en": "Pay us."}
        form = {
            "once": secrets.token_urlsafe(16),
            "branch_id": str(self.branch_id),
            "language": "en",
            "goal": "50",
            "closes_at": (now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
        }
        return "/petitions", form | words

    @contextmanager
    def reading(self):
        with self.app.app_context(), unit_of_work(writes=False) as db:
            yield db

    def count(self, asked):
        with self.reading() as db:
            return db.exec(asked).one()

    def voted(self):
        """Who is marked on the roll as having voted."""
        here = select(RollEntry.member_id).where(
            RollEntry.ballot_id == self.ballot_id,
            RollEntry.voted,  # type: ignore[arg-type]
        )
        with self.reading() as db:
            return set(db.exec(here))

    def signers(self):
        with self.reading() as db:
            return set(db.exec(select(Signature.member_id)))

    def petitions_called(self, title):
        written = select(func.count()).select_from(Wording)
        return self.count(written.where(Wording.title == title))

    def end_the_ballot(self):
        """The hour comes, and two close it at once; the closings and the tally."""
        self.strike_the_hour()
        with ThreadPoolExecutor(2) as both:
            closings = sum(both.map(self.close, range(2)))
        return closings, self.tally()

    def strike_the_hour(self):
        with self.app.app_context(), unit_of_work() as db:
            db.get_one(Ballot, self.ballot_id).closes_at = now()

    def close(self, _whose):
        settings = self.app.config["SETTINGS"]
        sealer = Sealer(settings.sealing_key.get_secret_value())
        with self.app.app_context(), unit_of_work() as db:
            return rules.close(db, db.get_one(Ballot, self.ballot_id), sealer)

    def tally(self):
        with self.reading() as db:
            rows = db.exec(select(Tally).where(Tally.ballot_id == self.ballot_id))
            return {row.choice: row.papers for row in rows}

    def minutes(self, event):
        return self.count(select(func.count()).where(Minute.event == event))

    def leave(self):
        self.engine.dispose()


class Persistent:
    """Somebody who presses again, with the same key, until an answer says yes or no."""

    def __init__(self, phone, patience=300, pause=0.3, key_of=None):
        self.phone, self.patience, self.pause = phone, patience, pause
        self.key_of = key_of or (lambda form: form["once"])
        self.seen = Counter()  # statuses, and «broken» where there was no answer
        self.pages = []

    def send(self, path, form):
        """The status of the last answer, if there was any."""
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            form = form | {"once": self.key_of(form)}
            try:
                answer = self.phone.post(path, **form)
            except BROKEN:
                self.seen["broken"] += 1
            else:
                self.seen[answer.status] += 1
                if answer.status not in {*AWAY, TOO_OFTEN}:
                    return answer.status
                self.pages += [answer] if answer.status in AWAY else []
            time.sleep(random.uniform(0, 2 * self.pause))  # noqa: S311  (jitter)
        return None


def double_tap(once):
    """Do the same twice, at the same moment; what either was told."""
    with ThreadPoolExecutor(2) as thumbs:
        return list(thumbs.map(lambda _thumb: once(), range(2)))


def choice_of(number):
    return NO if number % 3 == 0 else YES
