"""Rounds of kill -9 under load: what was acknowledged is there afterwards, once and in order.

Two producers write all the while and outlive every kill: an idempotent one, whose records must be there exactly once
and in order, and a plain one with acks=all, whose acknowledged records must be there at least once. After each start
the logs are read again from a little before where they were read last: what a reader saw once stays as it was.
MOLDAU_CHAOS_ROUNDS sets the number of rounds (default 100), MOLDAU_CHAOS_SEED the seed, which is printed.
"""

import os
import random
import threading
import time

import pytest
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from test_hostile import create
from waiting import until

ROUNDS = int(os.environ.get("MOLDAU_CHAOS_ROUNDS", "100"))
SEED = int(os.environ.get("MOLDAU_CHAOS_SEED", str(time.time_ns() % 1_000_000)))
IN_FLIGHT_MAX = 2_000
RATE = 5_000
OVERLAP = 500
BOUND_S = 120


class Writer(threading.Thread):
    """Writes numbered records to one topic until told to stop; `acknowledged` is {number: offset}."""

    def __init__(self, node, topic, **settings):
        super().__init__(daemon=True)
        self.topic = topic
        self.acknowledged = {}
        self.refused = []
        self.sent = 0
        self.stopping = threading.Event()
        self.fatal = None
        self.producer = Producer({
            "bootstrap.servers": node.bootstrap, "acks": "all", "linger.ms": 2, "reconnect.backoff.ms": 20,
            "reconnect.backoff.max.ms": 200, "retry.backoff.ms": 20, "retry.backoff.max.ms": 200, "message.timeout.ms": 600_000,
            "error_cb": self.on_error, "log_level": 0, **settings})

    def on_error(self, error):
        """Lost connections are the point; only a fatal error is a failure."""
        if error.fatal():
            self.fatal = error

    def delivered(self, number, error, message):
        """One answer."""
        if error is not None:
            self.refused.append((number, error))
        else:
            self.acknowledged[number] = message.offset()

    def run(self):
        begun = time.monotonic()
        while not self.stopping.is_set():
            due = (time.monotonic() - begun) * RATE
            while self.sent < due and len(self.producer) < IN_FLIGHT_MAX:
                number = self.sent
                self.producer.produce(self.topic, b"%010d" % number + b"x" * (number % 300), partition=0,
                                      on_delivery=lambda error, message, number=number: self.delivered(number, error, message))
                self.sent += 1
            if self.sent < due:  # held back: don't catch up in one burst
                begun = time.monotonic() - self.sent / RATE
            self.producer.poll(0.002)

    def finish(self):
        """Stops and waits for every answer."""
        self.stopping.set()
        self.join()
        left = self.producer.flush(BOUND_S)
        assert self.fatal is None, self.fatal
        assert left == 0 and not self.refused, f"{left} unanswered, {len(self.refused)} refused: {self.refused[:3]}"


class Reader:
    """Reads one topic again and again; `seen` is the list of numbers by offset."""

    def __init__(self, node, topic):
        self.node = node
        self.topic = topic
        self.seen = []

    def catch_up(self):
        """Reads to the present end from a little before where it was last; what was seen must not have changed."""
        consumer = Consumer({"bootstrap.servers": self.node.bootstrap, "group.id": "unused", "enable.auto.commit": False,
                             "check.crcs": True, "auto.offset.reset": "error", "log_level": 0})
        try:
            partition = TopicPartition(self.topic, 0)
            low, end = retried(lambda: consumer.get_watermark_offsets(partition, timeout=10))
            assert low == 0 and end >= len(self.seen), f"{self.topic} is {low}..{end}, but {len(self.seen)} records were read before"
            offset = max(0, len(self.seen) - OVERLAP)
            consumer.assign([TopicPartition(self.topic, 0, offset)])
            deadline = time.monotonic() + BOUND_S
            while offset < end:
                assert time.monotonic() < deadline, f"read only to {offset} of {end}"
                for message in consumer.consume(10_000, timeout=1):
                    assert message.error() is None, message.error()
                    assert message.offset() == offset, f"offset {message.offset()} instead of {offset}"
                    number = int(message.value()[:10])
                    assert message.value() == b"%010d" % number + b"x" * (number % 300)
                    if offset < len(self.seen):
                        assert self.seen[offset] == number, f"offset {offset} was {self.seen[offset]} and is now {number}"
                    else:
                        self.seen.append(number)
                    offset += 1
        finally:
            consumer.close()


def retried(ask):
    """Asks again while the client finds its way back to the broker."""
    deadline = time.monotonic() + BOUND_S
    while True:
        try:
            return ask()
        except KafkaException:
            if time.monotonic() > deadline:
                raise


def check(writer, reader, once):
    """What was acknowledged is where it was acknowledged; `once`: and nowhere else, and in order."""
    for number, offset in writer.acknowledged.items():
        assert offset < len(reader.seen), f"LOST: {number} was acknowledged at {offset}, the log ends at {len(reader.seen)}"
        if offset >= 0:
            assert reader.seen[offset] == number, f"LOST: {number} was acknowledged at {offset}, where {reader.seen[offset]} is"
    missing = set(writer.acknowledged) - set(reader.seen)
    assert not missing, f"LOST: {len(missing)} acknowledged records, e.g. {sorted(missing)[:5]}"
    if once:
        assert reader.seen == list(range(writer.sent)), "twice, missing or out of order"


@pytest.mark.chaos
def test_kill_rounds(new_node):
    print(f"{ROUNDS} rounds, seed {SEED}")
    chance = random.Random(SEED)
    node = new_node()
    create(node, "once", **{"segment.bytes": "16777216"})
    create(node, "atleast", **{"segment.bytes": "1048576"})
    once = Writer(node, "once", **{"enable.idempotence": True})
    atleast = Writer(node, "atleast", **{"max.in.flight.requests.per.connection": 1})
    readers = [Reader(node, "once"), Reader(node, "atleast")]
    starts = []
    once.start()
    atleast.start()
    try:
        for number in range(ROUNDS):
            time.sleep(chance.uniform(0.1, 1.0))  # when it dies is left to chance, not to what it has done
            node.kill()
            if number % 10 == 9:  # also while it recovers
                node.start(wait=False)
                time.sleep(chance.uniform(0, 0.3))
                node.kill()
            begun = time.monotonic()
            node.start()
            starts.append(time.monotonic() - begun)
            for reader in readers:
                reader.catch_up()
            assert once.fatal is None and not once.refused, (once.fatal, once.refused[:3])
    finally:
        once.stopping.set()
        atleast.stopping.set()
    once.finish()
    atleast.finish()
    for reader in readers:
        reader.catch_up()
    check(once, readers[0], once=True)
    check(atleast, readers[1], once=False)
    print(f"{ROUNDS} kills: {len(once.acknowledged):,} idempotent and {len(atleast.acknowledged):,} plain records acknowledged, none lost; "
          f"{len(readers[1].seen) - len(set(readers[1].seen))} plain ones twice; start and recovery median "
          f"{sorted(starts)[len(starts) // 2]:.2f} s, slowest {max(starts):.2f} s")


@pytest.mark.smoke
def test_one_kill_loses_nothing(new_node):
    """The shortest form of the rounds, for every change."""
    node = new_node()
    create(node, "once")
    writer, reader = Writer(node, "once", **{"enable.idempotence": True}), Reader(node, "once")
    writer.start()
    until(lambda: len(writer.acknowledged) >= 1000, "1000 acknowledged", BOUND_S, lambda: f"{len(writer.acknowledged)} were")
    node.kill()
    node.start()
    writer.finish()
    reader.catch_up()
    check(writer, reader, once=True)
