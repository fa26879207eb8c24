"""A union begins: the root of its tree, the platforms and the cities it knows."""

from typing import Any
from uuid import uuid4

import yaml
from sqlmodel import Session, col, select

from union.members.models import Branch, City, Platform
from union.paths import PACKAGE

DATA = PACKAGE / "members" / "data"


def root_of(db: Session) -> Branch | None:
    """The union itself, if it has been founded."""
    return db.exec(select(Branch).where(col(Branch.parent_id).is_(None))).first()


def found(db: Session, names: dict[str, str]) -> Branch:
    """Found a union of this name in kk, ru and en, with the platforms and cities known.

    Founding twice is founding once.
    """
    if root := root_of(db):
        return root
    root = branch(names, under=None)
    db.add(root)
    for row in _load("platforms")["platforms"]:
        db.add(Platform(id=row["id"], name=row["name"], origin=row["origin"], work=row["work"]))  # fmt: skip  # noqa: E501
    for row in _load("cities")["cities"]:
        db.add(City(id=row["id"], **named(row["name"])))
    return root


def branch(names: dict[str, str], *, under: Branch | None) -> Branch:
    """A new branch below another, or the root of a new tree."""
    id_ = uuid4()
    path = f"{under.path if under else ''}{id_.hex}/"
    parent_id = under.id if under else None
    return Branch(id=id_, parent_id=parent_id, path=path, **named(names))


def named(names: dict[str, str]) -> dict[str, Any]:
    """{"kk": "Алматы"} -> {"name_kk": "Алматы"}."""
    return {f"name_{language}": name for language, name in names.items()}


def _load(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
