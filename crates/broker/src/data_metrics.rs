//! What producing and fetching count, for the broker and by topic.
//!
//! Handles are made once per topic and kept with it: the hot path adds to atomics. The number of topics that get
//! counters of their own is bounded; those beyond share one label.

use std::sync::atomic::{AtomicUsize, Ordering};

use moldau_log::PreparedBatch;
use moldau_telemetry::{Counter, Counters, Registry, names};

/// Topics with counters of their own.
const TOPICS_MAX: usize = 2_000;
/// The label of the others.
const OTHERS: &str = "(others)";

/// One topic's counters.
#[derive(Debug)]
pub(crate) struct TopicCounters {
    messages_in: Counter,
    bytes_in: Counter,
    bytes_out: Counter,
}

/// The broker's counters of data.
#[derive(Debug)]
pub(crate) struct DataMetrics {
    topics: AtomicUsize,
    messages_in: Counters,
    bytes_in: Counters,
    bytes_out: Counters,
}

impl DataMetrics {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            topics: AtomicUsize::new(0),
            messages_in: registry.counters(names::MESSAGES_IN),
            bytes_in: registry.counters(names::BYTES_IN),
            bytes_out: registry.counters(names::BYTES_OUT),
        }
    }

    /// The counters of a topic that this broker now has.
    pub(crate) fn topic(&self, name: &str) -> TopicCounters {
        let count = self.topics.fetch_add(1, Ordering::Relaxed);
        let label = if count < TOPICS_MAX { name } else { OTHERS };
        TopicCounters {
            messages_in: self.messages_in.with(&[label]),
            bytes_in: self.bytes_in.with(&[label]),
            bytes_out: self.bytes_out.with(&[label]),
        }
    }

    /// A topic is gone: so are its counters.
    pub(crate) fn forget(&self, name: &str) {
        for counters in [&self.messages_in, &self.bytes_in, &self.bytes_out] {
            if counters.remove(&[name]) {
                self.topics.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }
}

impl TopicCounters {
    /// A batch was appended.
    pub(crate) fn produced(&self, batch: &PreparedBatch) {
        self.messages_in.inc_by(u64::try_from(batch.record_count()).unwrap_or(0));
        self.bytes_in.inc_by(batch.size() as u64);
    }

    /// Records were sent to a consumer.
    pub(crate) fn fetched(&self, bytes: usize) {
        self.bytes_out.inc_by(bytes as u64);
    }
}
