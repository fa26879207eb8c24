"""Whether the hall lives and is ready, told to machines that ask often."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app import create_app
from union.core import health, migrations
from union.core.base import now
from union.core.health import State
from union.core.pulse import Pulse, beat
from union.core.settings import Settings
from union.members.models import Role


@pytest.fixture
def at_work(app, db):
    """A worker that has just come round."""
    beat(db)
    db.commit()


def told(answer):
    return answer.status_code, answer.json["parts"]


def test_with_everything_in_place_it_is_ready(stranger, at_work, db):
    status, parts = told(stranger.get("/readyz"))

    disk = {"disk": "ok"} if db.get_bind().dialect.name == "sqlite" else {}
    assert (status, parts) == (200, {"database": "ok", "worker": "ok"} | disk)


@pytest.mark.parametrize(
    ("ago", "state"), [(timedelta(minutes=2), "ok"), (timedelta(minutes=4), "failed")]
)
def test_a_worker_that_was_not_seen_for_three_minutes_has_stopped(
    stranger, db, ago, state
):
    db.merge(Pulse(worker="worker", at=now() - ago))
    db.commit()

    status, parts = told(stranger.get("/readyz"))

    assert parts["worker"] == state
    assert status == (200 if state == "ok" else 503)


def test_without_any_worker_it_is_not_ready(stranger):
    assert told(stranger.get("/readyz"))[0] == 503


def test_a_database_of_an_older_shape_is_not_ready(stranger, at_work, db):
    db.execute(text("UPDATE alembic_version SET version_num = 'earlier'"))
    db.commit()

    status, parts = told(stranger.get("/readyz"))

    assert (status, parts["database"]) == (503, "failed")


def test_a_database_that_is_away_leaves_the_process_alive(tmp_path):
    home = f"sqlite:///{tmp_path}/gone/union.db"
    app = create_app(
        Settings(
            database_url=home,
            jobs_path=f"{tmp_path}/jobs.db",
            testing=True,
            disk_floor=0,
        )
    )
    (tmp_path / "gone").rmdir()
    (tmp_path / "gone").write_text("no folder")
    client = app.test_client()

    with pytest.raises(OperationalError):
        app.extensions["engine"].connect()
    alive, ready = client.get("/healthz"), client.get("/readyz")

    assert (alive.status_code, alive.json) == (200, {"alive": True})
    assert told(ready) == (
        503,
        {"database": "failed", "worker": "failed", "disk": "failed"},
    )


def test_a_disk_that_was_taken_away_is_told(tmp_path):
    """The file is still open here; nobody will find in it what is written now."""
    (tmp_path / "disk").mkdir()
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/disk/union.db",
        jobs_path=f"{tmp_path}/jobs.db",
        testing=True,
        disk_floor=1,
        metrics_token="a token to read by",
    )
    app = create_app(settings)
    migrations.upgrade(app.extensions["engine"])
    client = app.test_client()

    (tmp_path / "disk").rename(tmp_path / "elsewhere")

    assert told(client.get("/readyz"))[1]["disk"] == "failed"
    shown = {"Authorization": "Bearer a token to read by"}
    assert client.get("/metrics", headers=shown).status_code == 200
    app.extensions["engine"].dispose()


@pytest.mark.parametrize(("floor", "state"), [(0, State.OK), (10**9, State.FAILED)])
def test_a_disk_below_the_floor_is_not_ready(tmp_path, floor, state):
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/union.db",
        jobs_path=f"{tmp_path}/jobs.db",
        testing=True,
        disk_floor=floor,
    )
    app = create_app(settings)

    with app.app_context():
        states = health.look()

    assert states["disk"] is state
    app.extensions["engine"].dispose()


def test_without_redis_it_is_ready_and_says_so(tmp_path):
    nobody = "redis://127.0.0.1:1/0"
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/union.db", redis_url=nobody, testing=True
    )
    app = create_app(settings)

    with app.app_context():
        states = health.look()

    assert states["redis"] is State.DEGRADED
    assert health.is_ready({"database": State.OK, "redis": states["redis"]})
    app.extensions["engine"].dispose()


def test_the_living_are_not_asked_for_the_database(stranger, statements):
    stranger.get("/healthz")

    assert statements == []


def test_whoever_asks_is_not_noted_and_may_use_any_name(stranger, statements, at_work):
    answer = stranger.get("/readyz", base_url="http://10.0.0.7:8000")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not [said for said in statements if "signinsession" in said]
    assert stranger.get("/sign-in", base_url="http://10.0.0.7:8000").status_code == 400


def test_the_page_of_operations_shows_the_same_parts(browser, make, at_work, db):
    admin = browser(make.officer(Role.SYSTEM_ADMIN, make.branch()))

    page = admin.get("/operations").text

    assert "Database" in page
    assert "does not hold" not in page
    db.merge(Pulse(worker="worker", at=now() - timedelta(hours=1)))
    db.commit()
    assert "does not hold" in admin.get("/operations").text
