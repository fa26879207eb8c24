import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.writers.papers import letter
from union.writers.docx import docx
from union.writers.pdf import pdf

TOP = Path(__file__).parents[2]
ELSEWHERE = """
from hashlib import sha256
from tests.writers.papers import letter
from union.writers.docx import docx
from union.writers.pdf import pdf
print(sha256(pdf(letter())).hexdigest(), sha256(docx(letter())).hexdigest())
"""


@pytest.mark.parametrize("zone", ["Asia/Almaty", "America/New_York"])
def test_another_process_zone_and_day_give_the_same_bytes(zone):
    later = ["faketime", "2031-02-03 04:05:06"] if shutil.which("faketime") else []
    if not later and os.environ.get("UNION_TEST_ALL") == "1":
        pytest.fail("faketime is not installed")
    around = os.environ | {"TZ": zone, "PYTHONPATH": str(TOP), "PYTHONHASHSEED": "7"}

    told = subprocess.run(
        [*later, sys.executable, "-c", ELSEWHERE],
        env=around,
        cwd=TOP,
        capture_output=True,
        check=True,
    )

    here = [sha256(write(letter())).hexdigest() for write in (pdf, docx)]
    assert told.stdout.decode().split() == here
