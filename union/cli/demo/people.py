"""The people of the demo: branches, units, officers who can sign in, and the many."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID, uuid4

from mimesis import Locale, Person
from sqlalchemy import insert
from sqlmodel import Session

from union.cli.demo.content import content
from union.core.base import now
from union.members.founding import branch, found
from union.members.models import Branch, HeldRole, Member, Office, Role, Unit, WorksIn
from union.members.names import folded, sought
from union.members.passphrases import hash_of

SEED = 20261123
SINCE, SERVES = timedelta(days=500), timedelta(days=410)
BATCH = 5_000
TOLD_EVERY = 50_000
LANGUAGES = ("kk", "kk", "kk", "ru", "ru")

Tell = Callable[[str], None]


@dataclass
class People:
    """Who was made, by the keys the demo's files use."""

    branches: dict[str, Branch]
    officers: dict[str, Member]
    many: int  # of all of them

    def __getitem__(self, key: str) -> Member:
        return self.officers[key]


def settle(db: Session, members: int, tell: Tell) -> People:
    """Found the demo union and let this many people live in it, the same each time."""
    dice = random.Random(SEED)  # noqa: S311  (a demo must be the same each time)
    branches = _plant_branches(db)
    db.flush()
    units = _count_units(db)
    officers = _appoint(db, branches)
    db.flush()
    homes = _homes(branches, units)
    _settle_the_many(db, members - len(officers), homes, dice, tell)
    return People(branches, officers, members)


def _plant_branches(db: Session) -> dict[str, Branch]:
    tree = content("branches")
    root = found(db, tree["union"]["full_name"])
    db.flush()  # the cities come before the branches that answer for them
    branches = {tree["union"]["key"]: root}
    for city in tree["branches"]:
        branches[city["key"]] = branch(city["name"], under=root)
        branches[city["key"]].city_id = city["city"]
        for zone in city["zones"]:
            branches[zone["key"]] = branch(zone["name"], under=branches[city["key"]])
    db.add_all(branches.values())
    return branches


def _count_units(db: Session) -> dict[str, list[UUID]]:
    """The units of each city, with the demo's estimates of how many work there."""
    workforce = content("branches")["workforce"]
    units: dict[str, list[UUID]] = {}
    for city, platforms in workforce["units"].items():
        for platform, size in platforms.items():
            unit = Unit(
                platform_id=platform,
                city_id=city,
                workforce=size,
                workforce_source=workforce["source"]["kk"],
                workforce_on=workforce["date"],
            )
            db.add(unit)
            units.setdefault(city, []).append(unit.id)
    return units


def _appoint(db: Session, branches: dict[str, Branch]) -> dict[str, Member]:
    told = content("officers")
    passphrase = hash_of(told["passphrase"])
    officers = {
        person["key"]: _officer(person, branches, passphrase)
        for person in told["people"]
    }
    db.add_all(officers.values())
    db.flush()
    for person in told["people"]:
        kinds = {Role(held["role"]) for held in person["roles"]}
        db.add_all(Office(member_id=officers[person["key"]].id, role=r) for r in kinds)
        for held in person["roles"]:
            db.add(
                HeldRole(
                    member_id=officers[person["key"]].id,
                    role=Role(held["role"]),
                    branch_id=branches[held["branch"]].id,
                    granted_at=now() - SERVES,
                    **_the_two(person["key"], officers),
                )
            )
    return officers


def _the_two(key: str, officers: dict[str, Member]) -> dict[str, Any]:
    """On whose word somebody serves; the first two were appointed from outside."""
    if key in ("chair", "secretary"):
        return {"granted_by": None}
    chair, secretary = officers["chair"], officers["secretary"]
    return {"granted_by": chair.id, "seconded_by": secretary.id}


def _officer(
    person: dict[str, Any], branches: dict[str, Branch], hashed: str
) -> Member:
    ages = {"pending": None, "probationer": timedelta(days=5), "member": SINCE}
    age = ages[person["standing"]]
    return Member(
        name=person["display_name"],
        name_key=sought(person["display_name"]),
        sign_in_name=person["sign_in"],
        sign_in_key=folded(person["sign_in"]),
        passphrase_hash=hashed,
        language=person["language"],
        branch_id=branches[person["branch"]].id,
        joined_at=now() - (age or timedelta(days=1)),
        admitted_at=now() - age if age else None,
    )


def _settle_the_many(
    db: Session,
    many: int,
    homes: "Homes",
    dice: random.Random,
    tell: Tell,
) -> None:
    """Everybody without an office; they have no passphrase that anybody knows."""
    names = _names()
    for start in range(0, many, BATCH):
        rows, works = [], []
        for number in range(start, min(start + BATCH, many)):
            city, home = dice.choices(homes.places, homes.weights)[0]
            row = _courier(next(names), number, home, dice)
            rows.append(row)
            units = homes.units.get(city, [])
            for unit in dice.sample(units, k=min(2, len(units))):
                works.append({"member_id": row["id"], "unit_id": unit})
        db.execute(insert(Member), rows)
        db.execute(insert(WorksIn), works)
        if (start + BATCH) % TOLD_EVERY == 0:
            tell(f"{start + BATCH:,} people")


def _courier(name: str, number: int, home: UUID, dice: random.Random) -> dict[str, Any]:
    joined: datetime = now() - timedelta(days=dice.randint(20, 480))
    return {
        "id": uuid4(),
        "name": name,
        "name_key": sought(name),
        "sign_in_name": f"demo-{number}",
        "sign_in_key": f"demo-{number}",
        "passphrase_hash": "",
        "language": dice.choice(LANGUAGES),
        "branch_id": home,
        "joined_at": joined,
        "admitted_at": joined + timedelta(days=1),
    }


@dataclass
class Homes:
    """Where people live, and how likely each place is."""

    places: list[tuple[str, UUID]]
    weights: list[int]
    units: dict[str, list[UUID]]


def _homes(branches: dict[str, Branch], units: dict[str, list[UUID]]) -> Homes:
    places, weights = [], []
    for city in content("branches")["branches"]:
        in_zones = sum(zone["members"] for zone in city["zones"])
        for place in ({**city, "members": city["members"] - in_zones}, *city["zones"]):
            places.append((city["key"], branches[place["key"]].id))
            weights.append(place["members"])
    return Homes(places, weights, units)


def _names() -> Iterator[str]:
    """Names as couriers of Kazakhstan bear them, in both languages, without end."""
    speakers = [
        Person(Locale.KK, seed=SEED),
        Person(Locale.RU, seed=SEED),
        Person(Locale.KK, seed=SEED + 1),
    ]
    for person in cycle(speakers):
        yield person.full_name()
