"""Starts and stops real brokers for the black-box tests: Moldau's binary, or Apache Kafka as the oracle.

`MOLDAU_ENGINE=kafka` runs every test against Apache Kafka 4.3.1, which is how a test shows that it is right.
`MOLDAU_BIN` names Moldau's binary (default target/release/moldau, else target/debug/moldau). Both engines get the same
server.properties and the same format step.

A node always ends with its test: it is killed if it does not stop. Moldau's log must hold no panic, and no WARN or
ERROR line but those that a test announces with `node.expect_log(pattern)`.
"""

import ctypes
import os
import re
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path

from kafkawire.client import Closed, Connection

ROOT = Path(__file__).resolve().parents[2]
ORACLE = ROOT / "scripts" / "kafka-oracle"
CLUSTER_ID = "bW9sZGF1LW9yYWNsZS0wMQ"
READY_S = 60
STOP_S = 30
LOUD = re.compile(r"\b(WARN|ERROR)\b")
PANIC = re.compile(r"panicked at|stack backtrace|SIGSEGV|memory allocation of")


def engine():
    """Which engine the tests run against by default: "moldau" or "kafka"."""
    chosen = os.environ.get("MOLDAU_ENGINE", "moldau")
    if chosen not in ("moldau", "kafka"):
        raise ValueError(f"MOLDAU_ENGINE is {chosen!r}; it may be moldau or kafka")
    return chosen


def binary():
    """Moldau's binary."""
    if "MOLDAU_BIN" in os.environ:
        return Path(os.environ["MOLDAU_BIN"]).resolve()
    for profile in ("release", "debug"):
        path = ROOT / "target" / profile / "moldau"
        if path.exists():
            return path
    raise FileNotFoundError("no moldau binary: run `cargo build --release -p moldau`, or set MOLDAU_BIN")


def free_ports(count):
    """Ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def die_with_parent():
    """Runs in the broker before it starts: Linux kills it when the test process ends, however that ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Node:
    """One broker with its directory, which outlives stops and starts."""

    def __init__(self, home, properties=None, kind=None, port=None, features=()):
        self.kind = kind or engine()
        self.home = Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        self.data = self.home / "data"
        ports = free_ports(2)
        self.port, self.controller_port = port or ports[0], ports[1]
        self.properties = properties or {}
        self.features = features
        self.log_path = self.home / f"{self.kind}.log"
        self.process = None
        self.expected = []
        self.checked_to = 0

    @property
    def bootstrap(self):
        """host:port for clients."""
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self):
        """The broker's process id."""
        return self.process.pid

    def expect_log(self, pattern):
        """Announces a WARN or ERROR line that this test brings about."""
        self.expected.append(re.compile(pattern))

    def write_properties(self):
        """Writes server.properties; the same for both engines."""
        lines = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.bootstrap.servers": f"127.0.0.1:{self.controller_port}",
            "listeners": f"PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{self.controller_port}",
            "advertised.listeners": f"PLAINTEXT://127.0.0.1:{self.port}",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "log.dirs": str(self.data),
            "log.retention.ms": "-1",  # the tests' records have timestamps of long ago
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            **self.properties,
        }
        path = self.home / "server.properties"
        path.write_text("".join(f"{key}={value}\n" for key, value in lines.items()))
        return path

    def commands(self):
        """(format command, start command) of this engine."""
        config = str(self.write_properties())
        format_arguments = ["format", "-t", CLUSTER_ID, "-c", config, "--standalone", "--ignore-formatted",
                            *(part for level in self.features for part in ("--feature", level))]
        if self.kind == "moldau":
            own = str(binary())
            return [own, "storage", *format_arguments], [own, "broker", "--config", config]
        jars = subprocess.run([ORACLE, "fetch"], check=True, capture_output=True, text=True).stdout.strip()
        java = ["java", f"-Xmx{os.environ.get('MOLDAU_KAFKA_HEAP', '1g')}", "-XX:+UseG1GC",
                f"-Dlog4j2.configurationFile={ROOT / 'tests' / 'oracle' / 'log4j2-broker.properties'}",
                "-cp", f"{jars}/*"]
        tool = [str(ORACLE), "tool", "kafka-storage", *format_arguments]
        return tool, [*java, "kafka.Kafka", config]

    def start(self, wait=True):
        """Formats the directory if it is new, starts the broker, waits until it answers."""
        prepare, run = self.commands()
        with open(self.log_path, "ab") as log:
            done = subprocess.run(prepare, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, timeout=60,
                                  check=False)
            if done.returncode != 0:
                raise AssertionError(f"{' '.join(prepare)} gave {done.returncode}\n{self.log_tail()}")
            self.process = subprocess.Popen(run, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                            cwd=self.home, start_new_session=True, preexec_fn=die_with_parent)
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self, bound_s=READY_S):
        """Waits until the broker names itself in its metadata."""
        deadline = time.monotonic() + bound_s
        while not self.answers():
            if self.process.poll() is not None:
                raise AssertionError(f"the broker ended with {self.process.returncode} at start\n{self.log_tail()}")
            if time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"the broker did not answer within {bound_s} s\n{self.log_tail()}")
            time.sleep(0.02)

    def answers(self):
        """Whether it answers now."""
        try:
            with Connection(self.port, timeout_s=2) as conn:
                answer = conn.ask("Metadata", 12, {"Topics": []})
                return bool(answer["Brokers"]) and answer["ControllerId"] >= 0
        except (OSError, Closed, struct.error):
            return False

    def stop(self, bound_s=STOP_S):
        """SIGTERM; gives the exit code. Fails if the broker does not end within the bound."""
        if self.process is None:
            return None
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=bound_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the broker did not end within {bound_s} s of SIGTERM\n{self.log_tail()}") from None
        self.process = None
        return code

    def kill(self):
        """SIGKILL, and waits."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=STOP_S)
            self.process = None

    def restart(self):
        """Stops cleanly and starts again."""
        self.stop()
        return self.start()

    def alive(self):
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def connect(self, **options):
        """A raw connection."""
        return Connection(self.port, **options)

    def memory(self):
        """{"RssAnon": bytes, "RssFile": bytes, ...} of the broker now."""
        found = {}
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(("Rss", "VmRSS", "VmHWM")):
                name, size = line.split(":")
                found[name] = int(size.split()[0]) * 1024
        return found

    def log_tail(self, lines=40):
        """The end of the broker's log."""
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])

    def check_log(self):
        """Fails on a panic, and on WARN and ERROR lines that no test announced."""
        if self.kind != "moldau" or not self.log_path.exists():
            return
        with open(self.log_path, errors="replace") as log:
            log.seek(self.checked_to)
            text = log.read()
            self.checked_to = log.tell()
        bad = [line for line in text.splitlines()
               if PANIC.search(line) or (LOUD.search(line) and not any(one.search(line) for one in self.expected))]
        if bad:
            raise AssertionError("unexpected lines in the broker's log:\n" + "\n".join(bad[:20]))


def tool(name, *arguments, stdin=None, timeout_s=120, check=True):
    """Runs one of Kafka's command-line tools; gives the finished process with its text."""
    done = subprocess.run([ORACLE, "tool", name, *map(str, arguments)], capture_output=True, text=True, input=stdin,
                          stdin=None if stdin is not None else subprocess.DEVNULL, timeout=timeout_s, check=False)
    if check and done.returncode != 0:
        raise AssertionError(f"{name} {arguments} gave {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done
