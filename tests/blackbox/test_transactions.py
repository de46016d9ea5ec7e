"""Transactions of real clients: commit, abort, offsets in a transaction, fencing, a broker that dies in the middle."""

import subprocess

import pytest

import clients
from asking import committed, ends, make, write
from kafkawire import records
from members import KINDS, Member, Program, eventually, wait_for

PRODUCERS = ["java", "librdkafka", "kafkajs", "franz-go"]
# kafka-python (3.0.12) joins before it has the topic's metadata, joins again at once when it has, and forgets to take up an assignment
# that comes too soon after that: a group that waits for a moment, as groups do, gives it the time.
QUICK = {"group.initial.rebalance.delay.ms": "500", "offsets.topic.num.partitions": "3", "transaction.state.log.num.partitions": "3",
         "group.consumer.min.heartbeat.interval.ms": "200", "group.consumer.heartbeat.interval.ms": "200"}
SEEN = [f"{label}-{number}" for label in ("committed", "with-offsets", "successor") for number in range(10)]


def logged(node, topic, partition):
    """All values in one partition's log, aborted ones too."""
    found, offset, end = [], 0, ends(node, topic, partition + 1)[partition]
    with node.connect() as conn:
        while offset < end:
            answer = conn.ask("Fetch", 11, {"ReplicaId": -1, "MaxWaitMs": 500, "MinBytes": 1, "MaxBytes": 1 << 20, "Topics": [
                {"Topic": topic, "Partitions": [{"Partition": partition, "FetchOffset": offset, "PartitionMaxBytes": 1 << 20}]}]})
            for batch in records.read_batches(answer["Responses"][0]["Partitions"][0]["Records"] or b""):
                found += [] if batch.attributes & 0x20 else [one.value.decode() for one in batch.records]
                offset = batch.last_offset + 1
    return found


def caught_up(node, topic):
    """Whether nothing of a topic's two partitions is held back from readers of committed records."""
    return ends(node, topic, 2) == ends(node, topic, 2, committed=True)


@pytest.mark.smoke
@pytest.mark.parametrize("client", PRODUCERS)
def test_a_producer_commits_aborts_and_is_fenced(client, new_node):
    """What the client's program does is in tests/clients/README.md. Every record it wrote is in the log, and every kind of
    consumer sees the committed ones alone."""
    node = new_node(QUICK)
    make(node, "out", 2)
    make(node, "in")
    write(node, "in", 1, [f"in-{number}" for number in range(7)])
    assert committed(node, "g", "in") == {}  # the coordinator is there from now on: kafkajs does not wait while it loads
    try:
        done = subprocess.run([*clients.GROUPS[client](), node.bootstrap, "transactions", "out", "in", "g"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
    except clients.Unavailable as missing:
        pytest.skip(str(missing))
    steps = [line[3:] for line in done.stdout.splitlines() if line.startswith("ok ")]
    assert done.returncode == 0 and steps[:3] == ["commit", "abort", "offsets"] and steps[-1] == "fenced", done.stdout
    assert committed(node, "g", "in") == {0: 7}
    eventually(lambda: caught_up(node, "out"), "no transaction is open")
    written = logged(node, "out", 0) + logged(node, "out", 1)
    assert not set(SEEN) - set(written) and {"aborted-0", "aborted-9"} <= set(written), written
    readers = [Member(kind, node, f"read-{kind}", "out", "isolation=read_committed") for kind in KINDS]
    try:
        wait_for(lambda: all(len(one.got) >= len(SEEN) for one in readers), "every reader has what is committed", readers)
        # One record more, written plainly after all: whoever has it has read past everything before.
        write(node, "out", 2, ["last-0", "last-1"])
        wait_for(lambda: all({"last-0", "last-1"} <= {value for _, _, value in one.got} for one in readers), "the last records", readers)
        assert {one.kind: sorted(value for *_, value in one.got) for one in readers} == {one.kind: sorted([*SEEN, "last-0", "last-1"]) for one in readers}
    finally:
        for one in readers:
            one.kill()


@pytest.mark.smoke
@pytest.mark.parametrize("end", ["commit", "abort"])
def test_a_broker_killed_in_the_middle_of_a_transaction(end, new_node):
    """The transaction that was open when the broker died goes on and ends as its producer says, all of it."""
    node = new_node(QUICK)
    make(node, "out", 2)
    holder = Program("librdkafka", node.bootstrap, "hold", "out")
    try:
        holder.said("open")
        assert ends(node, "out", 2, committed=True) == [0, 0] and ends(node, "out", 2) == [5, 5]
        node.kill()
        node.start()
        assert ends(node, "out", 2, committed=True) == [0, 0]
        holder.tell(end)
        holder.said("ended")
    finally:
        holder.kill()
    eventually(lambda: caught_up(node, "out"), "the last stable offset moves on")
    assert outcome(node) == (10 if end == "commit" else 0)


@pytest.mark.smoke
def test_a_broker_killed_while_a_transaction_ends(new_node):
    """Whatever the producer learns, the outcome is one of the two in both partitions, and readers are not held up."""
    node = new_node(QUICK)
    make(node, "out", 2)
    holder = Program("librdkafka", node.bootstrap, "hold", "out")
    try:
        holder.said("open")
        holder.tell("commit")
        holder.said("ending commit")
        node.kill()
        node.start()
        holder.said("ended")
    finally:
        holder.kill()
    eventually(lambda: caught_up(node, "out"), "the last stable offset moves on")
    assert outcome(node) == 10, "it was told that its transaction is committed"


@pytest.mark.smoke
def test_a_transaction_whose_producer_died_is_aborted_when_its_time_is_up(new_node):
    """Also when the broker dies in between: the time goes on where it was."""
    node = new_node({**QUICK, "transaction.abort.timed.out.transaction.cleanup.interval.ms": "200"})
    make(node, "out", 2)
    holder = Program("librdkafka", node.bootstrap, "hold", "out", "timeout=3000")
    holder.said("open")
    holder.kill()
    node.kill()
    node.start()
    eventually(lambda: caught_up(node, "out"), "the last stable offset moves on")
    assert ends(node, "out", 2) == [6, 6] and outcome(node) == 0


def outcome(node):
    """How many records of "out" a reader of committed records gets."""
    write(node, "out", 2, ["last-0", "last-1"])
    reader = Member("librdkafka", node, "outcome", "out", "isolation=read_committed")
    try:
        wait_for(lambda: {"last-0", "last-1"} <= {value for *_, value in reader.got}, "the last records", [reader])
        return len(reader.got) - 2
    finally:
        reader.kill()
