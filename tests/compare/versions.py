"""Which versions of an API the comparison asks."""

from kafkawire import schema


def versions(api, low=None, high=None):
    """The versions of an API that Kafka 4.3.1's schemas have, within bounds."""
    valid = schema.apis()[api][0].valid
    return range(max(valid.low, low or 0), min(valid.high, 18 if high is None else high) + 1)
