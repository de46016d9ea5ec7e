#!/usr/bin/env python3
"""Captures golden frames: what real clients send to Apache Kafka 4.3.1, and what it answers, byte for byte.

Usage: capture.py OUTPUT_DIRECTORY. Each frame is one file, without its length prefix: <api>-v<version>-<request|response>-
<n>.bin; index.json lists api_key, api, version, direction, client, trailing and file. For every api, version and direction the
smallest and the largest frame (up to FRAME_MAX bytes) are kept, so that the whole stays far below a megabyte. Each must
be decoded by the schemas here before it is kept. `trailing` says how many bytes a client sent after the end of a
request's last field: librdkafka does that in Metadata 13, and Kafka takes no offence.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import clients  # noqa: E402
from kafkawire import records, schema  # noqa: E402
from kafkawire.client import Closed, Connection  # noqa: E402
from nodes import Node, free_ports  # noqa: E402
from proxy import Recorder  # noqa: E402

FRAME_MAX = 6_000
CLIENTS = ["java", "java-2.8", "librdkafka-python", "kafka-python", "kafkajs", "franz-go", "sarama"]


def decoded(key, version, direction, frame):
    """Decodes a frame to its last byte, or raises; None for a version that Kafka 4.3.1 does not know."""
    api = schema.api_name(key)
    if api is None or version not in schema.apis()[api][0].valid:
        return None
    request, response = schema.apis()[api]
    if direction == "request":
        reader = schema.Reader(frame)
        flexible = version in request.flexible
        schema.read_struct(reader, schema.message("RequestHeader").root, 2 if flexible else 1, flexible)
        return schema.decode(request, version, reader)
    _, body = schema.split_response(api, version, frame)
    return schema.decode(response, version, body)


def ask_every_version(node, port):
    """Sends a plain request of every version of the APIs that need nothing but a topic, for versions that no client
    uses any more."""
    with Connection(node.port) as conn:
        conn.ask("CreateTopics", 7, {"Topics": [{"Name": "golden", "NumPartitions": 1, "ReplicationFactor": 1}], "timeoutMs": 9000})
        ids = {topic["Name"]: topic["TopicId"] for topic in conn.ask("Metadata", 12, {"Topics": None})["Topics"]}
    topic_id = ids["golden"]
    batch = records.batch([records.Record(b"k", b"v", [("h", b"x")], 1_700_000_000_000)])
    with Connection(port) as conn:
        for version in range(3, 14):
            conn.ask("Produce", version, {"Acks": -1, "TimeoutMs": 1000, "TopicData": [
                {**({"TopicId": topic_id} if version > 12 else {"Name": "golden"}), "PartitionData": [{"Index": 0, "Records": batch}]}]})
        for version in range(4, 19):
            topic = {"TopicId": topic_id} if version > 12 else {"Topic": "golden"}
            replica = {"ReplicaState": {}} if version > 14 else {"ReplicaId": -1}
            conn.ask("Fetch", version, {**replica, "MaxWaitMs": 10, "MinBytes": 1, "Topics": [
                {**topic, "Partitions": [{"Partition": 0, "FetchOffset": 0, "PartitionMaxBytes": 2000}]}]})
        for version in range(1, 12):
            conn.ask("ListOffsets", version, {"ReplicaId": -1, "Topics": [
                {"Name": "golden", "Partitions": [{"PartitionIndex": 0, "Timestamp": -1}]}]})
        for version in range(0, 14):
            conn.ask("Metadata", version, {"Topics": [{"Name": "golden"}]})
        for version in range(2, 5):
            conn.ask("OffsetForLeaderEpoch", version, {**({"ReplicaId": -1} if version > 2 else {}), "Topics": [
                {"Topic": "golden", "Partitions": [{"Partition": 0, "LeaderEpoch": 0}]}]})
        for version in range(0, 6):
            conn.ask("InitProducerId", version, {"TransactionalId": None, "TransactionTimeoutMs": 1000})
        for version in range(1, 5):
            conn.ask("DescribeConfigs", version, {"Resources": [{"ResourceType": 2, "ResourceName": "golden", "ConfigurationKeys": ["retention.ms"]}]})
            conn.ask("DescribeLogDirs", version, {"Topics": [{"Topic": "golden", "Partitions": [0]}]})
        for version in range(0, 3):
            conn.ask("DescribeCluster", version, {})
            conn.ask("DeleteRecords", version, {"Topics": [{"Name": "golden", "Partitions": [{"PartitionIndex": 0, "Offset": 0}]}], "TimeoutMs": 1000})
            conn.ask("DescribeQuorum", version, {"Topics": [{"TopicName": "__cluster_metadata", "Partitions": [{"PartitionIndex": 0}]}]})
        for version in range(0, 7):
            conn.ask("FindCoordinator", version, {"Key": "g"} if version < 4 else {"CoordinatorKeys": ["g"]})
        for version in range(0, 2):
            conn.ask("ListConfigResources", version, {})
        conn.ask("DescribeTopicPartitions", 0, {"Topics": [{"Name": "golden"}]})
        try:
            conn.ask("UpdateFeatures", 1, {"timeoutMs": 1000, "FeatureUpdates": [], "ValidateOnly": True})
        except Closed:
            pass


def keep(frames, output):
    """Chooses, checks and writes; prints what is there now."""
    kinds = {}
    for client, key, version, direction, frame in frames:
        trailing = 0
        try:
            known = len(frame) <= FRAME_MAX and decoded(key, version, direction, frame) is not None
        except schema.LeftOver as over:
            known, trailing = True, over.count
        if known:
            kinds.setdefault((key, version, direction, trailing), []).append((len(frame), client, frame))
    chosen, total = [], 0
    for (key, version, direction, trailing), found in sorted(kinds.items()):
        found.sort(key=lambda one: one[:2])
        for number, (length, client, frame) in enumerate([found[0], found[-1]] if found[0][0] < found[-1][0] else found[:1], 1):
            chosen.append((client, key, version, direction, trailing, frame, number))
            total += length
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    index = []
    for client, key, version, direction, trailing, frame, number in chosen:
        api = schema.api_name(key)
        name = f"{api}-v{version}-{direction}-{'trailing-' if trailing else ''}{number}.bin"
        (output / name).write_bytes(frame)
        index.append({"api_key": key, "api": api, "version": version, "direction": direction, "client": client,
                      "trailing": trailing, "file": name})
    (output / "index.json").write_text("[\n" + ",\n".join(f" {json.dumps(entry)}" for entry in index) + "\n]\n")
    kinds = {(entry["api"], entry["version"]) for entry in index}
    print(f"{len(index)} frames, {total} bytes, {len(kinds)} api versions of {len({api for api, _ in kinds})} apis in {output}")


def main():
    """Starts Kafka behind the proxy, lets the clients talk, keeps frames."""
    output = Path(sys.argv[1])
    proxy_port, = free_ports(1)
    with tempfile.TemporaryDirectory(prefix="moldau-golden-") as home:
        node = Node(home, kind="kafka", properties={"advertised.listeners": f"PLAINTEXT://127.0.0.1:{proxy_port}"})
        try:
            node.start()
            recorder = Recorder(proxy_port, node.port)
            frames = []
            for client in CLIENTS:
                before = len(recorder.frames)
                results, text = clients.run(client, f"127.0.0.1:{proxy_port}", f"golden-{client}")
                if set(results.values()) != {"ok"}:
                    raise SystemExit(f"{client} failed:\n{text}")
                frames += [(client, *frame) for frame in recorder.frames[before:]]
            before = len(recorder.frames)
            ask_every_version(node, proxy_port)
            frames += [("raw", *frame) for frame in recorder.frames[before:]]
            recorder.close()
            keep(frames, output)
        finally:
            node.kill()


main()
