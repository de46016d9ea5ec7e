"""Kafka's tools for groups and transactions against Moldau and Apache Kafka 4.3.1: what they print, line by line.

Spaces, member ids, ports, times and the order of lines, which is that of hash maps in the tools, are not compared. A
difference must be explained in docs/differences.md, with the command as the case and `line` as the path.
"""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from asking import coordinated, make
from kafkawire.records import Record, batch
from members import Member, share, wait_for
from nodes import ORACLE, Node, die_with_parent, engine, tool
from scenario_records import T0
from test_compare import EXPLAINED, PROPERTIES, ROW, explained

SETTINGS = {
    **PROPERTIES, "group.min.session.timeout.ms": "1000", "group.consumer.min.heartbeat.interval.ms": "200", "group.consumer.heartbeat.interval.ms": "200",
    "transaction.partition.verification.enable": "false",  # or no transaction could be left hanging
}
ALONE = {"kafka-console-producer", "kafka-console-consumer", "kafka-verifiable-producer", "kafka-verifiable-consumer"}
VOLATILE = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uuid>"), (re.compile(r"(?<![\w+/-])(?![A-Za-z]+(Exception|Epoch)\b)[A-Za-z0-9_+/-]{22}(?![\w+/-])"), "<uuid>"),
    (re.compile(r"127\.0\.0\.1:\d+|localhost:\d+"), "<address>"), (re.compile(r"\[\d{4}-\d\d-\d\d [^\]]*\]"), "<time>"),
    (re.compile(r"\b1[789]\d{11}\b"), "<time>"), (re.compile(r'"timestamp":\d+'), '"timestamp":<time>'), (re.compile(r'"avg_throughput":[0-9.]+'), '"avg_throughput":<rate>'),
    (re.compile(r"\s+"), " "),
)


class Run:
    """One engine: `said` is {command: sorted lines and exit code}."""

    def __init__(self, node, home):
        self.node = node
        self.home = home
        self.said = {}
        listed = subprocess.run([ORACLE, "tools"], check=True, capture_output=True, text=True).stdout
        self.classes = dict(line.split() for line in listed.splitlines())
        self.server = subprocess.Popen([ORACLE, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                       preexec_fn=die_with_parent)

    def run(self, name, arguments):
        """(what a tool prints, its exit code), in the process that runs all tools."""
        self.server.stdin.write("\t".join([self.classes[name], *map(str, arguments)]) + "\n")
        self.server.stdin.flush()
        text = ""
        for line in self.server.stdout:
            if line.startswith("\x04exit "):
                return text, int(line.split()[1])
            text += line
        raise AssertionError(f"{name} {arguments} ended the process of the tools: {text}")

    def alone(self, name, arguments, stdin):
        """As `run`, in a process of the tool's own: those that end their groups' membership when their process ends."""
        done = tool(name, *arguments, stdin=stdin, check=False)
        return done.stdout + done.stderr, done.returncode

    def say(self, name, *arguments, columns=None, stdin=None, label=None):
        """Runs a tool and keeps what it prints. `columns` are dropped from rows: those that tell how long something took."""
        words = ["--bootstrap-server", self.node.bootstrap, *arguments]
        text, code = self.alone(name, words, stdin) if name in ALONE else self.run(name, words)
        lines = sorted(filter(None, (self.plain(line, columns) for line in text.splitlines())))
        label = label or " ".join([name, *(str(one).replace(str(self.home), "<home>") for one in arguments)])
        assert label not in self.said, label
        self.said[label] = [*lines, f"exit {code}"]

    def plain(self, line, columns):
        """A line without what differs from run to run."""
        line = line.replace(str(self.home), "<home>")
        for pattern, instead in VOLATILE:
            line = pattern.sub(instead, line)
        if line.lstrip().startswith("at ") or "Tools$Ended" in line:  # traces, and what a tool says that takes its end for an error
            return ""
        cells = line.split()
        return " ".join(cell for index, cell in enumerate(cells) if index not in (columns or ()))


def write_dated(node, topic, count):
    """So many records in each of three partitions, a second apart from T0 on."""
    with node.connect() as conn:
        answer = conn.ask("Produce", 9, {"Acks": -1, "TimeoutMs": 9000, "TopicData": [{"Name": topic, "PartitionData": [
            {"Index": index, "Records": batch([Record(b"k", b"v", [], T0 + 1000 * number) for number in range(count)])} for index in range(3)]}]})
    assert all(one["ErrorCode"] == 0 for one in answer["Responses"][0]["PartitionResponses"]), answer


def commit(node, group, topic, offsets):
    """Offsets of a group without members."""
    coordinated(node, "OffsetCommit", 8, {"GroupId": group, "GenerationIdOrMemberEpoch": -1, "Topics": [{"Name": topic, "Partitions": [
        {"PartitionIndex": index, "CommittedOffset": offset, "CommittedMetadata": ""} for index, offset in offsets.items()]}]},
        lambda answer: [part["ErrorCode"] for one in answer["Topics"] for part in one["Partitions"]])


def groups(run):
    """kafka-consumer-groups and kafka-groups."""
    node = run.node
    make(node, "t", 3)
    make(node, "u", 1)
    write_dated(node, "t", 10)
    for group in ("idle", "idle2", "idle3"):
        commit(node, group, "t", {0: 3, 1: 4, 2: 5})
    commit(node, "idle", "u", {0: 0})
    classic, modern = Member("librdkafka", node, "live", "t"), Member("librdkafka-consumer", node, "modern", "t")
    try:
        for one in (classic, modern):
            share([one], 3)
            wait_for(lambda one=one: len(one.got) == 30, "thirty records", [one])
        describe_groups(run)
        for action in (["--reset-offsets", "--topic", "t", "--to-earliest", "--execute"], ["--delete"], ["--delete-offsets", "--topic", "t"]):
            for group in ("live", "modern", "nowhere"):
                run.say("kafka-consumer-groups", *action, "--group", group)
        for one in (classic, modern):
            one.leave()
    finally:
        classic.kill()
        modern.kill()
    reset_offsets(run)
    run.say("kafka-consumer-groups", "--delete-offsets", "--group", "idle", "--topic", "t:0")
    run.say("kafka-consumer-groups", "--delete-offsets", "--group", "idle", "--topic", "no-such")
    run.say("kafka-consumer-groups", "--delete", "--group", "idle2", "--group", "nowhere")
    run.say("kafka-consumer-groups", "--delete", "--all-groups")
    run.say("kafka-consumer-groups", "--list", label="list after all is deleted")


def describe_groups(run):
    """Every form of list and describe, with a member of either protocol in a group of its own."""
    for more in ([], ["--state"], ["--state", "Stable"], ["--state", "empty,stable"], ["--type"], ["--type", "consumer"], ["--type", "classic"]):
        run.say("kafka-consumer-groups", "--list", *more)
    for more in ([], ["--offsets"], ["--members"], ["--members", "--verbose"], ["--state"], ["--state", "--verbose"], ["--offsets", "--verbose"]):
        run.say("kafka-consumer-groups", "--describe", "--all-groups", *more)
    for group in ("idle", "live", "modern", "nowhere"):
        run.say("kafka-consumer-groups", "--describe", "--group", group)
    for group in ("modern", "nowhere"):
        for more in (["--members", "--verbose"], ["--state"]):
            run.say("kafka-consumer-groups", "--describe", "--group", group, *more)
    for more in ([], ["--consumer"], ["--group-type", "classic"], ["--group-type", "consumer"], ["--protocol", "consumer"]):
        run.say("kafka-groups", "--list", *more)


def reset_offsets(run):
    """Every form of --reset-offsets; each changes "idle" for the next."""
    run.home.mkdir(exist_ok=True)
    chosen = run.home / "offsets.csv"
    chosen.write_text("t,0,7\nt,2,1\n")
    base = ("--reset-offsets", "--group", "idle")
    for scenario in (["--to-latest", "--dry-run"], ["--to-latest", "--execute"], ["--to-earliest"], ["--to-earliest", "--execute"], ["--to-offset", 4, "--execute"],
                     ["--to-offset", 999, "--execute"], ["--shift-by", -3, "--execute"], ["--shift-by", 1, "--execute"], ["--shift-by", -1000, "--execute"],
                     ["--to-datetime", "2023-11-14T22:13:25.000", "--execute"], ["--to-datetime", "2033-11-14T22:13:25.000+02:00", "--execute"],
                     ["--by-duration", "P1D", "--execute"], ["--to-current", "--dry-run"], ["--to-current", "--execute"]):
        run.say("kafka-consumer-groups", *base, "--topic", "t", *scenario)
    run.say("kafka-consumer-groups", *base, "--topic", "t:1,2", "--to-offset", 2, "--execute")
    run.say("kafka-consumer-groups", *base, "--all-topics", "--to-offset", 0, "--dry-run", "--export")
    run.say("kafka-consumer-groups", *base, "--topic", "no-such", "--to-earliest", "--execute")
    run.say("kafka-consumer-groups", *base, "--from-file", chosen, "--execute")
    run.say("kafka-consumer-groups", "--reset-offsets", "--group", "idle", "--group", "idle3", "--topic", "t", "--to-offset", 3, "--execute")
    run.say("kafka-consumer-groups", "--reset-offsets", "--group", "made-by-reset", "--topic", "t", "--to-offset", 2, "--execute")
    run.say("kafka-consumer-groups", "--describe", "--group", "idle", label="idle after all resets")


def begin(node, transactional_id, add=True):
    """(producer id, epoch) with two records in partition 0 of "t"; not `add`: the coordinator knows nothing of them."""
    answer = coordinated(node, "InitProducerId", 4, {"TransactionalId": transactional_id, "TransactionTimeoutMs": 60_000}, lambda one: [one["ErrorCode"]])
    producer, epoch = answer["ProducerId"], answer["ProducerEpoch"]
    with node.connect() as conn:
        if add:
            conn.ask("AddPartitionsToTxn", 3, {"V3AndBelowTransactionalId": transactional_id, "V3AndBelowProducerId": producer, "V3AndBelowProducerEpoch": epoch,
                                               "V3AndBelowTopics": [{"Name": "t", "Partitions": [0, 1]}]})
        records = batch([Record(b"k", b"v", [], T0)] * 2, attributes=0x10, producer_id=producer, producer_epoch=epoch, base_sequence=0)
        answer = conn.ask("Produce", 9, {"Acks": -1, "TimeoutMs": 9000, "TransactionalId": transactional_id, "TopicData": [
            {"Name": "t", "PartitionData": [{"Index": 0, "Records": records}]}]})
    assert answer["Responses"][0]["PartitionResponses"][0]["ErrorCode"] == 0, answer
    return producer, epoch, answer["Responses"][0]["PartitionResponses"][0]["BaseOffset"]


def transactions(run):
    """kafka-transactions, also of a transaction that its coordinator does not know of."""
    def say(*arguments, **more):
        run.say("kafka-transactions", *arguments, **more)
    begin(run.node, "open")
    say("list")
    say("list", "--duration-filter", 3_600_000)
    say("list", "--transactional-id-pattern", "op.*")
    say("describe", "--transactional-id", "open", columns=(6, 7))  # how long it has been open
    say("describe", "--transactional-id", "nobody")
    say("describe-producers", "--topic", "t", "--partition", 0)
    say("find-hanging", "--broker-id", 1, label="find-hanging finds nothing")
    _, _, offset = begin(run.node, "lost", add=False)
    say("find-hanging", "--broker-id", 1, columns=(7,))
    say("find-hanging", "--topic", "t", "--partition", 0, columns=(7,))
    say("abort", "--topic", "t", "--partition", 0, "--start-offset", offset + 1)
    say("abort", "--topic", "t", "--partition", 0, "--start-offset", offset)
    say("find-hanging", "--broker-id", 1, label="find-hanging after the abort")
    say("forceTerminateTransaction", "--transactionalId", "open")
    say("describe", "--transactional-id", "open", columns=(6, 7), label="open after it is ended")


def console(run):
    """Console and verifiable clients in groups."""
    make(run.node, "lines", 1)
    run.say("kafka-console-producer", "--topic", "lines", stdin="".join(f"line {number}\n" for number in range(20)))
    for count in (15, 5):
        run.say("kafka-console-consumer", "--topic", "lines", "--group", "console", "--from-beginning", "--max-messages", count, "--timeout-ms", 30_000)
    run.say("kafka-console-consumer", "--topic", "lines", "--group", "console-consumer", "--from-beginning", "--max-messages", 20, "--timeout-ms", 30_000,
            "--command-property", "group.protocol=consumer")
    run.say("kafka-consumer-groups", "--describe", "--group", "console")
    run.say("kafka-verifiable-producer", "--topic", "lines", "--max-messages", 10, "--acks", -1)
    for protocol in ("classic", "consumer"):
        run.say("kafka-verifiable-consumer", "--topic", "lines", "--group-id", f"verifiable-{protocol}", "--max-messages", 30, "--group-protocol", protocol,
                "--reset-policy", "earliest", "--enable-autocommit")


def everything(kind, home):
    """All tools against one engine."""
    node = Node(home / "node", SETTINGS, kind=kind)
    node.expect_log(".*")  # what an impossible wish may log is not compared
    try:
        node.start()
        run = Run(node, home)
        try:
            groups(run)
            transactions(run)
            console(run)
        finally:
            run.server.kill()
        return run.said
    finally:
        node.kill()


@pytest.mark.compare
def test_tools_print_the_same(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        kafka, moldau = pool.map(everything, ["kafka", engine()], [tmp_path / "kafka", tmp_path / "here"])
    assert list(kafka) == list(moldau)
    rows = [match.groupdict() for match in ROW.finditer(EXPLAINED.read_text())] if engine() == "moldau" else []
    wrong = []
    for command, lines in kafka.items():
        missing, more = [one for one in lines if one not in moldau[command]], [one for one in moldau[command] if one not in lines]
        if (missing or more or len(lines) != len(moldau[command])) and explained(rows, command, "line") is None:
            wrong.append(f"{command}\n" + "".join(f"  - {one}\n" for one in missing) + "".join(f"  + {one}\n" for one in more))
    print(f"{len(kafka)} commands, {sum(map(len, kafka.values()))} lines")
    assert not wrong, f"{len(wrong)} of {len(kafka)} commands print something else:\n" + "\n".join(wrong)
