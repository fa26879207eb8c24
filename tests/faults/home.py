"""Where a union's files lie: kept once, laid out again before each fault."""

import shutil
from contextlib import contextmanager
from functools import cached_property

from sqlmodel import Session

from app import create_app
from tests.faults.desk import settings_in
from union.core import migrations
from union.core.engines import connect
from union.core.web.limits import limiter
from union.members.rules.sessions import new_session


class Home:
    """A folder with the database, and another in which it stays as it was."""

    def __init__(self, folder):
        self.folder = folder
        self._kept = folder.with_name(f"{folder.name}-kept")
        self.file = folder / "union.db"
        self.settings = settings_in(folder)
        folder.mkdir(parents=True)

    @contextmanager
    def opened(self):
        """A session of our own, past the application."""
        engine = connect(self.settings.database_url)
        try:
            with Session(engine, expire_on_commit=False) as db:
                yield db
        finally:
            engine.dispose()

    def build(self):
        """An empty union of today's shape."""
        engine = connect(self.settings.database_url)
        migrations.upgrade(engine)
        engine.dispose()

    def keep(self):
        """Let this be how everything begins."""
        self._let_go()
        shutil.copytree(self.folder, self._kept)

    def reset(self):
        """Begin again."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder)

    def lay_out(self, files):
        """Nothing but these files, by name."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        for name, content in files.items():
            (self.folder / name).write_bytes(content)

    def ask(self, order):
        """The answer of a union that nothing disturbs, in this very process.

        Points are tried by the dozen within a minute, in which nobody votes so often.
        """
        app = self._app
        limiter.reset()
        try:
            return order.done_at(app)
        finally:
            self._let_go()

    def _let_go(self):
        """Hold no file open: another comes in its place."""
        self._app.extensions["engine"].dispose()

    @cached_property
    def _app(self):
        return create_app(self.settings)

    def browser_of(self, db):
        """Sign a member in at this home's application."""

        def sign_in(member):
            session, secret = new_session(member, "a test")
            db.add(session)
            db.commit()
            client = self._app.test_client()
            with client.session_transaction() as cookie:
                cookie["_user_id"] = secret
            client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
            return client

        return sign_in
