"""What is documented is there, and what is there is documented."""

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml
from pydantic import SecretStr

from tools import handbook
from union.cli.main import union
from union.core.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text("utf-8")
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
GIT = shutil.which("git")

KINDS = {
    SecretStr: "secret",
    SecretStr | None: "secret or none",
    str: "text",
    str | None: "text or none",
    int: "number",
    bool: "yes or no",
}


def name_of(path):
    return str(path.relative_to(ROOT))


def rows(page):
    """The cells of every line of every table."""
    lines = re.findall(r"^\| (.+) \|$", page, re.MULTILINE)
    return [line.split(" | ") for line in lines]


def as_written(value):
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value in (None, ""):
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_operators_read_of_every_setting_its_kind_and_its_default():
    page = (DOCS / "handbook" / "operators.md").read_text("utf-8")

    told = [row[:3] for row in rows(page) if row[0].startswith("`UNION_")]

    assert told == [
        [f"`UNION_{name.upper()}`", KINDS[field.annotation], as_written(field.default)]
        for name, field in Settings.model_fields.items()
    ]


@pytest.mark.parametrize("path", handbook.pages(), ids=lambda path: path.name)
def test_events_and_permissions_are_listed_as_they_are(path):
    wanted = handbook.pages()[path]

    assert path.read_text("utf-8") == wanted, "run `python -m tools.handbook`"


def test_every_event_explains_itself():
    silent = [kind for kind in handbook.events() if not kind.__doc__ or not kind.says]

    assert silent == []


def test_no_two_kinds_of_event_share_the_name_that_minutes_keep():
    files = [
        p
        for p in (ROOT / "union").rglob("*.py")
        if {"events", "events.py"} & {*p.parts}
    ]
    written = "".join(path.read_text() for path in files)

    names = re.findall(r"^class (\w+)\(", written, re.MULTILINE)

    assert len(names) == len(set(names))


def test_the_readme_knows_everybody_who_can_sign_in_to_the_demo():
    data = ROOT / "union" / "cli" / "demo" / "data" / "officers.yaml"
    told = yaml.safe_load(data.read_text("utf-8"))

    table = README.split("## Demo sign-ins")[1].split("\n## ")[0]

    assert f"`{told['passphrase']}`" in table
    assert rows(table)[1:] == [
        [f"`{person['sign_in']}`", person["office"]["en"]] for person in told["people"]
    ]


def test_the_readme_knows_every_command():
    table = README.split("### The union command")[1].split("\n## ")[0]

    assert sorted(row[0].strip("`") for row in rows(table)[1:]) == sorted(
        commands("union", union)
    )


def commands(name, command):
    """The full name of every command below this one."""
    if not isinstance(command, click.Group):
        return [name]
    below = command.commands.items()
    return [full for word, found in below for full in commands(f"{name} {word}", found)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_is_short_and_has_its_three_parts(path):
    page = path.read_text("utf-8")

    assert re.match(r"# (\d+)\. ", page)[1] == str(int(path.name[:4]))
    assert re.findall(r"^## (.+)", page, re.MULTILINE) == [
        "Context",
        "Choice",
        "Consequence",
    ]
    assert len(page.splitlines()) <= 40


def test_decisions_are_numbered_without_gaps_and_listed():
    index = (DOCS / "decisions" / "README.md").read_text("utf-8")

    listed = re.findall(r"^(\d+)\. \[(.+?)\]\((.+?)\)", index, re.MULTILINE)

    assert [int(path.name[:4]) for path in DECISIONS] == [*range(1, len(DECISIONS) + 1)]
    assert [f"# {number}. {title}" for number, title, _file in listed] == [
        path.read_text("utf-8").partition("\n")[0] for path in DECISIONS
    ]
    assert [file for _number, _title, file in listed] == [p.name for p in DECISIONS]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)", page.read_text("utf-8"))

    for file, heading in links:
        target = page.parent / file if file else page
        assert target.exists(), file
        assert not heading or heading[1:] in anchors(target), heading


def anchors(page):
    """The headings of a page, as links name them."""
    headings = re.findall(r"^#+ (.+)", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in headings}


@pytest.mark.parametrize("name", re.findall(r"`make (\w+)", README))
def test_what_the_readme_makes_can_be_made(name):
    assert re.search(rf"^{name}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


MACHINE = re.compile(r"(?<![\w.~])/(?:work|root|home|Users)/\w|/tmp/\w")
REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|/simple[/]")


# An unpacked archive has no list of what belongs to the project.
@pytest.mark.skipif(not (GIT and (ROOT / ".git").exists()), reason="git is not here")
def test_no_file_names_a_machine_or_a_registry():
    listed = subprocess.check_output(
        [GIT, "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, text=True
    )
    paths = [ROOT / name for name in listed.split("\0") if (ROOT / name).is_file()]

    texts = {name_of(path): path.read_text("utf-8", "ignore") for path in paths}

    named = [n for n, t in texts.items() if MACHINE.search(t) or REGISTRY.search(t)]
    assert named == []
