"""Calls the load generator, bench/loadgen."""

import json
import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Kafka syncs a file at each partition's first append in an epoch: thousands of partitions take it a while.
PROBE_S = 300


def binary():
    """The load generator's binary."""
    return os.environ.get("MOLDAU_LOADGEN", str(ROOT / "target" / "release" / "moldau-loadgen"))


def command(node, what, **options):
    """The command line: `what` is a list of words, options become --name value, True a bare --name."""
    words = [binary(), "--bootstrap", node.bootstrap, *what]
    for name, value in options.items():
        if value is True:
            words.append(f"--{name.replace('_', '-')}")
        elif value is not None and value is not False:
            words += [f"--{name.replace('_', '-')}", str(value)]
    return words


def first_words(error):
    """An error without its backtrace."""
    return error.partition("Stack backtrace:")[0].strip()


def run(node, *what, timeout_s=900, **options):
    """Runs it and gives its report."""
    words = command(node, what, **options)
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout_s,
                          check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words[1:])} against {node.kind} failed: {first_words(done.stderr)}")
    report = json.loads(done.stdout)
    report["command"] = " ".join(["loadgen", *words[3:]])
    return report


def create(node, topic, partitions, touch=True, **configs):
    """Creates a topic; configs have underscores for dots. Unless `touch` is false each partition then gets two
    batches of 8 KiB, so that what follows does not measure a log's first append and first index entry (with Kafka
    several milliseconds each)."""
    words = ["topic", topic, "create", "--partitions", str(partitions)]
    for name, value in configs.items():
        words += ["--config", f"{name.replace('_', '.')}={value}"]
    run(node, *words)
    for _ in range(2 if touch else 0):
        run(node, "probe", topic=topic, record_bytes=8192, wait_s=PROBE_S)


def delete(node, topic):
    """Deletes a topic."""
    run(node, "topic", topic, "delete")


def probe_launch(node, topic, wait_s=PROBE_S, **options):
    """Starts the probe, then the broker; gives when it listened and acknowledged, in seconds after its launch."""
    probe = subprocess.Popen(command(node, ["probe"], topic=topic, wait_s=wait_s, **options),
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(0.05)  # the probe's own start is not the broker's
    node.launch()
    out, error = probe.communicate(timeout=wait_s + 30)
    if probe.returncode != 0:
        raise RuntimeError(f"the probe of {node.kind} failed: {first_words(error)}\n{node.log_tail()}")
    report = json.loads(out)
    for name in ("connected", "led", "first_ack", "last_ack"):
        report[f"{name}_s"] = (report[f"{name}_wall_ns"] - node.launched_wall_ns) / 1e9
    return report
