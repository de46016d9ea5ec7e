"""The same requests to Moldau and to Apache Kafka 4.3.1; every difference must be explained in docs/differences.md.

That page's table has one row a difference: a pattern for cases, a pattern for the path within the answer, and the
reason. The whole comparison, with both answers, is written to target/test-logs/compare.md. With MOLDAU_ENGINE=kafka,
Kafka is compared with itself, which shows that the comparison hides and invents nothing.
"""

import fnmatch
import re

import pytest

import scenario
from nodes import ROOT, Node, engine
from session import Session, differences

EXPLAINED = ROOT / "docs" / "differences.md"
REPORT = ROOT / "target" / "test-logs" / "compare.md"
# One answer must not depend on how long another took.
PROPERTIES = {"group.initial.rebalance.delay.ms": "0", "group.consumer.assignment.interval.ms": "0", "offsets.topic.num.partitions": "1",
              "transaction.state.log.num.partitions": "1"}
ROW = re.compile(r"^\| `(?P<case>[^`]+)` \| `(?P<path>[^`]*)` \| (?P<reason>.+?) \|$", re.MULTILINE)


def answers(kind, home):
    """Runs the scenario against one engine."""
    node = Node(home, PROPERTIES, kind=kind)
    try:
        node.expect_log(".*")  # what a hostile request may log is not compared
        node.start()
        session = Session(node)
        scenario.run(session)
        return session
    finally:
        node.kill()


def explained(rows, case, path):
    """The row that explains a difference, or None."""
    for row in rows:
        if fnmatch.fnmatchcase(case, row["case"]) and fnmatch.fnmatchcase(path, row["path"]):
            return row["reason"]
    return None


@pytest.mark.compare
def test_every_difference_is_explained(tmp_path):
    kafka = answers("kafka", tmp_path / "kafka")
    moldau = answers(engine(), tmp_path / "moldau")
    assert list(kafka.answers) == list(moldau.answers)
    rows = [match.groupdict() for match in ROW.finditer(EXPLAINED.read_text())] if engine() == "moldau" else []
    found = [(case, *difference) for case in kafka.answers for difference in differences(kafka.answers[case], moldau.answers[case])]
    unexplained = [one for one in found if explained(rows, one[0], one[1]) is None]
    report(kafka, moldau, found, rows)
    summary = f"{len(kafka.answers)} requests, {len(found)} differences, {len(unexplained)} of them unexplained; see {REPORT}"
    print(summary)
    assert len(kafka.answers) >= 1000
    assert not unexplained, summary + "".join(f"\n  {case}: {path}: {left!r} -> {right!r}"[:400] for case, path, left, right in unexplained[:60])


def report(kafka, moldau, found, rows):
    """Writes everything down."""
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    same = len(kafka.answers) - len({case for case, *_ in found})
    lines = ["# Moldau and Apache Kafka 4.3.1, request by request", "", f"{len(kafka.answers)} requests, {same} answered alike.", "",
             "| case | path | Kafka | here | reason |", "|---|---|---|---|---|"]
    for case, path, left, right in found:
        cells = (case, path, repr(left)[:200], repr(right)[:200], explained(rows, case, path) or "**unexplained**")
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    texts = [(where, text, moldau.texts[where]) for where, text in kafka.texts.items() if moldau.texts.get(where, text) != text]
    lines += ["", f"Error texts differ in {len(texts)} of {len(kafka.texts)} places (not compared: clients don't read them).", ""]
    lines += [f"- {where}: {ours!r} instead of {theirs!r}" for where, theirs, ours in texts]
    REPORT.write_text("\n".join(lines) + "\n")
