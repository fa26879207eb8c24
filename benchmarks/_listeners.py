"""A thousand open pages in one process: an Engine.IO client of our own on asyncio."""

import asyncio
import json
import os
import re
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass

TEXT, CLOSE, PING = 1, 8, 9
OPENED_AT_ONCE = 25


@dataclass(frozen=True)
class Call:
    """How one page asks for its socket, and what it says when it is let in."""

    path: str
    headers: dict[str, str]
    words: tuple[
        str, ...
    ] = ()  # said one after another, each when the last is answered


class Page(asyncio.Protocol):
    """One open page: answers pings, and notes when news arrives."""

    def __init__(self, call: Call, hear: Callable[[int, float], None]) -> None:
        self._call, self._hear = call, hear
        self._read, self._is_open = b"", False
        self._words = list(call.words)
        self.ready = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        lines = [f"GET {self._call.path} HTTP/1.1", *_headers(self._call.headers)]
        self._transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        at = time.time()
        self._read += data
        if not self._is_open and not self._take_answer():
            return
        while (frame := _frame(self._read)) is not None:
            kind, text, self._read = frame
            self._take(kind, text, at)

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(self._read[:200]))

    def say(self, word: str) -> None:
        mask = os.urandom(4)
        data = bytes(b ^ mask[n % 4] for n, b in enumerate(word.encode()))
        size = len(data)
        head = (
            struct.pack("!BB", 0x81, 0x80 | size)
            if size < 126
            else struct.pack("!BBH", 0x81, 0x80 | 126, size)
        )
        self._transport.write(head + mask + data)

    def close(self) -> None:
        self._transport.abort()

    def _take_answer(self) -> bool:
        head, end, rest = self._read.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self._transport.close()
            return False
        self._is_open, self._read = True, rest
        if not self._words:
            self.ready.set_result(None)
        return True

    def _take(self, kind: int, text: bytes, at: float) -> None:
        if kind != TEXT:
            return
        if text.startswith(b'42["news"'):
            moment = re.search(rb'"rev":\s*(\d+)', text)
            assert moment, text
            self._hear(int(moment[1]), at)
        elif text == b"2":
            self.say("3")
        elif self._words:
            self.say(self._words.pop(0))
        elif not self.ready.done():
            self.ready.set_result(None)


def _headers(given: dict[str, str]) -> list[str]:
    usual = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    return [f"{name}: {value}" for name, value in (given | usual).items()]


def _frame(data: bytes) -> tuple[int, bytes, bytes] | None:
    """The first whole frame, which a server never masks, and what follows it."""
    if len(data) < 2:
        return None
    size, start = data[1] & 0x7F, 2
    if size == 126:
        if len(data) < 4:
            return None
        size, start = struct.unpack("!H", data[2:4])[0], 4
    if len(data) < start + size:
        return None
    return data[0] & 0x0F, data[start : start + size], data[start + size :]


class Crowd:
    """Many open pages of one server, and how late each hears what is told."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self._late: list[float] = []
        self._all_heard = asyncio.Event()

    async def open(self, port: int, calls: list[Call]) -> None:
        loop = asyncio.get_running_loop()
        for start in range(0, len(calls), OPENED_AT_ONCE):
            some = [
                await loop.create_connection(
                    lambda call=call: Page(call, self._hear), "127.0.0.1", port
                )
                for call in calls[start : start + OPENED_AT_ONCE]
            ]
            self.pages += [page for _transport, page in some]
            await asyncio.gather(*(page.ready for _transport, page in some))

    def _hear(self, told: int, at: float) -> None:
        self._late.append(at * 1000 - told)
        if len(self._late) >= len(self.pages):
            self._all_heard.set()

    async def hear(self, tell: Callable[[], None]) -> list[float]:
        """Milliseconds from the moment of telling until each page had heard."""
        self._late, self._all_heard = [], asyncio.Event()
        tell()
        await asyncio.wait_for(self._all_heard.wait(), 30)
        return sorted(self._late)

    def close(self) -> None:
        for page in self.pages:
            page.close()


def said(*words: object) -> str:
    """An event of Socket.IO that asks for an answer."""
    return f"420{json.dumps(words)}"
