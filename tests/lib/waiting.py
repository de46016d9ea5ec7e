"""The one loop in which a test waits: for a condition, with a bound."""

import time

PAUSE_S = 0.02


def until(condition, what, bound_s=20, also=lambda: ""):
    """Asks again and again until it holds; gives what it gave. `also` adds to the message of a wait in vain."""
    deadline = time.monotonic() + bound_s
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {bound_s} s: {what}\n{also()}".rstrip("\n"))
        time.sleep(PAUSE_S)
