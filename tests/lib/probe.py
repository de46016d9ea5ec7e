#!/usr/bin/env python3
"""Says whether the engine serves yet what the black-box tests need; exit code 0 if it does, 3 if it does not advertise it.

A broker that does not start at all gives 0: the tests then say loudly what is wrong.
"""

import subprocess
import sys
import tempfile
import time

from kafkawire.client import Closed
from nodes import Node, binary, engine

NEEDED = {0: "Produce", 1: "Fetch", 2: "ListOffsets", 3: "Metadata", 19: "CreateTopics", 22: "InitProducerId"}


def advertised(node, bound_s=30):
    """The API keys that the broker advertises, or None if it never answers."""
    deadline = time.monotonic() + bound_s
    while time.monotonic() < deadline and node.alive():
        try:
            with node.connect(timeout_s=2) as conn:
                return {one["ApiKey"] for one in conn.ask("ApiVersions", 2)["ApiKeys"]}
        except (OSError, Closed):
            time.sleep(0.05)
    return None


def main():
    """Starts a node, asks, ends it."""
    if engine() == "moldau":
        helped = subprocess.run([binary(), "storage", "--help"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if helped.returncode != 0:
            print("`moldau storage` is not there yet")
            sys.exit(3)
    with tempfile.TemporaryDirectory(prefix="moldau-probe-") as home:
        node = Node(home)
        try:
            node.start(wait=False)
            keys = advertised(node)
        except AssertionError as error:
            print(error)
            keys = None
        finally:
            node.kill()
    missing = [name for key, name in NEEDED.items() if keys is not None and key not in keys]
    if missing:
        print(f"the broker does not advertise {', '.join(missing)} yet")
        sys.exit(3)


main()
