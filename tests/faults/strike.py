"""A day of deeds: undisturbed, to know every call it takes; then with faults in it."""

from tests.faults.desk import Round, at_a_desk, serve
from tests.faults.injection import killing, spread, traced, watching
from tests.faults.ledger import census


def acknowledged(desk, deeds):
    """Those that this desk said were done, until it died."""
    told = []
    for deed in deeds:
        answer = desk.ask(deed.form)
        if answer is None:
            break
        assert answer.is_done, f"{deed.form.path}: {answer.status} {answer.text}"
        told.append(deed)
    return told


class Day:
    """What is done at a desk of this home, and what it leaves when nothing happens."""

    def __init__(self, home, deeds, log, manner=serve):
        self.home, self.deeds, self.log, self.manner = home, deeds, log, manner
        self.points = []
        self.expected = {}

    def do(self, desk):
        return acknowledged(desk, self.deeds)

    def undisturbed(self, *files):
        """Count the calls, of these files only if some are named."""
        self.home.reset()
        paths = [word for file in files for word in ("-P", str(file))]
        with at_a_desk(self.home.settings, self.manner) as desk:
            with traced(desk.pid, self.log, *watching(), *paths) as seen:
                assert len(self.do(desk)) == len(self.deeds)
                desk.leave()
        self.points = seen.points()
        with self.home.opened() as db:
            self.expected = census(db)

    def struck(self, ledger, many):
        """Kill at so many points. After each: look, do all again, look again."""
        self.undisturbed()
        ledger.points = len(self.points)
        for point in spread(self.points, many):
            told, was_killed = self._killed_at(point)
            ledger.tried += 1
            if was_killed:
                ledger.fired += 1
                self._look(ledger, told, point)

    def _killed_at(self, point):
        self.home.reset()
        with at_a_desk(self.home.settings, self.manner) as desk:
            with traced(desk.pid, self.log, *killing(point)):
                told = self.do(desk)
                desk.leave()
            return told, desk.was_killed()

    def _look(self, ledger, told, where):
        with self.home.opened() as db:
            ledger.compare(db, self.deeds, told, where)
        assert len(self.do(self.home)) == len(self.deeds)
        with self.home.opened() as db:
            ledger.compare_whole(db, self.deeds, self.expected, where)


class Shift(Day):
    """A round of the worker: what follows from deeds that were done before."""

    def do(self, desk):
        return self.deeds if desk.ask(Round()) else []
