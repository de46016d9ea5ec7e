"""What is measured. Each scenario gets a broker and hands its cells to `record(cell, result)`.

A cell's name says what was done, the same for both brokers: `produce/6`, `latency/single/128/40000`. Scenarios of the
first group share one broker, warmed first, so that Kafka's code is compiled; those of the second start brokers of
their own.
"""

import re

from . import brokers, load, machine

# One record in a request needs connections: Kafka handles one request a connection at a time.
SHAPES = {
    "batched": {"linger_us": 1000, "connections": 4, "in_flight": 5, "partitions_per_request": 1000},
    "single": {"linger_us": 0, "connections": 16, "in_flight": 64},
}


def throughput_shape(partitions):
    """Batches as producers make them: about 1 MB a request, shared by as many partitions as there are to each."""
    per_request = max(1, min(50, partitions // 16))
    return {"connections": 4, "in_flight": 5, "partitions_per_request": per_request,
            "batch_bytes": 1_000_000 // per_request}


def warm(node, plan, record):
    """Warms a broker: so many bytes written and read, then small requests for a while."""
    load.create(node, "warm", 6)
    record("warm/produce", load.run(node, "produce", topic="warm", bytes=plan.warm_bytes, **throughput_shape(6)))
    record("warm/consume", load.run(node, "consume", topic="warm"))
    for name, shape in SHAPES.items():
        record(f"warm/latency/{name}", load.run(node, "produce", topic="warm", rate=plan.latency_rate // 2,
                                                duration_ms=plan.latency_ms // 3, **shape))
    load.delete(node, "warm")
    machine.settle(node.pid)


def produce(node, plan, record):
    """Throughput, by partitions: closed loop, acks=all; then other acks, and batches that both brokers decompress."""
    for partitions in plan.partition_counts:
        topic = f"produce-{partitions}"
        load.create(node, topic, partitions)
        record(f"produce/{partitions}", machine.measured(node, lambda: load.run(
            node, "produce", topic=topic, bytes=plan.produce_bytes, **throughput_shape(partitions))))
        if partitions != 6:
            load.delete(node, topic)
    for name, value in (("acks", "1"), ("acks", "0"), ("compression", "lz4")):
        load.create(node, "produce-other", 6)
        record(f"produce/6/{name}={value}", machine.measured(node, lambda: load.run(
            node, "produce", topic="produce-other", bytes=plan.produce_bytes, **{name: value}, **throughput_shape(6))))
        load.delete(node, "produce-other")


def durability(node, plan, record):
    """The other durability of each: Kafka syncing every append, Moldau not waiting for the sync."""
    configs = {"kafka": {"flush_messages": 1}, "moldau": {"durability": "relaxed"}}[node.kind]
    load.create(node, "other-durability", 6, **configs)
    record("other-durability/produce", machine.measured(node, lambda: load.run(
        node, "produce", topic="other-durability", bytes=plan.produce_bytes, **throughput_shape(6))))
    record("other-durability/latency", machine.measured(node, lambda: load.run(
        node, "produce", topic="other-durability", rate=plan.latency_rate, duration_ms=plan.latency_ms,
        warmup_ms=plan.latency_warmup_ms, **SHAPES["batched"])))
    load.delete(node, "other-durability")


def consume(node, plan, record):
    """Reading a topic from its start, out of the page cache, and once with many partitions."""
    for partitions in (6, 128):
        topic = f"consume-{partitions}"
        load.create(node, topic, partitions)
        load.run(node, "produce", topic=topic, bytes=plan.produce_bytes, **throughput_shape(partitions))
        machine.settle(node.pid)
        load.run(node, "consume", topic=topic, check_crc=True)
        record(f"consume/{partitions}", machine.measured(node, lambda: load.run(node, "consume", topic=topic)))
        load.delete(node, topic)


def latency(node, plan, record):
    """Latency at fixed rates over 6 partitions, and at the highest over other numbers of partitions."""
    cells = [(6, rate) for rate in plan.rates]
    cells += [(count, plan.latency_rate) for count in plan.partition_counts if count != 6]
    for partitions, rate in cells:
        topic = f"latency-{partitions}-{rate}"
        load.create(node, topic, partitions)
        for shape, options in SHAPES.items():
            record(f"latency/{shape}/{partitions}/{rate}", machine.measured(node, lambda: load.run(
                node, "produce", topic=topic, rate=rate, duration_ms=plan.latency_ms,
                warmup_ms=plan.latency_warmup_ms, **options)))
        load.delete(node, topic)


def end_to_end(node, plan, record):
    """From when a record is due until a consumer has it: one at a time, and at a rate."""
    load.create(node, "end-to-end", 6)
    for name, options in (("one", {}), ("10000", {"rate": 10_000, **SHAPES["batched"]})):
        record(f"end-to-end/{name}", machine.measured(node, lambda: load.run(
            node, "end-to-end", topic="end-to-end", duration_ms=plan.end_to_end_ms,
            warmup_ms=plan.end_to_end_ms // 6, **options)))
    load.delete(node, "end-to-end")


def tools(node, plan, record):
    """Cross-check with Kafka's own tools: they cost more than the brokers, yet nobody can say that we wrote them."""
    load.create(node, "tools", 6)
    sent = re.compile(r"(\d+) records sent, ([\d.]+) records/sec \(([\d.]+) MB/sec\), ([\d.]+) ms avg latency, "
                      r"([\d.]+) ms max latency, (\d+) ms 50th, (\d+) ms 95th, (\d+) ms 99th, (\d+) ms 99.9th")

    def perf_test():
        text = brokers.kafka_tool(
            "kafka-producer-perf-test", "--topic", "tools", "--num-records", plan.tool_records, "--record-size",
            plan.record_bytes, "--throughput", "-1", "--bootstrap-server", node.bootstrap, "--command-property",
            "acks=all", "batch.size=262144", "linger.ms=5")
        found = sent.findall(text)[-1]
        return {"bytes": plan.tool_records * plan.record_bytes, "mib_per_s": float(found[2]), "said": text[-600:]}

    record("tools/producer-perf-test", machine.measured(node, perf_test))

    def end_to_end_latency():
        # It commits an offset once it has printed its figures, and fails where there are no groups: the figures count.
        text = brokers.kafka_tool("kafka-e2e-latency", node.bootstrap, "tools", plan.tool_records // 50, "all",
                                  plan.record_bytes, check=False)
        average = re.search(r"Avg latency: ([\d.]+) ms", text)
        percentiles = re.search(r"50th = (\d+), 99th = (\d+), 99.9th = (\d+)", text)
        if average is None or percentiles is None:
            raise RuntimeError(f"kafka-e2e-latency printed no figures: {text[-300:]}")
        p99, worst = percentiles.groups()[1:]
        return {"average_ms": float(average[1]), "p99_ms": int(p99), "p99.9_ms": int(worst), "said": text}

    record("tools/e2e-latency", machine.measured(node, end_to_end_latency))
    load.delete(node, "tools")


def start(make_node, plan, record):
    """A start after a clean stop, with a topic that has records: until it listens, until it acknowledges."""
    node = make_node("start").start()
    load.create(node, "probe", 6)
    load.run(node, "produce", topic="probe", bytes=10_000_000)
    machine.settle(node.pid)
    record("idle/start", {"broker": {"anon_after": machine.memory(node.pid)["anon"]}})
    for _ in range(plan.starts):
        node.stop()
        record("start", load.probe_launch(node, "probe", partitions=1))
        machine.settle(node.pid)
    node.stop()


def many(make_node, plan, record):
    """Thousands of partitions: memory of idle ones, and all of them acknowledging after kill -9."""
    node = make_node("many").start()
    load.create(node, "one", 1)
    machine.settle(node.pid)
    before = machine.memory(node.pid)

    def per_partition():
        machine.settle(node.pid)
        now = machine.memory(node.pid)
        return {"bytes_per_partition": (now["anon"] - before["anon"]) / plan.many_partitions, **now}

    load.create(node, "many", plan.many_partitions, touch=False)
    record("idle/partition-created", per_partition())
    load.run(node, "probe", topic="many", wait_s=load.PROBE_S)
    record("idle/partition-written", per_partition())
    shape = {"connections": 4, "in_flight": 2, "partitions_per_request": 50,
             "batch_bytes": max(2000, plan.many_bytes // plan.many_partitions // 5)}
    record("many/produce", machine.measured(node, lambda: load.run(
        node, "produce", topic="many", bytes=plan.many_bytes, **shape)))
    load.run(node, "produce", topic="many", bytes=plan.many_bytes // 10, **shape)
    node.kill()
    record("many/recovery", load.probe_launch(node, "many"))
    node.stop()


def idle(node, plan, record):
    """Memory of a broker that has just started, without a client."""
    machine.settle(node.pid, plan.idle_s)
    record("idle/fresh", {"broker": {f"{kind}_after": size for kind, size in machine.memory(node.pid).items()}})


# Scenarios that share one warmed broker, in this order, and those that start their own.
SHARED = {"produce": produce, "consume": consume, "durability": durability, "latency": latency,
          "end-to-end": end_to_end, "tools": tools}
OWN = {"start": start, "many": many}
NAMES = ["idle", *SHARED, *OWN]
