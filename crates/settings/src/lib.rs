//! Kafka's configuration names: parsing, checking, defaults, synonyms, dynamic updates. Pure.
