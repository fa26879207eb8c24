"""Open pages by the thousand in one thread: each listens and fetches what it missed."""

import asyncio
import base64
import json
import os
import random
import re
import struct
import time
from concurrent.futures import ThreadPoolExecutor

from tests.cli.hall import COOKIE, NAME, OURS
from union.paths import STATIC

TEXT, CLOSE = 1, 8
SOCKET = "/socket.io/?EIO=4&transport=websocket"
LOST = (OSError, asyncio.IncompleteReadError, AssertionError, TimeoutError)


def asked(path, cookie, headers):
    """The bytes of a request, as they come from our proxy."""
    usual = {
        "Host": NAME,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.7",
        "Cookie": f"{COOKIE}={cookie}",
    }
    lines = [f"{name}: {value}\r\n" for name, value in (usual | headers).items()]
    return f"GET {path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode()


def setting(name):
    """What static/js/live.js tells its socket."""
    said = (STATIC / "js" / "live.js").read_text()
    return float(re.search(rf"{name}: ([\d_.]+)", said)[1].replace("_", ""))


class Backoff:
    """How long socket.io waits before each try: doubling, and spread by chance."""

    def __init__(self, factor=None):
        self.least = setting("reconnectionDelay") / 1000
        self.most = setting("reconnectionDelayMax") / 1000
        self.factor = setting("randomizationFactor") if factor is None else factor
        self.tries = 0

    def next(self):
        pause = self.least * 2**self.tries
        self.tries += 1
        spread = random.uniform(-1, 1) * self.factor * pause  # noqa: S311  (jitter)
        return min(pause + spread, self.most)


class Line:
    """One WebSocket, spoken as far as a page of ours needs it."""

    writer = None

    async def open(self, port, cookie):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        upgrade = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            "Origin": OURS,
        }
        self.writer.write(asked(SOCKET, cookie, upgrade))
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 60)
        assert b" 101 " in head, head
        assert (await self.read()).startswith("0")
        await self.say("40")
        assert (await self.read()).startswith("40"), "let in"

    async def say(self, words):
        payload, mask = words.encode(), os.urandom(4)
        size = len(payload)
        length = (
            bytes([128 | size]) if size < 126 else b"\xfe" + struct.pack("!H", size)
        )
        masked = bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))
        self.writer.write(bytes([128 | TEXT]) + length + mask + masked)
        await self.writer.drain()

    async def read(self):
        """The next packet, having answered pings."""
        while True:
            kind, size = await self.reader.readexactly(2)
            if size == 126:
                [size] = struct.unpack("!H", await self.reader.readexactly(2))
            told = (await self.reader.readexactly(size)).decode(errors="replace")
            if kind & 15 == CLOSE:
                raise OSError("hung up")
            if told == "2":
                await self.say("3")
            elif kind & 15 == TEXT:
                return told

    def close(self):
        if self.writer:
            self.writer.close()


class OpenPage:
    """A page somebody looks at: the revision it shows, and the newest it heard of."""

    def __init__(self, room, cookie, token, path):
        self.room, self.cookie, self.token, self.path = room, cookie, token, path
        self.shown = self.newest = self.cuts = 0
        self.fetching = None
        self.is_listening = False
        self.line = None

    async def live(self):
        """Listen; come back when cut off, and fetch what was missed meanwhile."""
        backoff = self.room.backoff()
        while True:
            try:
                await self._listen(backoff)
            except LOST:
                self.cuts += self.is_listening
                self.is_listening = False
            finally:
                self.line.close()
            await asyncio.sleep(backoff.next())

    async def _listen(self, backoff):
        line = self.line = Line()
        async with self.room.knocking:
            await line.open(self.room.sockets, self.cookie)
        await line.say("420" + json.dumps(["watch", [self.token]]))
        while not (told := await line.read()).startswith("430"):
            pass
        backoff.tries, self.is_listening = 0, True
        self._hear(json.loads(told[3:])[0][0]["rev"])
        while True:
            told = await line.read()
            if told.startswith("42"):
                self._hear(json.loads(told[2:])[1]["rev"])

    def _hear(self, revision):
        """News that comes while some is being fetched is fetched after it."""
        self.newest = max(self.newest, revision)
        if self.fetching is None or self.fetching.done():
            self.fetching = asyncio.create_task(self._catch_up())

    async def _catch_up(self):
        while self.shown < self.newest:
            await asyncio.sleep(random.uniform(0.3, 0.6))  # noqa: S311  (as live.js)
            self.shown = await self.room.fetch(self)


class Room:
    """All the pages, and how long each fetch of theirs took."""

    def __init__(self, pages, sockets, backoff=Backoff):
        self.pages, self.sockets, self.backoff = pages, sockets, backoff
        self.seconds, self.statuses = [], []
        self.knocking = asyncio.Semaphore(500)
        self.open = []

    async def fetch(self, page):
        """The part of the page that moved; the revision it carries."""
        began = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.pages)
        writer.write(asked(page.path, page.cookie, {"Connection": "close"}))
        answer = (await reader.read()).decode()
        writer.close()
        self.seconds.append(time.monotonic() - began)
        self.statuses.append(answer.split(" ", 2)[1] if answer else "none")
        found = re.search(r'data-revision="(\d+)"', answer)
        return int(found[1]) if found else page.shown

    async def until(self, holds, seconds):
        deadline = time.monotonic() + seconds
        while not (told := holds()) and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        return told

    def all_listen(self):
        return all(page.is_listening for page in self.open)

    def all_show(self, revision):
        return all(page.shown >= revision for page in self.open)


def alone(coroutine):
    """What it comes to, in a thread of its own: Playwright keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
