"""What routes.csv says of every route: which action it is, and whom it lets in."""

import csv
from dataclasses import dataclass
from pathlib import Path

from tests.access.people import KINDS

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


def rows():
    with (HERE / "routes.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(
                method=line["method"],
                endpoint=line["endpoint"],
                action=line["action"],
                lets_in=with_the_union({n: kinds(line[n]) for n in RELATIONS}),
                state=line["state"],
                form=line["form"],
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


def with_the_union(lets_in):
    """Who administers the root administers every branch: to them none is another."""
    if "BA" in lets_in["same"]:
        lets_in["same"] |= {"U"}
        lets_in["other"] |= {"U"}
    return lets_in


def matrix():
    """By action: whom security.md lets do it, and how."""
    with (HERE / "matrix.csv").open(encoding="utf-8", newline="") as file:
        return {line["action"]: line for line in csv.DictReader(file)}


def routes_of(app):
    """Every (method, endpoint) that somebody could ask for."""
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
