"""What stands in deploy/: checked by the programs that will read it."""

import configparser
import http.client
import json
import re
import shutil
import ssl
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.hall import PATIENCE, accepts, eventually
from tests.conftest import needed
from tools.ports import free_port
from union.cli.main import union
from union.core.settings import Settings

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
SECRETS = {"UNION_SECRET_KEY", "UNION_SEALING_KEY", "UNION_FIELD_KEYS"}
SECRETS |= {"UNION_INDEX_KEY"}
MOST_EXPOSED = 20  # of 100, as systemd counts what a service could still do
FORGED = {
    "X-Forwarded-For": "198.51.100.1",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "198.51.100.1",
    "Forwarded": "for=198.51.100.1",
}


def name_of(path):
    return path.name


@pytest.fixture
def analyze():
    return needed(shutil.which("systemd-analyze"), "systemd-analyze")


@pytest.fixture
def there(tmp_path):
    """The units as on a machine where the program is installed."""

    def copied(path, *changes):
        for unit in UNITS:
            text = unit.read_text().replace("/opt/ortaq/bin/union", sys.executable)
            for old, new in changes:
                assert unit != path or old in text
                text = text.replace(old, new) if unit == path else text
            (tmp_path / unit.name).write_text(text)
        return tmp_path / path.name

    return copied


def verified(analyze, unit):
    done = subprocess.run(
        [analyze, "verify", "--man=no", unit],
        capture_output=True,
        check=False,
        text=True,
    )
    return [line for line in done.stderr.splitlines() if "ortaq" in line]


@pytest.mark.parametrize("unit", UNITS, ids=name_of)
def test_systemd_understands_a_unit(analyze, there, unit):
    assert verified(analyze, there(unit)) == []


def test_systemd_would_have_said_what_it_does_not_understand(analyze, there):
    wrong = there(SERVICES[0], ("ProtectSystem=", "ProtectSistem="))

    assert any("ProtectSistem" in line for line in verified(analyze, wrong))


@pytest.mark.parametrize("unit", SERVICES, ids=name_of)
def test_a_service_can_do_little_else(analyze, there, unit):
    assert is_hardened(analyze, there(unit))


def test_a_service_without_its_fences_is_noticed(analyze, there):
    open_ = there(SERVICES[0], ("CapabilityBoundingSet=\n", ""))
    text = re.sub(
        r"^(Protect|Restrict|SystemCall).*\n", "", open_.read_text(), flags=re.M
    )
    open_.write_text(text)

    assert not is_hardened(analyze, open_)


def is_hardened(analyze, unit):
    asked = [analyze, "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", unit]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("unit", SERVICES, ids=name_of)
def test_a_unit_runs_a_command_there_is_and_holds_no_secret(unit):
    text = unit.read_text()
    [words] = re.findall(r"^ExecStart=/opt/ortaq/bin/union (.+)$", text, re.MULTILINE)
    plain = re.findall(r"^[^=]*=(?!/|UNION_\w+:/).*UNION_\w+.*$", text, re.MULTILINE)

    done = CliRunner().invoke(union, [*words.split(), "--help"])

    assert done.exit_code == 0, done.output
    assert plain == []


@pytest.mark.parametrize("unit", SERVICES, ids=name_of)
def test_secrets_come_as_files_that_only_root_reads(unit):
    handed = set(re.findall(r"^LoadCredential=(\w+):", unit.read_text(), re.MULTILINE))

    assert handed == (set() if "backup" in unit.name else SECRETS)


def test_secrets_are_read_from_the_folder_systemd_names(tmp_path, monkeypatch):
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
        (tmp_path / name).write_text(f"{name.lower()}-{'x' * 40}\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("UNION_INDEX_KEY", "y" * 40)

    settings = Settings(public_url="https://ortaq.example")

    secret = settings.secret_key.get_secret_value()
    assert secret == f"union_secret_key-{'x' * 40}"
    assert settings.index_key.get_secret_value() == "y" * 40
    assert list(settings.dangers()) == []


@pytest.mark.parametrize(
    "path", [p for p in DEPLOY.rglob("*") if p.is_file()], ids=name_of
)
def test_every_setting_that_is_named_is_one(path):
    named = set(re.findall(r"UNION_[A-Z]+(?:_[A-Z]+)*", path.read_text("utf-8")))

    known = {f"UNION_{name.upper()}" for name in Settings.model_fields}

    assert named - known - {"UNION_"} == set()


def test_the_timer_has_its_service():
    timer = configparser.ConfigParser(strict=False)
    timer.read(DEPLOY / "systemd" / "ortaq-backup.timer")

    assert timer["Timer"]["Persistent"] == "true"
    assert (DEPLOY / "systemd" / "ortaq-backup.service").exists()


def test_the_image_is_built_in_two_stages_from_pinned_packages():
    text = (DEPLOY / "Containerfile").read_text()
    last = text.rpartition("\nFROM ")[2]

    assert len(re.findall(r"^FROM .+:\d", text, re.MULTILINE)) == 2
    assert "--require-hashes -r requirements.txt" in text
    assert "latest" not in text
    assert re.search(r"^USER ortaq$", last, re.MULTILINE)
    assert last.index("USER ortaq") < last.index("\nCMD ")
    assert "/healthz" in last.partition("HEALTHCHECK")[2]
    assert not re.search(r"UNION_\w+KEY", text)


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that came in."""

    def do_GET(self):
        body = json.dumps(self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *about):
        pass


@contextmanager
def echoing():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def nginx(tmp_path):
    """The recipe, with ports and a certificate of this test."""
    program = needed(
        shutil.which("nginx", path="/usr/sbin:/usr/bin"), "nginx (nginx-light)"
    )
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=hall.example.kz"
    made = [
        shutil.which("openssl"),
        *words.split(),
        "-keyout",
        key,
        "-out",
        certificate,
    ]
    subprocess.run(made, check=True, capture_output=True)

    def configure(upstream, tls, plain):
        text = (DEPLOY / "nginx" / "ortaq.conf").read_text()
        for old, new in (
            ("/etc/letsencrypt/live/hall.example.kz/fullchain.pem", certificate),
            ("/etc/letsencrypt/live/hall.example.kz/privkey.pem", key),
            ("/dev/null", tmp_path / "log"),
            ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
            ("listen 443", f"listen 127.0.0.1:{tls}"),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ):
            assert old in text, old
            text = text.replace(old, str(new))
        (tmp_path / "ortaq.conf").write_text(text)
        kept = "".join(
            f"{kind}_temp_path {tmp_path}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = tmp_path / "nginx.conf"
        whole.write_text(
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/log;\n"
            f"events {{}}\nhttp {{ {kept} include {tmp_path}/ortaq.conf; }}\n"
        )
        return [program, "-e", str(tmp_path / "log"), "-c", str(whole)]

    return configure


def test_nginx_understands_its_recipe(nginx):
    done = subprocess.run(
        [*nginx(8000, 8443, 8080), "-t"], capture_output=True, check=False, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_nginx_passes_sockets_on_and_no_claim_of_a_visitor(nginx, tmp_path):
    tls, plain = free_port(), free_port()
    with echoing() as upstream:
        process = subprocess.Popen(
            nginx(upstream, tls, plain),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert eventually(lambda: accepts(tls))
            page = asked(tls, "/", FORGED)
            wanted = {"Upgrade": "websocket", "Connection": "Upgrade"}
            line = asked(tls, "/socket.io/?EIO=4", FORGED | wanted)
            figures = asked(tls, "/metrics", {})
        finally:
            process.terminate()
            process.wait(PATIENCE)

    came = {name.lower(): value for name, value in page[1]}
    assert came["host"] == "hall.example.kz"
    assert came["x-forwarded-for"] == "127.0.0.1"
    assert came["x-forwarded-proto"] == "https"
    assert "evil" not in str(page)
    assert "198.51.100.1" not in str(page) + str(line)
    assert ["Upgrade", "websocket"] in line[1]
    assert ["Connection", "upgrade"] in line[1]
    assert figures[0] == 404


def asked(port, path, headers):
    """The status, and what the program behind the proxy was told."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    waits = {"timeout": PATIENCE, "context": trusting}
    way = http.client.HTTPSConnection("127.0.0.1", port, **waits)
    way.request("GET", path, headers={"Host": "hall.example.kz"} | headers)
    answer = way.getresponse()
    body = answer.read()
    way.close()
    return answer.status, json.loads(body) if answer.status == 200 else body.decode()


def test_caddy_understands_its_recipe():
    program = needed(shutil.which("caddy"), "Caddy (caddy)")
    words = ["validate", "--adapter", "caddyfile", "--config"]

    done = subprocess.run(
        [program, *words, DEPLOY / "caddy" / "Caddyfile"],
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stderr
