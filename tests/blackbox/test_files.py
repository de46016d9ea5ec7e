"""Files on disk: Kafka's tools accept ours, we open Kafka's, and a stop of any kind loses nothing."""

import errno
import os
import re
import shutil
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

import pytest

import clients
import dataset
from kafkawire import records
from kafkawire.records import Record, batch
from nodes import Node, engine, tool
from test_hostile import SteadyReader, create, fetch, produce

pytestmark = pytest.mark.accept

MIB = 1 << 20
REQUEST_TIMED_OUT, KAFKA_STORAGE_ERROR = 7, 56


def bounds(conn, topic):
    """(beginning, end) of partition 0."""
    found = []
    for sentinel in (-2, -1):
        answer = conn.ask("ListOffsets", 5, {"ReplicaId": -1, "Topics": [
            {"Name": topic, "Partitions": [{"PartitionIndex": 0, "Timestamp": sentinel}]}]})
        found.append(answer["Topics"][0]["Partitions"][0]["Offset"])
    return tuple(found)


def read_all(conn, topic):
    """Every record of partition 0, as (offset, key, value, timestamp)."""
    start, end = bounds(conn, topic)
    found = []
    while start < end:
        for one in records.read_batches(fetch(conn, topic, start)):
            found += [(record.offset, record.key, record.value, record.timestamp) for record in one.records if record.offset >= start]
        start = found[-1][0] + 1
    return found


def fill(node, topic, segment_bytes="1048576"):
    """Several segments in every codec, with idempotent batches among them."""
    create(node, topic, **{"segment.bytes": segment_bytes})
    now = int(time.time() * 1000)  # producers' states expire by their records' timestamps
    with node.connect() as conn:
        producer = conn.ask("InitProducerId", 4, {"TransactionalId": None, "TransactionTimeoutMs": 1000})["ProducerId"]
        for number in range(60):
            some = [Record(b"key %d" % index, os.urandom(800), [("h", b"x")], now + number * 100 + index) for index in range(100)]
            codec = list(records.CODECS)[number % 5]
            produce(conn, topic, batch(some, codec, producer_id=producer, producer_epoch=0, base_sequence=number * 100))


def dump(*arguments):
    """kafka-dump-log; gives what it says."""
    return tool("kafka-dump-log", *arguments).stdout


def test_kafka_dump_log_accepts_our_files(new_node, topic):
    node = new_node()
    fill(node, topic)
    assert node.stop() in (0, 143)
    directory = node.data / f"{topic}-0"
    segments = sorted(directory.glob("*.log"))
    assert len(segments) >= 3, sorted(directory.iterdir())
    offset = 0
    for segment in segments:
        said = dump("--deep-iteration", "--files", segment)
        assert int(segment.stem) == offset
        counts = re.findall(r"baseOffset: (\d+) lastOffset: (\d+) count: (\d+) .*?isvalid: (\w+)", said)
        assert counts, said
        for base, last, count, valid in counts:
            assert int(base) == offset and int(last) - int(base) + 1 == int(count) and valid == "true"
            offset = int(last) + 1
        assert said.count("| offset:") == sum(int(count) for _, _, count, _ in counts)
    assert offset == 6000
    for index in sorted([*directory.glob("*.index"), *directory.glob("*.timeindex")]):
        said = dump("--verify-index-only", "--files", index)
        assert "Found mismatch" not in said and "Found out of order" not in said and "No Entries" not in said, said
    snapshots = sorted(directory.glob("*.snapshot"))
    assert snapshots, sorted(directory.iterdir())
    assert "producerId" in dump("--files", snapshots[-1])


def test_kafka_dump_log_reads_our_metadata_log(new_node, topic):
    node = new_node()
    create(node, topic)
    node.stop()
    (segment, *_) = sorted((node.data / "__cluster_metadata-0").glob("*.log"))
    said = dump("--cluster-metadata-decoder", "--files", segment)
    assert f'"type":"TOPIC_RECORD"' in said and topic in said, said


def test_a_log_directory_of_kafka_opens_here(new_node, tmp_path, topic):
    """Kafka writes; then the engine under test opens the same directory and serves the same records."""
    theirs = Node(tmp_path / "shared", kind="kafka")
    try:
        theirs.start()
        fill(theirs, topic)
        with theirs.connect() as conn:
            conn.ask("DeleteRecords", 2, {"TimeoutMs": 9000, "Topics": [{"Name": topic, "Partitions": [{"PartitionIndex": 0, "Offset": 150}]}]})
            written, limits = read_all(conn, topic), bounds(conn, topic)
        theirs.stop()
        ours = new_node(name="shared")
        with ours.connect() as conn:
            assert bounds(conn, topic) == limits == (150, 6000)
            assert read_all(conn, topic) == written
            assert produce(conn, topic, batch([Record(b"k", b"v")])) == 6000
    finally:
        theirs.kill()


def test_a_log_directory_of_ours_opens_in_kafka(new_node, tmp_path, topic):
    """The way back: what the engine under test wrote, Kafka opens after a clean stop."""
    ours = new_node(name="shared")
    fill(ours, topic)
    with ours.connect() as conn:
        written = read_all(conn, topic)
    ours.stop()
    theirs = Node(tmp_path / "shared", kind="kafka")
    try:
        theirs.start()
        with theirs.connect() as conn:
            assert bounds(conn, topic) == (0, 6000)
            assert read_all(conn, topic) == written
    finally:
        theirs.kill()


@pytest.mark.parametrize("way", ["stop", "kill"])
def test_everything_is_there_after(way, new_node, topic):
    node = new_node()
    results, output = clients.run("librdkafka-python", node.bootstrap, topic)
    assert set(results.values()) == {"ok"}, output
    node.check_log()
    node.kill() if way == "kill" else node.stop()
    node.start()
    for codec in ("none", "snappy", "lz4", "zstd", "idempotent"):
        results, output = clients.run("librdkafka-python", node.bootstrap, f"{topic}-{codec}", "read", f"{topic}-{codec}", dataset.COUNT)
        assert results == {"read": "ok"}, output
    with node.connect() as conn:
        assert bounds(conn, f"{topic}-gzip") == (120, dataset.COUNT)
        answer = conn.ask("Metadata", 9, {"Topics": [{"Name": f"{topic}-admin"}, {"Name": f"{topic}-acks"}], "AllowAutoTopicCreation": False})
        errors = {one["Name"]: (one["ErrorCode"], len(one["Partitions"])) for one in answer["Topics"]}
        assert errors == {f"{topic}-admin": (0, 5), f"{topic}-acks": (3, 0)}


def test_sigterm_twice_ends_at_once(new_node, topic):
    node = new_node()
    fill(node, topic)
    node.process.terminate()
    node.process.terminate()
    node.process.wait(timeout=10)
    node.process = None
    node.start()
    with node.connect() as conn:
        assert bounds(conn, topic) == (0, 6000)


@pytest.fixture
def small_disk():
    """A file system of 300 MiB of its own, if this machine lets us mount one."""
    place = Path(tempfile.mkdtemp(prefix="moldau-small-"))
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", str(place)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        place.rmdir()
        pytest.skip(f"cannot mount a small file system (root may): {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)
        shutil.rmtree(place, ignore_errors=True)


def take_space(path, disk, leave):
    """Writes a file until only so much is free; the broker may take some of that meanwhile."""
    with open(path, "wb", buffering=0) as file:
        try:
            while (free := os.statvfs(disk)).f_bavail * free.f_frsize > leave:
                file.write(b"\0" * MIB)
        except OSError as error:
            assert error.errno == errno.ENOSPC, error


@pytest.mark.skipif(engine() == "kafka", reason="Kafka ends when its only disk is full")
def test_a_full_disk_refuses_writes_serves_reads_and_recovers(new_node, small_disk, topic):
    node = new_node({"log.dirs": str(small_disk / "data")})
    node.expect_log(r"WARN.* room for segments .*no_room=(true|false)")
    node.expect_log(r"WARN.* no room for a checkpoint .*No space left on device")
    create(node, topic)
    ballast = small_disk / "ballast"
    acknowledged, unknown = [], set()

    def write(conn):
        """One record of 512 KiB; gives the error code."""
        value = uuid.uuid4().bytes * (32 * 1024)
        answer = conn.ask("Produce", 9, {"Acks": -1, "TimeoutMs": 9000, "TopicData": [
            {"Name": topic, "PartitionData": [{"Index": 0, "Records": batch([Record(b"k", value)])}]}]})
        partition = answer["Responses"][0]["PartitionResponses"][0]
        if partition["ErrorCode"] == 0:
            acknowledged.append((partition["BaseOffset"], value))
        elif partition["ErrorCode"] == REQUEST_TIMED_OUT:
            unknown.add(value)
        return partition["ErrorCode"]

    def check_what_is_there(conn):
        """All that was acknowledged, at its offset; besides it only what was given up without an answer."""
        there = {offset: value for offset, _, value, _ in read_all(conn, topic)}
        assert dict(acknowledged).items() <= there.items()
        assert set(there.values()) - {value for _, value in acknowledged} <= unknown

    steady = SteadyReader(node)
    steady.start()
    with node.connect(timeout_s=30) as conn:
        for _ in range(20):
            assert write(conn) == 0
        # Free space shrinks to 8 MiB from outside; then writes go on until one is refused.
        take_space(ballast, small_disk, 8 * MIB)
        codes = []
        for _ in range(200):
            codes.append(write(conn))
            if codes[-1] != 0:
                break
        # A write that is in the log when the room ends is given up when its time is over; those after it are refused.
        assert codes[-1] in (KAFKA_STORAGE_ERROR, REQUEST_TIMED_OUT), codes[-5:]
        for _ in range(5):
            if codes[-1] == KAFKA_STORAGE_ERROR:
                break
            codes.append(write(conn))
            assert codes[-1] in (KAFKA_STORAGE_ERROR, REQUEST_TIMED_OUT), codes[-5:]
        assert codes[-1] == KAFKA_STORAGE_ERROR, codes[-5:]
        assert len(read_all(conn, topic)) == len(acknowledged), "reads go on"
        ballast.unlink()
        for _ in range(300):
            if write(conn) == 0:
                break
        else:
            raise AssertionError("writes are still refused though there is space")
        check_what_is_there(conn)
    steady.finish()
    node.kill()
    node.start()
    with node.connect(timeout_s=30) as conn:
        check_what_is_there(conn)
