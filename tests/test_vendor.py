"""The browser code of others is what its manifest says; its pins name no address."""

import json
import re
import shutil

import pytest

from tools import vendor

ROOT = vendor.ROOT
EXACT = re.compile(r"\d+\.\d+\.\d+")


@pytest.fixture
def copied(tmp_path):
    """A copy of the vendored files, to be spoilt."""
    shutil.copyfile(ROOT / "package-lock.json", tmp_path / "package-lock.json")
    for folder in vendor.FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_the_committed_files_are_as_their_manifest_says():
    assert list(vendor.faults(ROOT)) == []


def test_the_manifest_is_the_one_the_tool_would_write():
    assert (ROOT / vendor.MANIFEST).read_text() == vendor.manifest(ROOT)


def test_a_changed_file_is_found(copied):
    script = copied / "static/vendor/htmx.min.js"

    script.write_bytes(script.read_bytes() + b" ")

    assert list(vendor.faults(copied)) == [
        "static/vendor/htmx.min.js differs from its manifest."
    ]


def test_a_missing_file_is_found(copied):
    (copied / "tests/vendor/axe.min.js").unlink()

    assert list(vendor.faults(copied)) == [
        "tests/vendor/axe.min.js is in the manifest and missing."
    ]


def test_a_file_nobody_wrote_down_is_found(copied):
    (copied / "static/vendor/stray.js").write_text("alert(1)")

    assert list(vendor.faults(copied)) == [
        "static/vendor/stray.js is not in the manifest."
    ]


def test_a_pin_that_moved_without_its_files_is_found(copied):
    lock = copied / "package-lock.json"

    lock.write_text(lock.read_text().replace('"4.0.1"', '"4.0.2"'))

    assert list(vendor.faults(copied)) == [
        "The version of htmx.org differs from package-lock.json."
    ]


def test_browser_code_is_pinned_exactly():
    pins = json.loads((ROOT / "package.json").read_text())["devDependencies"]

    assert [pin for pin in pins.values() if not EXACT.fullmatch(pin)] == []


def test_the_lock_has_a_digest_and_no_address_for_every_package():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = [package for path, package in packages.items() if path]

    assert all(pin["integrity"].startswith("sha512-") for pin in installed)
    assert [pin for pin in installed if "resolved" in pin] == []
