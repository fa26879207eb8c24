"""What `make bench` runs still finds what it measures: nothing else runs it in CI."""

import ast
from importlib import import_module
from importlib.util import find_spec

import pytest

from union.paths import WEB

BENCHMARKS = sorted(path.name for path in (WEB / "benchmarks").glob("*.py"))
OURS = {"app", "benchmarks", "tests", "tools", "union"}


def borrowed(name):
    """Which names of ours a benchmark takes from where."""
    tree = ast.parse((WEB / "benchmarks" / name).read_text("utf-8"))
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [
        (node.module, alias.name)
        for node in taken
        for alias in node.names
        if node.module.partition(".")[0] in OURS - {"benchmarks"}
    ]


def is_there(home, one):
    """Whether a module has this name, be it of a module within."""
    return hasattr(import_module(home), one) or find_spec(f"{home}.{one}")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_finds_what_it_measures(name):
    taken = borrowed(name)

    missing = [f"{home}.{one}" for home, one in taken if not is_there(home, one)]

    assert missing == []
