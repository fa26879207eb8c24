"""Ports for servers of our own, each for one of them, however many begin at a time."""

import os
import socket
from itertools import count

LOWEST, MANY = 20_000, 10_000  # below those that Linux hands out by itself

_begin_at, _asked = os.getpid() * 97, count()


def free_port() -> int:
    """A port that nobody has, nor is given by chance before its server has begun.

    The system gives none of these to whoever asks for any port, nor to calls from
    here; processes that ask beside each other begin at different places.
    """
    for number in _asked:
        port = LOWEST + (_begin_at + number) % MANY
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:  # somebody has it
            continue
        return port
    raise AssertionError
