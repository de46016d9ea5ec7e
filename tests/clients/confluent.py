#!/usr/bin/env python3
"""librdkafka through confluent-kafka. See README.md for the checks."""

import sys

from checks import CODECS, dataset, eventually, expect, run, verify
from confluent_kafka import Consumer, OFFSET_BEGINNING, Producer, TopicPartition
from confluent_kafka.admin import (AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, NewPartitions, NewTopic,
                                   OffsetSpec, ResourceType)

BOOTSTRAP, PREFIX = sys.argv[1:3]
admin = AdminClient({"bootstrap.servers": BOOTSTRAP})


def done(futures):
    """Waits for every future of an admin call; gives {key: result}."""
    return {key: future.result(timeout=30) for key, future in futures.items()}


def produce(topic, settings, count=dataset.COUNT):
    """Writes the data set to partition 0 and waits for every acknowledgement."""
    failures = []
    producer = Producer({"bootstrap.servers": BOOTSTRAP, "linger.ms": 5, "batch.num.messages": 64,
                         "max.in.flight.requests.per.connection": 1,  # a batch tried again must not be overtaken
                         **settings})
    for i in range(count):
        producer.produce(topic, dataset.value(i), dataset.key(i), 0, timestamp=dataset.timestamp(i),
                         headers=dataset.headers(i), on_delivery=lambda error, _: error and failures.append(error))
        producer.poll(0)
    expect(producer.flush(30) == 0, "unacknowledged records after 30 s")
    expect(not failures, f"{len(failures)} deliveries failed, first: {failures[:1]}")


def consumer():
    """A consumer that is never in a group: librdkafka wants a name all the same."""
    return Consumer({"bootstrap.servers": BOOTSTRAP, "group.id": "unused", "enable.auto.commit": False,
                     "auto.offset.reset": "error", "check.crcs": True, "enable.partition.eof": False})


def consume(topic, start, count):
    """Reads so many records from an offset on."""
    reader = consumer()
    try:
        reader.assign([TopicPartition(topic, 0, start)])
        found = []
        while len(found) < count:
            message = reader.poll(20)
            expect(message is not None, f"no record after {len(found)} of {count}")
            expect(message.error() is None, message.error())
            found.append((message.offset(), message.key(), message.value(), message.headers() or [],
                          message.timestamp()[1]))
        return found
    finally:
        reader.close()


def watermarks(topic):
    """(beginning, end) of partition 0."""
    reader = consumer()
    try:
        return reader.get_watermark_offsets(TopicPartition(topic, 0), timeout=20)
    finally:
        reader.close()


def create_topics():
    names = [f"{PREFIX}-{name}" for name in (*CODECS, "acks", "idempotent")]
    done(admin.create_topics([NewTopic(name, 1, 1) for name in names]))
    done(admin.create_topics([NewTopic(f"{PREFIX}-admin", 2, 1, config={"retention.ms": "86400000"})]))
    eventually(lambda: {*names, f"{PREFIX}-admin"} <= set(admin.list_topics(timeout=20).topics), "all topics listed")


def produce_with(codec):
    topic = f"{PREFIX}-{codec}"
    produce(topic, {"acks": "all", "compression.type": codec})
    verify(consume(topic, OFFSET_BEGINNING, dataset.COUNT))


def acks(level, end):
    topic = f"{PREFIX}-acks"
    produce(topic, {"acks": level}, count=20)
    eventually(lambda: watermarks(topic)[1] == end, f"end offset {end}")


def idempotent():
    topic = f"{PREFIX}-idempotent"
    produce(topic, {"enable.idempotence": True})
    verify(consume(topic, OFFSET_BEGINNING, dataset.COUNT))


def offsets():
    topic = f"{PREFIX}-none"
    expect(watermarks(topic) == (0, dataset.COUNT), f"watermarks {watermarks(topic)}")
    reader = consumer()
    try:
        for time_ms, wanted in ((dataset.timestamp(50), 50), (dataset.timestamp(50) - 1, 50),
                                (dataset.timestamp(dataset.COUNT), -1)):
            found = reader.offsets_for_times([TopicPartition(topic, 0, time_ms)], timeout=20)[0]
            expect(found.offset == wanted, f"offset {found.offset} for {time_ms}, not {wanted}")
    finally:
        reader.close()
    for spec, wanted in ((OffsetSpec.earliest(), 0), (OffsetSpec.latest(), dataset.COUNT),
                         (OffsetSpec.max_timestamp(), dataset.COUNT - 1)):
        result = done(admin.list_offsets({TopicPartition(topic, 0): spec}))
        expect([one.offset for one in result.values()] == [wanted], f"{result} for {spec}")


def seek():
    verify(consume(f"{PREFIX}-none", 150, 50), first=150)


def describe():
    topic = admin.list_topics(f"{PREFIX}-admin", timeout=20).topics[f"{PREFIX}-admin"]
    expect(sorted(topic.partitions) == [0, 1], topic.partitions)
    for partition in topic.partitions.values():
        expect(partition.leader == 1 and partition.replicas == [1] and partition.isrs == [1], vars(partition))
    cluster = admin.describe_cluster().result(timeout=20)
    expect([f"{node.host}:{node.port}" for node in cluster.nodes] == [BOOTSTRAP], cluster.nodes)
    expect(cluster.cluster_id, "no cluster id")


def configs():
    resource = ConfigResource(ResourceType.TOPIC, f"{PREFIX}-admin")
    entry = done(admin.describe_configs([resource]))[resource]["retention.ms"]
    expect(entry.value == "86400000" and not entry.is_default, vars(entry))
    change = ConfigResource(ResourceType.TOPIC, f"{PREFIX}-admin", incremental_configs=[
        ConfigEntry("retention.ms", "3600000", incremental_operation=AlterConfigOpType.SET)])
    done(admin.incremental_alter_configs([change]))
    eventually(lambda: done(admin.describe_configs([resource]))[resource]["retention.ms"].value == "3600000", "retention.ms")
    broker = ConfigResource(ResourceType.BROKER, "1")
    expect(done(admin.describe_configs([broker]))[broker]["log.dirs"].value, "the broker names no log.dirs")


def create_partitions():
    topic = f"{PREFIX}-admin"
    done(admin.create_partitions([NewPartitions(topic, 5)]))
    eventually(lambda: len(admin.list_topics(topic, timeout=20).topics[topic].partitions) == 5, "5 partitions")


def delete_records():
    topic = f"{PREFIX}-gzip"
    result = done(admin.delete_records([TopicPartition(topic, 0, 120)]))
    expect([one.low_watermark for one in result.values()] == [120], result)
    expect(watermarks(topic) == (120, dataset.COUNT), f"watermarks {watermarks(topic)}")
    verify(consume(topic, OFFSET_BEGINNING, dataset.COUNT - 120), first=120)


def delete_topics():
    topic = f"{PREFIX}-acks"
    done(admin.delete_topics([topic]))
    eventually(lambda: topic not in admin.list_topics(timeout=20).topics, f"{topic} gone")


def main():
    if sys.argv[3:4] == ["read"]:
        topic, count = sys.argv[4], int(sys.argv[5])
        run([("read", lambda: verify(consume(topic, OFFSET_BEGINNING, count), count=count))])
    run([("create_topics", create_topics),
         *((f"produce_{codec}", lambda codec=codec: produce_with(codec)) for codec in CODECS),
         ("acks_0", lambda: acks("0", 20)), ("acks_1", lambda: acks("1", 40)), ("idempotent", idempotent),
         ("offsets", offsets), ("seek", seek), ("describe", describe), ("configs", configs),
         ("create_partitions", create_partitions), ("delete_records", delete_records), ("delete_topics", delete_topics)])


main()
