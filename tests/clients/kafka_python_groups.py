#!/usr/bin/env python3
"""kafka-python as a member of a group. See README.md."""

import sys

from groups import member, options
from kafka import KafkaConsumer
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor


def main():
    bootstrap, _, group, topic, *rest = sys.argv[1:]
    chosen = options(rest)
    settings = {"group_instance_id": chosen["instance"]} if "instance" in chosen else {}
    consumer = KafkaConsumer(topic, bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False, auto_offset_reset="earliest",
                             isolation_level=chosen.get("isolation", "read_uncommitted"), session_timeout_ms=6000, heartbeat_interval_ms=300,
                             partition_assignment_strategy=[RangePartitionAssignor, RoundRobinPartitionAssignor], reconnect_backoff_ms=20,
                             reconnect_backoff_max_ms=500, **settings)

    def poll():
        return [(record.partition, record.offset, record.value) for records in consumer.poll(timeout_ms=100).values() for record in records]
    member(poll, lambda: [one.partition for one in consumer.assignment()], consumer.commit, consumer.close)


main()
