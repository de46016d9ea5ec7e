"""The suites of tests/: real clients against the real binary, or against Apache Kafka with MOLDAU_ENGINE=kafka."""

import os
import xml.etree.ElementTree as ElementTree

from .running import LOGS, ROOT, Tally, run

VENV_PYTHON = str(ROOT / ".cache" / "venv" / "bin" / "python")
NOTES_MAX = 40


def build(profile):
    """Builds the binary that the black-box tests start; gives its path, or None if it does not build."""
    flags = ["--release"] if profile == "release" else []
    code, _ = run("build", ["cargo", "build", "-p", "moldau", *flags], 1500)
    return ROOT / "target" / profile / "moldau" if code == 0 else None


def black_box(name, marker, profile, limit_s):
    """The tests with this marker."""
    env = {}
    if os.environ.get("MOLDAU_ENGINE") != "kafka" and "MOLDAU_BIN" not in os.environ:
        binary = build(profile)
        if binary is None:
            return Tally(failed=1)
        env["MOLDAU_BIN"] = str(binary)
    code, _ = run(f"{name}-venv", ["scripts/python-venv"], 600)
    if code != 0:
        print((LOGS / f"{name}-venv.log").read_text(errors="replace"))
        return Tally(failed=1)
    report = LOGS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [VENV_PYTHON, "-m", "pytest", "-c", "tests/pytest.ini", "tests/blackbox", "tests/compare", "-m", marker,
               f"--junitxml={report}", "-o", "junit_logging=system-out", "-rsP"]
    code, _ = run(name, command, limit_s, env)
    return junit(report, code)


def junit(report, code):
    """The sums of a pytest report and what its tests printed; a run that died before writing one has failed."""
    if not report.exists():
        return Tally(failed=1)
    tally = Tally()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        total, failures, errors, skipped = (int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped"))
        failed = failures + errors
        tally.add(Tally(total - failed - skipped, failed, skipped))
        for case in suite.iter("testcase"):
            tally.notes += notes(case)
    if code not in (0, 5) and tally.failed == 0:
        tally.add(Tally(failed=1))
    return tally


def notes(case):
    """What one test printed, or why it was skipped or failed."""
    said = []
    for kind in ("failure", "error", "skipped"):
        for element in case.iter(kind):
            said.append(f"{kind}: {(element.get('message') or '').splitlines()[0] if element.get('message') else ''}")
    text = "\n".join(element.text or "" for element in case.iter("system-out"))
    # Pytest's rulers stand between what was printed before, during and after the test.
    said += [line for line in text.splitlines() if line.strip() and not line.startswith("----")]
    if len(said) > NOTES_MAX:
        said = [f"({len(said) - NOTES_MAX} lines left out)", *said[-NOTES_MAX:]]
    return [f"{case.get('name')}: {line}" for line in said]
