"""Writes what a run found into docs/: the plots, and the table between two marks of performance.md."""

import re

from . import plots, summary

BEGIN, END = "<!-- table: written by make bench -->", "<!-- end of table -->"
NAMES = {"moldau": "Moldau", "kafka": "Kafka"}
ENGINES = ("moldau", "kafka")
TITLES = {"latency": "Latency percentiles over rate and over partitions",
          "throughput": "Throughput and processor time over partitions"}


def points(results, engine, cells, figure):
    """(x, median) of the cells that were measured; `cells` is a list of (x, cell)."""
    found = []
    for x, cell in cells:
        value = summary.median(results, engine, summary.Row("", cell, "", figure))
        if value is not None:
            found.append((x, value[0]))
    return found


def lines(results, cells, figures):
    """A line for each engine and figure; `figures` is a list of (name, figure)."""
    found = []
    for engine in ENGINES:
        for dash, (name, figure) in enumerate(figures):
            measured = points(results, engine, cells, figure)
            if measured:
                found.append(plots.Line(f"{NAMES[engine]} {name}".strip(), engine, dash, measured))
    return found


def latency_plot(results):
    """Percentiles over rate at 6 partitions, and over partitions at the highest rate."""
    plan = results["plan"]
    figures = [(name, summary.percentile(name)) for name in ("p50", "p99", "p99.9")]
    panels = []
    for shape, words in (("batched", "batched"), ("single", "one record a request")):
        by_rate = [(rate, f"latency/{shape}/6/{rate}") for rate in plan["rates"]]
        panels.append(plots.Panel(f"6 partitions, {words}", "records a second", "latency, ms", list(plan["rates"]),
                                  lines(results, by_rate, figures), True))
    top = plan["latency_rate"]
    for shape, words in (("batched", "batched"), ("single", "one record a request")):
        by_count = [(count, f"latency/{shape}/{count}/{top}") for count in plan["partition_counts"]]
        panels.append(plots.Panel(f"{top:,}/s, {words}", "partitions", "latency, ms", list(plan["partition_counts"]),
                                  lines(results, by_count, figures), True))
    return panels


def throughput_plot(results):
    """Throughput and processor time over partitions."""
    counts = list(results["plan"]["partition_counts"])
    cells = [(count, f"produce/{count}") for count in counts]
    return [
        plots.Panel("produce, acks=all", "partitions", "MiB/s", counts, lines(results, cells, [("", summary.rate)])),
        plots.Panel("broker CPU to produce", "partitions", "s/GiB", counts,
                    lines(results, cells, [("", summary.cpu_per_gib)])),
    ]


def write(results, docs):
    """Writes plots that have something to show, and the table."""
    folder = docs / "performance"
    folder.mkdir(exist_ok=True)
    drawn = []
    for name, panels in (("latency", latency_plot(results)), ("throughput", throughput_plot(results))):
        if all(panel.lines for panel in panels):
            (folder / f"{name}.svg").write_text(plots.svg(panels))
            drawn.append(f"![{TITLES[name]}](performance/{name}.svg)")
    page = docs / "performance.md"
    said = page.read_text()
    machine, rounds = results["machine"], results["plan"]["rounds"]
    heading = (f"Medians of {rounds} rounds at commit {results['commit']}: {machine['cpu']}, {machine['cores']} cores, "
               f"{machine['memory']} of memory, Linux {machine['kernel']}, {machine['file_system']}; "
               f"{machine['java']}.")
    table = "\n\n".join([BEGIN, heading, summary.markdown(results), *drawn, END])
    page.write_text(re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: table, said, flags=re.DOTALL))
