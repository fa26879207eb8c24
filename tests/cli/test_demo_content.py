"""The words the demo seeds: three languages, equal numbers, the product's limits."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

import union

DEMO = Path(union.__file__).parent / "cli" / "demo" / "data"
SEED = Path(union.__file__).parent / "members" / "data"
FILES = sorted([*DEMO.glob("*.yaml"), *SEED.glob("*.yaml")])
LANGUAGES = {"kk", "ru", "en"}
UNTRANSLATED = {"counts", "platforms", "words", "common_passphrases"}
NO_BREAK = "\N{NO-BREAK SPACE}"

Text = tuple[str, dict[str, str], Sequence[str]]


def read(name: str) -> Any:
    return yaml.safe_load((DEMO / f"{name}.yaml").read_text(encoding="utf-8"))


def texts(node: Any, where: str = "", stale: Sequence[str] = ()) -> Iterator[Text]:
    """Every text in three languages, its place, and the languages that lag behind."""
    match node:
        case {"kk": str()} | {"ru": str()} | {"en": str()}:
            yield where, node, stale
        case dict():
            for key, item in node.items():
                yield from texts(item, f"{where}.{key}", node.get("stale", stale))
        case list():
            for index, item in enumerate(node):
                yield from texts(item, f"{where}[{index}]", stale)


def strings(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield node
        case dict():
            for item in node.values():
                yield from strings(item)
        case list():
            for item in node:
                yield from strings(item)


def numbers(text: str) -> list[str]:
    """The numbers of a text, thousands joined: 2 200 and 2,200 are one number."""
    return sorted(
        re.sub(r"\D", "", number)
        for number in re.findall(rf"\d+(?:[{NO_BREAK},]\d{{3}}(?!\d))*", text)
    )


def sums(text: str) -> list[str]:
    """The sums of money of a text, whichever side the sign stands on."""
    found = re.findall(rf"₸[\d,]+\d|₸\d|\d[\d{NO_BREAK}]*₸", text)
    return sorted(re.sub(r"\D", "", one) for one in found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_speaks_three_languages(file: Path) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))

    found = list(texts(content))

    assert found or file.stem in UNTRANSLATED
    for where, text, _ in found:
        assert text.keys() == LANGUAGES, where


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_string_is_empty_or_padded(file: Path) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))

    found = list(strings(content))

    assert all(text and text == text.strip() and "  " not in text for text in found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_numbers_and_sums_are_the_same_in_every_language(file: Path) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))

    for where, text, stale in texts(content):
        current = [words for language, words in text.items() if language not in stale]
        assert len({tuple(numbers(words)) for words in current}) == 1, where
        assert len({tuple(sums(words)) for words in current}) == 1, where


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_sums_do_not_break_across_lines(file: Path) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))

    assert not [
        text for text in strings(content) if re.search(r"\d [₸%]|\d \d{3}(?!\d)", text)
    ]


def test_a_number_is_read_alike_in_every_spelling() -> None:
    assert (
        numbers(f"2{NO_BREAK}200{NO_BREAK}₸, 10{NO_BREAK}%")
        == numbers("₸2,200 and 10%")
        == ["10", "2200"]
    )
    assert (
        sums(f"5{NO_BREAK}000{NO_BREAK}000{NO_BREAK}₸")
        == sums("₸5,000,000.")
        == ["5000000"]
    )


def test_members_of_the_branches_add_up() -> None:
    content = read("branches")

    assert (
        sum(branch["members"] for branch in content["branches"]) == content["members"]
    )
    for branch in content["branches"]:
        assert sum(zone["members"] for zone in branch["zones"]) <= branch["members"]


def test_branches_and_units_stand_in_known_cities_and_platforms() -> None:
    cities = {
        city["id"]
        for city in yaml.safe_load((SEED / "cities.yaml").read_text(encoding="utf-8"))[
            "cities"
        ]
    }
    platforms = {
        row["id"]
        for row in yaml.safe_load(
            (SEED / "platforms.yaml").read_text(encoding="utf-8")
        )["platforms"]
    }
    content = read("branches")

    assert len(cities) == 14
    assert len(platforms) == 9
    assert {branch["city"] for branch in content["branches"]} <= cities
    assert content["workforce"]["units"].keys() <= cities
    for unit in content["workforce"]["units"].values():
        assert unit.keys() <= platforms


def test_each_person_signs_in_by_two_words_and_a_number() -> None:
    content = read("officers")
    names = [person["sign_in"] for person in content["people"]]

    assert len(set(names)) == len(names)
    assert all(
        re.fullmatch(r"[а-яәғқңөұүһі]+-[а-яәғқңөұүһі]+-\d{2}", name) for name in names
    )
    assert len(content["passphrase"].split()) == 5
    assert len(content["passphrase"]) >= 20


def test_every_role_of_the_chain_has_a_person() -> None:
    people = read("officers")["people"]
    held = {role["role"] for person in people for role in person["roles"]}
    standings = {person["standing"] for person in people}

    assert held == {
        "branch_admin",
        "steward",
        "returning_officer",
        "teller",
        "representative",
        "caseworker",
        "system_admin",
    }
    assert standings == {"member", "probationer", "pending"}


def test_people_and_branches_named_elsewhere_exist() -> None:
    people = {person["key"] for person in read("officers")["people"]}
    tree = read("branches")
    branches = {tree["union"]["key"]} | {
        node["key"]
        for city in tree["branches"]
        for node in [city, *city.get("zones", [])]
    }
    things = [
        *read("petitions")["petitions"],
        *read("demands")["demands"],
        *read("ballots")["ballots"],
    ]
    placed = [*things, *read("officers")["people"]]
    officers = (
        "author",
        "chair",
        "secretary",
        "sponsors",
        "tellers",
        "returning_officers",
    )
    named = {
        key
        for thing in things
        for office in officers
        for key in _listed(thing.get(office, []))
    }

    assert named <= people
    assert {thing["branch"] for thing in placed} <= branches
    assert {
        role["branch"]
        for person in read("officers")["people"]
        for role in person["roles"]
    } <= branches


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@pytest.mark.parametrize("name", ["petitions", "demands", "ballots"])
def test_titles_fit_their_field(name: str) -> None:
    for thing in read(name)[name]:
        assert all(len(title) <= 120 for title in thing["title"].values()), thing["key"]


def test_words_of_support_are_thirty_and_short() -> None:
    words = read("petitions")["words_of_support"]

    assert {language: len(said) for language, said in words.items()} == {
        "kk": 15,
        "ru": 12,
        "en": 3,
    }
    assert all(len(text) <= 280 for said in words.values() for text in said)


def test_an_open_petition_is_still_short_of_its_goal_and_a_closed_one_passed_it() -> (
    None
):
    petitions = {
        petition["key"]: petition for petition in read("petitions")["petitions"]
    }

    assert petitions["waiting-time"]["signers"] == 500
    assert petitions["waiting-time"]["goal"] == 600
    assert petitions["ice-days"]["signers"] >= petitions["ice-days"]["goal"]
    assert {petition["state"] for petition in petitions.values()} == {
        "open",
        "closed",
        "draft",
    }


def test_disclosure_covers_every_signer() -> None:
    for petition in read("petitions")["petitions"]:
        assert sum(petition["disclosure"].values()) in {0, 100}, petition["key"]


def test_the_demand_has_nine_whole_clauses() -> None:
    demand = read("demands")["demands"][0]

    assert len(demand["clauses"]) == 9
    for clause in demand["clauses"]:
        assert {"heading", "claim", "reason", "measure"} <= clause.keys()
        assert clause["within_days"] > 0
        assert not clause.get("stale")


def test_two_earlier_versions_say_three_clauses_differently() -> None:
    demand = read("demands")["demands"][0]
    now = {clause["key"]: clause for clause in demand["clauses"]}

    assert [earlier["version"] for earlier in demand["earlier"]] == [1, 2]
    for earlier in demand["earlier"]:
        assert len(earlier["clauses"]) == 3
        for clause in earlier["clauses"]:
            assert clause["claim"]["kk"] != now[clause["key"]]["claim"]["kk"]
    assert [
        clause["key"] for clause in demand["earlier"][1]["clauses"] if clause["stale"]
    ] == ["equal-pay"]


def test_the_stale_russian_text_is_the_one_of_the_version_before() -> None:
    first, second = (
        version["clauses"] for version in read("demands")["demands"][0]["earlier"]
    )
    before = next(clause for clause in first if clause["key"] == "equal-pay")
    after = next(clause for clause in second if clause["key"] == "equal-pay")

    assert after["claim"]["ru"] == before["claim"]["ru"]
    assert after["claim"]["kk"] != before["claim"]["kk"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_arguments_for_and_against_are_of_equal_length(language: str) -> None:
    for ballot in read("ballots")["ballots"]:
        if arguments := ballot.get("arguments"):
            lengths = sorted(
                len(arguments[side][language]) for side in ("for", "against")
            )
            assert lengths[1] <= lengths[0] * 1.1, ballot["key"]


def test_results_add_up_to_all_papers() -> None:
    for ballot in read("ballots")["ballots"]:
        shares = ballot.get("shape") or {
            option["key"]: option["share"] for option in ballot["options"]
        }
        assert sum(shares.values()) == 100, ballot["key"]


def test_the_ratifying_ballot_names_the_demand_and_meets_both_quorums() -> None:
    ballot = read("ballots")["ballots"][0]

    assert ballot["demand"] == read("demands")["demands"][0]["key"]
    assert ballot["quorum"]["fraction"] == "2/3"
    assert ballot["alternative"]["quorum"]["fraction"] == "1/2"
    assert ballot["turnout"] * 3 >= 2 * 100


def test_a_demand_points_to_a_ballot_and_a_petition_that_exist() -> None:
    demands = read("demands")["demands"]
    ballots = {ballot["key"] for ballot in read("ballots")["ballots"]}
    petitions = {petition["key"] for petition in read("petitions")["petitions"]}

    assert {demand["ballot"] for demand in demands} <= ballots | {None}
    assert {demand["petition"] for demand in demands} <= petitions | {None}
