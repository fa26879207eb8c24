"""No float stands in the counting core, in its source or in what it tells."""

import ast
import json
from pathlib import Path

import pytest

from tests.counting.elections import count, judge
from union import counting
from union.counting.report import decimal
from union.counting.rules import PAPER_RULES

SOURCES = sorted(Path(counting.__file__).parent.glob("*.py"))
FORBIDDEN = {"float", "round", "math.sqrt", "random"}


def floats(source):
    """Where a float could come from: its own notation, its names, and division."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"line {node.lineno}: {node.value}"
        elif isinstance(node, ast.Name) and node.id in FORBIDDEN:
            yield f"line {node.lineno}: {node.id}"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield f"line {node.lineno}: a division"


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.name != "recount.py"], ids=lambda p: p.name
)
def test_a_module_of_the_core_has_no_float(path):
    assert list(floats(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("planted", ["x = 0.5", "x = 1 / 2", "x = float(y)", "x = 1e3"])
def test_a_planted_float_is_found(planted):
    assert list(floats(planted))


def all_of(value):
    yield value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from all_of(one)


@pytest.mark.parametrize("rule", PAPER_RULES)
def test_a_report_has_numbers_as_text_or_whole(rule):
    report = count(rule, {"A B": 7, "B": 4, "C A": 3}, seats=1)

    assert not [value for value in all_of(report) if isinstance(value, float)]
    assert json.loads(json.dumps(report)) == report


def test_a_report_on_numbers_has_them_whole():
    report = judge("yes-no", {"yes": 5, "no": 4, "members": 12})

    assert not [value for value in all_of(report) if isinstance(value, float)]


@pytest.mark.parametrize(
    ("scaled", "places", "said"),
    [
        (1914, 0, "1914"),
        (191400001, 5, "1914.00001"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (-1234567, 5, "-12.34567"),
        (0, 9, "0.000000000"),
    ],
)
def test_a_scaled_number_is_said_in_decimals(scaled, places, said):
    assert decimal(scaled, places) == said
