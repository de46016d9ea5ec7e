"""Every client does everything (tests/clients/README.md), and reads what every other client wrote."""

import pytest

import clients
import dataset

SMOKE = ["java", "librdkafka-python", "kafka-python", "kafkajs", "franz-go"]
LONG = ["java-3.9", "java-2.8", "librdkafka-rust", "sarama"]
READERS = ["java", "librdkafka-python", "kafka-python", "kafkajs", "franz-go"]


def run(client, *arguments):
    """Runs a client, or skips with what to install."""
    try:
        return clients.run(client, *arguments)
    except clients.Unavailable as missing:
        pytest.skip(str(missing))


def check_all(client, node, topic):
    """All checks of one client pass."""
    results, output = run(client, node.bootstrap, topic)
    assert results == {check: "ok" for check in clients.CHECKS}, output


@pytest.mark.smoke
@pytest.mark.parametrize("client", SMOKE)
def test_client_does_everything(client, node, topic):
    check_all(client, node, topic)


@pytest.mark.accept
@pytest.mark.parametrize("client", LONG)
def test_older_and_further_client_does_everything(client, node, topic):
    check_all(client, node, topic)


@pytest.mark.accept
@pytest.mark.parametrize("writer", READERS)
def test_clients_read_each_other(writer, node, topic):
    results, output = run(writer, node.bootstrap, topic)
    assert set(results.values()) == {"ok"}, output
    for reader in READERS:
        for codec in ["none", "snappy", "lz4", "zstd", "idempotent"]:  # gzip's topic has lost its first records by now
            results, output = run(reader, node.bootstrap, f"{topic}-{reader}", "read", f"{topic}-{codec}", dataset.COUNT)
            assert results == {"read": "ok"}, f"{reader} reads {codec} of {writer}\n{output}"
