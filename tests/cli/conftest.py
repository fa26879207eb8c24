"""The `union` command, for whoever runs it as an operator does."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def union(tmp_path):
    """Run the command with a database of its own; say how it ended."""

    def run(*words, given="", **settings):
        home = {
            "UNION_DATABASE_URL": f"sqlite:///{tmp_path}/union.db",
            "UNION_JOBS_PATH": str(tmp_path / "jobs.db"),
        }
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "union.cli", *words],
            env=os.environ | home | settings,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
