"""A demo union of its own for a benchmark, and a browser signed in to it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from app import create_app
from union.core.db import unit_of_work
from union.core.settings import Settings
from union.members.models import Member
from union.members.rules.sessions import new_session

ROOT = Path(__file__).parents[1]


@contextmanager
def demo_union(members: int) -> Iterator[Flask]:
    """The application on a new SQLite database with the demo in it."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/union.db"
        home = {"UNION_DATABASE_URL": url, "UNION_JOBS_PATH": f"{folder}/jobs.db"}
        words = ["demo", "--members", str(members), "--no-serve"]
        subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, "-m", "union.cli", *words],
            env=environ | home,
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        app = create_app(Settings(database_url=url, testing=True))
        yield app
        app.extensions["engine"].dispose()


def signed_in(app: Flask, sign_in_name: str) -> FlaskClient:
    """The browser of a member."""
    client = app.test_client()
    with app.app_context(), unit_of_work() as db:
        name = col(Member.sign_in_name) == sign_in_name
        session, secret = new_session(db.exec(select(Member).where(name)).one(), "")
        db.add(session)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = secret
    return client
