"""The `union` command, run as an operator runs it."""

import pytest

from tests.cli.hall import refusal

COMMANDS = ["demo", "serve", "worker", "db upgrade", "db check", "db backup"]
COMMANDS += ["db restore", "db erase-again", "create-admin", "appoint", "routes"]
SAFE = {
    "UNION_SECRET_KEY": "s" * 40,
    "UNION_SEALING_KEY": "k" * 40,
    "UNION_FIELD_KEYS": "f" * 40,
    "UNION_INDEX_KEY": "i" * 40,
    "UNION_PUBLIC_URL": "https://ortaq.example",
}
ADMIN = ["--name", "Артём", "--sign-in-name", "темір кілт 90"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(union, command):
    told = union(*command.split(), "--help")

    assert told.returncode == 0
    assert len(told.stdout.splitlines()) > 3


def test_routes_are_listed_with_their_doors(union):
    told = union("routes").stdout

    assert any("public" in line and "/sign-in" in line for line in told.splitlines())
    assert "/sign-in" in union("routes", "--public").stdout


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_development_secrets_never_meet_members(union, command):
    assert "UNION_SECRET_KEY" in refusal(union(command))


def test_plain_http_is_refused_with_the_way_out(union):
    ended = union("serve", **SAFE | {"UNION_PUBLIC_URL": "http://ortaq.example"})

    assert "reverse proxy" in refusal(ended)


def test_two_processes_need_redis(union):
    assert "UNION_REDIS_URL" in refusal(union("serve", "--workers", "2", **SAFE))


@pytest.mark.parametrize("folder", ["/no/such/folder", "/dev/null"])
def test_figures_are_counted_in_a_folder_or_not_at_all(union, folder):
    named = {"PROMETHEUS_MULTIPROC_DIR": folder}

    refused = refusal(union("serve", **SAFE | named))

    assert f"PROMETHEUS_MULTIPROC_DIR is {folder}" in refused
    assert union("db", "upgrade", **named).returncode == 0


def test_an_old_database_is_not_served(union):
    assert "union db upgrade" in refusal(union("serve", **SAFE))


def test_a_setting_that_makes_no_sense_is_named(union):
    assert "UNION_ZONE" in refusal(union("routes", UNION_ZONE="Mars/Olympus"))


def test_the_first_administrator_is_made_once(union):
    union("db", "upgrade")
    words = ["create-admin", *ADMIN, "--passphrase", "төрт кілт бір құлыпта"]

    first, second = union(*words), union(*words)

    assert "recovery code" in first.stdout
    assert "has its administrator" in refusal(second)


def test_the_first_administrators_of_branches_are_appointed(union):
    union("db", "upgrade")
    nobody_yet = union("appoint", "темір кілт 90")
    union("create-admin", *ADMIN, "--passphrase", "төрт кілт бір құлыпта")

    unknown = union("appoint", "темір құлып 90")
    first, again = union("appoint", "Темір-кілт 90"), union("appoint", "темір кілт 90")

    assert "no union yet" in refusal(nobody_yet)
    assert "Nobody signs in" in refusal(unknown)
    assert "Артём is an administrator of Ortaq" in first.stdout
    assert "holds the role already" in refusal(again)


def test_a_short_passphrase_is_refused(union):
    union("db", "upgrade")

    ended = union("create-admin", *ADMIN, "--passphrase", "қысқа")

    assert "12 characters" in refusal(ended)


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("алты алаштың баласы", "Many know this saying."),
        ("пароль пароль", "This is guessed too soon."),
        ("темір кілт 90 темір құлып", "It contains a name of yours."),
    ],
)
def test_a_passphrase_that_is_guessed_is_refused(union, passphrase, reason):
    union("db", "upgrade")

    ended = union("create-admin", *ADMIN, "--passphrase", passphrase)

    assert reason in refusal(ended)


def test_the_demo_comes_once(union):
    first = union("demo", "--members", "50", "--no-serve")
    second = union("demo", "--members", "50", "--no-serve")

    assert "Making a union of 50 people" in first.stdout
    assert second.returncode == 0
    assert second.stdout == ""


def test_models_and_migrations_are_compared(union):
    assert "agree" in union("db", "check").stdout
