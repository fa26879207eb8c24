"""The scanners that intruders use: wapiti and sqlmap, let loose on a running union."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

from tests.malice.keeper import keeper

MEDIUM = 2  # of wapiti's three levels
SECONDS = 200
DISMISSED = "false positive"  # as sqlmap says of what it could not use after all
MODULES = (
    "backup,blindsql,crlf,csp,exec,file,htaccess,methods,permanentxss,redirect,sql,xss"
)


def headers(address, cookie):
    """What makes a scanner look like one of our own pages."""
    return {
        "Origin": address,
        "Sec-Fetch-Site": "same-origin",
        "Accept-Language": "en",
        "Cookie": cookie,
    }


def wapiti(address, cookie, folder, seconds=SECONDS):
    """Everything wapiti has to say: (category, level, method and path)."""
    report = Path(folder) / "wapiti.json"
    words = ["--flush-session", "--no-bugreport", "--store-session", str(folder)]
    words += ["-u", f"{address}/", "--scope", "folder", "-m", MODULES]
    words += ["-f", "json", "-o", str(report), "-d", "6", "--verify-ssl", "0"]
    words += ["--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 3)]
    for name, value in headers(address, cookie).items():
        words += ["-H", f"{name}: {value}"]
    with keeper() as proxy:
        _run("wapiti", [*words, "-p", proxy], folder, seconds * 6)
    told = json.loads(report.read_text())
    return [
        (category, finding["level"], f"{finding['method']} {finding['path']}")
        for kind in ("vulnerabilities", "anomalies")
        for category, findings in told[kind].items()
        for finding in findings
    ]


def sqlmap(address, cookie, folder, targets, seconds=SECONDS):
    """What sqlmap could inject into, of (path, form or None)."""
    found = []
    for number, (path, form) in enumerate(targets):
        results = Path(folder) / f"sqlmap-{number}.csv"
        words = ["-u", address + path, "--batch", "--flush-session"]
        words += ["--output-dir", str(folder), "--results-file", str(results)]
        words += ["--level", "2", "--technique", "BEU", "--dbms", "sqlite"]
        words += ["--ignore-code", "404"]  # a code that nobody has is asked for, too
        words += [
            "--headers",
            "\n".join(": ".join(h) for h in headers(address, cookie).items()),
        ]
        words += ["--data", form] if form else []
        _run("sqlmap", words, folder, seconds)
        if results.exists():
            with results.open(newline="") as file:
                rows = [row for row in csv.DictReader(file) if row["Technique(s)"]]
                found += [row for row in rows if DISMISSED not in row["Note(s)"]]
    return found


def _run(program, words, folder, seconds):
    with (Path(folder) / f"{program}.log").open("ab") as log:
        subprocess.run(
            [shutil.which(program), *words],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            cwd=folder,
        )
