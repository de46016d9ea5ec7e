//! What retention takes away, decided without I/O (UnifiedLog.deleteOldSegments).
//!
//! From the oldest segment on, while one of these holds: all of it lies below the log start; the log without it
//! still has `retention.bytes`; its highest timestamp is older than `retention.ms`. Only what lies below the high
//! watermark goes. Where the policy is `compact` alone only the log start counts.

use std::sync::Arc;

use moldau_ids::Timestamp;

use crate::{
    config::LogConfig,
    scan::SegmentView,
    segment::{HighestTimestamp, Segment},
    state::LogState,
};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decision {
    /// How many of the oldest segments go.
    pub(crate) delete: usize,
    /// The active one is among them: roll before.
    pub(crate) roll_first: bool,
}

/// `retention.ms`, where it applies.
pub(crate) fn time_limit(config: &LogConfig) -> Option<i64> {
    (config.cleanup_delete && 0 <= config.retention_ms).then_some(config.retention_ms)
}

fn is_expired(segment: &Segment, limit: Option<i64>, now: Timestamp) -> bool {
    let Some(limit) = limit else { return false };
    let newest = match segment.highest {
        HighestTimestamp::Known(highest) if 0 <= highest.timestamp => highest.timestamp,
        HighestTimestamp::Known(_) | HighestTimestamp::None => segment.created_ms,
        HighestTimestamp::Unread => return false,
    };
    limit < now.get().saturating_sub(newest)
}

/// Decides. Segments whose highest timestamp has not been read stay.
pub(crate) fn decide(state: &LogState, config: &LogConfig, now: Timestamp) -> Decision {
    let limit = time_limit(config);
    let mut excess = match u64::try_from(config.retention_bytes) {
        Ok(retention_bytes) if config.cleanup_delete => state.size().checked_sub(retention_bytes),
        Ok(_) | Err(_) => None,
    };
    let mut delete = 0;
    let mut roll_first = false;
    for (index, segment) in state.segments.iter().enumerate() {
        let next_base = state.segments.get(index + 1).map(|next| next.base);
        let end = next_base.unwrap_or(state.log_end);
        if state.high_watermark < end || (next_base.is_none() && segment.size == 0) {
            break;
        }
        let below_start = next_base.is_some_and(|next| next <= state.log_start);
        let too_much = excess.is_some_and(|excess| segment.size <= excess);
        if !(below_start || too_much || is_expired(segment, limit, now)) {
            break;
        }
        excess = excess.and_then(|excess| excess.checked_sub(segment.size));
        delete = index + 1;
        roll_first = next_base.is_none();
    }
    Decision { delete, roll_first }
}

/// The first segment, from the oldest on, that may have expired but whose highest timestamp has not been read.
pub(crate) fn first_unread(state: &LogState, config: &LogConfig, now: Timestamp) -> Option<SegmentView> {
    let limit = time_limit(config)?;
    for segment in &state.segments {
        if segment.highest == HighestTimestamp::Unread && segment.written == segment.size {
            return Some(SegmentView { files: Arc::clone(&segment.files), readable: segment.written });
        }
        if !is_expired(segment, Some(limit), now) {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests;
