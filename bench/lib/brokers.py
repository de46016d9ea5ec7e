"""The two brokers as they are measured: the same server.properties, the same format step, one process each.

Kafka gets the Java options of its own start scripts (1 GiB of heap). Formatting is no part of a start's time.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "lib"))

import nodes  # noqa: E402  (found through the line above)

ENGINES = ("moldau", "kafka")
KAFKA_OPTIONS = ["-server", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:InitiatingHeapOccupancyPercent=35",
                 "-XX:+ExplicitGCInvokesConcurrent", "-XX:MaxInlineLevel=15", "-Djava.awt.headless=true",
                 "-Xmx1G", "-Xms1G"]


class Broker(nodes.Node):
    """A node whose start can be timed."""

    def __init__(self, kind, home):
        super().__init__(home, kind=kind)
        self.launched_wall_ns = 0

    def commands(self):
        """(format command, start command); Kafka's with its own scripts' options."""
        prepare, run = super().commands()
        if self.kind == "kafka":
            keep = [word for word in run[1:] if not word.startswith(("-X", "-server"))]
            run = ["java", *KAFKA_OPTIONS, *keep]
        return prepare, run

    def format(self):
        """Prepares the directory; one that is prepared stays as it is."""
        with open(self.log_path, "ab") as log:
            done = subprocess.run(self.commands()[0], stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=120,
                                  check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{self.kind} could not format its directory\n{self.log_tail()}")

    def launch(self):
        """Starts the process and doesn't wait."""
        with open(self.log_path, "ab") as log:
            self.launched_wall_ns = time.time_ns()
            self.process = subprocess.Popen(self.commands()[1], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=subprocess.STDOUT, cwd=self.home, start_new_session=True,
                                            preexec_fn=nodes.die_with_parent)

    def start(self, wait=True):
        """Formats, launches and waits for an answer."""
        self.format()
        self.launch()
        if wait:
            self.wait_ready()
        return self


def moldau_version():
    """What the binary says of itself."""
    done = subprocess.run([nodes.binary(), "--version"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def kafka_tool(name, *arguments, timeout_s=600, check=True):
    """Runs one of Kafka's tools; gives its standard output. Without `check` also that of a tool that failed."""
    return nodes.tool(name, *arguments, timeout_s=timeout_s, check=check).stdout
