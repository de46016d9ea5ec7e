"""Runs named checks and prints one line for each; shared by the Python client programs."""

import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import dataset  # noqa: E402

CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]


def verify(records, first=0, count=dataset.COUNT):
    """Compares (offset, key, value, headers, timestamp) tuples with the data set, from record `first` on."""
    expect(len(records) == count - first, f"{len(records)} records instead of {count - first}")
    for i, found in enumerate(records, first):
        wanted = (i, dataset.key(i), dataset.value(i), dataset.headers(i), dataset.timestamp(i))
        expect(found == wanted, f"record {i} is {found}, not {wanted}")


def expect(condition, message):
    """Fails the check unless the condition holds."""
    if not condition:
        raise AssertionError(message)


def eventually(condition, message, bound_s=20):
    """Waits for a condition, with a bound."""
    deadline = time.monotonic() + bound_s
    while not condition():
        expect(time.monotonic() < deadline, f"not within {bound_s} s: {message}")
        time.sleep(0.05)


def run(checks):
    """Runs them in order; a failed one does not keep the next from running. Ends the process."""
    failed = 0
    for name, check in checks:
        try:
            check()
        except Exception as error:  # a check may fail in any way its library can
            failed += 1
            print(f"FAILED {name}: {type(error).__name__}: {error}", flush=True)
            traceback.print_exc()
        else:
            print(f"ok {name}", flush=True)
    sys.exit(1 if failed else 0)
