"""What the Python programs of group members and transactions share. See README.md for what they do."""

import sys
import threading

STOPPING = threading.Event()


def say(*words):
    """One line for the test that reads us."""
    print(*words, flush=True)


def options(arguments):
    """{"protocol": "consumer", ...} of key=value arguments."""
    return dict(argument.split("=", 1) for argument in arguments)


def member(poll, owned, commit, leave):
    """Reads, says and commits until standard input ends, then leaves. `poll` gives (partition, offset, value)s,
    `owned` the partitions now, `commit` is called after records."""
    threading.Thread(target=lambda: (sys.stdin.read(), STOPPING.set()), daemon=True).start()
    before = None
    while not STOPPING.is_set():
        try:
            records = poll()
            now = sorted(owned())
            if now != before:
                say("owns", ",".join(map(str, now)))
                before = now
            for partition, offset, value in records:
                say("got", partition, offset, (value or b"").decode())
            if records:
                commit()
        except Exception as error:  # a rebalance or a broker that is gone: the library finds its way back
            say("note", type(error).__name__, str(error).replace("\n", " "))
    leave()
    say("left")


def transactions(steps):
    """Runs named steps in order, each needing those before it."""
    for name, step in steps:
        try:
            step()
        except Exception as error:  # a step may fail in any way its library can
            say(f"FAILED {name}: {type(error).__name__}: {error}")
            sys.exit(1)
        say(f"ok {name}")
