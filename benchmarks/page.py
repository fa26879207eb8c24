"""A petition's page, read by a member of two thousand, beside a bare Flask «hello».

Both in process by Flask's test client: what is counted is what the application does.
"""

from time import process_time

from flask import Flask
from sqlmodel import col, select

from benchmarks._hall import demo_union, signed_in
from benchmarks._paired import ratio, report
from union.cli.demo.content import content
from union.core.db import unit_of_work
from union.petitions.models import Petition

MEMBERS = 2_000
TIMES = 60


def hello() -> Flask:
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def open_petition(app: Flask) -> str:
    """The address of the petition with the most to show."""
    taking = col(Petition.opened_at).is_not(None), col(Petition.closed_at).is_(None)
    with app.app_context(), unit_of_work(writes=False) as db:
        return f"/petitions/{db.exec(select(Petition.id).where(*taking)).first()}"


def main() -> None:
    with demo_union(MEMBERS) as app:
        chair = content("officers")["people"][0]["sign_in"]
        ours, floor = signed_in(app, chair), hello().test_client()
        address = open_petition(app)
        answer = ours.get(address)
        assert answer.status_code == 200, answer.status

        quotient, mine, theirs = ratio(
            lambda: [ours.get(address) for _ in range(TIMES)],
            lambda: [floor.get("/") for _ in range(TIMES)],
            clock=process_time,
        )

    detail = (
        f"page {mine / TIMES * 1000:.2f} ms, {len(answer.data)} B; "
        f"hello {theirs / TIMES * 1000:.2f} ms"
    )
    report("petition page, signed in: CPU / Flask hello", quotient, "<= 6", detail)


if __name__ == "__main__":
    main()
