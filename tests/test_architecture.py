"""The dependency rule, kept by tests instead of by good intentions."""

import ast
from pathlib import Path

import pytest

UNION = Path(__file__).parent.parent / "union"

# Each row may know the rows before it, none its own neighbours.
FEATURES = [
    {"members"},
    {"rulebook", "documents"},
    {"petitions", "ballots", "counts", "surveys", "cases", "organising"},
    {"demands"},
    {"negotiations"},
]
ALL_FEATURES = {feature for row in FEATURES for feature in row}
INSIDE = {"models", "events", "permissions", "queries", "rules"}
INNER_CORE = {
    "audit",
    "base",
    "errors",
    "events",
    "fields",
    "i18n",
    "letters",
    "once",
    "outbox",
    "prebuilt",
    "pulse",
}
OUTER_CORE = {
    "union.core." + name
    for name in (
        "db",
        "health",
        "jobs",
        "keys",
        "live",
        "logs",
        "migrations",
        "settings",
        "sms",
        "web",
    )
}
FRAMEWORKS = {"flask", "flask_login", "flask_socketio", "flask_limiter", "werkzeug"}
# What each pure package may know of union; nothing else of it, and no framework.
PURE = {
    "law": {"union.core.i18n", "union.law"},
    "counting": {"union.counting"},
    "writers": {"union.paths", "union.writers"},
    "sealed": {"union.sealed"},
}
MET_ONCE = {
    "flask_socketio": {"core/live/wire.py"},
    "flask_limiter": {"core/web/limits.py"},
    "huey": {"core/jobs.py"},
    "prometheus_client": {"core/web/metrics.py"},
    "alembic": {"core/migrations.py"},
    "typst": {"writers/typeset.py"},
    "docx": {"writers/docx.py", "writers/docx_page.py"},
    "segno": {"writers/qr.py"},
    "argon2": {"members/passphrases.py", "members/phones.py"},
    "webauthn": {"members/passkeys.py"},
    "pyotp": {"members/onetime.py"},
    "phonenumbers": {"members/phones.py"},
    "python_calamine": {"members/sheets.py"},
    "zxcvbn": {"members/passphrases.py"},
    "psycopg": set(),
}


def imports(source):
    """Every dotted name that a piece of source imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lies_in(name, packages):
    return any(name == place or name.startswith(place + ".") for place in packages)


def reaches(source, forbidden):
    """The imports that are, or lie inside, one of the forbidden packages."""
    return [name for name in imports(source) if lies_in(name, forbidden)]


def known_to(feature):
    row = next(i for i, row in enumerate(FEATURES) if feature in row)
    return {feature} | {name for before in FEATURES[:row] for name in before}


def forbidden_to(path):
    """What a file of union/ may not import, from where it stands."""
    parts = path.with_suffix("").parts
    everything = {f"union.{feature}" for feature in ALL_FEATURES}
    outside = FRAMEWORKS | OUTER_CORE
    if parts[0] == "cli":
        return {"flask_socketio", "huey"}
    if parts[0] == "core":
        return {"app"} | everything | (outside if parts[1] in INNER_CORE else set())
    if parts[0] in PURE:
        return {"app"} | everything | outside

    others = {f"union.{name}" for name in ALL_FEATURES - known_to(parts[0])}
    return {"app"} | others | (outside if INSIDE & set(parts[1:]) else set())


FILES = sorted(p.relative_to(UNION) for p in UNION.rglob("*/*.py"))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_imports_only_what_its_place_allows(path):
    assert reaches((UNION / path).read_text(), forbidden_to(path)) == []


@pytest.mark.parametrize("path", [p for p in FILES if p.parts[0] in PURE], ids=str)
def test_a_pure_package_knows_only_itself(path):
    ours = [n for n in imports((UNION / path).read_text()) if lies_in(n, {"union"})]

    assert [name for name in ours if not lies_in(name, PURE[path.parts[0]])] == []


@pytest.mark.parametrize("library", MET_ONCE)
def test_each_framework_is_met_in_one_place(library):
    meeting = {str(p) for p in FILES if reaches((UNION / p).read_text(), {library})}

    assert meeting <= MET_ONCE[library]


@pytest.mark.parametrize(
    ("place", "planted"),
    [
        ("core/web/pages.py", "from union.petitions.models import Petition"),
        ("core/events.py", "from flask.globals import g"),
        ("members/models.py", "from union.petitions import rules"),
        ("petitions/rules.py", "from werkzeug.security import safe_join"),
        ("petitions/rules.py", "from union.core.db import db"),
        ("petitions/rules.py", "from union.core.live.wire import revise"),
        ("petitions/rules/sign.py", "import flask"),
        ("petitions/views.py", "from app import create_app"),
        ("petitions/views.py", "from union.ballots.models import Ballot"),
        ("ballots/views.py", "from union.demands.models import Demand"),
        ("writers/pdf.py", "import flask"),
        ("law/thresholds.py", "from union.members.models import Member"),
        ("cli/serve.py", "import huey"),
    ],
)
def test_the_rule_notices_what_breaks_it(place, planted):
    assert reaches(planted, forbidden_to(Path(place)))


@pytest.mark.parametrize(
    "feature", sorted(f for f in ALL_FEATURES if (UNION / f).is_dir())
)
def test_a_feature_can_be_named_without_being_loaded(feature):
    assert list(imports((UNION / feature / "__init__.py").read_text())) == []


def test_only_the_unit_of_work_commits():
    committing = {p.name for p in UNION.rglob("*.py") if ".commit(" in p.read_text()}

    assert committing == {"db.py", "engines.py", "turns.py"}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_import_hides_in_a_function(path):
    tree = ast.parse((UNION / path).read_text())
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))

    assert not [
        node
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
