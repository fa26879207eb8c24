"""The verifier as one file: it needs only Python, and says what the package says."""

import ast
import json
import subprocess
import sys
from collections import Counter

import pytest

from tests.sealed import forged_ballots, forged_histories, forged_setups, forgery
from union.sealed.standalone import HERE, ORDER, single_file


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    file = tmp_path_factory.mktemp("kept") / "verify.py"
    file.write_text(single_file(), "utf-8")
    return file


@pytest.fixture(params=["with gmpy2", "without gmpy2"])
def run(request, script, tmp_path):
    """Run the file far from here; without site-packages it has no gmpy2."""
    flags = ["-I"] if request.param == "with gmpy2" else ["-I", "-S"]

    def check(raw, *words):
        archive = tmp_path / "election.bel"
        archive.write_bytes(raw)
        return subprocess.run(
            [sys.executable, *flags, "-W", "error", script, archive, *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )

    return check


def test_it_accepts_a_true_election(run, made):
    done = run(made.archive)

    assert done.stderr == ""
    assert done.returncode == 0
    assert "Ереуіл ме?: everything holds." in done.stdout
    assert "2  No" in done.stdout


def test_a_terminal_without_the_letters_is_told_the_same(script, tmp_path, made):
    archive = tmp_path / "election.bel"
    archive.write_bytes(made.archive)

    said, read = (
        subprocess.run(
            [sys.executable, script, archive, *words],
            env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for words in ([], ["--json"])
    )

    assert "everything holds." in said
    assert json.loads(read)["name"] == "Ереуіл ме?"


FORGED = [
    forged_ballots.a_vote_of_seven,
    forged_histories.a_result_that_is_one_higher,
    forged_histories.an_event_whose_kind_is_a_list,
    forged_setups.every_signature_left_out,
]


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_it_refuses_a_forged_one(run, made, forge):
    done = run(forgery.KINDS[forge.__name__](made), "--json")

    assert done.returncode == 1
    assert '"verdict": "rejected"' in done.stdout


def test_it_says_what_it_is_not_for(run):
    assert run(b"%PDF").returncode == 2


def test_without_a_file_it_says_how_it_is_used(script):
    done = subprocess.run([sys.executable, script], capture_output=True, check=False)

    assert b"python3 verify.py FILE.bel" in done.stdout
    assert done.returncode == 2


def test_no_two_of_its_modules_use_one_name_for_two_things():
    """Behind each other in one file, the later would replace the earlier."""
    trees = [ast.parse((HERE / f"{name}.py").read_text("utf-8")) for name in ORDER]
    defined = Counter(name for tree in trees for name in names_of(tree))
    imported = {
        alias.asname or alias.name
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.ImportFrom | ast.Import)
        and not getattr(node, "module", "").startswith("union.")
        for alias in node.names
    }

    assert [name for name, times in defined.items() if times > 1] == []
    assert imported & {*defined} == set()


def test_no_import_in_it_has_another_name():
    source = "".join((HERE / f"{name}.py").read_text("utf-8") for name in ORDER)

    assert " as " not in [line for line in source.splitlines() if "import" in line]
    assert "import union" not in single_file()
    assert "from union" not in single_file()


def names_of(tree):
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
        elif isinstance(node, ast.AnnAssign):
            yield node.target.id
