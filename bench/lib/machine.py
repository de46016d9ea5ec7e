"""What the machine says of a process and of itself: processor time and memory, out of /proc."""

import os
import platform
import subprocess
import threading
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
KIB = 1024
SETTLE_SHARE = 0.03
SETTLE_STEP_S = 0.5
SETTLE_MAX_S = 20


def cpu_seconds(pid):
    """User and system seconds of a process so far, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def machine_cpu_seconds():
    """Seconds that all processors together were not idle so far: user, nice, system, interrupts, stolen time apart."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _iowait, irq, softirq = fields[:7]
    return (user + nice + system + irq + softirq) / TICKS


def memory(pid):
    """Resident bytes: {"anon": heap, stacks; "file": pages of files, shared ones too}."""
    found = {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("RssAnon", "RssFile", "RssShmem"):
            found[name] = int(rest.split()[0]) * KIB
    return {"anon": found["RssAnon"] + found["RssShmem"], "file": found["RssFile"]}


def settle(pid, bound_s=SETTLE_MAX_S):
    """Waits until a process is about idle, so that work it has put off counts; gives the seconds that took."""
    begin = time.monotonic()
    before = cpu_seconds(pid)
    while time.monotonic() - begin < bound_s:
        time.sleep(SETTLE_STEP_S)
        now = cpu_seconds(pid)
        if now - before <= SETTLE_SHARE * SETTLE_STEP_S:
            break
        before = now
    return time.monotonic() - begin


class MemoryPeak:
    """Samples a process's memory while a block runs; `anon` and `file` are the highest seen."""

    def __init__(self, pid, every_s=0.1):
        self.pid, self.every_s = pid, every_s
        self.anon = self.file = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def look(self):
        """Takes one sample."""
        now = memory(self.pid)
        self.anon, self.file = max(self.anon, now["anon"]), max(self.file, now["file"])

    def watch(self):
        """Samples until the block ends."""
        while not self.ended.wait(self.every_s):
            try:
                self.look()
            except OSError:
                return

    def __enter__(self):
        self.look()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def measured(node, action):
    """Runs an action on a node that is at rest, waits until it rests again, and adds what it cost to the result."""
    settle(node.pid)
    cpu, machine, begin = cpu_seconds(node.pid), machine_cpu_seconds(), time.monotonic()
    with MemoryPeak(node.pid) as peak:
        result = action()
        cpu_during, machine_during = cpu_seconds(node.pid) - cpu, machine_cpu_seconds() - machine
        during_s = time.monotonic() - begin
        settle_s = settle(node.pid)
    after = memory(node.pid)
    result["broker"] = {
        "cpu_s": cpu_seconds(node.pid) - cpu, "cpu_during_s": cpu_during, "machine_cpu_during_s": machine_during,
        "during_s": during_s, "settle_s": settle_s,
        "anon_peak": peak.anon, "file_peak": peak.file, "anon_after": after["anon"], "file_after": after["file"],
    }
    return result


def describe(data_dir):
    """The machine and the software, for the raw results."""
    def first(path, name):
        lines = Path(path).read_text().splitlines()
        return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "unknown")

    def said(*command):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return (done.stdout or done.stderr).strip().splitlines()[0] if done.returncode == 0 else "unknown"

    return {
        "time": time.strftime("%Y-%m-%d %H:%M:%S %z"),
        "cpu": first("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory": first("/proc/meminfo", "MemTotal"),
        "kernel": platform.release(),
        "file_system": said("stat", "-f", "-c", "%T", str(data_dir)),
        "java": said("java", "-version"),
        "load_average_at_start": os.getloadavg()[0],
    }
