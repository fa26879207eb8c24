"""Whoever knocks as somebody, says anything, and what was kept of it afterwards."""

from sqlalchemy import event

from tests.access.test_access import questions
from tests.access.test_bad_input import LIKELY
from union.core.web.limits import limiter

WRITES = ("INSERT", "UPDATE", "DELETE")
OWN_AFFAIR = "signinsession"  # that a device was used is noted whatever it asked for


class Kept:
    """What a connection has written and not taken back, statement by statement."""

    def __init__(self):
        self.levels = [[]]

    def note(self, _connection, _cursor, statement, *_rest):
        if statement.startswith("SAVEPOINT"):
            self.levels.append([])
        elif statement.startswith("RELEASE") and len(self.levels) > 1:
            last = self.levels.pop()
            self.levels[-1] += last
        elif statement.startswith("ROLLBACK TO") and len(self.levels) > 1:
            self.levels.pop()
        elif statement.startswith(WRITES) and OWN_AFFAIR not in statement:
            self.levels[-1].append(statement.split("\n")[0][:80])

    @property
    def all(self):
        return [statement for level in self.levels for statement in level]


class Knocker:
    """Asks in anybody's name; the world stays as it was."""

    def __init__(self, app, world, half_way_in):
        self.app, self.world, self.half_way_in = app, world, half_way_in
        self.cookies, self.kept = {}, []
        self._notes = Kept()
        event.listen(self._connection, "before_cursor_execute", self._note)

    @property
    def _connection(self):
        return self.world.db.get_bind()

    def _note(self, *about):
        self._notes.note(*about)

    def end(self):
        event.remove(self._connection, "before_cursor_execute", self._note)

    def cookie_of(self, kind):
        if kind not in self.cookies:
            client = self.app.test_client()
            if kind in self.world.secrets:
                with client.session_transaction() as cookie:
                    cookie["_user_id"] = self.world.secrets[kind]
            else:
                self.half_way_in(client, self.world.same.ids)
            self.cookies[kind] = client.get_cookie("ortaq").value
        return self.cookies[kind]

    def __call__(self, kind, method, address, *, headers=(), cookie=None, **sent):
        """The answer; what was kept of the deed is in `kept` until the next."""
        limiter.reset()
        client = self.app.test_client()
        client.set_cookie("ortaq", self.cookie_of(kind) if cookie is None else cookie)
        undone = self._connection.begin_nested()
        self._notes = Kept()
        said = {"HX-Request": "true"} | dict(headers)
        answer = client.open(address, method=method, headers=said, **sent)
        self.kept = self._notes.all
        undone.rollback()
        return answer


def likely(row):
    """Who may send this form, if anybody."""
    return next(
        (k for k in LIKELY if any(k in who for who in row.lets_in.values())), None
    )


def well_filled_in(app, world, row):
    """As whom, where to, and what: a form that is accepted."""
    kind = likely(row)
    for relation, address, form in questions(app, world, row, kind):
        if kind in row.lets_in[relation]:
            return kind, address, form
    raise AssertionError(row)
