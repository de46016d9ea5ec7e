//! Metric registry with Kafka's names, Prometheus text, logs.
