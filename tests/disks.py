"""A disk of a test's own, in memory."""

import os
import shutil
import subprocess
from contextlib import contextmanager

from tests.conftest import needed


@contextmanager
def small_disk(folder, size):
    """A file system of so many bytes, in memory."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = shutil.which("mount") and os.geteuid() == 0
    mounted = mounted and subprocess.run(words, check=False).returncode == 0
    needed(mounted, "a small tmpfs, which root may mount")
    try:
        yield folder
    finally:
        subprocess.run([shutil.which("umount"), str(folder)], check=True)


def make_read_only(folder):
    words = [shutil.which("mount"), "-o", "remount,ro", str(folder)]
    subprocess.run(words, check=True)
