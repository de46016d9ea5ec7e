//! One partition's log: batches, tail, segments, indexes, epochs, producers, recovery, retention.

mod crc;
pub mod epochs;
pub mod format;
pub mod producers;
