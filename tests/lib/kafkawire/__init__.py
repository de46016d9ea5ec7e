"""A second, independent implementation of Kafka's protocol, for tests only.

It is driven at run time by the schemas in facts/kafka-schemas/rpc, shares no code with the broker's codec, and is
written to be plain rather than fast. Messages are dicts that use the schemas' field names.
"""
