"""`union serve` restarted and killed in an open ballot: voters retry, all counts."""

import http.client
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.cli.hall import (
    COOKIE,
    PATIENCE,
    SETTINGS,
    Visitor,
    accepts,
    eventually,
    running,
    settings_in,
)
from tests.faults.deeds import Town
from tests.faults.ledger import census, what_is_half
from tools.ports import free_port
from union.ballots.models import NO, YES, Envelope
from union.ballots.sealing import Sealer

PAUSE = 0.05  # seconds between the tries of a phone
LONGEST = 180  # seconds that a voter keeps trying


class Voter:
    """Somebody who votes, and changes it, and sends each form until it is answered."""

    def __init__(self, town, ballot, member, port, cookie):
        self.town, self.ballot, self.member = town, ballot, member
        self.visitor = Visitor(port)
        self.visitor.cookies[COOKIE] = cookie
        self.acknowledged, self.retries, self.errors = [], 0, []

    def vote(self, enough):
        choices = [YES, NO]
        while not enough.is_set():
            choice = choices[len(self.acknowledged) % 2]
            form = self.town.casts(self.ballot, self.member, choice).form
            if self._send(form):
                self.acknowledged.append(choice)
            time.sleep(random.uniform(3.1, 5))  # noqa: S311  (twenty a minute at most)

    def _send(self, form):
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            try:
                answer = self.visitor.post(form.path, **form.fields)
            except (OSError, http.client.HTTPException):
                self.retries += 1
                time.sleep(PAUSE)
                continue
            if answer.status != 303:
                self.errors.append((answer.status, answer.text[-200:]))
            return answer.status == 303
        self.errors.append((0, "no answer at all"))
        return False


def cookie_of(secret):
    """What the browser of this session sends."""
    signing = Flask("signing")
    signing.secret_key = SETTINGS["UNION_SECRET_KEY"]
    signer = SecureCookieSessionInterface().get_signing_serializer(signing)
    return signer.dumps({"_user_id": secret, "_permanent": True})


def children_of(pid):
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]  # fmt: skip  # noqa: E501


def die(process):
    """Kill the server and its worker at once, as a machine would."""
    for pid in [*children_of(process.pid), process.pid]:
        os.kill(pid, signal.SIGKILL)
    process.wait()


def stop(process):
    """Ask it to end, as systemd does."""
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)


def retries_of(voters):
    """How often anybody has found the server away."""
    return sum(voter.retries for voter in voters)


def test_a_server_that_is_restarted_loses_no_vote_and_shows_no_error(home, ledger):
    line = ledger("server restarted (SIGTERM, kill -9)")
    port, enough = free_port(), Event()
    with home.opened() as db:
        town = Town(db)
        ballot = town.open_ballot()
        secrets = {one.id: town.sends(one, "").secret for one in town.voters}
    settings = settings_in(home.folder)
    words = ("serve", "--bind", f"127.0.0.1:{port}")
    voters = [
        Voter(town, ballot, one, port, cookie_of(secrets[one.id]))
        for one in town.voters
    ]
    with ThreadPoolExecutor(len(voters)) as crowd, ExitStack() as whatever_happens:
        whatever_happens.callback(enough.set)
        sent = []
        for end in (stop, die, None):
            with running(settings, *words, log=home.folder / "log") as process:
                if not eventually(lambda: accepts(port) or process.poll()):
                    enough.set()  # nobody waits for a server that does not come
                sent = sent or [crowd.submit(voter.vote, enough) for voter in voters]
                time.sleep(5)
                if end:
                    before = retries_of(voters)
                    end(process)
                    line.tried += 1
                    line.fired += process.poll() is not None
                    eventually(lambda so_far=before: retries_of(voters) > so_far)
                else:
                    enough.set()
                    for one in sent:
                        one.result()

    line.points = 2
    answered = sum(len(voter.acknowledged) for voter in voters)
    line.kind += f", {answered} answers to {len(voters)} who change their votes"
    line.acknowledged = sum(bool(voter.acknowledged) for voter in voters)
    with home.opened() as db:
        _compare_last_votes(db, voters, line)
    assert not [voter.errors for voter in voters if voter.errors]
    assert retries_of(voters)
    assert line.fired == 2
    assert line.is_clean, (line.lost, line.doubled, line.half)


def _compare_last_votes(db, voters, line):
    """Of each voter the last acknowledged vote is the one that is kept.

    The earlier ones are gone, as they should be: a voter counts once, on either side.
    """
    sealer = Sealer(SETTINGS["UNION_SEALING_KEY"])
    for voter in voters:
        sealed = db.get(Envelope, (voter.ballot.id, voter.member.id)).sealed
        ciphers = sealer.ciphers(voter.ballot.id)
        line.stored += 1
        if ciphers.open(voter.member.id, sealed).choice != voter.acknowledged[-1]:
            line.lost.append(voter.member.id)
    line.half = list(what_is_half(db))
    if census(db)["envelope"] != len(voters):
        line.doubled.append("envelopes")
