"""How much of everything: the whole run, or QUICK for a look whether it works."""

import os
from dataclasses import dataclass, replace

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True)
class Plan:
    """Sizes and numbers of one run."""

    quick: bool = False
    rounds: int = 3
    warm_bytes: int = 2 * GIB
    produce_bytes: int = 2 * GIB
    partition_counts: tuple = (1, 6, 128, 1000)
    rates: tuple = (5_000, 20_000, 40_000)
    latency_rate: int = 40_000
    latency_ms: int = 8_000
    latency_warmup_ms: int = 2_000
    end_to_end_ms: int = 6_000
    many_partitions: int = 5_000
    many_bytes: int = 500_000_000
    starts: int = 2
    tool_records: int = 500_000
    idle_s: float = 5.0
    record_bytes: int = 1024


QUICK = replace(
    Plan(), quick=True, rounds=1, warm_bytes=64 * MIB, produce_bytes=64 * MIB, latency_ms=2_000,
    latency_warmup_ms=500, end_to_end_ms=1_000, many_partitions=200, many_bytes=20_000_000, starts=1,
    tool_records=20_000, idle_s=1.0)


def chosen():
    """QUICK=1 and ROUNDS=n in the environment choose."""
    plan = QUICK if os.environ.get("QUICK", "") not in ("", "0") else Plan()
    if os.environ.get("ROUNDS"):
        plan = replace(plan, rounds=int(os.environ["ROUNDS"]))
    return plan
