"""Ballot files as a counting room has them, and the way they take through the pages."""

import hashlib
import json
from uuid import uuid4

from tests.counting.elections import ballots
from union.core.base import now
from union.core.jobs import run_errands
from union.counting.rules import count_file
from union.counts.models import BallotCount, BallotFile

THREE_SEATS = ballots({"A B C": 60, "B D": 25, "C": 14, "D": 17, "E": 5}, seats=3)
LEVEL = ballots({"A": 2, "B": 2, "C": 1, "": 1}, seats=1)
YES_NO = json.dumps({"yes": 40, "no": 9, "abstain": 2, "members": 90}).encode()
GRADES = {
    "grades_best_to_worst": ["good", "bad"],
    "tallies": {"A": [3, 1], "B": [1, 3]},
}
ACTION = {"entitled": 100, "yes": 60, "no": 5, "ballot_opened": "2026-03-01"}
BOUNDARY = "a-line-that-no-ballot-has"


def work(app):
    """Let the worker count what waits for it."""
    with app.app_context():
        run_errands()


def send(client, branch, content=THREE_SEATS, name="ballots.blt", **more):
    """Send a file in; the answer. By hand: the test client would keep files open."""
    fields = {"branch_id": str(branch.id), "rule": "scottish-stv"} | more
    parts = [_part(f'name="{key}"', value.encode()) for key, value in fields.items()]
    parts.append(_part(f'name="file"; filename="{name}"', content))
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return client.post("/counts/", data=body, content_type=kind)


def _part(about, content):
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n\r\n"
    return head.encode() + content + b"\r\n"


class MakeCounts:
    """Counts as they stand in the database, with no worker to wait for."""

    def __init__(self, make, branch, officer):
        self.make, self.branch, self.officer = make, branch, officer

    def asked(self, content=THREE_SEATS, rule="scottish-stv", **given):
        digest = hashlib.sha256(content).hexdigest()
        file = self.make.save(
            BallotFile(name="ballots.blt", content=content, digest=digest)
        )
        return self.make.save(
            BallotCount(
                id=uuid4(),
                branch_id=self.branch.id,
                file_id=file.id,
                by=self.officer.id,
                rule=rule,
                **given,
            )
        )

    def counted(self, content=THREE_SEATS, rule="scottish-stv", seats=None, **options):
        report = count_file(content, rule, seats, options)
        return self.asked(
            content,
            rule,
            seats=seats,
            options=options,
            report=report,
            title=report["title"],
            is_tied=bool(report["tied"]),
            finished_at=now(),
        )

    def tied(self):
        return self.counted(LEVEL, "plurality")
