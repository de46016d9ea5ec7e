//! The Kafka protocol: generated messages, framing, the API table, record batches. No I/O.
