"""Requests of one partition that several parts of the comparison send: Produce and Fetch."""

import uuid

from kafkawire.records import Record

STRANGER = uuid.UUID("12345678-1234-5678-1234-567812345678")
T0 = 1_700_000_000_000



def some(count, start=0, size=10, key=b"k"):
    """Plain records."""
    return [Record(key, b"v" * size, [], T0 + start + index) for index in range(count)]


def produced(s, name, version, topic_name, data, acks=-1, partition=0, **more):
    """One Produce of one partition."""
    return s.ask(name, "Produce", version, {"Acks": acks, "TimeoutMs": 5000, "TransactionalId": None, "TopicData": [
        {"Name": topic_name, "TopicId": s.ids.get(topic_name, STRANGER), "PartitionData": [{"Index": partition, "Records": data}]}], **more})


def fetched(s, name, version, topic_name, offset, partition=0, partition_max=1 << 20, epoch=-1, **more):
    """One Fetch of one partition, outside a session."""
    return s.ask(name, "Fetch", version, {"ReplicaId": -1, "MaxWaitMs": 1, "MinBytes": 1, "MaxBytes": 1 << 20, "Topics": [
        {"Topic": topic_name, "TopicId": s.ids.get(topic_name, STRANGER), "Partitions": [
            {"Partition": partition, "FetchOffset": offset, "PartitionMaxBytes": partition_max, "CurrentLeaderEpoch": epoch}]}], **more})
