"""Run typst once and leave, for it holds what it set: gigabytes after a few lists.

A script of its own, started by `pdf`: a request on the way in, the PDF on the way out.
"""

import json
import sys

import typst

if __name__ == "__main__":
    sys.stdout.buffer.write(typst.compile(**json.load(sys.stdin.buffer)))
