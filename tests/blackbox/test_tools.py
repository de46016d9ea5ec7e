"""Kafka's own command-line tools against the broker: each does its work and says what it says of Kafka."""

import json
import re

import pytest

from kafkawire.client import Closed
from nodes import tool

pytestmark = pytest.mark.accept


def topics(node, *arguments, **options):
    """kafka-topics."""
    return tool("kafka-topics", "--bootstrap-server", node.bootstrap, *arguments, **options).stdout


def test_kafka_topics(node, topic):
    assert f"Created topic {topic}" in topics(node, "--create", "--topic", topic, "--partitions", 3, "--replication-factor", 1,
                                              "--config", "retention.ms=777000")
    assert topic in topics(node, "--list").splitlines()
    described = topics(node, "--describe", "--topic", topic)
    assert "PartitionCount: 3" in described and "retention.ms=777000" in described and "ReplicationFactor: 1" in described
    assert len(re.findall(r"Partition: \d+\s+Leader: 1\s+Replicas: 1\s+Isr: 1", described)) == 3, described
    topics(node, "--alter", "--topic", topic, "--partitions", 4)
    assert "PartitionCount: 4" in topics(node, "--describe", "--topic", topic)
    assert "" == topics(node, "--describe", "--topic", topic, "--unavailable-partitions").strip()
    assert "already exists" in topics(node, "--create", "--topic", topic, check=False)
    topics(node, "--delete", "--topic", topic)
    assert topic not in topics(node, "--list").splitlines()


def test_kafka_configs(node, topic):
    topics(node, "--create", "--topic", topic)

    def configs(*arguments, **options):
        return tool("kafka-configs", "--bootstrap-server", node.bootstrap, *arguments, **options)
    entity = ("--entity-type", "topics", "--entity-name", topic)
    assert "Completed" in configs("--alter", *entity, "--add-config", "retention.ms=123000,cleanup.policy=[compact,delete]").stdout
    described = configs("--describe", *entity).stdout
    assert "retention.ms=123000" in described and "cleanup.policy=compact,delete" in described, described
    configs("--alter", *entity, "--delete-config", "retention.ms")
    assert "retention.ms" not in configs("--describe", *entity).stdout
    assert "segment.bytes=" in configs("--describe", "--all", *entity).stdout
    refused = configs("--alter", *entity, "--add-config", "no.such.config=1", check=False)
    assert refused.returncode != 0 and "InvalidConfigurationException" in refused.stdout + refused.stderr
    broker = configs("--describe", "--all", "--entity-type", "brokers", "--entity-name", "1").stdout
    assert f"log.dirs={node.data}" in broker


def test_console_tools_and_offsets(node, topic):
    topics(node, "--create", "--topic", topic)
    lines = [f"key{i}\tvalue {i} äöü" for i in range(500)]
    tool("kafka-console-producer", "--bootstrap-server", node.bootstrap, "--topic", topic, "--reader-property", "parse.key=true",
         stdin="\n".join(lines) + "\n")
    # --partition reads without a consumer group.
    read = tool("kafka-console-consumer", "--bootstrap-server", node.bootstrap, "--topic", topic, "--partition", 0, "--offset",
                "earliest", "--max-messages", 500, "--formatter-property", "print.key=true", "--timeout-ms", 30_000).stdout
    assert read.splitlines() == lines
    middle = tool("kafka-console-consumer", "--bootstrap-server", node.bootstrap, "--topic", topic, "--partition", 0, "--offset",
                  490, "--max-messages", 10, "--timeout-ms", 30_000).stdout
    assert middle.splitlines() == [line.split("\t")[1] for line in lines[490:]]

    def offsets(*arguments):
        return tool("kafka-get-offsets", "--bootstrap-server", node.bootstrap, "--topic", topic, *arguments).stdout.strip()
    assert offsets() == f"{topic}:0:500"
    assert offsets("--time", "earliest") == f"{topic}:0:0"
    assert offsets("--time", "-3").startswith(f"{topic}:0:4")


def test_kafka_delete_records(node, topic, tmp_path):
    topics(node, "--create", "--topic", topic)
    tool("kafka-console-producer", "--bootstrap-server", node.bootstrap, "--topic", topic, stdin="x\n" * 100)
    wanted = tmp_path / "delete.json"
    wanted.write_text(json.dumps({"version": 1, "partitions": [{"topic": topic, "partition": 0, "offset": 40}]}))
    said = tool("kafka-delete-records", "--bootstrap-server", node.bootstrap, "--offset-json-file", wanted).stdout
    assert "low_watermark: 40" in said, said
    assert tool("kafka-get-offsets", "--bootstrap-server", node.bootstrap, "--topic", topic, "--time", "earliest").stdout.strip() == f"{topic}:0:40"


def test_kafka_log_dirs(node, topic):
    topics(node, "--create", "--topic", topic)
    tool("kafka-console-producer", "--bootstrap-server", node.bootstrap, "--topic", topic, stdin="x\n" * 100)
    said = tool("kafka-log-dirs", "--bootstrap-server", node.bootstrap, "--describe", "--topic-list", topic).stdout
    found = json.loads(next(line for line in said.splitlines() if line.startswith("{")))
    (directory,) = found["brokers"][0]["logDirs"]
    assert directory["error"] is None and directory["logDir"] == str(node.data)
    (partition,) = directory["partitions"]
    assert partition["partition"] == f"{topic}-0" and partition["size"] > 100 and partition["offsetLag"] == 0


def test_kafka_broker_api_versions(node):
    said = tool("kafka-broker-api-versions", "--bootstrap-server", node.bootstrap).stdout
    assert f"{node.bootstrap} (id: 1 rack: null isFenced: false)" in said
    assert re.search(r"Produce\(0\): 0 to 13 \[usable: 13\]", said) and re.search(r"Fetch\(1\): 4 to 18 \[usable: 18\]", said), said


def test_kafka_metadata_quorum_and_features(node):
    said = tool("kafka-metadata-quorum", "--bootstrap-server", node.bootstrap, "describe", "--status").stdout
    assert re.search(r"LeaderId:\s+1\b", said), said
    replication = tool("kafka-metadata-quorum", "--bootstrap-server", node.bootstrap, "describe", "--replication").stdout
    assert "Leader" in replication
    features = tool("kafka-features", "--bootstrap-server", node.bootstrap, "describe").stdout
    found = re.findall(r"Feature: (\S+)\s+SupportedMinVersion: (\S+)\s+SupportedMaxVersion: (\S+)\s+FinalizedVersionLevel: (\S+)", features)
    assert found == [
        ("eligible.leader.replicas.version", "0", "1", "1"),
        ("group.version", "0", "1", "1"),
        ("kraft.version", "0", "1", "1"),
        ("metadata.version", "3.3-IV3", "4.3-IV0", "4.3-IV0"),
        ("share.version", "0", "1", "1"),
        ("streams.version", "0", "1", "1"),
        ("transaction.version", "0", "2", "2"),
    ], features


@pytest.mark.parametrize("acks", ["all", "1"])
@pytest.mark.parametrize("codec", ["none", "lz4"])
def test_perf_tools(node, topic, acks, codec):
    topics(node, "--create", "--topic", topic, "--partitions", 3)
    said = tool("kafka-producer-perf-test", "--bootstrap-server", node.bootstrap, "--topic", topic, "--num-records", 50_000,
                "--record-size", 200, "--throughput", -1, "--command-property", f"acks={acks}", f"compression.type={codec}").stdout
    assert "50000 records sent" in said, said
    ends = tool("kafka-get-offsets", "--bootstrap-server", node.bootstrap, "--topic", topic).stdout.split()
    assert sum(int(line.rsplit(":", 1)[1]) for line in ends) == 50_000, ends
    print(said.splitlines()[-1])


def test_kafka_verifiable_producer(node, topic):
    topics(node, "--create", "--topic", topic)
    said = tool("kafka-verifiable-producer", "--bootstrap-server", node.bootstrap, "--topic", topic, "--max-messages", 2000, "--acks", -1).stdout
    events = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    done = next(event for event in events if event["name"] == "tool_data")
    assert done["sent"] == 2000 and done["acked"] == 2000, done


def test_kafka_e2e_latency(node, topic):
    topics(node, "--create", "--topic", topic)
    said = tool("kafka-e2e-latency", "--bootstrap-server", node.bootstrap, "--topic", topic, "--num-records", 500, "--producer-acks", "all",
                "--record-size", 200).stdout
    assert re.search(r"Percentiles: 50th = \d+", said), said
    print(said.strip().splitlines()[-1])


def test_kafka_configs_changes_levels_of_loggers(node):
    def configs(*arguments, check=True):
        return tool("kafka-configs", "--bootstrap-server", node.bootstrap, "--entity-type", "broker-loggers", "--entity-name", "1", *arguments, check=check)

    def levels():
        return dict(re.findall(r"^\s+(\S+)=(\w+) sensitive=false", configs("--describe").stdout, re.MULTILINE))

    before = levels()
    logger = "kafka.server.KafkaApis" if node.kind == "kafka" else "moldau_log"
    assert before["root"] == "INFO" and before[logger] == "INFO", before
    assert "Completed updating" in configs("--alter", "--add-config", f"{logger}=DEBUG").stdout
    assert levels() == {**before, logger: "DEBUG"}
    assert "Completed updating" in configs("--alter", "--delete-config", logger).stdout
    assert levels() == before
    for wrong in (f"{logger}=LOUD", "no.such.logger=INFO"):
        configs("--alter", "--add-config", wrong, check=False)
        assert levels() == before, wrong


def test_max_connections_changes_while_the_broker_runs(new_node):
    node = new_node()
    with node.connect() as asking:
        def limit(operation, value=None):
            answer = asking.ask("IncrementalAlterConfigs", 1, {"ValidateOnly": False, "Resources": [{"ResourceType": 4, "ResourceName": "", "Configs": [
                {"Name": "max.connections", "ConfigOperation": operation, "Value": value}]}]})
            assert answer["Responses"][0]["ErrorCode"] == 0, answer

        idle = [node.connect(timeout_s=20) for _ in range(20)]
        for conn in idle:
            conn.ask("ApiVersions", 0)
        limit(0, "11")
        # The least recently used go first: the eldest of the idle ones.
        for conn in idle[:10]:
            with pytest.raises(Closed):
                conn.receive_frame()
        for conn in idle[10:]:
            conn.ask("ApiVersions", 0)
        limit(1)
        with node.connect() as another:
            another.ask("ApiVersions", 0)
        for conn in idle:
            conn.close()
