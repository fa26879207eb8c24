"""What is wrong with a file of law, told so that whoever wrote it finds the place."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_TOLD = 20


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, or doubtful: its line, its place, what was expected."""

    line: int  # 0 where the fault is of no line
    where: str  # rules[3].quorum.fraction
    says: str

    def __str__(self) -> str:
        said = f"{self.where}: {self.says}" if self.where else self.says
        return said.replace("\n", "\\n")


class Unlawful(ValueError):
    """A file of law was refused. Its faults say where, the first line first."""

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name, self.faults = name, sorted(set(faults))
        super().__init__("; ".join(self.lines()))

    def lines(self) -> list[str]:
        """FILE:LINE: what is wrong; of very many, the first."""
        told = [self._told(each) for each in self.faults[:MOST_TOLD]]
        left = len(self.faults) - MOST_TOLD
        return [*told, f"{self.name}: and {left} more"] if left > 0 else told

    def _told(self, fault: Fault) -> str:
        place = f"{self.name}:{fault.line}" if fault.line else self.name
        return f"{place}: {fault}"
