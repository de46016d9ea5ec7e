#!/usr/bin/env python3
"""kafka-python, a client in Python alone. See README.md for the checks."""

import sys

from checks import CODECS, dataset, eventually, expect, run, verify
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient
from kafka.admin import OffsetSpec

BOOTSTRAP, PREFIX = sys.argv[1:3]
admin = KafkaAdminClient(bootstrap_servers=BOOTSTRAP)


def produce(topic, count=dataset.COUNT, **settings):
    """Writes the data set to partition 0 and waits for every acknowledgement."""
    producer = KafkaProducer(bootstrap_servers=BOOTSTRAP, linger_ms=5, batch_size=8192,
                             max_in_flight_requests_per_connection=1,  # a batch tried again must not be overtaken
                             **settings)
    try:
        futures = [producer.send(topic, dataset.value(i), dataset.key(i), dataset.headers(i), 0, dataset.timestamp(i))
                   for i in range(count)]
        producer.flush(timeout=30)
        for future in futures:
            future.get(timeout=30)
    finally:
        producer.close(timeout=10)


def consumer(topic):
    """A consumer with partition 0 assigned, in no group."""
    reader = KafkaConsumer(bootstrap_servers=BOOTSTRAP, group_id=None, enable_auto_commit=False, check_crcs=True,
                           consumer_timeout_ms=20_000)
    reader.assign([TopicPartition(topic, 0)])
    return reader


def consume(topic, start, count):
    """Reads so many records from an offset on, None for the beginning."""
    reader = consumer(topic)
    try:
        partition = TopicPartition(topic, 0)
        if start is None:
            reader.seek_to_beginning(partition)
        else:
            reader.seek(partition, start)
        found = []
        for record in reader:
            found.append((record.offset, record.key, record.value, list(record.headers or []), record.timestamp))
            if len(found) == count:
                break
        return found
    finally:
        reader.close()


def bounds(topic):
    """(beginning, end) of partition 0."""
    reader = consumer(topic)
    try:
        partition = TopicPartition(topic, 0)
        return reader.beginning_offsets([partition])[partition], reader.end_offsets([partition])[partition]
    finally:
        reader.close()


def create_topics():
    names = [f"{PREFIX}-{name}" for name in (*CODECS, "acks", "idempotent")]
    admin.create_topics({name: {"num_partitions": 1, "replication_factor": 1} for name in names})
    admin.create_topics({f"{PREFIX}-admin": {"num_partitions": 2, "replication_factor": 1,
                                             "configs": {"retention.ms": "86400000"}}})
    eventually(lambda: {*names, f"{PREFIX}-admin"} <= set(admin.list_topics()), "all topics listed")


def produce_with(codec):
    topic = f"{PREFIX}-{codec}"
    produce(topic, acks="all", compression_type=None if codec == "none" else codec, enable_idempotence=False)
    verify(consume(topic, None, dataset.COUNT))


def acks(level, end):
    topic = f"{PREFIX}-acks"
    produce(topic, count=20, acks=level, enable_idempotence=False)
    eventually(lambda: bounds(topic)[1] == end, f"end offset {end}")


def idempotent():
    topic = f"{PREFIX}-idempotent"
    produce(topic, acks="all", enable_idempotence=True)
    verify(consume(topic, None, dataset.COUNT))


def offsets():
    topic, partition = f"{PREFIX}-none", TopicPartition(f"{PREFIX}-none", 0)
    expect(bounds(topic) == (0, dataset.COUNT), f"bounds {bounds(topic)}")
    reader = consumer(topic)
    try:
        for time_ms, wanted in ((dataset.timestamp(50), 50), (dataset.timestamp(50) - 1, 50),
                                (dataset.timestamp(dataset.COUNT), None)):
            found = reader.offsets_for_times({partition: time_ms})[partition]
            expect((found.offset if found else None) == wanted, f"{found} for {time_ms}, not {wanted}")
    finally:
        reader.close()
    for spec, wanted in ((OffsetSpec.EARLIEST, 0), (OffsetSpec.LATEST, dataset.COUNT),
                         (OffsetSpec.MAX_TIMESTAMP, dataset.COUNT - 1)):
        found = admin.list_partition_offsets({partition: spec})[partition]
        expect(found.offset == wanted, f"{found} for {spec}, not {wanted}")


def seek():
    verify(consume(f"{PREFIX}-none", 150, 50), first=150)


def describe_topic(topic):
    """What the admin client says of one topic."""
    return next(one for one in admin.describe_topics([topic]) if one["name"] == topic)


def describe():
    topic = describe_topic(f"{PREFIX}-admin")
    expect(sorted(one["partition_index"] for one in topic["partitions"]) == [0, 1], topic)
    for one in topic["partitions"]:
        expect(one["leader_id"] == 1 and one["replica_nodes"] == [1] and one["isr_nodes"] == [1], one)
    cluster = admin.describe_cluster()
    expect([f"{one['host']}:{one['port']}" for one in cluster["brokers"]] == [BOOTSTRAP], cluster)


def config_values(kind, name):
    """{config: value} of one resource, defaults included."""
    answer = admin.describe_configs([ConfigResource(kind, name)], config_filter="all")
    (by_name,) = answer.values()
    return {key: entry["value"] for key, entry in by_name[name].items()}


def configs():
    topic = f"{PREFIX}-admin"
    expect(config_values(ConfigResourceType.TOPIC, topic)["retention.ms"] == "86400000", "retention.ms as created")
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs={"retention.ms": "3600000"})])
    eventually(lambda: config_values(ConfigResourceType.TOPIC, topic)["retention.ms"] == "3600000", "retention.ms")
    expect(config_values(ConfigResourceType.BROKER, "1")["log.dirs"], "the broker names no log.dirs")


def create_partitions():
    topic = f"{PREFIX}-admin"
    admin.create_partitions({topic: 5})
    eventually(lambda: len(describe_topic(topic)["partitions"]) == 5, "5 partitions")


def delete_records():
    topic, partition = f"{PREFIX}-gzip", TopicPartition(f"{PREFIX}-gzip", 0)
    result = admin.delete_records({partition: 120})
    expect(result[partition]["low_watermark"] == 120, result)
    expect(bounds(topic) == (120, dataset.COUNT), f"bounds {bounds(topic)}")
    verify(consume(topic, None, dataset.COUNT - 120), first=120)


def delete_topics():
    topic = f"{PREFIX}-acks"
    admin.delete_topics([topic])
    eventually(lambda: topic not in admin.list_topics(), f"{topic} gone")


def main():
    if sys.argv[3:4] == ["read"]:
        topic, count = sys.argv[4], int(sys.argv[5])
        run([("read", lambda: verify(consume(topic, None, count), count=count))])
    run([("create_topics", create_topics),
         *((f"produce_{codec}", lambda codec=codec: produce_with(codec)) for codec in CODECS),
         ("acks_0", lambda: acks(0, 20)), ("acks_1", lambda: acks(1, 40)), ("idempotent", idempotent),
         ("offsets", offsets), ("seek", seek), ("describe", describe), ("configs", configs),
         ("create_partitions", create_partitions), ("delete_records", delete_records), ("delete_topics", delete_topics)])


main()
