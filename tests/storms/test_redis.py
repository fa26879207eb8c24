"""Redis hangs, dies, changes its password or is full: the union goes on as before."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import median
from threading import Event, Thread

import pytest
import websocket

from tests.cli.hall import eventually, is_closed, news, running, serving, settings_in
from tests.storms.crowd import SAID_YES, Crowd
from tests.storms.servers import own_redis
from union.core.db import wake_the_worker
from union.core.jobs import stand_in
from union.core.live.relay import CHANNEL, ByRedis
from union.petitions.models import FEW

KINDS = ("stopped", "killed", "locked", "full")
MEMBERS = 200
PHONES = 4
RETURNS_WITHIN = 90  # seconds, on the slowest machine
PATIENCE = 0.2  # what Redis may cost one cast


@pytest.fixture(scope="module")
def redis():
    with own_redis() as server:
        yield server


@pytest.fixture(scope="module")
def hall(redis, tmp_path_factory):
    """A union with its pages in one process, its sockets in another, and a worker."""
    folder = tmp_path_factory.mktemp("redis")
    settings = settings_in(folder) | {"UNION_REDIS_URL": redis.url}
    crowd, log = Crowd(settings, MEMBERS, signers=FEW), folder / "log"
    with ExitStack() as stack:
        pages, _ = stack.enter_context(serving(settings, log=log))
        sockets, _ = stack.enter_context(serving(settings, "--realtime", log=log))
        stack.enter_context(running(settings, "worker", log=log))
        yield crowd, pages, sockets
    crowd.leave()


@pytest.fixture
def voters(hall):
    """Members who have not been asked yet."""
    crowd, _pages, _sockets = hall
    asked = getattr(crowd, "asked", 0)
    crowd.asked = asked + MEMBERS // len(KINDS)
    return crowd.members[asked : crowd.asked]


def vote_and_sign(crowd, port, members):
    """Each votes, signs and reads a page; who was told yes, and the seconds it took."""

    def act(member):
        phone, taken = crowd.phone(member, port), []
        for deed in (crowd.vote(), crowd.signature()):
            began = time.monotonic()
            told = phone.post(deed[0], **deed[1]).status
            taken.append(time.monotonic() - began)
            assert told == SAID_YES
        assert phone.get("/ballots/").status == 200
        return taken

    with ThreadPoolExecutor(PHONES) as phones:
        return [taken for each in phones.map(act, members) for taken in each]


def hears(crowd, pages, sockets, member, other):
    """Whether an open page is told what somebody else did; False if told to poll."""
    try:
        line = crowd.phone(member, pages).watch(
            f"/petitions/{crowd.petition_id}", sockets
        )
    except (AssertionError, OSError, websocket.WebSocketException):
        return False
    try:
        for path, form in (crowd.withdrawal(), crowd.signature()):
            crowd.phone(other, pages).post(path, **form)
        line.settimeout(5)
        return news(line)[0] == "news"
    except (OSError, ValueError, websocket.WebSocketException):
        return False
    finally:
        line.shutdown()


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", KINDS)
def test_without_redis_voting_and_signing_go_on_and_news_comes_back(
    kind, hall, redis, voters, toll
):
    crowd, pages, sockets = hall
    half = len(voters) // 2
    ada, berik = crowd.members[0], crowd.members[1]
    assert eventually(lambda: hears(crowd, pages, sockets, ada, berik), RETURNS_WITHIN)
    usual = vote_and_sign(crowd, pages, voters[:half])
    line = crowd.phone(ada, pages).watch(f"/petitions/{crowd.petition_id}", sockets)

    with getattr(redis, kind)():
        without = vote_and_sign(crowd, pages, voters[half:])
        was_cut_off = kind == "full" or is_closed(line)
    returned = time.monotonic()
    is_back = eventually(
        lambda: hears(crowd, pages, sockets, ada, berik), RETURNS_WITHIN
    )

    line.shutdown()
    acknowledged = set(voters)
    more = (
        f"median {median(usual) * 1000:.0f} ms with it, "
        f"{median(without) * 1000:.0f} ms without, "
        f"news back after {time.monotonic() - returned:.0f} s"
    )
    stored = crowd.voted() & crowd.signers() & acknowledged
    cost = toll(f"Redis {kind}", len(without), acknowledged, stored, 0, more)
    assert cost.lost == 0
    assert was_cut_off, "whoever may miss something is told to poll"
    assert is_back


def test_telling_and_waking_wait_for_nobody(redis, tmp_path):
    settings = settings_in(tmp_path) | {"UNION_REDIS_URL": redis.url}
    crowd = Crowd(settings, 1)
    relay = crowd.app.extensions["relay"]

    with redis.stopped(), crowd.app.app_context():
        began = time.monotonic()
        for number in range(20):
            relay.tell({"room": str(number), "blurred": False})
            wake_the_worker()
        waited = time.monotonic() - began

    crowd.leave()
    assert waited < 20 * 2 * PATIENCE, "a second for each of forty words, if it waited"


def test_news_told_while_redis_hung_arrives_when_it_wakes(redis):
    relay, heard = ByRedis(redis.url), redis.client.pubsub()
    heard.subscribe(CHANNEL)
    assert heard.get_message(timeout=60)["type"] == "subscribe"

    with redis.stopped():
        relay.tell({"room": "a", "blurred": False})
        time.sleep(0.2)

    assert heard.get_message(timeout=60)["type"] == "message"
    heard.close()


def test_without_redis_the_clock_goes_on(tmp_path):
    crowd, over = Crowd(settings_in(tmp_path), 1), Event()
    crowd.strike_the_hour()
    worker = Thread(target=stand_in, args=[crowd.app, 0.3, over])

    worker.start()

    assert eventually(crowd.tally)
    over.set()
    worker.join()
    assert crowd.minutes("BallotClosed") == 1
    crowd.leave()
