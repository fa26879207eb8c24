"""The same work on several processors, a few pieces ahead and no more."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial

from union.sealed.verifier import Share, T, U, in_turn

AHEAD = 3  # pieces that wait for each processor


def across(cores: int) -> Share:
    """A way to share work among processes; with one processor there is no other."""
    return partial(_share, cores) if cores > 1 else in_turn


def _share(cores: int, work: Callable[[T], U], pieces: Iterable[T]) -> Iterator[U]:
    waiting: deque[Future[U]] = deque()
    pool = ProcessPoolExecutor(cores)
    try:
        for piece in pieces:
            waiting.append(pool.submit(work, piece))
            if len(waiting) > cores * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
