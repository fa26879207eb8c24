"""Reference elections of others: they lie beside the project, never in it."""

import json
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "counting"
EXPECTATIONS = REFERENCE / "expectations.json"


def elections():
    """What is expected of them; one that is skipped where they are not here."""
    if EXPECTATIONS.exists():
        rows = json.loads(EXPECTATIONS.read_text(encoding="utf-8"))["elections"]
        return [pytest.param(row, id=row["id"]) for row in rows]
    # Data of others, never copied into the project: a checkout alone has none.
    missing = pytest.mark.skip(reason="../shared/data/counting is not here")
    return [pytest.param({}, id="reference elections", marks=missing)]


def pytest_generate_tests(metafunc):
    if "reference" in metafunc.fixturenames:
        metafunc.parametrize("reference", elections())


@pytest.fixture
def ballot_file(reference):
    return REFERENCE / reference["file"]
