"""A union served for real, for input that no test client would send."""

import re
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.cli.hall import COOKIE, NAME, OURS

FIRST_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})")


@dataclass
class Served:
    """A server: its port, its process, what it writes."""

    port: int
    process: object
    log: Path

    def say(self, raw: bytes, seconds: float = 60) -> int:
        """The status of the answer to these bytes; 0 if it hung up in silence."""
        with closing(socket.create_connection(("127.0.0.1", self.port))) as line:
            line.settimeout(seconds)
            try:
                line.sendall(raw)
                line.shutdown(socket.SHUT_WR)
                told = b"".join(iter(lambda: line.recv(65536), b""))
            except (ConnectionError, TimeoutError):
                return 0
        found = FIRST_LINE.match(told)
        return int(found[1]) if found else 0

    def answers(self, raw: bytes) -> list[int]:
        """Every status that these bytes are answered with: one, or a smuggled second."""
        with closing(socket.create_connection(("127.0.0.1", self.port))) as line:
            line.settimeout(60)
            told = b""
            try:
                line.sendall(raw)
                line.shutdown(socket.SHUT_WR)
                while chunk := line.recv(65536):
                    told += chunk
            except (ConnectionError, TimeoutError):
                pass
        return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3})", told)]

    def memory(self) -> int:
        """What the server and its worker hold, in bytes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        ids = [self.process.pid, *map(int, children.read_text().split())]
        return sum(_resident(one) for one in ids)


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


def request(first="GET / HTTP/1.1", *lines, body=b"", host=NAME, cookie=""):
    """The bytes of a request that a proxy in front of us would hand on."""
    usual = [f"Host: {host}"] if host else []
    usual += ["X-Forwarded-Proto: https", f"Origin: {OURS}", "Connection: close"]
    usual += [f"Cookie: {COOKIE}={cookie}"] if cookie else []
    return "\r\n".join([first, *usual, *lines, "", ""]).encode("latin-1") + body
