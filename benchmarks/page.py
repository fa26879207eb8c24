"""Pages read by an officer of two thousand members, beside floors in the same run.

Three readings of «a page for so many hellos», since no one of them tells all:

* **bare**: a Flask «hello», both called in process by Flask's test client;
* **row**: the same with a session opened, one member loaded by key, and closed: the
  least that any page does which knows its reader;
* **served**: the bare one again, both behind gunicorn's threads, where parsing and
  sending HTTP are part of the work, as they are for members.

What is counted is the processor's time, the server's alone where there is a server.
"""

from collections.abc import Callable
from time import process_time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel, col, select

from benchmarks._hall import demo_union, signed_in
from benchmarks._paired import ratio, report
from benchmarks._served import Served, hello, served
from union.ballots.models import Ballot
from union.cli.demo.content import content
from union.core.db import unit_of_work
from union.demands.models import Demand
from union.members.models import Member
from union.petitions.models import Petition

MEMBERS = 2_000
TIMES = 30
AIM, AIM_CACHED = "<= 6", "<= 3"

Headers = dict[str, str]


def hello_with_a_row(app: Flask) -> Flask:
    """The floor of a page that knows its reader: one member, loaded by key."""
    engine = app.extensions["engine"]
    floor = Flask("row")
    with Session(engine) as db:
        somebody = db.exec(select(Member.id)).first()

    def say() -> str:
        with Session(engine) as db:
            return db.get_one(Member, somebody).name

    floor.add_url_rule("/", view_func=say)
    return floor


def first(app: Flask, kind: type[SQLModel], *which: Any) -> Any:
    with app.app_context(), unit_of_work(writes=False) as db:
        return db.exec(select(kind.id).where(*which)).first()  # type: ignore[attr-defined]


def pages(app: Flask) -> dict[str, str]:
    """The addresses of the pages with the most to show."""
    taking = col(Petition.opened_at).is_not(None), col(Petition.closed_at).is_(None)
    running = col(Ballot.opened_at).is_not(None), col(Ballot.closed_at).is_(None)
    petition = f"/petitions/{first(app, Petition, *taking)}"
    return {
        "petition": petition,
        "ballot": f"/ballots/{first(app, Ballot, *running)}",
        "demand": f"/demands/{first(app, Demand)}",
        "first page": "/",
        "petitions": "/petitions",
        "live part (304)": f"{petition}/tally",
    }


def known(client: FlaskClient, name: str, address: str) -> Headers:
    """What a browser sends along: of a live part, which one it has."""
    if "304" not in name:
        return {}
    return {"If-None-Match": client.get(address).headers["ETag"]}


def check(client: FlaskClient, address: str, headers: Headers) -> int:
    """That it is the page which is meant; how many bytes it has."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == (304 if headers else 200), (address, answer.status)
    return len(answer.data)


def tell(name: str, found: tuple[float, float, float], size: int) -> None:
    quotient, mine, theirs = found
    aim = AIM_CACHED if "304" in name else AIM
    detail = f"{mine / TIMES * 1000:.2f} ms, {size} B; "
    detail += f"floor {theirs / TIMES * 1000:.2f} ms"
    report(name, quotient, aim, detail)


def often(get: Callable[[], object]) -> Callable[[], object]:
    return lambda: [get() for _ in range(TIMES)]


def in_process(app: Flask, client: FlaskClient) -> None:
    floors = {"bare": hello(), "row": hello_with_a_row(app)}
    for name, address in pages(app).items():
        headers = known(client, name, address)
        size = check(client, address, headers)
        for floor, other in floors.items():
            there = other.test_client()
            found = ratio(
                often(lambda a=address, h=headers: client.get(a, headers=h)),  # type: ignore[misc]
                often(lambda t=there: t.get("/")),  # type: ignore[misc]
                clock=process_time,
            )
            tell(f"{name}: CPU / Flask hello, {floor}", found, size)


def behind_a_server(app: Flask, client: FlaskClient) -> None:
    settings = app.config["SETTINGS"]
    home = {"UNION_DATABASE_URL": settings.database_url}
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie, "somebody is signed in"
    known_by = {"Cookie": f"{cookie.key}={cookie.value}"}
    with (
        served("benchmarks._served:ours()", home) as ours,
        served("benchmarks._served:hello()", {}) as floor,
    ):
        for name, address in pages(app).items():
            headers = dict(known_by)
            if "304" in name:
                headers["If-None-Match"] = ours.tag(address, known_by)
            found, size = _side_by_side(ours, floor, address, headers)
            tell(f"{name}: CPU / Flask hello, served", found, size)


def _side_by_side(
    ours: Served, floor: Served, address: str, headers: Headers
) -> tuple[tuple[float, float, float], int]:
    status, body = ours.get(address, headers)
    assert status == (304 if "If-None-Match" in headers else 200), (address, status)
    found = ratio(
        often(lambda: ours.get(address, headers)),
        often(lambda: floor.get("/", {})),
        clock=lambda: ours.cpu() + floor.cpu(),
    )
    return found, len(body)


def main() -> None:
    with demo_union(MEMBERS) as app:
        chair = content("officers")["people"][0]["sign_in"]
        client = signed_in(app, chair)
        in_process(app, client)
        behind_a_server(app, client)


if __name__ == "__main__":
    main()
