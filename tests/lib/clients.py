"""Builds and runs the client programs of tests/clients, tests/java, tests/js, tests/go and tests/rust-rdkafka.

A program that cannot be built fails its test; a language that is optional and absent skips it with what to install.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]
CHECKS = ["create_topics", *(f"produce_{codec}" for codec in CODECS), "acks_0", "acks_1", "idempotent", "offsets", "seek",
          "describe", "configs", "create_partitions", "delete_records", "delete_topics"]
BUILD_S = 900


class Unavailable(Exception):
    """The language of a client that is optional here is not installed."""


def build(directory, *command, stamp):
    """Runs a build command in tests/<directory> once at a time; fails with its output. Skipped once `stamp` exists,
    newer than the manifests."""
    folder = TESTS / directory
    (ROOT / ".cache").mkdir(exist_ok=True)
    with open(ROOT / ".cache" / f"build-{directory}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp is not None and stamp.exists():
            sources = [path for path in folder.rglob("*") if path.is_file()
                       and not {"target", "node_modules"} & set(path.relative_to(folder).parts)]
            if stamp.stat().st_mtime > max(path.stat().st_mtime for path in sources):
                return
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=BUILD_S, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, command))} in {folder}:\n{done.stdout[-5000:]}")
        if stamp is not None:
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.touch()


def python(program):
    """A Python program of tests/clients."""
    return [sys.executable, str(TESTS / "clients" / program)]


@lru_cache(maxsize=None)
def java(version="4.3.1", main="moldau.Client"):
    """A Java program with one version of kafka-clients."""
    target = TESTS / "java" / "target" / version
    build("java", "mvn", "-q", "-B", "compile", "dependency:copy-dependencies", f"-Dkafka.version={version}",
          f"-DoutputDirectory={target / 'lib'}", stamp=target / ".built")
    return ["java", "-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp",
            f"{target / 'classes'}:{target / 'lib'}/*", main]


@lru_cache(maxsize=None)
def kafkajs(program="client.js"):
    """A kafkajs program."""
    build("js", "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", stamp=TESTS / "js" / "node_modules" / ".built")
    return ["node", str(TESTS / "js" / program)]


@lru_cache(maxsize=None)
def go(library):
    """A Go program: tests/go/<library>."""
    if shutil.which("go") is None:
        raise Unavailable("Go is not installed: install Go 1.26 or newer from go.dev to run this client")
    program = ROOT / ".cache" / f"go-{library}"
    build("go", "go", "build", "-mod=readonly", "-o", str(program), f"./{library}", stamp=ROOT / ".cache" / f".built-go-{library}")
    return [str(program)]


@lru_cache(maxsize=None)
def rdkafka():
    """The rdkafka program in Rust, a cargo package of its own."""
    build("rust-rdkafka", "cargo", "build", "--locked", stamp=None)
    target = Path(os.environ.get("CARGO_TARGET_DIR", TESTS / "rust-rdkafka" / "target"))
    return [str(target / "debug" / "moldau-rdkafka-client")]


CLIENTS = {
    "java": java,
    "java-3.9": lambda: java("3.9.1"),
    "java-2.8": lambda: java("2.8.2"),
    "librdkafka-python": lambda: python("confluent.py"),
    "librdkafka-rust": rdkafka,
    "kafka-python": lambda: python("kafka_python.py"),
    "kafkajs": kafkajs,
    "franz-go": lambda: go("franz"),
    "sarama": lambda: go("sarama"),
}

# Programs that are members of groups and transactional producers: see clients/README.md.
GROUPS = {
    "java": lambda: java(main="moldau.Groups"),
    "librdkafka": lambda: python("confluent_groups.py"),
    "kafka-python": lambda: python("kafka_python_groups.py"),
    "kafkajs": lambda: kafkajs("groups.js"),
    "franz-go": lambda: go("franzgroups"),
}


def run(name, *arguments, timeout_s=180):
    """Runs a client; gives {check: "ok" or why it failed} and the whole output."""
    done = subprocess.run([*CLIENTS[name](), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=timeout_s, check=False)
    results = {}
    for line in done.stdout.splitlines():
        if line.startswith("ok "):
            results[line[3:].strip()] = "ok"
        elif line.startswith("FAILED "):
            check, _, reason = line[7:].partition(":")
            results[check] = reason.strip()
    return results, done.stdout
