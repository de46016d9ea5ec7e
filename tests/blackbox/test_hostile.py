"""Hostile input: the broker answers or closes, its memory stays bounded, and other clients notice nothing.

Every test runs beside a steady client that writes and reads all the while; each of its round trips must succeed.
"""

import random
import resource
import select
import socket
import struct
import threading
import time
import uuid

import pytest

from kafkawire import records, schema
from kafkawire.client import Closed, Connection
from kafkawire.records import Record, batch
from nodes import engine
from waiting import until

pytestmark = pytest.mark.accept

MIB = 1 << 20
SEED = int(time.time())
ROUND_TRIP_S = 10
BY_HOSTILE_INPUT = r"(?i)request|connection|frame|client|peer|socket|listener|decod"


class Steady(threading.Thread):
    """Writes a record and reads it back, again and again, on a connection of its own."""

    def __init__(self, node):
        super().__init__(daemon=True)
        self.node = node
        self.topic = f"steady-{uuid.uuid4().hex[:8]}"
        self.stopping = threading.Event()
        self.rounds = 0
        self.slowest_s = 0.0
        self.failure = None
        create(node, self.topic)

    def run(self):
        try:
            with Connection(self.node.port, timeout_s=ROUND_TRIP_S) as conn:
                while not self.stopping.is_set():
                    begun = time.monotonic()
                    offset = produce(conn, self.topic, batch([Record(b"k", b"v%d" % self.rounds)]))
                    found = records.read_batches(fetch(conn, self.topic, offset))[0].records[0]
                    assert found.value == b"v%d" % self.rounds, found
                    self.rounds += 1
                    self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
                    self.stopping.wait(0.005)
        except (OSError, Closed, AssertionError, ValueError) as error:
            self.failure = error

    def finish(self):
        """Stops and judges."""
        self.stopping.set()
        self.join(ROUND_TRIP_S * 2)
        assert self.failure is None, f"another client noticed: {self.failure!r} after {self.rounds} round trips"
        assert self.rounds > 0
        print(f"steady client: {self.rounds} round trips, slowest {self.slowest_s * 1000:.1f} ms")


class SteadyReader(Steady):
    """Only reads: the topic's first record, and the metadata, again and again. For when nothing can be written."""

    def run(self):
        try:
            with Connection(self.node.port, timeout_s=ROUND_TRIP_S) as conn:
                offset = produce(conn, self.topic, batch([Record(b"k", b"first")]))
                while not self.stopping.is_set():
                    begun = time.monotonic()
                    assert records.read_batches(fetch(conn, self.topic, offset))[0].records[0].value == b"first"
                    answer = conn.ask("Metadata", 9, {"Topics": [{"Name": self.topic}], "AllowAutoTopicCreation": False})
                    assert answer["Topics"][0]["Partitions"][0]["LeaderId"] >= 0, answer
                    self.rounds += 1
                    self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
                    self.stopping.wait(0.005)
        except (OSError, Closed, AssertionError, ValueError) as error:
            self.failure = error


def create(node, topic, **configs):
    """Makes a topic of one partition and waits for its leader."""
    with node.connect() as conn:
        answer = conn.ask("CreateTopics", 5, {"timeoutMs": 20_000, "Topics": [
            {"Name": topic, "NumPartitions": 1, "ReplicationFactor": 1,
             "Configs": [{"Name": key, "Value": value} for key, value in configs.items()]}]})
        assert answer["Topics"][0]["ErrorCode"] == 0, answer
        question = {"ReplicaId": -1, "Topics": [{"Name": topic, "Partitions": [{"PartitionIndex": 0, "Timestamp": -1}]}]}
        until(lambda: conn.ask("ListOffsets", 5, question)["Topics"][0]["Partitions"][0]["ErrorCode"] == 0, f"{topic} has a leader")


def produce(conn, topic, data):
    """Writes bytes; gives their offset."""
    answer = conn.ask("Produce", 9, {"Acks": -1, "TimeoutMs": 9000, "TopicData": [
        {"Name": topic, "PartitionData": [{"Index": 0, "Records": data}]}]})
    partition = answer["Responses"][0]["PartitionResponses"][0]
    assert partition["ErrorCode"] == 0, partition
    return partition["BaseOffset"]


def fetch(conn, topic, offset):
    """Bytes from an offset on."""
    answer = conn.ask("Fetch", 11, {"ReplicaId": -1, "MaxWaitMs": 5000, "MinBytes": 1, "MaxBytes": MIB, "Topics": [
        {"Topic": topic, "Partitions": [{"Partition": 0, "FetchOffset": offset, "PartitionMaxBytes": MIB}]}]})
    partition = answer["Responses"][0]["Partitions"][0]
    assert partition["ErrorCode"] == 0, partition
    return partition["Records"]


@pytest.fixture
def besieged(new_node):
    """A broker of the test's own with a steady client beside it; gives the broker. A WARN about a connection is fine."""
    node = new_node({"max.connections": "100000"})
    node.expect_log(BY_HOSTILE_INPUT)
    steady = Steady(node)
    steady.start()
    yield node
    steady.finish()
    assert node.alive(), node.log_tail()


def outcome(node, data, wait_s=2):
    """What the broker does with these bytes: the answer's size, "closed" or "silent"."""
    with Connection(node.port, timeout_s=wait_s) as conn:
        try:
            conn.send_bytes(data)
            return len(conn.receive_frame())
        except Closed:
            return "closed"
        except socket.timeout:
            return "silent"


def framed(data):
    """With its length before it."""
    return struct.pack(">i", len(data)) + data


@pytest.mark.parametrize("length", [-1, -(2**31), 2**31 - 1, 104_857_601])
def test_a_frame_of_impossible_length_closes_the_connection(besieged, length):
    assert outcome(besieged, struct.pack(">i", length) + b"\0" * 100) == "closed"


def test_random_bytes(besieged):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    for _ in range(300):
        data = chance.randbytes(chance.randrange(1, 2000))
        if chance.random() < 0.7:
            data = framed(data)
        outcome(besieged, data, wait_s=0.05)


def test_valid_headers_with_random_bodies(besieged):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    for name, (request, _) in sorted(schema.apis().items()):
        for _ in range(6):
            version = chance.randint(request.valid.low, request.valid.high)
            body = chance.randbytes(chance.randrange(0, 300))
            outcome(besieged, framed(schema.request_frame(name, version, 1, body)), wait_s=0.05)


def test_real_requests_with_flipped_bytes(besieged):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    golden = sorted((schema.SCHEMAS.parents[2] / "crates" / "wire" / "tests" / "golden").glob("*-request-*.bin"))
    assert golden
    for path in golden:
        # Not the API key: what UpdateFeatures or DeleteTopics then does would be a fair answer to a fair request.
        for _ in range(3):
            frame = bytearray(path.read_bytes())
            for _ in range(chance.randrange(1, 6)):
                frame[chance.randrange(8, len(frame))] = chance.randrange(256)
            outcome(besieged, framed(bytes(frame)), wait_s=0.05)


def test_unknown_apis_and_versions_close_the_connection(besieged):
    for key in (-1, -32768, 93, 999, 9999, 32767):
        for version in (-1, 0, 1, 32767):
            header = struct.pack(">hhih", key, version, 7, -1)
            assert outcome(besieged, framed(header + b"\0" * 20)) == "closed", (key, version)
    with besieged.connect() as conn:
        advertised = {one["ApiKey"]: (one["MinVersion"], one["MaxVersion"]) for one in conn.ask("ApiVersions", 3, {
            "ClientSoftwareName": "raw", "ClientSoftwareVersion": "1"})["ApiKeys"]}
    for key, (low, high) in advertised.items():
        for version in (-1, low - 1, high + 1, 32767):
            header = struct.pack(">hhih", key, version, 7, -1)
            found = outcome(besieged, framed(header + b"\0" * 20))
            # ApiVersions alone is answered, in version 0 and with the versions that there are (KIP-511).
            assert (found != "closed") == (schema.api_name(key) == "ApiVersions"), (key, version, found)


def test_a_wrong_checksum_is_refused_and_nothing_is_kept(besieged):
    topic = f"crc-{uuid.uuid4().hex[:8]}"
    create(besieged, topic)
    good = batch([Record(b"k", b"v" * 100)])
    with besieged.connect() as conn:
        for at in (17, 21, 61, len(good) - 1):
            bad = bytearray(good)
            bad[at] ^= 1
            answer = conn.ask("Produce", 9, {"Acks": -1, "TimeoutMs": 9000, "TopicData": [
                {"Name": topic, "PartitionData": [{"Index": 0, "Records": bytes(bad)}]}]})
            assert answer["Responses"][0]["PartitionResponses"][0]["ErrorCode"] == 2, (at, answer)
        assert produce(conn, topic, good) == 0, "the first record that is kept"


def test_half_a_frame_then_silence_or_end(besieged):
    request = framed(schema.request_frame("Metadata", 9, 1, {"Topics": None}))
    for cut in (1, 3, 4, 5, 9, len(request) - 1):
        assert outcome(besieged, request[:cut], wait_s=0.3) == "silent"
    conns = [besieged.connect() for _ in range(50)]
    for index, conn in enumerate(conns):
        conn.send_bytes(request[:index % len(request)])
        conn.close()


def test_one_byte_a_second_is_served(besieged):
    request = framed(schema.request_frame("ApiVersions", 0, 5, {}))
    with besieged.connect() as conn:
        for byte in request:
            conn.send_bytes(bytes([byte]))
            time.sleep(1)  # being slow is what is tested
        assert schema.split_response("ApiVersions", 0, conn.receive_frame())[0] == 5


def wait_for_memory_below(node, bound, within_s=20):
    """Waits until the broker's own memory is below a bound."""
    until(lambda: node.memory()["RssAnon"] <= bound, f"{bound / MIB:.0f} MiB of its own", within_s,
          lambda: f"{node.memory()['RssAnon'] / MIB:.0f} MiB")


@pytest.mark.skipif(engine() == "kafka", reason="Kafka takes memory for a frame's whole length and stalls for everyone")
def test_a_hundred_half_read_frames_of_100_mb(besieged):
    before = besieged.memory()["RssAnon"]
    conns = []
    for _ in range(100):
        conn = besieged.connect(timeout_s=2)
        conn.send_bytes(struct.pack(">i", 104_857_600) + struct.pack(">hhih", 0, 9, 1, -1))
        conns.append(conn)
    chunk = b"\0" * (256 * 1024)
    sent = [send_until_blocked(conn, chunk, 50 * MIB) for conn in conns]
    during = besieged.memory()["RssAnon"]
    print(f"RssAnon {before / MIB:.0f} MiB before, {during / MIB:.0f} MiB with {sum(sent) / MIB:.0f} MiB taken of 100 frames")
    assert during - before < 512 * MIB
    for conn in conns:
        conn.close()
    wait_for_memory_below(besieged, before + 128 * MIB)


def peak_of_memory(node):
    """Waits until the broker's own memory has not grown by a MiB for two seconds; gives the most that was seen."""
    peak, grown = 0, time.monotonic()

    def still():
        nonlocal peak, grown
        now = node.memory()["RssAnon"]
        if now > peak + MIB:
            grown = time.monotonic()
        peak = max(peak, now)
        return time.monotonic() > grown + 2
    until(still, "memory stands still", also=lambda: f"{peak / MIB:.0f} MiB")
    return peak


def send_until_blocked(conn, chunk, limit):
    """Sends until the broker takes no more, or closes, or the limit; gives how much it took."""
    conn.socket.setblocking(False)
    writable = select.poll()
    writable.register(conn.socket, select.POLLOUT)
    sent = 0
    while sent < limit and writable.poll(50):
        try:
            sent += conn.socket.send(chunk)
        except BlockingIOError:
            continue
        except OSError:
            break
    return sent


def test_decompression_bombs(besieged):
    topic = f"bomb-{uuid.uuid4().hex[:8]}"
    create(besieged, topic)
    zeros = b"\0" * (256 * MIB)
    before = besieged.memory()["RssAnon"]
    for codec in ("gzip", "snappy", "lz4", "zstd"):
        payload = records.compress(codec, zeros if codec != "snappy" else zeros[:64 * MIB])
        for count in (1, 2**31 - 1):
            data = batch([Record(b"k", b"v")], codec, payload=payload, count=count, last_delta=0)
            with besieged.connect(timeout_s=60) as conn:
                try:
                    answer = conn.ask("Produce", 9, {"Acks": -1, "TimeoutMs": 9000, "TopicData": [
                        {"Name": topic, "PartitionData": [{"Index": 0, "Records": data}]}]})
                    assert answer["Responses"][0]["PartitionResponses"][0]["ErrorCode"] != 0, f"{codec} was taken"
                except Closed:
                    pass
        if besieged.kind == "moldau":
            assert besieged.memory()["VmHWM"] < 1024 * MIB, f"after {codec}: {besieged.memory()}"
    print(f"RssAnon {before / MIB:.0f} MiB before, {besieged.memory()['RssAnon'] / MIB:.0f} MiB after")


def test_ten_thousand_idle_connections(besieged):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 12_000:
        pytest.skip(f"needs 12,000 open files, the hard limit is {hard}: raise it with ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    before = besieged.memory()["RssAnon"]
    idle = []
    try:
        for index in range(10_000):
            # From several addresses, so that the ports of one don't run out.
            one = socket.socket()
            one.bind((f"127.0.0.{2 + index % 8}", 0))
            one.connect(("127.0.0.1", besieged.port))
            idle.append(one)
        during = besieged.memory()["RssAnon"]
        print(f"RssAnon {before / MIB:.1f} MiB before, {during / MIB:.1f} MiB with 10,000 idle connections")
        if besieged.kind == "moldau":
            assert during - before < 200 * MIB
        for one in random.Random(SEED).sample(idle, 50):
            one.settimeout(ROUND_TRIP_S)
            one.sendall(framed(schema.request_frame("ApiVersions", 0, 9, {})))
            assert len(one.recv(8)) == 8
    finally:
        for one in idle:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_client_that_never_reads_its_answers(besieged):
    topic = f"deaf-{uuid.uuid4().hex[:8]}"
    create(besieged, topic)
    with besieged.connect() as conn:
        for _ in range(20):
            produce(conn, topic, batch([Record(b"k", random.Random(SEED).randbytes(900_000))]))
    before = besieged.memory()["RssAnon"]
    request = framed(schema.request_frame("Fetch", 11, 1, {"ReplicaId": -1, "MaxWaitMs": 1, "MinBytes": 1, "MaxBytes": 50 * MIB, "Topics": [
        {"Topic": topic, "Partitions": [{"Partition": 0, "FetchOffset": 0, "PartitionMaxBytes": 50 * MIB}]}]}))
    conns = [besieged.connect() for _ in range(40)]
    for conn in conns:
        send_until_blocked(conn, request * 20, len(request) * 20)
    during = peak_of_memory(besieged)
    print(f"RssAnon {before / MIB:.0f} MiB before, {during / MIB:.0f} MiB with 40 clients that don't read 800 answers of 18 MiB")
    if besieged.kind == "moldau":
        assert during - before < 512 * MIB
    for conn in conns:
        conn.close()


def test_overlapping_and_foreign_offsets_are_replaced(besieged):
    topic = f"offsets-{uuid.uuid4().hex[:8]}"
    create(besieged, topic)
    with besieged.connect() as conn:
        for base in (0, 0, 7, 2**62, -5):
            answer = conn.ask("Produce", 9, {"Acks": -1, "TimeoutMs": 9000, "TopicData": [{"Name": topic, "PartitionData": [
                {"Index": 0, "Records": batch([Record(b"k", b"v")] * 3, base_offset=base, leader_epoch=99)}]}]})
            assert answer["Responses"][0]["PartitionResponses"][0]["ErrorCode"] in (0, 87), answer
        batches = records.read_batches(fetch(conn, topic, 0))
    ends = [-1, *(one.last_offset for one in batches)]
    assert [one.base_offset for one in batches] == [end + 1 for end in ends[:-1]]
    assert {one.leader_epoch for one in batches} == {0}
