"""A bad network: it loses, doubles, cuts and slows what passes between two ports."""

import asyncio
import socket
import struct
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Thread

CUT_AT_ONCE = struct.pack("ii", 1, 0)  # linger: nothing more is sent but the reset


@dataclass
class Weather:
    """How likely each fault is, and how slow the line; a share is of all requests."""

    request_lost: float = 0.0
    answer_lost: float = 0.0
    answer_cut: float = 0.0
    request_twice: float = 0.0
    answer_withheld: float = 0.0  # the line stays open, and nothing comes
    latency: float = 0.0  # seconds, each way
    bytes_per_second: float = 0.0  # zero: as fast as it goes
    only: str = ""  # faults befall only requests that begin so: "POST"
    seed: int = 1
    fired: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self._dice = Random(self.seed)  # noqa: S311  (dice)

    def befalls(self, head):
        """What happens to this request, by its name; nothing, if all goes well."""
        if not head.startswith(self.only.encode()):
            return ""
        thrown = self._dice.random()
        for fault in FAULTS:
            thrown -= getattr(self, fault)
            if thrown < 0:
                self.fired[fault] += 1
                return fault
        return ""


FAULTS = (
    "request_lost",
    "answer_lost",
    "answer_cut",
    "request_twice",
    "answer_withheld",
)
BAD = {
    "request_lost": 0.10,
    "answer_lost": 0.30,
    "answer_cut": 0.10,
    "request_twice": 0.10,
}


class Proxy:
    """Passes one request of each connection on to a server, as the weather allows."""

    def __init__(self, to, weather):
        self.to, self.weather = to, weather
        self.loop = asyncio.new_event_loop()
        self._thread = Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(listening, self.loop).result()
        self.port = self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        try:
            await self._pass_on(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _pass_on(self, reader, writer):
        request = await read_request(reader)
        fault = self.weather.befalls(request)
        await asyncio.sleep(self.weather.latency)
        if fault == "request_lost" or b"upgrade: websocket" in request.lower():
            return
        asked = [self._ask(request) for _ in range(1 + (fault == "request_twice"))]
        answer, *_second = await asyncio.gather(*asked)
        await asyncio.sleep(self.weather.latency)
        if fault == "answer_lost":
            return
        if fault == "answer_withheld":
            await reader.read()  # until the other side gives up
            return
        if fault == "answer_cut":
            await self._send(writer, answer[: len(answer) // 2])
            line = writer.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CUT_AT_ONCE)
            return
        await self._send(writer, answer)

    async def _ask(self, request):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.to)
        try:
            writer.write(request)
            return await reader.read()
        finally:
            writer.close()

    async def _send(self, writer, answer):
        a_tenth = int(self.weather.bytes_per_second / 10) or len(answer)
        for start in range(0, len(answer), a_tenth):
            writer.write(answer[start : start + a_tenth])
            await writer.drain()
            await asyncio.sleep(0.1 if self.weather.bytes_per_second else 0)

    def stop(self):
        """Hang up on everybody and end the thread."""

        async def end():
            self._server.close()
            await asyncio.sleep(0)
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                for task in others:
                    task.cancel()
                await asyncio.gather(*others, return_exceptions=True)
                await asyncio.sleep(0)  # who was let in meanwhile is served now

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


async def read_request(reader):
    """One request with its body, made to be the last on its line."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    names = {line.partition(b":")[0].lower(): line.partition(b":")[2] for line in lines}
    body = await reader.readexactly(int(names.get(b"content-length", b"0")))
    if b"upgrade" not in names:
        lines = [each for each in lines if not each.lower().startswith(b"connection:")]
        lines.insert(1, b"Connection: close")
    return b"\r\n".join(lines) + body


@contextmanager
def bad_network(to, **weather):
    """A port behind which a server is far away."""
    proxy = Proxy(to, Weather(**weather))
    try:
        yield proxy
    finally:
        proxy.stop()
