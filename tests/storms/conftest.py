"""What each storm cost, told at the end: acknowledged, stored, lost, doubled."""

import os
from dataclasses import dataclass

import pytest

from tests.tally import note

ALL = os.environ.get("FAULTS") == "all"


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

    def take(kind, points, acknowledged, stored, doubled=0, more=""):
        lost = len(acknowledged - stored)
        counts = (points, len(acknowledged), len(stored), lost, doubled)
        return note(Toll(kind, *counts, more))

    return take


@pytest.fixture
def extent():
    """How much of something: a little as a rule, all of it by FAULTS=all."""
    return lambda little, all_: all_ if ALL else little
