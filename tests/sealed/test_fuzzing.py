"""The parsers under atheris, where it is installed."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from union.paths import WEB

RUNS = "200000"

pytestmark = [  # minutes, and by a tool that is no requirement: on request
    pytest.mark.skipif(os.environ.get("SEALED") != "all", reason="SEALED=all asks"),
    pytest.mark.skipif(not find_spec("atheris"), reason="atheris is not here"),
    pytest.mark.timeout(7200),
]


@pytest.mark.parametrize("name", ["archive", "ballot", "trustees"])
def test_no_bytes_make_a_parser_stumble(name, tmp_path):
    words = [sys.executable, "-m", "tests.sealed.fuzz", name, tmp_path, RUNS]

    done = subprocess.run(words, cwd=WEB, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-3000:]
