"""Commands with a log and a limit, and the sums of what they tested."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOGS = ROOT / "target" / "test-logs"
CARGO_SUM = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", re.MULTILINE)
PLAIN_SUM = re.compile(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", re.MULTILINE)


class Tally:
    """Counts of passed, failed and skipped tests, and the lines that a report should show of them."""

    def __init__(self, passed=0, failed=0, skipped=0, notes=()):
        self.counts = [passed, failed, skipped]
        self.notes = list(notes)

    def add(self, other):
        """Adds another tally to this one."""
        self.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts)]
        self.notes += other.notes

    @property
    def failed(self):
        """How many failed."""
        return self.counts[1]

    def __str__(self):
        passed, failed, skipped = self.counts
        return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def run(name, command, limit_s, env=None, cwd=ROOT):
    """Runs one command with its output in a log file; gives its exit code and text. Ends it after the limit."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{name}.log"
    with open(path, "wb") as log:
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                   env={**os.environ, **(env or {})}, start_new_session=True)
        try:
            code = process.wait(timeout=limit_s)
        except subprocess.TimeoutExpired:
            code = f"none: ended after its limit of {limit_s} s"
            end_group(process)
        except KeyboardInterrupt:
            end_group(process)
            raise
    return code, path.read_text(errors="replace")


def end_group(process):
    """Ends a command and what it started: first asks, then kills."""
    for sign, wait_s in ((15, 10), (9, 10)):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=wait_s)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def check(name, command, limit_s=900, env=None):
    """A suite that either passes or fails."""
    code, _ = run(name, command, limit_s, env)
    return Tally(passed=1) if code == 0 else Tally(failed=1)


def sums(name, command, pattern, limit_s, env=None):
    """A suite whose output says its sums, one or more times. A bad exit without a failed test is one failure."""
    code, text = run(name, command, limit_s, env)
    tally = Tally()
    for match in pattern.finditer(text):
        tally.add(Tally(*(int(group or 0) for group in match.groups())))
    if code != 0 and tally.failed == 0:
        tally.add(Tally(failed=1))
    return tally
