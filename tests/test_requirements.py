"""The pinned requirements follow pyproject.toml, agree and name no address."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from union.paths import WEB

PROJECT = tomllib.loads((WEB / "pyproject.toml").read_text())
RUN = [
    *PROJECT["project"]["dependencies"],
    *chain(*PROJECT["project"]["optional-dependencies"].values()),
]
WANTED = {
    "requirements.txt": RUN,
    "requirements-dev.txt": RUN + PROJECT["dependency-groups"]["dev"],
    "requirements-peers.txt": RUN + PROJECT["dependency-groups"]["peers"],
}


def pins(name):
    """The version of each package in a requirements file."""
    text = (WEB / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", WANTED)
def test_whatever_pyproject_asks_for_is_pinned(name):
    pinned = pins(name)
    asked = [Requirement(requirement) for requirement in WANTED[name]]

    assert [
        str(one)
        for one in asked
        if not one.specifier.contains(pinned.get(canonicalize_name(one.name), "0"))
    ] == []


def test_every_set_has_the_same_versions():
    run = pins("requirements.txt").items()

    assert run <= pins("requirements-dev.txt").items()
    assert run <= pins("requirements-peers.txt").items()


@pytest.mark.parametrize("name", WANTED)
def test_every_pin_has_its_digest_and_no_address(name):
    text = (WEB / name).read_text()
    _heading, *entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)

    assert "://" not in text
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_whatever_the_hall_imports_is_in_its_requirements():
    pinned = pins("requirements.txt").keys()
    sources = [WEB / "app.py", *(WEB / "union").rglob("*.py")]
    imported = {name for path in sources for name in imported_by(path)}

    packages = packages_distributions()

    assert {
        name
        for name in imported - sys.stdlib_module_names - {"app", "union"}
        if pinned.isdisjoint(map(canonicalize_name, packages.get(name, [])))
    } == set()


def imported_by(path):
    """The top names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]
