"""What one line may carry from a page: what our pages say, and not too much of it.

Socket.IO keeps whatever bytes are announced until the last has come, answers each
frame, known or not, and falls over some in a thread of its own: one page could fill the
memory, the log, or a processor.
"""

import json
import re
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from wsproto.utilities import LocalProtocolError

MOST_FRAMES = 120  # a minute: what a page may ask, its pulse, and as much again

RESERVED = {"connect", "disconnect"}  # or a page could say that it has gone, and stay

Hear = Callable[[], str | bytes | None]

# The pulse, hello, good-bye, and a word with its number.
_OURS = re.compile(r"3|40(?:\{.{0,200}\})?|41|42[0-9]{0,9}(\[.*\])", re.DOTALL)


def heard(hear: Hear, hang_up: Callable[[], None]) -> Hear:
    """The next frame; nothing more of a line that says what no page of ours says."""
    moments: deque[float] = deque(maxlen=MOST_FRAMES)

    def hear_on() -> str | bytes | None:
        told, at = hear(), time.monotonic()
        if told is None:
            return None
        is_too_much = len(moments) == MOST_FRAMES and at < moments[0] + 60
        moments.append(at)
        if is_too_much or not is_ours(told):
            hang_up()
            return None
        return told

    return hear_on


def closed_once(close: Callable[[], None]) -> Callable[[], None]:
    """Close a line; what is closing already is left to close."""

    def close_or_wait() -> None:
        with suppress(LocalProtocolError):
            close()

    return close_or_wait


def is_ours(frame: str | bytes) -> bool:
    """Whether a page of ours could have said this."""
    found = _OURS.fullmatch(frame) if isinstance(frame, str) else None
    if found is None or found[1] is None:
        return found is not None
    try:
        word = json.loads(found[1])
    except (ValueError, RecursionError):
        return False
    return bool(word) and isinstance(word[0], str) and word[0] not in RESERVED
