"""The floor of a fan-out: a bare server of `websockets` that broadcasts when told to.

Whoever connects listens; who sends a word has a line broadcast to everybody, of the
same size as ours and with the moment of sending in it.
"""

import asyncio
import json
import sys
import time

from websockets import ConnectionClosedError
from websockets.asyncio.server import ServerConnection, broadcast, serve

SIZE = 256

listening: set[ServerConnection] = set()


def line() -> str:
    news = {"rev": time.time_ns() // 1_000_000, "pad": ""}
    news["pad"] = "." * (SIZE - len(f'42["news",{json.dumps(news)}]'))
    return f'42["news",{json.dumps(news)}]'


async def listen(connection: ServerConnection) -> None:
    listening.add(connection)
    try:
        async for _word in connection:
            broadcast(listening, line())
    except ConnectionClosedError:
        pass  # a page was left, as pages are
    finally:
        listening.discard(connection)


async def main(port: int) -> None:
    async with serve(listen, "127.0.0.1", port, compression=None, ping_interval=None):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
