"""From raw cells to the table: medians over the rounds, ratios, and the aims.

A row names a cell and a figure in it; its aim is a function of Moldau's and Kafka's medians. A cell whose load had
errors or unanswered records is marked with `!`: its figure counts for nothing.
"""

import statistics
from dataclasses import dataclass
from typing import Callable, Optional

GIB = 1 << 30
MIB = 1 << 20
KIB = 1 << 10


def cpu_per_gib(cell):
    """Processor seconds of the broker per GiB of values, what it put off included."""
    return cell["broker"]["cpu_s"] / (cell["bytes"] / GIB)


def machine_cpu_per_gib(cell):
    """Processor seconds of the whole machine per GiB, load generator and kernel included, less what was put off."""
    return cell["broker"]["machine_cpu_during_s"] / (cell["bytes"] / GIB)


def rate(cell):
    """MiB of values a second."""
    return cell["mib_per_s"]


def percentile(name, of="latency_us"):
    """A percentile in milliseconds."""
    return lambda cell: cell[of][name] / 1000


def anon(when, unit=MIB):
    """Anonymous memory."""
    return lambda cell: cell["broker"][f"anon_{when}"] / unit


def pages(when):
    """File-backed memory."""
    return lambda cell: cell["broker"][f"file_{when}"] / MIB


def field(*names):
    """A field as it is."""
    def find(cell):
        for name in names:
            cell = cell[name]
        return cell
    return find


@dataclass(frozen=True)
class Aim:
    """What a figure should be: a text, and whether it holds for Moldau's median beside Kafka's (None: not measured)."""

    text: str
    holds: Callable[[float, Optional[float]], bool]


def at_most(bound, below_kafka=False):
    """An upper bound, and if asked, less than Kafka's."""
    text = f"≤ {bound:g}" + (", below Kafka's" if below_kafka else "")
    return Aim(text, lambda own, other: own <= bound and (not below_kafka or (other is not None and own < other)))


NOT_LESS = Aim("≥ Kafka's", lambda own, other: other is not None and own >= other)
THIRD = Aim("≤ ⅓ of Kafka's", lambda own, other: other is not None and own <= other / 3)
CONSUME_CPU = Aim("≤ 0.35, ≤ Kafka's", lambda own, other: own <= 0.35 and other is not None and own <= other)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    label: str
    cell: str
    unit: str
    figure: Callable[[dict], float]
    aim: Optional[Aim] = None


def rows(plan):
    """All rows for a plan (a dictionary, as kept with the results)."""
    counts, rates, top = plan["partition_counts"], plan["rates"], plan["latency_rate"]
    found = []
    for count in counts:
        found.append(Row(f"produce, {count} partitions", f"produce/{count}", "MiB/s", rate, NOT_LESS))
    for count in counts:
        found.append(Row(f"broker CPU to produce, {count} partitions", f"produce/{count}", "s/GiB", cpu_per_gib, THIRD))
    found.append(Row("whole machine's CPU to produce, 6 partitions", "produce/6", "s/GiB", machine_cpu_per_gib))
    for acks in ("1", "0"):
        found.append(Row(f"produce, acks={acks}, 6 partitions", f"produce/6/acks={acks}", "MiB/s", rate))
    found.append(Row("produce, lz4, 6 partitions", "produce/6/compression=lz4", "MiB/s", rate))
    found.append(Row("broker CPU for it", "produce/6/compression=lz4", "s/GiB", cpu_per_gib))
    found.append(Row("produce, Moldau relaxed, Kafka flush.messages=1", "other-durability/produce", "MiB/s", rate))
    found.append(Row("broker CPU for it", "other-durability/produce", "s/GiB", cpu_per_gib))
    for name in ("p99", "p99.9"):
        found.append(Row(f"latency {name} so, batched, {top:,}/s", "other-durability/latency", "ms", percentile(name)))
    for count in (6, 128):
        found.append(Row(f"consume, {count} partitions", f"consume/{count}", "MiB/s", rate))
        found.append(Row(f"broker CPU to consume, {count} partitions", f"consume/{count}", "s/GiB", cpu_per_gib,
                         CONSUME_CPU))
    bounds = {"p50": None, "p99": at_most(10, True), "p99.9": at_most(15, True)}
    words = {"batched": "batched", "single": "one record a request"}
    for shape, word in words.items():
        for each_rate in rates:
            for name, aim in bounds.items():
                found.append(Row(f"latency {name}, {word}, 6 partitions, {each_rate:,}/s",
                                 f"latency/{shape}/6/{each_rate}", "ms", percentile(name),
                                 aim if each_rate == top else None))
        for count in counts:
            for name, aim in bounds.items():
                if count != 6:
                    found.append(Row(f"latency {name}, {word}, {count} partitions, {top:,}/s",
                                     f"latency/{shape}/{count}/{top}", "ms", percentile(name), aim))
        found.append(Row(f"broker CPU at {top:,}/s, {word}, 6 partitions", f"latency/{shape}/6/{top}", "s/GiB",
                         cpu_per_gib))
    for name in ("p50", "p99", "p99.9"):
        found.append(Row(f"end to end {name}, one at a time", "end-to-end/one", "ms",
                         percentile(name, "end_to_end_us")))
    for name in ("p50", "p99", "p99.9"):
        found.append(Row(f"end to end {name}, batched, 10,000/s", "end-to-end/10000", "ms",
                         percentile(name, "end_to_end_us")))
    found += [
        Row("anonymous memory, just started", "idle/fresh", "MiB", anon("after"), at_most(25)),
        Row("file-backed memory, just started", "idle/fresh", "MiB", pages("after")),
        Row(f"anonymous memory, peak at {top:,}/s, batched", f"latency/batched/6/{top}", "MiB", anon("peak"),
            at_most(100)),
        Row(f"anonymous memory, peak at {top:,}/s, one record a request", f"latency/single/6/{top}", "MiB",
            anon("peak"), at_most(100)),
        Row("anonymous memory, peak at full throughput", "produce/6", "MiB", anon("peak")),
        Row("file-backed memory, peak at full throughput", "produce/6", "MiB", pages("peak")),
        Row("anonymous memory of an idle partition, created", "idle/partition-created", "KiB",
            lambda cell: cell["bytes_per_partition"] / KIB, at_most(10)),
        Row("anonymous memory of an idle partition, once written", "idle/partition-written", "KiB",
            lambda cell: cell["bytes_per_partition"] / KIB, at_most(10)),
        Row("start to listening", "start", "s", field("connected_s")),
        Row("start to first acknowledgement", "start", "s", field("first_ack_s"), at_most(0.3)),
        Row(f"kill -9, {plan['many_partitions']:,} partitions: first acknowledgement", "many/recovery", "s",
            field("first_ack_s")),
        Row(f"kill -9, {plan['many_partitions']:,} partitions: every one acknowledged", "many/recovery", "s",
            field("last_ack_s"), at_most(2)),
        Row(f"produce over {plan['many_partitions']:,} partitions", "many/produce", "MiB/s", rate),
        Row("Kafka's producer-perf-test", "tools/producer-perf-test", "MB/s", rate),
        Row("broker CPU for it", "tools/producer-perf-test", "s/GiB", cpu_per_gib),
        Row("Kafka's e2e-latency, average", "tools/e2e-latency", "ms", field("average_ms")),
        Row("Kafka's e2e-latency, p99.9", "tools/e2e-latency", "ms", field("p99.9_ms")),
    ]
    return found


def flawed(cell):
    """Whether something failed under this load."""
    return bool(cell.get("errors") or cell.get("fetch_errors") or cell.get("unanswered"))


def median(results, engine, row):
    """(median of a row's figure, whether a cell was flawed), or None if it was not measured."""
    cells = [cell for cell in results["cells"] if cell["engine"] == engine and cell["cell"] == row.cell]
    if not cells:
        return None
    return statistics.median(row.figure(cell) for cell in cells), any(flawed(cell) for cell in cells)


def number(value):
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def evaluated(results):
    """For each row that was measured: label, unit, Moldau's and Kafka's figures, ratio, aim, verdict, as texts."""
    lines = []
    for row in rows(results["plan"]):
        own, other = median(results, "moldau", row), median(results, "kafka", row)
        if own is None and other is None:
            continue
        texts = ["–" if one is None else number(one[0]) + ("!" if one[1] else "") for one in (own, other)]
        ratio = f"{own[0] / other[0]:.2f}" if own and other and other[0] > 0 else "–"
        verdict = ""
        if row.aim and own:
            holds = row.aim.holds(own[0], other[0] if other else None) and not own[1]
            verdict = "met" if holds else "not met"
        lines.append([row.label, row.unit, *texts, ratio, row.aim.text if row.aim else "", verdict])
    return lines


HEAD = ["measure", "unit", "Moldau", "Kafka", "ratio", "aim", ""]


def table(results):
    """The table for a terminal."""
    lines = [HEAD, *evaluated(results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    text = []
    for line in lines:
        cells = [one.rjust(width) if 2 <= column <= 4 else one.ljust(width)
                 for column, (one, width) in enumerate(zip(line, widths))]
        text.append("  ".join(cells).rstrip())
    text.insert(1, "  ".join("-" * width for width in widths))
    machine = results["machine"]
    rounds = results["plan"]["rounds"]
    text.append("")
    text.append(f"Medians of {rounds} round{'s' if rounds > 1 else ''}, commit {results['commit']}, {machine['cpu']}, "
                f"{machine['cores']} cores, {machine['time']}. `!`: something failed under that load.")
    if results["plan"]["quick"]:
        text.append("QUICK: loads far too small for the figures to mean anything.")
    for failure in results["failures"]:
        text.append(f"FAILED: {failure['engine']}, {failure['scenario']}, round {failure['round'] + 1}: "
                    f"{failure['error'].splitlines()[0] if failure['error'] else 'no words'}")
    return "\n".join(text)


def markdown(results):
    """The table for documents."""
    lines = ["| " + " | ".join(line) + " |" for line in [HEAD, *evaluated(results)]]
    lines.insert(1, "|---|---|---:|---:|---:|---|---|")
    return "\n".join(lines)


def in_short(result):
    """One result for the progress lines."""
    parts = []
    if "mib_per_s" in result:
        parts.append(f"{result['mib_per_s']:.0f} MiB/s")
    for name in ("latency_us", "end_to_end_us"):
        if result.get(name, {}).get("count"):
            found = result[name]
            parts.append(f"{name.removesuffix('_us')} p50 {found['p50'] / 1000:.2f} p99 {found['p99'] / 1000:.2f} "
                         f"p99.9 {found['p99.9'] / 1000:.2f} ms")
    if "bytes" in result and "broker" in result:
        parts.append(f"broker {cpu_per_gib(result):.2f} s/GiB")
    for name in ("connected_s", "first_ack_s", "last_ack_s"):
        if name in result:
            parts.append(f"{name.removesuffix('_s')} {result[name]:.3f} s")
    if "bytes_per_partition" in result:
        parts.append(f"{result['bytes_per_partition'] / KIB:.1f} KiB a partition")
    for name, unit in (("anon_peak", "peak"), ("anon_after", "after")):
        if name in result.get("broker", {}):
            parts.append(f"anon {unit} {result['broker'][name] / MIB:.0f} MiB")
    if flawed(result):
        parts.append(f"FLAWED: {result.get('errors')} {result.get('unanswered')} unanswered")
    return ", ".join(parts)
