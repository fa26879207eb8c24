"""What routes.csv says of every route: which action it is, and whom it lets in."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.access.people import KINDS, OFFICES

HERE = Path(__file__).parent
RELATIONS = ("own", "same", "other", "none")
ALIASES = {
    "all": set(KINDS),
    "signed-in": set(KINDS) - {"X"},
    "joined": set(KINDS) - {"X", "G"},
    "current": set(KINDS) - {"X", "G", "W", "Z"},
    "full": set(KINDS) - {"X", "G", "W", "Z", "P"},
}


@dataclass(frozen=True)
class Row:
    """One route: its form in the middle of what a person would send."""

    method: str
    endpoint: str
    action: str
    lets_in: dict[str, set[str]]  # by relation
    state: str  # of what the address is about
    form: str
    why: str  # it departs from the matrix


def rows(name="routes.csv"):
    """Of permissions.csv, too: there a function stands where a route does."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [
            Row(
                method=line.get("method", ""),
                endpoint=line.get("endpoint") or line["permission"],
                action=line["action"],
                lets_in=lets_in(line),
                state=line.get("state", ""),
                form=line.get("form", ""),
                why=line["why"],
            )
            for line in csv.DictReader(file)
        ]


def kinds(written):
    """«current X» -> every current member, and strangers; «-Z» takes one away."""
    found = set()
    for word in written.split():
        if word.startswith("-"):
            found -= {word[1:]}
        else:
            found |= ALIASES.get(word, {word})
    assert found <= set(KINDS), written
    return found


def lets_in(line):
    """Whom a route lets in, by relation.

    Who administers the root administers every branch: to them none is another; «-U»
    where it takes more than an office, a place on a roll.
    """
    found = {name: kinds(line.get(name, "")) for name in RELATIONS}
    if "BA" in found["same"]:
        found["same"] |= {"U"}
        found["other"] |= {"U"} - ({"U"} if "-U" in line["other"] else set())
    if "BA" in found["own"]:
        found["own"] |= {"U"}
    return found


@cache
def matrix():
    """By action: whom security.md lets do it, and how."""
    with (HERE / "matrix.csv").open(encoding="utf-8", newline="") as file:
        return {line["action"]: line for line in csv.DictReader(file)}


def allowed(action):
    """Who may do it. Who holds an office is a member too, and keeps what they may."""
    found = {kind for kind in KINDS if matrix()[action].get(kind, "-") != "-"}
    return found | set(OFFICES) if "M" in found else found


def routes_of(app):
    """Every (method, endpoint) that somebody could ask for."""
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
