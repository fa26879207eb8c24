"""A server starts again under open pages: all come back, not at once, none misses."""

import asyncio
import time
from contextlib import ExitStack
from resource import RLIMIT_NOFILE, getrlimit, setrlimit

import pytest
from sqlmodel import select

from tests.cli.hall import accepts, eventually, running, serving, settings_in
from tests.storms.crowd import SAID_YES, Crowd
from tests.storms.pages import Backoff, OpenPage, Room, alone
from tests.storms.servers import own_redis
from union.core.live import topics
from union.core.live.news import present
from union.core.live.sockets import MOST_PER_SESSION
from union.members.models import SignInSession
from union.petitions.models import FEW

PATIENCE = 600  # seconds
FILES = 65_536


@pytest.fixture
def hall(tmp_path, extent):
    """Pages here, sockets there; the sockets' process can be started anew."""
    _soft, hard = getrlimit(RLIMIT_NOFILE)
    setrlimit(RLIMIT_NOFILE, (min(hard, FILES), hard))
    many = extent(200, 2000)
    log = tmp_path / "log"
    with own_redis() as redis, ExitStack() as stack:
        settings = settings_in(tmp_path) | {"UNION_REDIS_URL": redis.url}
        crowd = Crowd(settings, many // MOST_PER_SESSION, signers=FEW)
        pages, _process = stack.enter_context(serving(settings, log=log))
        sockets = stack.enter_context(ExitStack())
        port, _process = sockets.enter_context(serving(settings, "--realtime", log=log))

        def stop():
            sockets.pop_all().close()

        def start():
            bind = ("--bind", f"127.0.0.1:{port}")
            sockets.enter_context(
                running(settings, "serve", "--realtime", *bind, log=log)
            )
            assert eventually(lambda: accepts(port))

        yield crowd, pages, port, stop, start
        sockets.close()
    crowd.leave()


def open_pages(crowd, room):
    """Four pages for each member, all of the same petition."""
    with crowd.reading() as db:
        sessions = {one.member_id: one.id for one in db.exec(select(SignInSession))}
    path = f"/petitions/{crowd.petition_id}/tally"
    with crowd.app.app_context():
        for member in crowd.members:
            reader = str(sessions[member])
            token = topics.token("petition", crowd.petition_id, reader)
            page = (room, crowd.cookies[member], token, path)
            room.open += [OpenPage(*page) for _ in range(MOST_PER_SESSION)]


def sign(crowd, port, member):
    """Change what all pages show; since when it is so."""
    path, form = crowd.signature()
    assert crowd.phone(member, port).post(path, **form).status == SAID_YES
    return present()


def busiest(moments, window=1.0):
    """How many came within the busiest second, as a share of all."""
    return max(
        sum(start <= each < start + window for each in moments) for start in moments
    ) / len(moments)


def p95(seconds):
    return seconds[int(len(seconds) * 0.95)]


async def storm(crowd, pages, port, stop, start):
    room = Room(pages, port)
    open_pages(crowd, room)
    living = [asyncio.create_task(page.live()) for page in room.open]
    try:
        await weather(room, crowd, stop, start)
    finally:
        living += [page.fetching for page in room.open if page.fetching]
        for task in living:
            task.cancel()
        await asyncio.gather(*living, return_exceptions=True)
    return room


async def weather(room, crowd, stop, start):
    """A change that all hear of; one that they miss; and one when they are back."""
    pages, signers = room.pages, iter(crowd.members)
    assert await room.until(room.all_listen, PATIENCE)
    began = await asyncio.to_thread(sign, crowd, pages, next(signers))
    assert await room.until(lambda: room.all_show(began - 2000), PATIENCE)

    room.seconds.clear()
    await asyncio.to_thread(stop)
    cut = time.monotonic()
    room.missed = missed = await asyncio.to_thread(sign, crowd, pages, next(signers))
    await asyncio.to_thread(start)
    room.back = await room.until(room.all_listen, PATIENCE)
    room.caught_up = await room.until(lambda: room.all_show(missed), PATIENCE)
    room.took, room.meanwhile = time.monotonic() - cut, sorted(room.seconds)
    room.seconds.clear()
    last = await asyncio.to_thread(sign, crowd, pages, next(signers))
    room.heard = await room.until(lambda: room.all_show(last - 2000), PATIENCE)


@pytest.mark.timeout(1800)
def test_after_a_restart_every_page_comes_back_and_has_missed_nothing(hall, toll):
    crowd, pages, port, stop, start = hall

    room = alone(storm(crowd, pages, port, stop, start))

    every = set(range(len(room.open)))
    caught_up = {n for n, page in enumerate(room.open) if page.shown >= room.missed}
    more = (
        f"{len(room.meanwhile)} pages fetched meanwhile, "
        f"p95 {p95(room.meanwhile):.2f} s, all back after {room.took:.0f} s; "
        f"then news to all at once: p95 {p95(sorted(room.seconds)):.2f} s"
    )
    cost = toll("reconnect", len(every), every, caught_up, 0, more)
    assert room.back, "somebody never came back"
    assert cost.lost == 0
    assert room.heard
    assert all(page.cuts for page in room.open), "somebody was not cut off"
    assert set(room.statuses) == {"200"}


def test_who_is_cut_off_at_the_same_moment_does_not_come_back_at_one():
    many = 1000
    ours = [Backoff().next() for _ in range(many)]
    without_chance = [Backoff(factor=0).next() for _ in range(many)]

    assert max(ours) - min(ours) > 8
    assert busiest(ours) < 0.2
    assert busiest(without_chance) == 1
