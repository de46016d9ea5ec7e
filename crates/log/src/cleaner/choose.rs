//! Which part of a log can be cleaned, and whether it is worth it.
//!
//! The rules are Kafka's (`LogCleanerManager`): never the active segment, nothing at or above the last stable offset,
//! no segment with a record younger than `min.compaction.lag.ms`; worth it is a log whose dirty part is a large
//! enough share, or whose oldest dirty record has waited for `max.compaction.lag.ms`. One rule is ours: nothing above
//! what a restart after a crash takes as it is ([`LogFacts::settled_end`]).
//!
//! Words: *dirty* - written since the log was last cleaned; *first dirty offset* - where that begins.

use crate::config::LogConfig;

/// What has to be known of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SegmentFacts {
    pub(crate) base: i64,
    pub(crate) size: u64,
    /// The first batch's highest timestamp, if there is one and it is known.
    pub(crate) first_timestamp: Option<i64>,
    /// The highest timestamp, or when the segment was made.
    pub(crate) largest_timestamp: i64,
}

/// What has to be known of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogFacts {
    pub(crate) log_start: i64,
    pub(crate) log_end: i64,
    pub(crate) last_stable: i64,
    /// Up to where it was cleaned, if it ever was.
    pub(crate) cleaned_to: Option<i64>,
    /// What lies below is in synced segment files and below the newest producer snapshot, so that a restart reads
    /// none of it again.
    pub(crate) settled_end: i64,
    /// By base; the last one is written to.
    pub(crate) segments: Vec<SegmentFacts>,
}

/// The part of a log that can be cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dirty {
    /// The first dirty offset.
    pub(crate) from: i64,
    /// Where a segment begins that can't be cleaned.
    pub(crate) end: i64,
    pub(crate) clean_bytes: u64,
    pub(crate) bytes: u64,
    /// For how long the oldest dirty record has waited beyond `max.compaction.lag.ms`; 0 if it has not.
    pub(crate) delay_ms: i64,
    /// What was known of the last cleaning does not hold.
    pub(crate) reset: bool,
}

impl Dirty {
    /// The dirty share, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    pub(crate) fn ratio(&self) -> f64 {
        let total = self.clean_bytes + self.bytes;
        if total == 0 { 0.0 } else { self.bytes as f64 / total as f64 }
    }

    /// Whether the log is to be cleaned.
    pub(crate) fn is_due(&self, config: &LogConfig) -> bool {
        (0 < self.delay_ms && 0 < self.bytes) || config.min_cleanable_dirty_ratio < self.ratio()
    }
}

/// The part of a log that can be cleaned; `None` if it has no bytes.
pub(crate) fn look(log: &LogFacts, config: &LogConfig, now_ms: i64) -> Option<Dirty> {
    let (active, closed) = log.segments.split_last()?;
    let noted = log.cleaned_to.unwrap_or(log.log_start);
    let reset = noted < log.log_start || log.log_end < noted;
    let first_dirty = if reset { log.log_start } else { noted };
    let first = closed.partition_point(|segment| segment.base <= first_dirty).saturating_sub(1);
    // If the dirty part begins in the active segment, no closed one is dirty.
    let first = if active.base <= first_dirty { closed.len() } else { first };
    let dirty = closed.get(first..).unwrap_or_default();

    let limit = log.last_stable.min(log.settled_end).min(active.base);
    let young_from = now_ms.saturating_sub(config.min_compaction_lag_ms.max(0));
    let young = dirty
        .iter()
        .find(|segment| 0 < config.min_compaction_lag_ms && young_from < segment.largest_timestamp)
        .map(|segment| segment.base);
    let limit = young.map_or(limit, |young| limit.min(young)).max(first_dirty);
    let end = if active.base <= limit {
        active.base
    } else {
        let holder = closed.partition_point(|segment| segment.base <= limit).saturating_sub(1);
        closed.get(holder).map_or(active.base, |segment| segment.base)
    };
    let bytes = |segments: &[SegmentFacts]| segments.iter().map(|segment| segment.size).sum::<u64>();
    let before = |offset: i64| log.segments.partition_point(|segment| segment.base < offset);
    let clean_bytes = bytes(log.segments.get(..before(first_dirty)).unwrap_or_default());
    let dirty_bytes = bytes(log.segments.get(first..before(end)).unwrap_or_default());

    let earliest =
        dirty.iter().filter_map(|segment| segment.first_timestamp).filter(|first| 0 < *first).min();
    let clean_until = now_ms.saturating_sub(config.max_compaction_lag_ms.max(0));
    let delay_ms = earliest.map_or(0, |earliest| clean_until.saturating_sub(earliest).max(0));
    (0 < clean_bytes + dirty_bytes).then_some(Dirty {
        from: first_dirty,
        end,
        clean_bytes,
        bytes: dirty_bytes,
        delay_ms,
        reset,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five segments of ten offsets and 100 bytes each; the last one is active.
    fn facts() -> LogFacts {
        let segment = |index: i64| SegmentFacts {
            base: index * 10,
            size: 100,
            first_timestamp: Some(1_000 + index * 100),
            largest_timestamp: 1_050 + index * 100,
        };
        LogFacts {
            log_start: 0,
            log_end: 50,
            last_stable: 50,
            cleaned_to: None,
            settled_end: 50,
            segments: (0..5).map(segment).collect(),
        }
    }

    fn range(log: &LogFacts, config: &LogConfig) -> (i64, i64, u64, u64, bool) {
        let dirty = look(log, config, 2_000).expect("not empty");
        (dirty.from, dirty.end, dirty.clean_bytes, dirty.bytes, dirty.reset)
    }

    #[test]
    fn the_range_ends_before_what_must_stay() {
        let config = LogConfig::default();
        let with = |change: fn(&mut LogFacts)| {
            let mut log = facts();
            change(&mut log);
            range(&log, &config)
        };
        assert_eq!(with(|_| {}), (0, 40, 0, 400, false), "all but the active segment");
        assert_eq!(with(|log| log.last_stable = 25), (0, 20, 0, 200, false));
        assert_eq!(with(|log| log.last_stable = 20), (0, 20, 0, 200, false));
        assert_eq!(with(|log| log.settled_end = 39), (0, 30, 0, 300, false));

        assert_eq!(with(|log| log.cleaned_to = Some(20)), (20, 40, 200, 200, false));
        assert_eq!(with(|log| log.cleaned_to = Some(25)), (25, 40, 300, 200, false), "as Kafka counts");
        assert_eq!(with(|log| log.cleaned_to = Some(40)), (40, 40, 400, 0, false));
        assert_eq!(with(|log| log.cleaned_to = Some(60)), (0, 40, 0, 400, true), "beyond the end");
        let cut = with(|log| (log.log_start, log.cleaned_to) = (15, Some(10)));
        assert_eq!(cut, (15, 40, 200, 300, true), "before the start");
    }

    #[test]
    fn young_records_stay_out() {
        let lag = |min_compaction_lag_ms| LogConfig { min_compaction_lag_ms, ..LogConfig::default() };
        // The segments' newest are 950, 850, 750 and 650 milliseconds old.
        for (lag_ms, end) in [(0, 40), (650, 40), (651, 30), (800, 20), (951, 0)] {
            let dirty = look(&facts(), &lag(lag_ms), 2_000);
            assert_eq!(dirty.map_or(0, |dirty| dirty.end), end, "lag {lag_ms}");
        }
    }

    #[test]
    fn due_by_share_or_by_age() {
        let due = |ratio, max_compaction_lag_ms, cleaned_to| {
            let config =
                LogConfig { min_cleanable_dirty_ratio: ratio, max_compaction_lag_ms, ..LogConfig::default() };
            let log = LogFacts { cleaned_to: Some(cleaned_to), ..facts() };
            look(&log, &config, 2_000).expect("not empty").is_due(&config)
        };
        assert!(!due(0.5, i64::MAX, 20), "the share must be above");
        assert!(due(0.49, i64::MAX, 20));
        // The oldest dirty record is 800 old.
        assert!(due(0.99, 799, 20));
        assert!(!due(0.99, 800, 20));
        assert!(!due(0.0, 1, 40), "nothing is dirty");
    }

    #[test]
    fn an_empty_log_is_left_alone() {
        let empty = SegmentFacts { base: 0, size: 0, first_timestamp: None, largest_timestamp: 0 };
        let log = LogFacts { segments: vec![empty], log_end: 0, last_stable: 0, ..facts() };
        assert_eq!(look(&log, &LogConfig::default(), 1), None);
        assert_eq!(look(&LogFacts { segments: vec![], ..log }, &LogConfig::default(), 1), None);
    }
}
