"""The door says the same, as fast, whoever knocks and whatever is known of them."""

import re
from datetime import timedelta
from itertools import cycle, islice
from statistics import median
from time import process_time

import pytest
import time_machine
from sqlmodel import select

from union.core.base import now
from union.core.web.limits import TIDIED_EVERY, Forgetful, limiter
from union.members import passphrases
from union.members.models import SignInSession

SENTENCE = "бірлік бар жерде тірлік бар"
WRONG = "қар үстінде көк велосипед"
TRIES = 60
MILLISECONDS = 10
MADE_ANEW = re.compile(  # for each page: nonces, keys of forms, questions to phones
    r"""nonce-[\w-]+|nonce="[^"]+"|name="once" value="[^"]+"|data-options="[^"]+\""""
)


@pytest.fixture
def stranger(stranger):
    stranger.set_cookie("language", "en")
    return stranger


@pytest.fixture
def names(make):
    kept = passphrases.hash_of(SENTENCE)
    make.member(sign_in_key="тау бүркіт 38", passphrase_hash=kept)
    make.member(sign_in_key="көл бүркіт 24", passphrase_hash=kept, left_at=now())
    make.member(sign_in_key="бел бүркіт 52", passphrase_hash="")
    return ["тау бүркіт 38", "көл бүркіт 24", "бел бүркіт 52", "шөл бүркіт 99"]


def knock(client, name, passphrase=WRONG):
    return client.post(
        "/sign-in", data={"sign_in_name": name, "passphrase": passphrase}
    )


def told(client, name, passphrase=WRONG):
    """All that is answered, but for the name itself and what each page draws anew."""
    answer = knock(client, name, passphrase)
    said = f"{answer.status}\n{sorted(answer.headers)}\n{answer.text}"
    return MADE_ANEW.sub("", said).replace(name, "")


def test_known_left_without_passphrase_and_unknown_hear_the_same(stranger, names):
    answers = {told(stranger, name) for name in names}

    assert len(answers) == 1
    assert answers.pop().startswith("422 ")


def test_the_right_passphrase_of_whoever_left_is_as_wrong(stranger, names):
    assert told(stranger, names[1], SENTENCE) == told(stranger, names[1])


def work_of(client, name):
    """Milliseconds that an answer costs this process, however busy the machine is."""
    before = process_time()
    knock(client, name)
    return 1000 * (process_time() - before)


def spread(client, names):
    """How far apart the medians lie, of as many tries in turn."""
    work = {name: [] for name in names}
    for name in islice(cycle(names), TRIES * len(names)):
        work[name].append(work_of(client, name))
    medians = [median(each) for each in work.values()]
    return max(medians) - min(medians)


def test_and_wait_as_long(stranger, names):
    knock(stranger, names[0])

    assert any(spread(stranger, names) < MILLISECONDS for _ in range(3))


@pytest.mark.parametrize(
    ("passphrase", "status"),
    [
        ("x" * 256 * 1024, 422),
        ("ұ" * 128 * 1024, 422),
        ("x" * 1024 * 1024, 413),
        ("a\0bcdefghijkl", 422),
        ("\x1b[31mabcdefghijkl", 422),
        ("", 422),
    ],
    ids=["256 kB", "256 kB of Kazakh", "1 MB", "NUL", "ANSI", "nothing"],
)
def test_what_nobody_typed_is_refused_before_any_work(
    db, stranger, names, passphrase, status
):
    before = process_time()

    answer = knock(stranger, names[0], passphrase)

    assert answer.status_code == status
    assert process_time() - before < 1
    assert db.exec(select(SignInSession)).all() == []


def test_names_by_the_thousand_are_neither_tried_nor_counted(stranger, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()

    answers = [
        stranger.post("/sign-in", data={"sign_in_name": f"steppe wind {number}"})
        for number in range(400)
    ]

    assert [answer.status_code for answer in answers] == [422] * 300 + [429] * 100
    assert len(limiter.storage.events) == 301
    limiter.reset()


def test_whoever_has_been_quiet_is_not_remembered(app):
    counts = Forgetful()
    with time_machine.travel(now(), tick=False) as clock:
        for number in range(10_000):
            counts.acquire_entry(f"steppe wind {number}", 10, 60)
        clock.shift(timedelta(minutes=2))
        counts._MemoryStorage__expire_events()  # as its own timer does
        counts._tidied = -TIDIED_EVERY
        counts.acquire_entry("somebody", 10, 60)

    assert set(counts.events) == {"somebody"}


@pytest.mark.parametrize(
    "written",
    ["тау бүркіт 38", " тау-бүркіт-38", "ТАУ БҮРКІТ ３８", "тау\u2003бүркіт 38"],
)
def test_names_that_are_equal_to_unicode_share_one_limit(
    stranger, names, monkeypatch, written
):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    for _ in range(10):
        knock(stranger, "Тау_Бүркіт_38")

    assert knock(stranger, written).status_code == 429
    limiter.reset()
