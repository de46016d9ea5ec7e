"""The requests of the comparison, good and bad: a few thousand, the same for every engine.

Each function asks one API in many ways, at many versions; names of cases are unique. What an answer must be is said
nowhere here: it must be what Apache Kafka answers.
"""

import struct

import lz4.frame

import groups
import transactions
from kafkawire import records, schema
from kafkawire.records import Record, batch
from scenario_records import STRANGER, T0, fetched, produced, some
from versions import versions
from waiting import until


def run(s):
    """Everything, in order; later parts use topics that earlier ones made."""
    for part in (api_versions, create_topics, metadata, produce, fetch, fetch_sessions, list_offsets, leader_epochs,
                 producer_ids, idempotence, delete_records, partitions, describe_configs, incremental_configs, alter_configs,
                 cluster, coordinator, log_dirs, features, delete_topics, groups.run, transactions.run, hostile):
        part(s)


def api_versions(s):
    """ApiVersions, also of versions to come."""
    for version in range(0, 5):
        s.ask("plain", "ApiVersions", version, {"ClientSoftwareName": "compare", "ClientSoftwareVersion": "1.0"})
    for version in (3, 4):
        s.ask("bad software name", "ApiVersions", version, {"ClientSoftwareName": "no spaces", "ClientSoftwareVersion": "1"})
        s.ask("empty software name", "ApiVersions", version, {"ClientSoftwareName": "", "ClientSoftwareVersion": ""})
        s.ask("null client id", "ApiVersions", version, {"ClientSoftwareName": "c", "ClientSoftwareVersion": "1"}, client_id=None)
        s.ask("unknown tags", "ApiVersions", version, {"ClientSoftwareName": "c", "ClientSoftwareVersion": "1", "_tags": {9: b"x"}},
              header_tags={7: b"yz"})
    for version in (5, 6, 99, 32767, -1):
        header = struct.pack(">hhih", 18, version, 77, -1)
        for label, rest in (("without tags", b""), ("with tags", b"\0"), ("with a body", b"\0\2c\2v\0")):
            s.send_raw(f"ApiVersions of version {version} {label}", struct.pack(">i", len(header + rest)) + header + rest)


def topic(name, partitions=1, replicas=1, configs=None, assignments=None):
    """One topic of CreateTopics."""
    return {"Name": name, "NumPartitions": partitions, "ReplicationFactor": replicas,
            "Configs": [{"Name": key, "Value": value} for key, value in (configs or {}).items()],
            "Assignments": [{"PartitionIndex": index, "BrokerIds": ids} for index, ids in (assignments or {}).items()]}


def create_topics(s):
    """CreateTopics: what is refused, what is taken, what the answer says of configs."""
    for version in versions("CreateTopics"):
        def ask(name, *topics, **fields):
            s.ask(name, "CreateTopics", version, {"Topics": list(topics), "timeoutMs": 20_000, **fields})
        ask("good", topic(f"good{version}", 2))
        ask("again", topic(f"good{version}", 2))
        ask("none", )
        ask("validate only", topic(f"dry{version}"), validateOnly=True)
        ask("validate only bad", topic("bad name"), validateOnly=True)
        ask("defaults", topic(f"defaults{version}", -1, -1))
        for label, bad in (("empty", ""), ("dot", "."), ("dots", ".."), ("slash", "a/b"), ("long", "x" * 250), ("umlaut", "ü"),
                           ("blank", "a b"), ("metadata", "__cluster_metadata")):
            ask(f"name {label}", topic(bad))
        ask("longest name", topic("y" * 247 + f"-{version}"))
        for count in (0, -2):
            ask(f"{count} partitions", topic(f"p{version}", count))
        for count in (0, -2, 2, 3):
            ask(f"{count} replicas", topic(f"r{version}", 1, count))
        ask("assigned", topic(f"assigned{version}", -1, -1, assignments={0: [1], 1: [1]}))
        ask("assigned and counted", topic(f"a{version}", 2, 1, assignments={0: [1]}))
        ask("assigned with a gap", topic(f"a{version}", -1, -1, assignments={0: [1], 2: [1]}))
        ask("assigned twice", topic(f"a{version}", -1, -1, assignments={0: [1, 1]}))
        ask("assigned to a stranger", topic(f"a{version}", -1, -1, assignments={0: [9]}))
        ask("assigned to nobody", topic(f"a{version}", -1, -1, assignments={0: []}))
        ask("named twice", topic(f"twin{version}"), topic(f"twin{version}"))
        ask("one good one bad", topic(f"mixed{version}"), topic("not/mixed"))
        for label, configs in (("unknown", {"no.such": "1"}), ("no number", {"retention.ms": "soon"}), ("null", {"retention.ms": None}),
                               ("too small", {"segment.bytes": "1"}), ("bad policy", {"cleanup.policy": "sometimes"}),
                               ("bad codec", {"compression.type": "rar"}), ("bad ratio", {"min.cleanable.dirty.ratio": "2"}),
                               ("bad replicas", {"follower.replication.throttled.replicas": "x"}), ("empty name", {"": "1"}),
                               ("broker's", {"log.dirs": "/"}), ("no bool", {"preallocate": "maybe"})):
            ask(f"config {label}", topic(f"c{version}", configs=configs))
        ask("configs", topic(f"configs{version}", configs={"retention.ms": "-1", "cleanup.policy": "compact,delete", "compression.type": "zstd"}))
    for name, configs in (("data", {}), ("small", {"max.message.bytes": "2000"}), ("compacted", {"cleanup.policy": "compact"}),
                          ("stamped", {"message.timestamp.type": "LogAppendTime"}), ("dots.and_lines", {}), ("wide", {}), ("recompressed", {"compression.type": "gzip"})):
        s.ask(f"make {name}", "CreateTopics", 7, {"Topics": [topic(name, 3 if name == "wide" else 1, configs=configs)], "timeoutMs": 20_000})
        s.settle(name, 3 if name == "wide" else 1)
    s.ask("collision", "CreateTopics", 7, {"Topics": [topic("dots_and.lines")], "timeoutMs": 20_000})


def metadata(s):
    """Metadata by name, by id, of everything and nothing, with and without creation."""
    for version in versions("Metadata"):
        def ask(name, **body):
            s.ask(name, "Metadata", version, {"AllowAutoTopicCreation": False, **body})
        ask("none", Topics=[])
        ask("everything", Topics=[] if version == 0 else None)
        ask("known", Topics=[{"Name": "data"}, {"Name": "wide"}])
        ask("known twice", Topics=[{"Name": "data"}, {"Name": "data"}])
        if version >= 4:  # before, asking creates
            ask("unknown", Topics=[{"Name": "no-such"}])
        ask("bad name", Topics=[{"Name": "no such"}])
        if version >= 8:
            ask("operations", Topics=[{"Name": "data"}], IncludeTopicAuthorizedOperations=True,
                **({"IncludeClusterAuthorizedOperations": True} if version <= 10 else {}))
        if version >= 10:
            ask("null name", Topics=[{"Name": None}])
            ask("by id", Topics=[{"Name": None, "TopicId": s.ids["data"]}])
            ask("by unknown id", Topics=[{"Name": None, "TopicId": STRANGER}])
            ask("by id and name", Topics=[{"Name": "data", "TopicId": s.ids["data"]}])
        s.ask("made by asking", "Metadata", version, {"Topics": [{"Name": f"asked{version}"}], "AllowAutoTopicCreation": True})
        s.settle(f"asked{version}")


def bad_batches():
    """(label, bytes) of batches that are wrong in one way each."""
    good = batch(some(3))
    yield "no bytes", b""
    yield "null", None
    yield "wrong crc", batch(some(3), crc=1)
    yield "magic 1", batch(some(3), magic=1)
    yield "magic 3", batch(some(3), magic=3)
    yield "magic 0", batch(some(3), magic=0)
    yield "cut", good[:-5]
    yield "cut in the head", good[:20]
    yield "with bytes after it", good + b"xyz"
    yield "two batches", good + batch(some(2))
    yield "length too small", batch(some(3), length=10)
    yield "length negative", batch(some(3), length=-1)
    yield "length huge", batch(some(3), length=1 << 30)
    yield "count too small", batch(some(3), count=2)
    yield "count too big", batch(some(3), count=9, last_delta=2)
    yield "count zero", batch(some(3), count=0)
    yield "count negative", batch(some(3), count=-1)
    yield "last offset too small", batch(some(3), last_delta=1)
    yield "last offset too big", batch(some(3), last_delta=7)
    yield "base offset not zero", batch(some(3), base_offset=40)
    yield "control", batch(some(1), attributes=0x20)
    yield "transactional", batch(some(1), attributes=0x10, producer_id=5, producer_epoch=0, base_sequence=0)
    yield "append time by the client", batch(some(3), attributes=0x08)
    yield "delete horizon", batch(some(3), attributes=0x40)
    yield "unknown attribute", batch(some(3), attributes=0x1000)
    yield "codec 5", batch(some(3), attributes=5)
    yield "codec 7", batch(some(3), attributes=7)
    for codec in ("gzip", "snappy", "lz4", "zstd"):
        yield f"{codec} of nonsense", batch(some(3), codec, payload=b"\x01nonsense")
        yield f"{codec} of nothing", batch(some(3), codec, payload=b"")
        yield f"{codec} with too few records", batch(some(3), codec, count=5)
    plain = b"".join(records.record_bytes(record, delta, T0) for delta, record in enumerate(some(300, size=1000)))
    yield "lz4 of linked blocks", batch(some(300), "lz4", payload=lz4.frame.compress(plain, block_size=4, block_linked=True))
    yield "no records at all", batch([])
    yield "records of nonsense", batch(some(3), payload=b"\xff" * 40)
    yield "record with negative length", batch(some(1), payload=records.varint(-5) + b"\0" * 20)
    yield "max timestamp wrong", batch(some(3), max_timestamp=T0 + 5000)
    yield "far future", batch([Record(b"k", b"v", [], 4_000_000_000_000)])
    yield "timestamp -1", batch([Record(b"k", b"v", [], -1)])
    yield "timestamp -5", batch([Record(b"k", b"v", [], -5)])
    yield "sequence without producer", batch(some(2), base_sequence=4)
    yield "producer without sequence", batch(some(2), producer_id=77, producer_epoch=0)
    yield "too large", batch(some(1, size=1_100_000))
    yield "header with null key", batch([], payload=varint_record(), count=1)


def varint_record():
    """A record whose header has a key of length -1."""
    body = b"\0" + records.varint(0) + records.varint(0) + records.sized(b"k") + records.sized(b"v") + records.varint(1)
    body += records.varint(-1) + records.varint(-1)
    return records.varint(len(body)) + body


def produce(s):
    """Produce: every codec, every wrong batch, every wrong target."""
    for version in versions("Produce"):
        for codec in records.CODECS:
            produced(s, f"good {codec}", version, "data", batch(some(4), codec))
        produced(s, "acks 1", version, "data", batch(some(1)), acks=1)
        produced(s, "acks 2", version, "data", batch(some(1)), acks=2)
        produced(s, "acks -2", version, "data", batch(some(1)), acks=-2)
        produced(s, "unknown topic", version, "no-such", batch(some(1)))
        produced(s, "unknown partition", version, "data", batch(some(1)), partition=9)
        produced(s, "negative partition", version, "data", batch(some(1)), partition=-1)
        produced(s, "null key, compacted", version, "compacted", batch(some(2, key=None)))
        produced(s, "null key among others, compacted", version, "compacted", batch([*some(2), *some(1, key=None)]))
        produced(s, "good, compacted", version, "compacted", batch(some(2)))
        produced(s, "too large for the topic", version, "small", batch(some(1, size=2500)))
        produced(s, "just fits", version, "small", batch(some(1, size=1800)))
        produced(s, "append time", version, "stamped", batch(some(2)))
        produced(s, "recompressed", version, "recompressed", batch(some(3)))
        produced(s, "wrong crc", version, "data", batch(some(3), crc=1))
        s.ask("nothing", "Produce", version, {"Acks": -1, "TimeoutMs": 100, "TopicData": []})
        s.ask("several", "Produce", version, {"Acks": -1, "TimeoutMs": 5000, "TopicData": [
            {"Name": name, "TopicId": s.ids.get(name, STRANGER), "PartitionData": [
                {"Index": index, "Records": batch(some(1))} for index in indexes]} for name, indexes in (("data", [0]), ("wide", [0, 2, 5]), ("no-such", [0]))]})
        produced(s, "with a transactional id", version, "data", batch(some(1)), TransactionalId="txn")
    bad = list(bad_batches())
    s.quiet("CreateTopics", 7, {"Topics": [topic("bad", len(bad))], "timeoutMs": 20_000})
    s.settle("bad", len(bad))
    for partition, (label, data) in enumerate(bad):  # each in a partition of its own: what one engine takes moves no other's offsets
        for version in (3, 7, 9, 13) if data is not None else (9,):  # to null Kafka never answers
            produced(s, f"bad: {label}", version, "bad", data, partition=partition)
    produced(s, "no acks", 9, "wide", batch(some(3)), acks=1, partition=1)


def fetch(s):
    """Fetch: where, how much, of what; the bytes served are compared."""
    s.learn()
    for version in versions("Fetch"):
        fetched(s, "from the beginning", version, "data", 0, partition_max=8000)
        fetched(s, "from within a batch", version, "data", 2, partition_max=300)
        fetched(s, "a single byte", version, "data", 0, partition_max=1)
        fetched(s, "no byte", version, "data", 0, partition_max=0)
        fetched(s, "few bytes in all", version, "data", 4, MaxBytes=10)
        fetched(s, "at the end", version, "wide", 1 << 20)
        fetched(s, "beyond the end", version, "data", 1 << 40)
        fetched(s, "before the beginning", version, "data", -1)
        fetched(s, "far before the beginning", version, "data", -7)
        fetched(s, "an empty partition", version, "good2", 0, partition=1)
        fetched(s, "unknown topic", version, "no-such", 0)
        fetched(s, "unknown partition", version, "data", 0, partition=9)
        fetched(s, "committed only", version, "data", 0, partition_max=500, IsolationLevel=1)
        fetched(s, "isolation 2", version, "data", 0, partition_max=500, IsolationLevel=2)
        fetched(s, "append time", version, "stamped", 0)
        fetched(s, "recompressed", version, "recompressed", 0)
        fetched(s, "zstd", version, "data", 16, partition_max=200)
        fetched(s, "nothing to wait for", version, "data", 0, partition_max=200, MinBytes=0, MaxWaitMs=0)
        if version >= 9:
            fetched(s, "epoch to come", version, "data", 0, epoch=99)
            fetched(s, "epoch now", version, "data", 0, epoch=0, partition_max=200)
        if version >= 12:
            s.ask("diverged", "Fetch", version, {"ReplicaId": -1, "MaxWaitMs": 1, "MinBytes": 1, "Topics": [
                {"Topic": "data", "TopicId": s.ids["data"], "Partitions": [
                    {"Partition": 0, "FetchOffset": 5, "PartitionMaxBytes": 300, "LastFetchedEpoch": 0, "CurrentLeaderEpoch": 0}]}]})
        s.ask("nothing", "Fetch", version, {"ReplicaId": -1, "MaxWaitMs": 1, "MinBytes": 0, "Topics": []})


def fetch_sessions(s):
    """Incremental fetch sessions (KIP-227)."""
    for version in versions("Fetch", low=7):
        def ask(name, session, epoch, topics=(), forget=()):
            def of(name_, offset):
                return {"Topic": name_, "TopicId": s.ids.get(name_, STRANGER), "Partitions": [
                    {"Partition": 0, "FetchOffset": offset, "PartitionMaxBytes": 300}]}
            return s.ask(name, "Fetch", version, {
                "ReplicaId": -1, "MaxWaitMs": 1, "MinBytes": 0, "SessionId": session, "SessionEpoch": epoch,
                "Topics": [of(*one) for one in topics],
                "ForgottenTopicsData": [{"Topic": one, "TopicId": s.ids[one], "Partitions": [0]} for one in forget]})
        opened = ask("open a session", 0, 0, [("data", 0), ("good2", 0)])
        session = (opened or {}).get("SessionId", 0)
        ask("nothing new", session, 1)
        ask("move on", session, 2, [("data", 1 << 30)])
        ask("move back", session, 3, [("data", 4)])
        ask("add", session, 4, [("wide", 0)])
        ask("forget", session, 5, (), ["data"])
        ask("add a stranger", session, 6, [("no-such", 0)])
        ask("wrong epoch", session, 9)
        ask("unknown session", 123_456, 1)
        ask("close", session, -1)
        ask("after closing", session, 7)
        ask("epoch without session", 0, 5)


def list_offsets(s):
    """ListOffsets: every sentinel and times around the data."""
    for version in versions("ListOffsets"):
        def ask(name, time, topic_name="data", partition=0, epoch=-1, isolation=0):
            s.ask(name, "ListOffsets", version, {"ReplicaId": -1, "IsolationLevel": isolation, "TimeoutMs": 2000, "Topics": [
                {"Name": topic_name, "Partitions": [{"PartitionIndex": partition, "CurrentLeaderEpoch": epoch, "Timestamp": time}]}]})
        for sentinel in (-1, -2, -3, -4, -5, -6, -7):
            ask(f"sentinel {sentinel}", sentinel)
            ask(f"sentinel {sentinel} of nothing", sentinel, "good2")
        for label, time in (("first", T0), ("just before", T0 - 1), ("second", T0 + 1), ("after all", 1 << 45), ("zero", 0)):
            ask(f"time {label}", time)
        ask("time in an empty log", T0, "good2")
        ask("committed only", -1, isolation=1)
        ask("unknown topic", -1, "no-such")
        ask("bad name", -1, "no such")
        ask("unknown partition", -1, partition=9)
        if version >= 4:
            ask("epoch to come", -1, epoch=99)
            ask("epoch now", -1, epoch=0)
        s.ask("twice", "ListOffsets", version, {"ReplicaId": -1, "Topics": [{"Name": "data", "Partitions": [
            {"PartitionIndex": 0, "Timestamp": -1}, {"PartitionIndex": 0, "Timestamp": -2}]}]})
        s.ask("none", "ListOffsets", version, {"ReplicaId": -1, "Topics": []})


def leader_epochs(s):
    """OffsetForLeaderEpoch."""
    for version in versions("OffsetForLeaderEpoch"):
        for label, topic_name, partition, epoch, current in (
                ("now", "data", 0, 0, -1), ("to come", "data", 0, 9, -1), ("none", "data", 0, -1, -1), ("empty", "good2", 0, 0, -1),
                ("unknown topic", "no-such", 0, 0, -1), ("unknown partition", "data", 9, 0, -1), ("from the future", "data", 0, 0, 9),
                ("with current", "data", 0, 0, 0)):
            s.ask(label, "OffsetForLeaderEpoch", version, {"ReplicaId": -1, "Topics": [{"Topic": topic_name, "Partitions": [
                {"Partition": partition, "CurrentLeaderEpoch": current, "LeaderEpoch": epoch}]}]})


def producer_ids(s):
    """InitProducerId without transactions."""
    s.wait_for_producer_ids()
    s.ask("first", "InitProducerId", 5, {"TransactionalId": None, "TransactionTimeoutMs": 1000})
    for version in versions("InitProducerId", high=5):
        s.ask("plain", "InitProducerId", version, {"TransactionalId": None, "TransactionTimeoutMs": 1000})
        s.ask("no timeout", "InitProducerId", version, {"TransactionalId": None, "TransactionTimeoutMs": 0})
        s.ask("negative timeout", "InitProducerId", version, {"TransactionalId": None, "TransactionTimeoutMs": -1})
        s.ask("empty transactional id", "InitProducerId", version, {"TransactionalId": "", "TransactionTimeoutMs": 1000})
        if version >= 3:
            s.ask("id without epoch", "InitProducerId", version, {"TransactionalId": None, "TransactionTimeoutMs": 1, "ProducerId": 5})
            s.ask("id with epoch", "InitProducerId", version, {"TransactionalId": None, "TransactionTimeoutMs": 1, "ProducerId": 5, "ProducerEpoch": 2})


def idempotence(s):
    """Sequences: the window of five batches, gaps, repeats, epochs, wrapping."""
    s.settle("good3", 2)
    for version in (3, 8, 9, 12, 13):
        pid = s.ask(f"id for {version}", "InitProducerId", 5, {"TransactionalId": None, "TransactionTimeoutMs": 1000})["ProducerId"]

        def ask(name, sequence, count=2, epoch=0, producer=None, start=0):
            produced(s, f"sequence: {name}", version, "good3", batch(
                some(count, start), producer_id=pid if producer is None else producer, producer_epoch=epoch, base_sequence=sequence), partition=1)
        ask("first not zero", 5)
        ask("first", 0)
        ask("repeat", 0)
        ask("next", 2)
        ask("gap", 9)
        ask("part of a repeat", 2, count=1)
        for sequence in (4, 6, 8, 10, 12):
            ask(f"at {sequence}", sequence)
        ask("repeat of the last but four", 4)
        ask("repeat from before the window", 0)
        ask("newer epoch not from zero", 5, epoch=1)
        ask("newer epoch", 0, epoch=1)
        ask("older epoch", 14, epoch=0)
        ask("unknown producer not from zero", 7, producer=999_999_001 + version)
        ask("unknown producer", 0, producer=999_999_101 + version)
        ask("negative epoch", 0, epoch=-1)
        ask("negative sequence", -1)
        ask("near the end of numbers", 2**31 - 3, producer=999_999_201 + version)
    s.ask("what came of it", "Fetch", 13, {"MaxWaitMs": 1, "MinBytes": 1, "Topics": [{"TopicId": s.ids["good3"], "Partitions": [
        {"Partition": 1, "FetchOffset": 0, "PartitionMaxBytes": 1 << 20}]}]})


def delete_records(s):
    """DeleteRecords."""
    produced(s, "to delete", 9, "wide", batch(some(20)), partition=2)
    for version in versions("DeleteRecords"):
        for label, topic_name, partition, offset in (
                ("a few", "wide", 2, 3 + version), ("fewer", "wide", 2, 1), ("negative", "wide", 2, -5), ("beyond", "wide", 2, 10_000),
                ("unknown topic", "no-such", 0, 1), ("unknown partition", "wide", 9, 1), ("all of nothing", "good4", 0, -1),
                ("compacted", "compacted", 0, 1)):
            s.ask(label, "DeleteRecords", version, {"TimeoutMs": 5000, "Topics": [{"Name": topic_name, "Partitions": [
                {"PartitionIndex": partition, "Offset": offset}]}]})
        fetched(s, f"below the start, {version}", 11, "wide", 1, partition=2)
        s.ask("none", "DeleteRecords", version, {"TimeoutMs": 5000, "Topics": []})
    s.ask("everything", "DeleteRecords", 2, {"TimeoutMs": 5000, "Topics": [{"Name": "wide", "Partitions": [{"PartitionIndex": 2, "Offset": -1}]}]})
    for sentinel in (-1, -2, -3):
        s.ask(f"deleted, {sentinel}", "ListOffsets", 7, {"ReplicaId": -1, "Topics": [{"Name": "wide", "Partitions": [
            {"PartitionIndex": 2, "Timestamp": sentinel}]}]})


def partitions(s):
    """CreatePartitions."""
    for version in versions("CreatePartitions"):
        def ask(name, count, topic_name=f"good{version + 2}", assignments=None, **more):
            s.ask(name, "CreatePartitions", version, {"TimeoutMs": 5000, "Topics": [{"Name": topic_name, "Count": count, "Assignments": (
                None if assignments is None else [{"BrokerIds": ids} for ids in assignments])}], **more})
        ask("only tried", 4, ValidateOnly=True)
        ask("more", 4)
        s.settle(f"good{version + 2}", 4)
        ask("as many", 4)
        ask("fewer", 2)
        ask("none", 0)
        ask("negative", -1)
        ask("unknown topic", 3, "no-such")
        ask("bad name", 3, "no such")
        ask("assigned", 5, assignments=[[1]])
        s.settle(f"good{version + 2}", 5)
        ask("assigned too few", 8, assignments=[[1]])
        ask("assigned to a stranger", 6, assignments=[[9]])
        ask("assigned to nobody", 6, assignments=[[]])
        ask("too many", 1 << 30)
        s.ask("twice", "CreatePartitions", version, {"TimeoutMs": 5000, "Topics": [
            {"Name": "wide", "Count": 4, "Assignments": None}, {"Name": "wide", "Count": 5, "Assignments": None}]})


def describe_configs(s):
    """DescribeConfigs of topics, brokers and strangers."""
    for version in versions("DescribeConfigs"):
        def ask(name, kind, resource, keys=None, **more):
            s.ask(name, "DescribeConfigs", version, {"Resources": [
                {"ResourceType": kind, "ResourceName": resource, "ConfigurationKeys": keys}], **more})
        ask("topic", 2, "data")
        ask("topic with configs", 2, f"configs{version + 2}", IncludeSynonyms=True)
        ask("topic with words", 2, "data", ["retention.ms", "cleanup.policy"], IncludeDocumentation=True, IncludeSynonyms=True)
        ask("topic, one key", 2, "compacted", ["cleanup.policy"])
        ask("topic, unknown key", 2, "data", ["no.such"])
        ask("topic, no key", 2, "data", [])
        ask("unknown topic", 2, "no-such")
        ask("bad topic", 2, "no such")
        ask("broker", 4, "1")
        ask("broker, synonyms", 4, "1", ["log.retention.ms", "log.dirs", "message.max.bytes", "num.io.threads", "compression.type"], IncludeSynonyms=True)
        ask("all brokers", 4, "")
        ask("another broker", 4, "9")
        ask("no broker", 4, "one")
        ask("loggers", 8, "1", ["no.such.logger"])
        for kind in (0, 1, 3, 5, 16, 32, 99):
            ask(f"resource type {kind}", kind, "x")
        s.ask("none", "DescribeConfigs", version, {"Resources": []})
        s.ask("twice", "DescribeConfigs", version, {"Resources": [
            {"ResourceType": 2, "ResourceName": "data", "ConfigurationKeys": ["retention.ms"]}] * 2})


def incremental_configs(s):
    """IncrementalAlterConfigs: set, delete, append, subtract."""
    for version in versions("IncrementalAlterConfigs"):
        def ask(name, *changes, kind=2, resource="data", **more):
            s.ask(name, "IncrementalAlterConfigs", version, {"Resources": [{"ResourceType": kind, "ResourceName": resource, "Configs": [
                {"Name": key, "ConfigOperation": operation, "Value": value} for key, operation, value in changes]}], **more})

        def look(name):
            s.settle("data")
            s.ask(f"{name} {version}, then", "DescribeConfigs", 4, {"Resources": [
                {"ResourceType": 2, "ResourceName": "data", "ConfigurationKeys": ["retention.ms", "cleanup.policy", "segment.bytes"]}]})
        ask("only tried", ("retention.ms", 0, "5"), ValidateOnly=True)
        look("tried")
        ask("set", ("retention.ms", 0, "123456"))
        ask("append", ("cleanup.policy", 2, "compact"))
        ask("append again", ("cleanup.policy", 2, "compact"))
        look("set")
        ask("subtract", ("cleanup.policy", 3, "compact"))
        ask("subtract what is not there", ("cleanup.policy", 3, "compact"))
        ask("delete", ("retention.ms", 1, None))
        ask("delete again", ("retention.ms", 1, None))
        look("deleted")
        ask("append to a number", ("retention.ms", 2, "5"))
        ask("unknown operation", ("retention.ms", 9, "5"))
        ask("unknown key", ("no.such", 0, "5"))
        ask("delete unknown key", ("no.such", 1, None))
        ask("no number", ("retention.ms", 0, "soon"))
        ask("null", ("retention.ms", 0, None))
        ask("same key twice", ("retention.ms", 0, "5"), ("retention.ms", 0, "6"))
        ask("one good one bad", ("retention.ms", 0, "5"), ("segment.bytes", 0, "1"))
        ask("nothing", )
        ask("unknown topic", ("retention.ms", 0, "5"), resource="no-such")
        ask("no topic", ("retention.ms", 0, "5"), resource="")
        ask("broker", ("log.cleaner.threads", 0, "1"), kind=4, resource="1")
        ask("broker, read only", ("log.dirs", 0, "/"), kind=4, resource="1")
        ask("broker, unknown", ("no.such", 0, "/"), kind=4, resource="1")
        ask("all brokers", ("message.max.bytes", 0, "1048588"), kind=4, resource="")
        ask("all brokers, back", ("message.max.bytes", 1, None), kind=4, resource="")
        ask("another broker", ("log.cleaner.threads", 0, "1"), kind=4, resource="9")
        for kind in (0, 1, 3, 5, 99):
            ask(f"resource type {kind}", ("retention.ms", 0, "5"), kind=kind, resource="x")
        s.ask("resource twice", "IncrementalAlterConfigs", version, {"Resources": [{"ResourceType": 2, "ResourceName": "data", "Configs": [
            {"Name": "retention.ms", "ConfigOperation": 0, "Value": "5"}]}] * 2})
        s.ask("none", "IncrementalAlterConfigs", version, {"Resources": []})


def alter_configs(s):
    """AlterConfigs, which replaces everything."""
    for version in versions("AlterConfigs"):
        def ask(name, *pairs, kind=2, resource="wide", **more):
            s.ask(name, "AlterConfigs", version, {"Resources": [{"ResourceType": kind, "ResourceName": resource, "Configs": [
                {"Name": key, "Value": value} for key, value in pairs]}], **more})
        ask("two", ("retention.ms", "99"), ("segment.ms", "1000000"))
        ask("one instead", ("retention.bytes", "77777"))
        replaced = {"Resources": [{"ResourceType": 2, "ResourceName": "wide", "ConfigurationKeys": ["retention.ms", "segment.ms", "retention.bytes"]}]}
        # Kafka answers from before the change for a moment.
        until(lambda: any(one["Value"] == "77777" for one in s.quiet("DescribeConfigs", 4, replaced)["Results"][0]["Configs"]), "configs are replaced")
        s.ask(f"replaced {version}", "DescribeConfigs", 4, replaced)
        ask("only tried", ValidateOnly=True)
        ask("unknown key", ("no.such", "1"))
        ask("bad value", ("retention.ms", "soon"))
        ask("null", ("retention.ms", None))
        ask("unknown topic", ("retention.ms", "1"), resource="no-such")
        ask("resource type 0", ("retention.ms", "1"), kind=0)
        ask("nothing", )
        s.ask("none", "AlterConfigs", version, {"Resources": []})
    for version in versions("ListConfigResources"):
        s.ask("plain", "ListConfigResources", version, {})
        if version:
            for kinds in ([2], [4], [16], [32], [99], [2, 2]):
                s.ask(f"types {kinds}", "ListConfigResources", version, {"ResourceTypes": kinds})


def cluster(s):
    """DescribeCluster, DescribeTopicPartitions, DescribeQuorum."""
    for version in versions("DescribeCluster"):
        s.ask("plain", "DescribeCluster", version, {})
        s.ask("operations", "DescribeCluster", version, {"IncludeClusterAuthorizedOperations": True})
        if version:
            for kind in (0, 1, 2, 9):
                s.ask(f"endpoints {kind}", "DescribeCluster", version, {"EndpointType": kind})
    for label, body in (
            ("all", {"Topics": []}), ("one", {"Topics": [{"Name": "wide"}]}), ("two", {"Topics": [{"Name": "wide"}, {"Name": "data"}]}),
            ("unknown", {"Topics": [{"Name": "no-such"}]}), ("bad", {"Topics": [{"Name": "no such"}]}),
            ("limit 2", {"Topics": [{"Name": "wide"}, {"Name": "data"}], "ResponsePartitionLimit": 2}),
            ("limit 0", {"Topics": [{"Name": "wide"}], "ResponsePartitionLimit": 0}),
            ("cursor", {"Topics": [{"Name": "wide"}], "Cursor": {"TopicName": "wide", "PartitionIndex": 1}}),
            ("cursor beyond", {"Topics": [{"Name": "wide"}], "Cursor": {"TopicName": "zzz", "PartitionIndex": 0}}),
            ("cursor negative", {"Topics": [{"Name": "wide"}], "Cursor": {"TopicName": "wide", "PartitionIndex": -1}})):
        s.ask(label, "DescribeTopicPartitions", 0, body)
    for version in versions("DescribeQuorum"):
        s.ask("plain", "DescribeQuorum", version, {"Topics": [{"TopicName": "__cluster_metadata", "Partitions": [{"PartitionIndex": 0}]}]})
        s.ask("another topic", "DescribeQuorum", version, {"Topics": [{"TopicName": "data", "Partitions": [{"PartitionIndex": 0}]}]})
        s.ask("another partition", "DescribeQuorum", version, {"Topics": [{"TopicName": "__cluster_metadata", "Partitions": [{"PartitionIndex": 1}]}]})
        s.ask("none", "DescribeQuorum", version, {"Topics": []})


def coordinator(s):
    """FindCoordinator where no coordinator is started by it: bad keys and bad types."""
    for version in versions("FindCoordinator"):
        for kind in (3, -1, 99):
            if version:
                s.ask(f"type {kind}", "FindCoordinator", version, {"Key": "g", "CoordinatorKeys": ["g"], "KeyType": kind})
        if version >= 4:
            s.ask("no keys", "FindCoordinator", version, {"CoordinatorKeys": []})


def log_dirs(s):
    """DescribeLogDirs; sizes of partitions are compared."""
    for version in versions("DescribeLogDirs", high=5):
        for label, topics in (("one", [{"Topic": "compacted", "Partitions": [0]}]), ("unknown", [{"Topic": "no-such", "Partitions": [0]}]),
                              ("no partition", [{"Topic": "data", "Partitions": []}]), ("none", [])):
            s.ask(label, "DescribeLogDirs", version, {"Topics": topics})


def features(s):
    """UpdateFeatures, mostly of what must be refused."""
    for version in versions("UpdateFeatures"):
        def ask(name, *updates, **more):
            s.ask(name, "UpdateFeatures", version, {"timeoutMs": 5000, "FeatureUpdates": [
                {"Feature": feature, "MaxVersionLevel": level, "UpgradeType": kind, "AllowDowngrade": kind > 1} for feature, level, kind in updates], **more})
        ask("none")
        ask("unknown feature", ("no.such", 1, 1))
        ask("too high", ("metadata.version", 999, 1))
        ask("too low", ("metadata.version", 1, 2))
        ask("to zero", ("metadata.version", 0, 2))
        ask("negative", ("metadata.version", -3, 1))
        ask("as it is", ("transaction.version", 2, 1))
        ask("same feature twice", ("no.such", 1, 1), ("no.such", 2, 1))
        ask("empty name", ("", 1, 1))
        if version:
            ask("unknown type", ("metadata.version", 20, 9))
            ask("only tried", ("no.such", 1, 1), ValidateOnly=True)


def delete_topics(s):
    """DeleteTopics by name and by id."""
    s.learn()
    for version in versions("DeleteTopics"):
        def ask(name, *names, ids=()):
            s.ask(name, "DeleteTopics", version, {"TimeoutMs": 20_000, "TopicNames": list(names), "Topics": [
                *({"Name": one} for one in names), *({"Name": None, "TopicId": one} for one in ids)]})
        ask("one", f"defaults{version + 1}")
        s.gone(f"defaults{version + 1}")
        ask("again", f"defaults{version + 1}")
        ask("twice", f"mixed{version + 1}", f"mixed{version + 1}")
        ask("bad name", "no such")
        ask("empty name", "")
        ask("none")
        ask("one of two", f"assigned{version + 1}", "no-such")
    s.ask("by id", "DeleteTopics", 6, {"TimeoutMs": 20_000, "Topics": [{"Name": None, "TopicId": s.ids["asked3"]}]})
    s.ask("by unknown id", "DeleteTopics", 6, {"TimeoutMs": 20_000, "Topics": [{"Name": None, "TopicId": STRANGER}]})
    s.ask("by both", "DeleteTopics", 6, {"TimeoutMs": 20_000, "Topics": [{"Name": "asked4", "TopicId": s.ids["asked4"]}]})
    s.ask("by neither", "DeleteTopics", 6, {"TimeoutMs": 20_000, "Topics": [{"Name": None}]})
    s.gone("asked3")
    produced(s, "to the deleted", 9, "asked3", batch(some(1)))


def hostile(s):
    """Frames that no client sends."""
    def header(key, version, client=b"\x00\x01x"):
        return struct.pack(">hhi", key, version, 77) + client

    def framed(data):
        return struct.pack(">i", len(data)) + data

    for key in (-1, 4, 5, 6, 7, 1000, 32767):
        s.send_raw(f"API key {key}", framed(header(key, 0) + b"\0" * 20))
    for name, (request, _) in sorted(schema.apis().items()):
        if name in ("Produce", "Fetch", "ListOffsets", "Metadata", "CreateTopics", "DescribeConfigs", "DeleteTopics"):
            for version in sorted({-1, request.valid.high + 1, request.valid.low - 1, 99}):
                if version not in request.valid:
                    s.send_raw(f"{name} of version {version}", framed(header(request.api_key, version) + b"\0" * 20))
            s.send_raw(f"{name} without a body", framed(header(request.api_key, request.valid.high) + b"\0"))
            s.send_raw(f"{name} without a header", framed(struct.pack(">hh", request.api_key, request.valid.high)))
            s.send_raw(f"{name} with a giant array", framed(header(request.api_key, request.valid.high) + b"\0" + b"\xff\xff\xff\xff\x07" * 4))
            s.send_raw(f"{name} with a giant client id", framed(header(request.api_key, request.valid.high, b"\x7f\xff") + b"x" * 50))
    for length in (0, 1, 2, 7, -1, -2**31, 2**31 - 1, 104_857_601):
        s.send_raw(f"frame of length {length}", struct.pack(">i", length) + b"\0" * 7)
    s.send_raw("an HTTP request", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    s.send_raw("a TLS hello", bytes.fromhex("16030100c8010000c40303") + b"\0" * 193)
