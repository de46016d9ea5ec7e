"""The records that every client writes and every client checks, so that each can read what another wrote.

Record i has: key None if i % 7 == 0, else "key-<i>"; value None if i % 14 == 1, else i * 37 % 701 bytes of which the
j-th is (i * 31 + j * 7) % 251; i % 3 headers named "h<n>" with the value "v-<i>-<n>"; timestamp BASE_MS + 1000 * i, which is long ago: a broker with retention by time would delete them.
"""

BASE_MS = 1_700_000_000_000
COUNT = 200


def key(i):
    """The key of record i."""
    return None if i % 7 == 0 else f"key-{i}".encode()


def value(i):
    """The value of record i."""
    return None if i % 14 == 1 else bytes((i * 31 + j * 7) % 251 for j in range(i * 37 % 701))


def headers(i):
    """The headers of record i."""
    return [(f"h{n}", f"v-{i}-{n}".encode()) for n in range(i % 3)]


def timestamp(i):
    """The timestamp of record i, in milliseconds."""
    return BASE_MS + 1000 * i
