#!/usr/bin/env python3
"""librdkafka as a member of a group and as a transactional producer. See README.md."""

import random
import sys

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from groups import member, options, say, transactions

QUICK = {"reconnect.backoff.ms": 20, "reconnect.backoff.max.ms": 500, "retry.backoff.ms": 20, "log_level": 0}


def run_member(bootstrap, group, topic, chosen):
    """A member that commits what it has read."""
    settings = {"bootstrap.servers": bootstrap, "group.id": group, "enable.auto.commit": False, "auto.offset.reset": "earliest",
                "isolation.level": chosen.get("isolation", "read_uncommitted"), "check.crcs": True, **QUICK}
    if "instance" in chosen:
        settings["group.instance.id"] = chosen["instance"]
    if chosen.get("protocol") == "consumer":
        settings["group.protocol"] = "consumer"
    else:
        settings |= {"session.timeout.ms": 6000, "heartbeat.interval.ms": 300, "partition.assignment.strategy": "range,roundrobin"}
    consumer = Consumer(settings)
    consumer.subscribe([topic])

    def poll():
        found = [message for message in consumer.consume(500, timeout=0.1)]
        for message in found:
            if message.error() is not None:
                say("note", message.error())
        return [(message.partition(), message.offset(), message.value()) for message in found if message.error() is None]
    member(poll, lambda: [one.partition for one in consumer.assignment()], lambda: consumer.commit(asynchronous=False), consumer.close)


def run_transactions(bootstrap, topic, source, group):
    """Commits, aborts, commits offsets, is fenced."""
    def new():
        producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": f"{topic}-librdkafka", "linger.ms": 0, **QUICK})
        producer.init_transactions(30)
        return producer

    def send(producer, label):
        for number in range(10):
            producer.produce(topic, f"{label}-{number}".encode(), partition=number % 2)
        producer.flush(30)

    first = new()
    offsets = Consumer({"bootstrap.servers": bootstrap, "group.id": group, **QUICK})

    def commit():
        first.begin_transaction()
        send(first, "committed")
        first.commit_transaction(30)

    def abort():
        first.begin_transaction()
        send(first, "aborted")
        first.abort_transaction(30)

    def with_offsets(offset, end):
        first.begin_transaction()
        send(first, "with-offsets" if offset == 7 else "aborted")
        first.send_offsets_to_transaction([TopicPartition(source, 0, offset)], offsets.consumer_group_metadata(), 30)
        end(30)

    def fenced():
        second = new()
        try:
            first.begin_transaction()
            send(first, "fenced")
            first.commit_transaction(30)
        except KafkaException as error:
            if not error.args[0].fatal():
                raise
        else:
            raise AssertionError("the zombie committed")
        second.begin_transaction()
        send(second, "successor")
        second.commit_transaction(30)

    transactions([("commit", commit), ("abort", abort), ("offsets", lambda: with_offsets(7, first.commit_transaction)),
                  ("offsets aborted", lambda: with_offsets(3, first.abort_transaction)), ("fenced", fenced)])


def run_hold(bootstrap, topic, chosen):
    """Leaves a transaction open with ten records, says so, and ends it when told to."""
    producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": f"{topic}-hold", "linger.ms": 0,
                         "transaction.timeout.ms": int(chosen.get("timeout", 60_000)), **QUICK})
    producer.init_transactions(30)
    producer.begin_transaction()
    for number in range(10):
        producer.produce(topic, f"held-{number}".encode(), partition=number % 2)
    producer.flush(30)
    say("open")
    for line in sys.stdin:
        say("ending", line.strip())
        (producer.commit_transaction if line.strip() == "commit" else producer.abort_transaction)(30)
        say("ended")
        return


def run_transfer(bootstrap, name, orders, debits, credits, seed):
    """Books orders ("number from to amount") on both sides, with their offsets, in one transaction; every fifth time or so it
    changes its mind. Ends when its producer cannot go on."""
    chance = random.Random(int(seed))
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "bank", "enable.auto.commit": False, "auto.offset.reset": "earliest",
                         "isolation.level": "read_committed", "session.timeout.ms": 3000, "heartbeat.interval.ms": 300, **QUICK})
    producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": name, "linger.ms": 0, "transaction.timeout.ms": 20_000, **QUICK})
    producer.init_transactions(60)
    consumer.subscribe([orders])

    def undo():
        producer.abort_transaction(60)
        say("aborted")
        for one in consumer.committed(consumer.assignment(), timeout=30):
            consumer.seek(TopicPartition(one.topic, one.partition, max(one.offset, 0)))

    while True:
        found = [one for one in consumer.consume(chance.randrange(1, 40), timeout=0.2) if one.error() is None]
        if not found:
            continue
        producer.begin_transaction()
        try:
            for order in found:
                number, payer, payee, amount = order.value().decode().split()
                producer.produce(debits, f"{number} {payer} -{amount}", partition=int(payer) % 4)
                producer.produce(credits, f"{number} {payee} {amount}", partition=int(payee) % 4)
            producer.send_offsets_to_transaction(consumer.position(consumer.assignment()), consumer.consumer_group_metadata(), 60)
            if chance.random() < 0.2:
                undo()
            else:
                producer.commit_transaction(60)
                say("committed")
        except KafkaException as error:
            say("note", error)
            if error.args[0].fatal() or not error.args[0].txn_requires_abort():
                raise
            undo()


def main():
    bootstrap, mode, *rest = sys.argv[1:]
    if mode == "member":
        run_member(bootstrap, rest[0], rest[1], options(rest[2:]))
    elif mode == "hold":
        run_hold(bootstrap, rest[0], options(rest[1:]))
    elif mode == "transfer":
        run_transfer(bootstrap, *rest)
    else:
        run_transactions(bootstrap, *rest)


main()
