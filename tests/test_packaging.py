"""The wheel carries the whole hall and works far from the checkout."""

import os
import site
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from union.paths import WEB

IN_THE_WHEEL = {
    "app.py": "app.py",
    "migrations": "union/_web/migrations",
    "static": "union/_web/static",
    "templates": "union/_web/templates",
    "union": "union",
}
VISIT = """
import re
from app import create_app

visitor = create_app().test_client()
page = visitor.get("/", follow_redirects=True)
style = re.search(r'href="(/static/[^"]+[.]css[^"]*)"', page.text)[1]
print(re.search("<html[^>]*>", page.text)[0], visitor.get(style).status)
"""
NOT_CODE = {".css", ".html", ".js", ".json", ".po", ".ttf", ".typ", ".yaml"}


def run(*command, **options):
    done = subprocess.run(
        command, capture_output=True, check=False, text=True, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=WEB
    )
    return next(folder.glob("ortaq-*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """A folder with an environment of its own; only the dependencies are borrowed."""
    place = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", "--without-pip", place / "venv")
    python = place / "venv/bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps"]
    run(*pip, "--no-index", "--disable-pip-version-check", wheel)
    home = next((place / "venv").glob("lib/python3*/site-packages"))
    (home / "borrowed.pth").write_text("\n".join(site.getsitepackages()))
    return place


@pytest.fixture
def there(elsewhere):
    """Run a program of that environment in that folder, without a word from here."""
    clean = {"PATH": os.environ["PATH"], "UNION_DATABASE_URL": "sqlite:///union.db"}

    def run_there(program, *arguments):
        return run(
            elsewhere / "venv/bin" / program, *arguments, cwd=elsewhere, env=clean
        )

    return run_there


def files_of_the_hall():
    for source, target in IN_THE_WHEEL.items():
        place = WEB / source
        for path in [place] if place.is_file() else place.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield str(Path(target) / path.relative_to(place))


def test_the_wheel_carries_every_file_and_nothing_else(wheel):
    hall = set(files_of_the_hall())

    carried = set(ZipFile(wheel).namelist())

    assert hall - carried == set()
    assert {name for name in carried - hall if ".dist-info/" not in name} == set()
    assert {Path(name).suffix for name in carried} >= NOT_CODE


def test_the_wheel_carries_the_licence(wheel):
    with ZipFile(wheel) as carried:
        licence = next(name for name in carried.namelist() if name.endswith("/LICENSE"))

        assert carried.read(licence) == (WEB / "LICENSE").read_bytes()


def test_the_code_comes_from_the_wheel(there, elsewhere):
    web = there("python", "-c", "from union.paths import WEB; print(WEB)").strip()

    assert Path(web).is_relative_to(elsewhere)
    assert (Path(web) / "templates").is_dir()


def test_the_command_runs_in_another_directory(there):
    assert "Usage: union" in there("union", "--help")


def test_tables_pages_and_styles_come_from_the_wheel(there):
    assert "up to date" in there("union", "db", "upgrade")

    seen = there("python", "-c", VISIT)

    assert 'lang="kk"' in seen
    assert "200 OK" in seen
