"""What each storm cost, told at the end: acknowledged, stored, lost, doubled."""

import os
from dataclasses import dataclass

import pytest

ALL = os.environ.get("FAULTS") == "all"
told = []


@dataclass
class Toll:
    """One kind of fault: how often it fired, and what became of what was promised."""

    kind: str
    points: int
    acknowledged: int
    stored: int
    lost: int
    doubled: int
    more: str = ""

    def __str__(self):
        counts = (
            f"{self.points} points, {self.acknowledged} acknowledged, "
            f"{self.stored} stored, {self.lost} lost, {self.doubled} doubled"
        )
        return f"storms: {self.kind}: {counts}{self.more and f', {self.more}'}"


@pytest.fixture
def toll():
    """Note what a storm cost; printed even if the test then fails."""

    def note(kind, points, acknowledged, stored, doubled=0, more=""):
        lost = len(acknowledged - stored)
        counts = (points, len(acknowledged), len(stored), lost, doubled)
        told.append(Toll(kind, *counts, more))
        return told[-1]

    return note


@pytest.fixture
def extent():
    """How much of something: a little as a rule, all of it by FAULTS=all."""
    return lambda little, all_: all_ if ALL else little


def pytest_terminal_summary(terminalreporter):
    for one in told:
        terminalreporter.line(str(one))
