"""The law by which this house counts, chosen once when the application is made."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from union.law.faults import Fault, Unlawful
from union.law.packs import Pack
from union.law.shelf import shelf

KZ = "KZ"

_chosen: dict[str, tuple[Mapping[str, Pack], str]] = {}  # "here", or nothing yet


def choose(pack_id: str = KZ, own: Path | None = None) -> None:
    """Count by this pack from now on. Raises Unlawful for a file that is wrong."""
    packs = shelf(own) if own else _carried()
    if pack_id not in packs:
        known = ", ".join(sorted(packs))
        says = f"there is no pack «{pack_id}»; expected one of: {known}"
        raise Unlawful(str(own or "union/law/data"), [Fault(0, "", says)])
    _chosen["here"] = packs, pack_id


def packs() -> Mapping[str, Pack]:
    """All packs that can be read in this house, by their ids."""
    return _chosen["here"][0] if _chosen else _carried()


def the_pack() -> Pack:
    """The pack of this house; Kazakhstan's where nobody has chosen."""
    return packs()[_chosen["here"][1] if _chosen else KZ]


@cache
def _carried() -> Mapping[str, Pack]:
    return shelf()
