"""docs/reports/<goal>.md: what the last whole run of a goal said, and where."""

import os
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from .running import ROOT

REPORTS = ROOT / "docs" / "reports"
# Where something lay on the machine that ran it is nobody's business; nor does it mean anything to a reader.
PATHS = ((re.compile(re.escape(str(ROOT)) + r"/?"), ""), (re.compile(r"(?<![\w.])/(?:tmp|home|root|work|var)/[\w./+-]*"), "..."))


def clean(line):
    """A line without this machine's paths."""
    for pattern, replacement in PATHS:
        line = pattern.sub(replacement, line)
    return line


def git(*arguments):
    """What git says, or nothing where there is no repository."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def commit():
    """The commit that is checked out, and whether it is what was run."""
    changed = [line for line in git("status", "--porcelain").splitlines() if not line[3:].startswith("docs/reports/")]
    return (git("rev-parse", "--short=10", "HEAD") or "unknown") + (" with uncommitted changes" if changed else "")


def file_system():
    """The type of the file system that the tests' data lies on."""
    best = ("", "unknown file system")
    with open("/proc/mounts", encoding="utf-8") as mounts:
        for line in mounts:
            _, place, kind, *_ = line.split()
            if Path(place) in (ROOT, *ROOT.parents) and len(place) >= len(best[0]):
                best = (place, kind)
    return best[1]


def machine():
    """The machine in general terms."""
    with open("/proc/meminfo", encoding="utf-8") as meminfo:
        kib = int(next(line for line in meminfo if line.startswith("MemTotal")).split()[1])
    return f"{os.cpu_count()} cores, {round(kib / (1 << 20))} GiB, {file_system()}"


def today():
    """The date, in UTC."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%d")


def write(goal, suites, total, took_s):
    """Writes the report of one whole run. `suites` is a list of (name, tally, seconds)."""
    lines = [f"# `make {goal}`", "", "Written by the run itself; the next run writes over it.", "",
             f"- {today()}, commit {commit()}", f"- {machine()}", f"- {total}, in {took_s / 60:.0f} min"]
    if "MOLDAU_BIN" in os.environ:
        lines.append("- the binary was given (`MOLDAU_BIN`), not built from that commit")
    lines += ["", "| suite | passed | failed | skipped | seconds |", "|---|---|---|---|---|"]
    for name, tally, seconds in suites:
        lines.append(f"| {name} | {' | '.join(str(count) for count in tally.counts)} | {seconds:.0f} |")
    for name, tally, _ in suites:
        if tally.notes:
            lines += ["", f"## {name}", "", "```text", *(clean(note).rstrip() for note in tally.notes), "```"]
    REPORTS.mkdir(parents=True, exist_ok=True)
    path = REPORTS / f"{goal}.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
