"""The hall of one history: what people do there, through the rules, as requests do."""

from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from click.testing import CliRunner
from sqlalchemy import text, update
from sqlmodel import Session, col, select

from union.cli.main import union
from union.core import jobs, outbox
from union.core.base import db_now
from union.core.db import unit_of_work
from union.core.errors import Refused
from union.core.once import Slip, claim, keep
from union.members.models import Member

ABOUT = ("union.ballots", "union.petitions", "union.demands")


class Crash(BaseException):
    """The process ends in the middle of what it was doing."""


class Hall:
    """A union with a database of its own, until the history ends."""

    def __init__(self, app, house, template, backups: Path) -> None:
        self.app, self.house, self.backups = app, house, backups
        self.used: list[str] = []
        self._usual = {name: app.extensions[name] for name in ("engine", "new_session")}
        self._open(house.copy_of(template))

    def _open(self, address: str) -> None:
        self.address = address
        self.used.append(address)
        self.reopen()

    def reopen(self) -> None:
        """Another process takes over: nothing is left of what the last one knew."""
        if "history" in self.app.extensions:
            self.app.extensions.pop("history").dispose()
        engine = self.house.open(self.address)
        self.app.extensions |= {
            "history": engine,
            "engine": engine,
            "new_session": lambda: Session(engine),
        }

    def end(self) -> None:
        self.app.extensions.pop("history").dispose()
        self.app.extensions |= self._usual
        for address in self.used:
            self.house.remove(address)

    @contextmanager
    def reading(self):
        """A look at what is stored."""
        with self.app.app_context():
            with unit_of_work(writes=False) as db:
                yield db

    @contextmanager
    def working(self):
        """A deed, and its end if the process lives so long."""
        with self.app.app_context():
            with unit_of_work() as db:
                yield db

    def send(self, who: UUID, deed, *, key: str = "", about=None, said: object = ""):
        """Send a form: "done", "again" if it was answered before, "no" if refused."""
        try:
            with self.working() as db:
                slip = Slip(who, key, about, _digest(said))
                if key and claim(db, slip):
                    return "again"
                deed(db, db.get_one(Member, who))
                if key:
                    keep(db, slip, "/somewhere")
        except Refused:
            return "no"
        return "done"

    def send_and_crash(self, who: UUID, deed, *, key: str, about: UUID) -> None:
        """All is done but the commit, and then the light goes out."""
        try:
            with self.working() as db:
                claim(db, Slip(who, key, about))
                deed(db, db.get_one(Member, who))
                db.flush()
                raise Crash
        except (Crash, Refused):
            self.reopen()

    def hour_comes(self, kind, id_: UUID) -> None:
        """What was planned to end later ends now."""
        with self.working() as db:
            itself = update(kind).where(
                col(kind.id) == id_, col(kind.closed_at).is_(None)
            )
            db.execute(itself.values(closes_at=db_now(db)))

    def tick(self) -> None:
        """What the clock brings to what histories are about."""
        for chore in jobs._chores:
            if chore.__module__.startswith(ABOUT):
                with self.working() as db:
                    chore(db)

    def work(self) -> None:
        """The worker empties the outbox, letters that were put off included."""
        with self.working() as db:
            db.execute(update(outbox.Letter).values(due_at=db_now(db)))
        with self.app.app_context():
            jobs.empty_outbox()

    def crash_at_work(self) -> None:
        """The worker dies with a letter half done."""
        try:
            with self.working() as db:
                if letter := outbox.next_letter(db):
                    outbox.perform(db, letter)
                    db.flush()
                raise Crash
        except Crash:
            self.reopen()

    def put_off(self) -> None:
        """A letter fails for a reason of its own: others overtake it."""
        with self.working() as db:
            if letter := outbox.next_letter(db):
                outbox.put_off(db, letter.id, OSError())

    def letters(self) -> int:
        with self.reading() as db:
            return db.execute(text("SELECT count(*) FROM outbox")).scalar_one()

    def back_up(self) -> Path:
        file = self.backups / f"{len(list(self.backups.iterdir()))}.backup"
        self._command("backup", file)
        return file

    def restore(self, file: Path) -> None:
        """All is lost but a backup."""
        self._open(self.house.empty())
        self.app.extensions["history"].dispose()
        self._command("restore", file)
        self.reopen()

    def _command(self, verb: str, file: Path) -> None:
        told = CliRunner().invoke(
            union, ["db", verb, str(file)], env={"UNION_DATABASE_URL": self.address}
        )
        assert told.exit_code == 0, told.output

    def everybody(self) -> dict[str, UUID]:
        with self.reading() as db:
            return dict(db.exec(select(Member.name, Member.id)).all())


def _digest(said: object) -> str:
    return sha256(repr(said).encode()).hexdigest() if said else ""
