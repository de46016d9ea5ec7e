//! Moldau: a managed streaming service for the Kafka protocol, in one binary.

fn main() {}
