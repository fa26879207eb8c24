"""What the browser's half weighs: a courier pays for each byte."""

import gzip
import re

import pytest

from tests.sealed.browsers import MODULES
from union.paths import STATIC, WEB

ALL, A_VOTER = 8_192, 8_000
FILES = sorted(MODULES.glob("*.js"))


def weight(*files):
    return len(gzip.compress(b"".join(file.read_bytes() for file in files), 9))


def reached(file, found=None):
    """A module and all that it imports when it is loaded."""
    found = set() if found is None else found
    found.add(file)
    for path in re.findall(r'^(?:import|\}) .*?"(\..+?)";$', file.read_text(), re.M):
        if (other := (file.parent / path).resolve()) not in found:
            reached(other, found)
    return found


def test_all_of_it_is_light():
    assert 1_000 < weight(*FILES) <= ALL


def test_a_voters_phone_fetches_little_file_by_file():
    fetched = reached(MODULES / "desk.js") | reached(MODULES / "worker.js")

    left = {file.name for file in FILES} - {file.name for file in fetched}
    assert left == {"tellers.js"}
    assert sum(map(weight, fetched)) <= A_VOTER


def test_nobody_fetches_it_who_does_not_vote():
    others = [STATIC / "js" / name for name in ("forms.js", "live.js", "share.js")]

    assert not [file for file in others if "sealed" in file.read_text("utf-8")]
    assert "js/sealed" not in (WEB / "templates" / "base.html").read_text("utf-8")
    assert not list(STATIC.rglob("service*.js"))  # else look what it fetches beforehand


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_module_is_short_and_draws_in_one_place_only(file):
    words = file.read_text("utf-8")

    assert len(words.splitlines()) <= 150
    assert "Math.random" not in words
    assert words.count("getRandomValues") == (file.name == "group.js")
    assert set(re.findall(r'from "(.+?)"', words)) <= {
        f"./{other.name}" for other in FILES
    } | {"../trusted.js"}
