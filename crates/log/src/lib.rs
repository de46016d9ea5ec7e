//! One partition's log: batches, tail, segments, indexes, epochs, producers, recovery, retention.
