"""Client quotas as Kafka's own tools set them and as clients feel them."""

import re
import socket
import time

import pytest

from nodes import tool

pytestmark = pytest.mark.accept

APP = ("--entity-type", "clients", "--entity-name", "throttled")


def configs(node, *arguments, **options):
    """kafka-configs."""
    return tool("kafka-configs", "--bootstrap-server", node.bootstrap, *arguments, **options)


def produce(node, topic, client_id):
    """How long the producer says it was throttled at most, in milliseconds, while it sent 300 kB in batches of about 10 kB."""
    said = tool("kafka-producer-perf-test", "--bootstrap-server", node.bootstrap, "--topic", topic, "--num-records", 300, "--record-size", 1000,
                "--throughput", -1, "--print-metrics", "--command-property", "acks=all", f"client.id={client_id}", "batch.size=10000",
                "enable.idempotence=false", "max.in.flight.requests.per.connection=1").stdout
    assert "300 records sent" in said, said
    return float(re.search(r"producer-metrics:produce-throttle-time-max:\{[^}]*\}\s*:\s*(\S+)", said).group(1))


def test_kafka_configs_sets_describes_and_removes_quotas(node):
    assert "Completed" in configs(node, "--alter", *APP, "--add-config", "producer_byte_rate=20000,request_percentage=150.5").stdout
    both = ("--entity-type", "users", "--entity-name", "ann", "--entity-type", "clients", "--entity-default")
    configs(node, "--alter", *both, "--add-config", "consumer_byte_rate=1024")
    configs(node, "--alter", "--entity-type", "ips", "--entity-name", "10.1.2.3", "--add-config", "connection_creation_rate=3")
    try:
        described = configs(node, "--describe", *APP).stdout
        assert "producer_byte_rate=20000.0" in described and "request_percentage=150.5" in described, described
        assert "consumer_byte_rate=1024.0" in configs(node, "--describe", *both).stdout
        assert "connection_creation_rate=3.0" in configs(node, "--describe", "--entity-type", "ips", "--entity-name", "10.1.2.3").stdout
        assert "connection_creation_rate=3.0" in configs(node, "--describe", "--entity-type", "ips").stdout
        for entity, wrong in ((APP, "producer_byte_rate=-1"), (APP, "no_such_quota=1"), (APP, "connection_creation_rate=1"),
                              (APP, "producer_byte_rate=1.5")):
            assert configs(node, "--alter", *entity, "--add-config", wrong, check=False).returncode != 0, wrong
        configs(node, "--alter", *APP, "--delete-config", "request_percentage")
        described = configs(node, "--describe", *APP).stdout
        assert "producer_byte_rate" in described and "request_percentage" not in described, described
    finally:
        configs(node, "--alter", *APP, "--delete-config", "producer_byte_rate")
        configs(node, "--alter", *both, "--delete-config", "consumer_byte_rate")
        configs(node, "--alter", "--entity-type", "ips", "--entity-name", "10.1.2.3", "--delete-config", "connection_creation_rate")
    assert "producer_byte_rate" not in configs(node, "--describe", "--entity-type", "clients").stdout


def test_a_producer_over_its_quota_is_throttled_until_the_quota_goes(node, topic):
    tool("kafka-topics", "--bootstrap-server", node.bootstrap, "--create", "--topic", topic)
    configs(node, "--alter", *APP, "--add-config", "producer_byte_rate=20000")
    try:
        # 200 kB are let through as a burst of ten seconds; the other 100 kB take five.
        begun = time.monotonic()
        throttled = produce(node, topic, "throttled")
        took = time.monotonic() - begun
        assert 0 < throttled and 3 < took, (throttled, took)
        assert produce(node, topic, "free") == 0
    finally:
        configs(node, "--alter", *APP, "--delete-config", "producer_byte_rate")
    assert produce(node, topic, "throttled") == 0


def test_connections_over_an_address_quota_are_held_and_closed_unserved(new_node):
    node = new_node()
    configs(node, "--alter", "--entity-type", "ips", "--entity-default", "--add-config", "connection_creation_rate=1")
    kept = []
    closed_after = None
    try:
        for _ in range(15):
            one = socket.create_connection(("127.0.0.1", node.port), timeout=5)
            kept.append(one)
            one.settimeout(1.5)
            # ApiVersions version 0: whoever is served is answered.
            one.sendall(bytes.fromhex("0000000a 0012 0000 00000001 ffff"))
            begun = time.monotonic()
            try:
                if not one.recv(4):
                    closed_after = time.monotonic() - begun
                    break
            except ConnectionResetError:
                closed_after = time.monotonic() - begun
                break
        assert closed_after is not None and 0.05 < closed_after < 1.5, closed_after
    finally:
        for one in kept:
            one.close()
