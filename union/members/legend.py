"""What a list of members means by its ids, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from union.core.i18n import gettext as _
from union.members.models import STANDINGS, Branch, Unit
from union.members.queries.lists import Line


@dataclass(frozen=True)
class Legend:
    """The branches, platforms and cities that lines of a list name."""

    branches: dict[UUID, str]
    platforms: dict[str, str]
    cities: dict[str, str]

    def works(self, line: Line) -> str:
        """Where somebody works: «Glovo, Almaty; Wolt, Almaty»."""
        return "; ".join(
            f"{self.platforms.get(platform, platform)}, {self.cities.get(city, city)}"
            for platform, city in line.works
        )

    def about(self, line: Line) -> str:
        """What stands below a name."""
        said = self.branches[line.branch_id], _(STANDINGS[line.standing])
        return " · ".join(words for words in (*said, self.works(line)) if words)


def legend_of(branches: Iterable[Branch], units: Iterable[Unit]) -> Legend:
    """The legend of lists about these branches; people may work in any unit."""
    units = sorted(units, key=lambda unit: (unit.platform.name, unit.city.name))
    return Legend(
        branches={branch.id: branch.name for branch in branches},
        platforms={unit.platform_id: unit.platform.name for unit in units},
        cities={unit.city_id: unit.city.name for unit in units},
    )
