"""A union served for real: processes on ports of this machine, behind a proxy."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import websocket

from tools.ports import free_port
from union.cli.demo.content import content

ROOT = Path(__file__).parents[2]
NAME = "ortaq.example"
OURS = f"https://{NAME}"
COOKIE = "__Host-ortaq"
SETTINGS = {
    "UNION_PUBLIC_URL": OURS,
    "UNION_SECRET_KEY": "s" * 40,
    "UNION_SEALING_KEY": "k" * 40,
    "UNION_FIELD_KEYS": "f" * 40,
    "UNION_INDEX_KEY": "i" * 40,
    "UNION_PROXIES": "1",
}
PATIENCE = 90  # seconds; nobody waits so long unless something is wrong
SOON = 20  # seconds; after 45 the other side hangs up on whoever answers no pulse


def settings_in(folder):
    """The settings of a union whose data lies in this folder."""
    home = {
        "UNION_DATABASE_URL": f"sqlite:///{folder}/union.db",
        "UNION_JOBS_PATH": f"{folder}/jobs.db",
    }
    return SETTINGS | home


def command(settings, *words):
    """Run `union` to its end."""
    subprocess.run(
        [sys.executable, "-m", "union.cli", *words],
        cwd=ROOT,
        env=os.environ | settings,
        check=True,
        capture_output=True,
    )


def refusal(ended):
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    [sentence] = ended.stderr.strip().splitlines()
    return sentence


@contextmanager
def running(settings, *words, log):
    """A `union` process until the block ends."""
    with log.open("a") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "union.cli", *words],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=told,
            stderr=told,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


@contextmanager
def serving(settings, *words, log):
    """`union serve` on a port; yields the port and the process once it answers."""
    port = free_port()
    bind = ("--bind", f"127.0.0.1:{port}")
    with running(settings, "serve", *words, *bind, log=log) as process:
        assert eventually(lambda: accepts(port) or process.poll()), log.read_text()
        assert process.poll() is None, log.read_text()
        yield port, process


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def eventually(holds, seconds=PATIENCE):
    """Whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if told := holds():
            return told
        time.sleep(0.1)
    return False


@dataclass
class OpenPetition:
    """A petition that takes signatures, and the text one signs."""

    path: str
    text_hash: str

    def sign(self, visitor):
        """Sign it, anew if need be."""
        visitor.post(f"{self.path}/signature/withdraw")
        pledge = {"disclosure": "addressee", "text_hash": self.text_hash}
        return visitor.post(f"{self.path}/sign", **pledge)


def open_petition(folder):
    """The demo's petition in Almaty, where its officers work."""
    with closing(sqlite3.connect(folder / "union.db")) as db:
        found = db.execute(
            "SELECT petition.id, text_hash FROM petition "
            "JOIN branch ON branch_id = branch.id "
            "WHERE petition.closed_at IS NULL AND opened_at IS NOT NULL "
            "AND name_en = 'Almaty'"
        )
        number, text_hash = found.fetchone()
    return OpenPetition(f"/petitions/{UUID(number)}", text_hash)


class Visitor:
    """Somebody's browser behind the proxy: it keeps cookies and says where it is."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}

    def ask(self, method, path, body=None, **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        usual = {
            "Host": NAME,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.7",
            "Accept-Language": "en",
            "Cookie": self.cookie(),
        }
        if body is not None:
            usual["Origin"] = OURS
            usual["Content-Type"] = "application/x-www-form-urlencoded"
        sent = urlencode(body) if isinstance(body, dict) else body
        line.request(method, path, sent, usual | headers)
        answer = line.getresponse()
        answer.text = answer.read().decode()
        line.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, **body):
        return self.ask("POST", path, body)

    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, office):
        """Sign in as one of the demo's people; officers need a second factor."""
        told = content("officers")
        [person] = [p for p in told["people"] if p["key"] == office]
        return self.post(
            "/sign-in", sign_in_name=person["sign_in"], passphrase=told["passphrase"]
        )

    def socket(self, port=None, **changes):
        """Open a WebSocket as one of our pages does."""
        usual = {"host": NAME, "origin": OURS, "cookie": self.cookie(), "timeout": 60}
        return websocket.create_connection(
            f"ws://127.0.0.1:{port or self.port}/socket.io/?EIO=4&transport=websocket",
            **usual | changes,
        )

    def watch(self, path, port=None):
        """Open a page and listen to what is live on it; returns the socket."""
        page = self.get(path).text
        tokens = re.findall(r'data-token="([^"]+)"', page)
        assert tokens, page
        line = self.socket(port)
        try:
            assert line.recv().startswith("0")
            line.send("40")
            assert line.recv().startswith("40"), "let in"
            line.send("420" + json.dumps(["watch", tokens]))
            assert line.recv().startswith("430"), "watching"
        except BaseException:
            line.shutdown()
            raise
        return line


def news(line):
    """The next news on this line."""
    while (told := line.recv()) and not told.startswith("42"):
        if told == "2":
            line.send("3")
    return json.loads(told[2:])


def is_closed(line, seconds=SOON):
    """Whether the other side closes this line in time."""
    deadline = time.monotonic() + seconds
    line.settimeout(seconds)
    try:
        while time.monotonic() < deadline:
            opcode, _told = line.recv_data()
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                return True
    except websocket.WebSocketTimeoutException:
        return False
    except (OSError, websocket.WebSocketException):
        return True
    finally:
        line.shutdown()
    return False
