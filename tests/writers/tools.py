"""Programs that a test needs: used when found, demanded when all must run."""

import os
import shutil
import subprocess

import pytest


def run(program, *arguments):
    """What the program prints; without it the test is skipped, by name."""
    if not shutil.which(program):
        say = pytest.fail if os.environ.get("UNION_TEST_ALL") == "1" else pytest.skip
        say(f"{program} is not installed")
    command = [program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode(errors="replace")
