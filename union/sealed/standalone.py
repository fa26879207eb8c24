"""The verifier as one file that needs only Python, for whoever trusts nobody here.

It is these modules behind each other, unchanged but for their imports. Where gmpy2 is
missing, Python's own integers do, some ten times slower.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

ORDER = (
    *("refusals", "strict", "group", "proofs", "question", "election", "roll"),
    *("ballot", "trustees", "tally", "decryption", "archive", "history"),
    *("chronicle", "verifier", "cores", "command"),
)
HERE = Path(__file__).parent
TITLE = '''#!/usr/bin/env python3
"""Check a sealed election of a union: python3 verify.py FILE.bel [--json]

Python 3.11 or newer is all it needs; with gmpy2 it is ten times as fast. It talks to
nobody. Ends with 0 if everything holds, with 1 and the first reason if not, and with 2
if the file cannot be read or is outside the profile UNION-B1.

This is the verifier of Ortaq (union/sealed), made by `union verify --print-standalone`.
SPDX-License-Identifier: AGPL-3.0-or-later
"""
'''
INTEGERS = """
try:
    from gmpy2 import mpz, powmod
except ImportError:  # slower, the same answers
    mpz, powmod = int, pow
"""
END = '''

def main() -> int:
    """Read the command line, and say what was found."""
    files = [word for word in sys.argv[1:] if word != "--json"]
    if len(files) != 1:
        print(__doc__)
        return UNREADABLE
    code, words = judge(files[0], as_json="--json" in sys.argv)
    say(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
'''


def single_file() -> str:
    """The whole verifier."""
    sources = [(HERE / f"{name}.py").read_text("utf-8") for name in ORDER]
    bodies = [
        f"\n\n# {name}: {_body(source).strip()}\n"
        for name, source in zip(ORDER, sources, strict=True)
    ]
    return TITLE + "\n" + _imports(sources) + INTEGERS + "".join(bodies) + END


def _imports(sources: list[str]) -> str:
    """Every import of them all, of each module once."""
    plain: set[str] = set()
    named: defaultdict[str, set[str]] = defaultdict(set)
    for node in (node for source in sources for node in ast.parse(source).body):
        if isinstance(node, ast.Import):
            plain |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and _is_foreign(node.module or ""):
            named[node.module or ""] |= {alias.name for alias in node.names}
    lines = [f"import {name}" for name in sorted(plain)]
    lines += [
        f"from {module} import {', '.join(sorted(names))}"
        for module, names in sorted(named.items())
    ]
    return "\n".join(lines) + "\n"


def _is_foreign(module: str) -> bool:
    """Whether it is neither one of ours nor gmpy2."""
    return not module.startswith("union.") and module != "gmpy2"


def _body(source: str) -> str:
    """A module without its imports; its docstring becomes its heading."""
    lines = source.splitlines()
    docstring, *rest = ast.parse(source).body
    for node in rest:
        if isinstance(node, ast.Import | ast.ImportFrom):
            start, end = node.lineno - 1, node.end_lineno
            lines[start:end] = [""] * ((end or 0) - start)
    said = ast.get_docstring(ast.parse(source)) or ""
    heading = "\n# ".join(said.splitlines()).replace("# \n", "#\n")
    kept = "\n".join(lines[docstring.end_lineno :]).strip()
    return heading + "\n\n" + re.sub(r"\n{4,}", "\n\n\n", kept)
