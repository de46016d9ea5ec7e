"""Long lives of groups and transactions under kills of clients and of the broker.

MOLDAU_GROUP_EVENTS sets how many things happen to the group (default 50), MOLDAU_TRANSFERS how many orders are carried out
(default 4000), MOLDAU_CHAOS_SEED the seed, which is printed.
"""

import json
import os
import random
import struct
import threading
import time
from collections import Counter

import pytest

import clients
from asking import committed, coordinated, ends, make, write
from kafkawire import records, schema
from members import KINDS, Member, Program, eventually, wait_for
from test_groups import QUICK
from test_hostile import ROUND_TRIP_S

EVENTS = int(os.environ.get("MOLDAU_GROUP_EVENTS", "50"))
ORDERS = int(os.environ.get("MOLDAU_TRANSFERS", "4000"))
SEED = int(os.environ.get("MOLDAU_CHAOS_SEED", str(time.time_ns() % 1_000_000)))
PARTITIONS = 8
MEMBERS_MAX = 6
BOUND_S = 180
COORDINATOR = schema.SCHEMAS.parent / "group"

pytestmark = pytest.mark.accept


class Writer(threading.Thread):
    """Writes values that name themselves until told to stop, over every death of the broker; `written` are acknowledged."""

    def __init__(self, node, topic):
        super().__init__(daemon=True)
        self.node, self.topic = node, topic
        self.written, self.attempts = [], 0
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.wait(0.02):
            values = [f"{self.attempts}-{number}" for number in range(PARTITIONS * 2)]
            self.attempts += 1
            try:
                write(self.node, self.topic, PARTITIONS, values)
            except (OSError, AssertionError, EOFError, struct.error, ValueError, clients.Unavailable):
                continue  # not acknowledged: it may be there or not
            except Exception as error:  # the broker died in the middle of an answer
                if type(error).__name__ != "Closed":
                    raise
                continue
            self.written += values

    def finish(self):
        """Stops; gives what was acknowledged."""
        self.stopping.set()
        self.join(ROUND_TRIP_S * 3)
        assert not self.is_alive()
        return set(self.written)


def log_of(node, topic, partition):
    """Every record of one partition, batch by batch."""
    offset, end = 0, ends(node, topic, partition + 1)[partition]
    with node.connect() as conn:
        while offset < end:
            answer = conn.ask("Fetch", 11, {"ReplicaId": -1, "MaxWaitMs": 500, "MinBytes": 1, "MaxBytes": 8 << 20, "Topics": [
                {"Topic": topic, "Partitions": [{"Partition": partition, "FetchOffset": offset, "PartitionMaxBytes": 8 << 20}]}]})
            found = answer["Responses"][0]["Partitions"][0]
            assert found["ErrorCode"] == 0, found
            for batch in records.read_batches(found["Records"] or b""):
                offset = batch.last_offset + 1
                if not batch.attributes & 0x20:
                    yield batch.records


def coordinator_message(name):
    """A schema of the coordinator's records."""
    return schema.Message(json.loads((COORDINATOR / f"{name}.json").read_text()))


def decoded(shape, data):
    """A key or value of the coordinator's, after its version."""
    version = struct.unpack_from(">h", data)[0]
    return schema.decode(shape, version, data[2:])


def assigned(data):
    """(topic, partition)s of a classic member's assignment."""
    reader, found = schema.Reader(data), []
    if reader.left < 2:
        return found
    reader.fixed(">h")
    for _ in range(reader.fixed(">i")):
        topic = reader.take(reader.fixed(">h")).decode()
        found += [(topic, reader.fixed(">i")) for _ in range(reader.fixed(">i"))]
    return found


def check_owners(node, group, offsets_partitions):
    """Goes through all that the coordinator wrote: in no generation of the classic group, and at no time in the consumer group,
    does a partition have two owners. Gives (generations, changes of assignments)."""
    key = {2: coordinator_message("GroupMetadataKey"), 8: coordinator_message("ConsumerGroupCurrentMemberAssignmentKey")}
    value = {2: coordinator_message("GroupMetadataValue"), 8: coordinator_message("ConsumerGroupCurrentMemberAssignmentValue")}
    generations, changes, owners = 0, 0, {}
    for partition in range(offsets_partitions):
        for batch in log_of(node, "__consumer_offsets", partition):
            for record in batch:
                kind = struct.unpack_from(">h", record.key)[0]
                if kind not in key:
                    continue
                named = schema.decode(key[kind], 0, record.key[2:])
                if group not in named.values():
                    continue
                content = None if record.value is None else decoded(value[kind], record.value)
                if kind == 2:
                    owned = [part for one in (content or {"members": []})["members"] for part in assigned(one["assignment"])]
                    assert len(owned) == len(set(owned)), f"two owners in generation {content['generation']}: {content}"
                    generations += content is not None
                else:
                    member = named["MemberId"]
                    owners.pop(member, None)
                    if content is not None:
                        owners[member] = [(one["TopicId"], index) for kept in ("AssignedPartitions", "PartitionsPendingRevocation")
                                          for one in content[kept] or [] for index in one["Partitions"]]
                    changes += 1
            twice = [part for part, count in Counter(part for owned in owners.values() for part in owned).items() if count > 1]
            assert not twice, f"two owners of {twice}: {owners}"
    return generations, changes


@pytest.mark.parametrize("kinds", [[kind for kind in KINDS if not kind.endswith("-consumer")], list(KINDS)], ids=["classic", "both"])
def test_random_life_of_a_mixed_group(kinds, new_node):
    """Clients, of the classic protocol or of both, join, leave and die at random, the broker restarts and dies: every acknowledged record is
    consumed by somebody, and no partition ever has two owners."""
    print(f"{EVENTS} events, seed {SEED}")
    chance = random.Random(SEED)
    node = new_node(QUICK)
    make(node, "t", PARTITIONS)
    writer = Writer(node, "t")
    writer.start()
    everyone, living, happened = [], [], Counter()
    try:
        for _ in range(EVENTS):
            can = ["join"] * 4 * (len(living) < MEMBERS_MAX) + (["leave", "leave", "kill"] if len(living) > 1 else []) + ["restart", "broker kill"]
            event = chance.choice(can)
            happened[event] += 1
            if event == "join":
                living.append(Member(chance.choice(kinds), node, "g", "t"))
                everyone.append(living[-1])
            elif event in ("leave", "kill"):
                member = living.pop(chance.randrange(len(living)))
                member.process.stdin.close() if event == "leave" else member.kill()
            elif event == "restart":
                node.restart()
            else:
                node.kill()
                node.start()
            time.sleep(chance.uniform(0, 1.5))  # into the middle of whatever the last event set off
        wanted = writer.finish()
        while len(living) < 2:
            living.append(Member("librdkafka", node, "g", "t"))
            everyone.append(living[-1])

        def consumed():
            return wanted <= {value for one in everyone for *_, value in one.got}
        wait_for(consumed, "every acknowledged record was consumed", living, BOUND_S)
        eventually(lambda: sum(committed(node, "g", "t").values()) == sum(ends(node, "t", PARTITIONS)), "all is committed", BOUND_S)
    finally:
        writer.stopping.set()
        for one in everyone:
            one.kill()
    generations, changes = check_owners(node, "g", int(QUICK["offsets.topic.num.partitions"]))
    assert generations + changes > 0
    reads = sum(len(one.got) for one in everyone)
    print(f"{dict(happened)}: {len(wanted):,} records acknowledged, each consumed at least once, {reads:,} reads in all; {generations} records of classic "
          f"generations and {changes} of consumer assignments, no partition with two owners")


def test_transfers_add_up(new_node):
    """Workers carry out orders: each reads some, books both sides of every transfer and commits the offsets in one transaction,
    or changes its mind. They and the broker are killed all the while. In the end every order is booked once on both sides."""
    print(f"{ORDERS} orders, seed {SEED}")
    chance = random.Random(SEED)
    node = new_node({**QUICK, "transaction.state.log.num.partitions": "3"})
    for topic in ("orders", "debits", "credits"):
        make(node, topic, 4)
    for first in range(0, ORDERS, 1000):
        write(node, "orders", 4, [f"{number} {chance.randrange(10)} {chance.randrange(10)} {chance.randrange(1, 100)}" for number in range(first, min(first + 1000, ORDERS))])
    target, happened = sum(ends(node, "orders", 4)), Counter()

    def worker(index):
        return Program("librdkafka", node.bootstrap, "transfer", f"worker-{index}", "orders", "debits", "credits", SEED + index + 1000 * sum(happened.values()))
    workers = [worker(index) for index in range(3)]
    everyone = list(workers)
    deadline = time.monotonic() + BOUND_S * 4

    def ended():
        return sum(line in ("committed", "aborted") for one in everyone for line in one.lines)

    def replace(index, why):
        happened[why] += 1
        workers[index].kill()
        workers[index] = worker(index)
        everyone.append(workers[index])
    try:
        while sum(committed(node, "bank", "orders").values()) < target:
            assert time.monotonic() < deadline, f"only {committed(node, 'bank', 'orders')} of {target}: {[one.lines[-5:] for one in workers]}"
            # The next blow falls when they have got on since the last one.
            wanted = ended() + chance.randrange(1, 12)
            eventually(lambda wanted=wanted: ended() >= wanted or any("ended" in one.lines for one in workers)
                       or sum(committed(node, "bank", "orders").values()) >= target, "the workers get on", programs=workers)
            for index, one in enumerate(workers):
                if "ended" in one.lines:
                    replace(index, "worker gave up")
            if chance.random() < 0.4:
                happened["broker kill"] += 1
                node.kill()
                node.start()
            else:
                replace(chance.randrange(len(workers)), "worker kill")
    finally:
        for one in workers:
            one.kill()
    happened.update(line for one in everyone for line in one.lines if line in ("committed", "aborted"))
    for index in range(3):  # whoever comes next under a dead worker's name ends what it left open
        coordinated(node, "InitProducerId", 4, {"TransactionalId": f"worker-{index}", "TransactionTimeoutMs": 60_000},
                    lambda one: [14 if one["ErrorCode"] == 51 else one["ErrorCode"]])
    for topic in ("debits", "credits"):
        eventually(lambda topic=topic: ends(node, topic, 4) == ends(node, topic, 4, committed=True), f"no transaction is open in {topic}")
    reader = Member("librdkafka", node, "auditor", "debits", "isolation=read_committed"), Member("franz-go", node, "auditor2", "credits", "isolation=read_committed")
    try:
        books = [audited(node, one, topic) for one, topic in zip(reader, ("debits", "credits"))]
    finally:
        for one in reader:
            one.kill()
    for book in books:
        assert Counter(number for number, *_ in book) == Counter(range(ORDERS)), "an order is missing or was booked twice"
    assert sum(amount for *_, amount in books[0]) == -sum(amount for *_, amount in books[1])
    assert {(number, -amount) for number, _, amount in books[0]} == {(number, amount) for number, _, amount in books[1]}
    print(f"{dict(happened)}: {ORDERS:,} transfers booked once on both sides, the sum of all accounts is 0")


def audited(node, reader, topic):
    """(order, account, amount)s that a reader of committed records sees; it has seen all when it has the last of each partition."""
    write(node, topic, 4, ["last"] * 4)
    wait_for(lambda: sum(value == "last" for *_, value in reader.got) == 4, f"the end of {topic}", [reader], BOUND_S)
    return [tuple(map(int, value.split())) for *_, value in reader.got if value != "last"]
