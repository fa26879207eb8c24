"""Figures of the machine: for whoever has the token, and about nobody."""

import re
from datetime import timedelta
from threading import Thread
from time import sleep

import pytest
from prometheus_client.parser import text_string_to_metric_families as families
from pydantic import SecretStr

from tests.ballots.factories import MakeBallots, vote
from tests.cli.hall import eventually
from union.core.base import now
from union.core.outbox import Letter
from union.core.pulse import beat
from union.core.settings import Settings
from union.core.turns import Turns
from union.core.web import metrics
from union.core.web.metrics import (
    ENOUGH,
    LATE,
    LONG_WAIT,
    Answered,
    KeptBack,
    note_wait,
)

TOKEN = "m" * 40
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(app, monkeypatch):
    """The application with a token set, and how a scraper reads it."""
    settings = app.config["SETTINGS"].model_copy(
        update={"metrics_token": SecretStr(TOKEN)}
    )
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    monkeypatch.setattr(metrics, "kept_back", KeptBack())

    def read():
        text = app.test_client().get("/metrics", headers=dict(SHOWN)).text
        return {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in families(text)
            for sample in family.samples
            if not sample.name.endswith("_created")
        }

    return read


def answers(figures, **labels):
    """How many answers have these labels."""
    return sum(
        value
        for (name, *given), value in figures.items()
        if name == "ortaq_answers_total" and labels.items() <= dict(given).items()
    )


def test_without_a_token_set_there_is_no_such_page(stranger):
    assert stranger.get("/metrics").status_code == 404


@pytest.mark.parametrize("name", ["UNION_METRICS_TOKEN", "UNION_REDIS_URL"])
def test_a_line_with_nothing_behind_the_sign_sets_nothing(monkeypatch, name):
    monkeypatch.setenv(name, "")

    assert getattr(Settings(), name.removeprefix("UNION_").lower()) is None


@pytest.mark.parametrize(
    "shown", [None, "", TOKEN, f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "Bearer Ұ"]
)
def test_whoever_shows_no_token_reads_nothing(stranger, watched, shown):
    headers = {} if shown is None else {"Authorization": shown}

    answer = stranger.get("/metrics", headers=headers)

    assert answer.status_code == 401
    assert "ortaq" not in answer.text


def test_answers_are_counted_by_area_and_kind(stranger, watched):
    before = watched()

    stranger.get("/sign-in")
    stranger.get("/no-such-page")

    after = watched()
    reads = {"area": "members", "way": "read", "status": "2xx"}
    assert answers(after, **reads) == answers(before, **reads) + 1
    assert answers(after, status="4xx") == answers(before, status="4xx") + 1


def test_no_figure_moves_with_a_vote(watched, app, db, make, browser):
    """Neither a scrape before and after nor their difference tells that one voted."""
    ballots = MakeBallots(db, make)
    voters = ballots.voters(3)
    ballot = ballots.open(voters)
    ada = browser(voters[0])
    beat(db)
    db.commit()
    watched()
    before = watched()

    for place in ("", "/vote"):
        assert ada.get(f"/ballots/{ballot.id}{place}").status_code == 200
    form = vote()
    sheet = {"choice": form.choice, "drawn": form.drawn, "once": form.key}
    assert ada.post(f"/ballots/{ballot.id}/votes", data=sheet).status_code == 303
    assert ada.get(f"/ballots/{ballot.id}/receipt").status_code == 200

    assert without_the_clock(watched()) == without_the_clock(before)
    assert ada.get("/").status_code == 200
    assert without_the_clock(watched()) != without_the_clock(before)  # it can be seen


def without_the_clock(figures):
    """All but what moves by itself, and what others do on this disk."""
    moving = {"ortaq_pulse_age_seconds", "ortaq_disk_free_mebibytes"}
    return {key: value for key, value in figures.items() if key[0] not in moving}


def test_a_broken_vote_is_told_at_once(watched, app, db, make, browser, monkeypatch):
    ballots = MakeBallots(db, make)
    voters = ballots.voters(3)
    ballot, ada = ballots.open(voters), browser(voters[0])
    monkeypatch.setitem(app.view_functions, "ballots.cast", broken)
    before = watched()

    super(type(ada), ada).open(
        f"/ballots/{ballot.id}/votes",
        method="POST",
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    failed = {"area": "ballots", "way": "write", "status": "5xx"}
    assert answers(watched(), **failed) == answers(before, **failed) + 1


def broken(**_ids):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("many", "age", "told"),
    [(ENOUGH, LATE, True), (ENOUGH - 1, LATE, False), (ENOUGH, LATE - 1, False)],
)
def test_what_is_kept_back_is_told_late_and_together(many, age, told):
    kept, area = KeptBack(), f"{many} after {age:.0f}"
    for _ in range(many):
        kept.add(Answered(area, "write", "3xx", 0.01), 1000.0)

    kept.tell(1000.0 + age)

    counted = metrics.ANSWERS.labels(area, "write", "3xx")._value.get()
    assert counted == (many if told else 0)


def test_figures_name_nobody(watched, db, make, browser):
    ada = make.member(name="Zaunkoenig")
    browser(ada).get("/")
    browser(ada).get(f"/people/{ada.id}/standing")

    told = str(list(watched())).lower()  # names and labels

    assert "zaunkoenig" not in told
    assert not re.search(r"[0-9a-f]{8}-?[0-9a-f]{4}", told)


def test_duties_that_wait_are_seen(watched, make):
    at = now()
    make.save(Letter(duty="x.y", about={}, due_at=at - timedelta(minutes=5)))
    make.save(Letter(duty="x.y", about={}, due_at=at, dead_at=at, tries=8))

    figures = watched()

    assert figures["ortaq_letters", ("state", "overdue")] == 1
    assert figures["ortaq_letters", ("state", "dead")] == 1


@pytest.mark.parametrize("figure", ["queue_depth", "sockets", "database_mebibytes"])
def test_the_machine_is_measured(watched, figure):
    assert watched()[f"ortaq_{figure}",] >= 0


def test_only_long_waits_for_the_turn_to_write_are_counted(monkeypatch):
    seen = []
    monkeypatch.setattr(metrics.WAITS, "observe", seen.append)

    for seconds in (LONG_WAIT / 2, 2.0):
        note_wait(seconds)

    assert seen == [2.0]


def test_whoever_waits_for_the_turn_is_counted(engine):
    turns, waits = Turns(engine), []
    turns.tell_wait = waits.append

    def wait():
        with turns.alone():
            pass

    with turns.alone():
        other = Thread(target=wait)
        other.start()
        assert eventually(lambda: turns._turn._waiting)
        sleep(0.1)
    other.join()

    assert len(waits) == 2
    assert waits[1] > 0.05
