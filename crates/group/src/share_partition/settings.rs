//! What the group's and the broker's configuration say of a share group's partitions.

use std::time::Duration;

use crate::GroupConfigs;

/// Where a share partition begins that has no persisted state: `share.auto.offset.reset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OffsetReset {
    /// At the log's end.
    #[default]
    Latest,
    /// At its start.
    Earliest,
    /// At the first record that is at most so old.
    ByDuration(Duration),
}

impl OffsetReset {
    /// Reads `latest`, `earliest` and `by_duration:` with an ISO 8601 duration in days and shorter units.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("latest") {
            return Some(Self::Latest);
        }
        if text.eq_ignore_ascii_case("earliest") {
            return Some(Self::Earliest);
        }
        let (kind, duration) = text.split_once(':')?;
        if !kind.eq_ignore_ascii_case("by_duration") {
            return None;
        }
        duration_of(&duration.to_ascii_uppercase()).map(Self::ByDuration)
    }
}

/// `PnDTnHnMn.nS`, without signs.
fn duration_of(text: &str) -> Option<Duration> {
    let text = text.strip_prefix('P')?;
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let mut milliseconds = 0u64;
    let mut any = false;
    let mut add = |text: &str, units: &[(char, u64)]| -> Option<()> {
        let mut rest = text;
        for (unit, size) in units {
            let Some((number, after)) = rest.split_once(*unit) else { continue };
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            if !fraction.is_empty() && *unit != 'S' {
                return None;
            }
            let whole: u64 = whole.parse().ok()?;
            let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
            let thousandths: u64 = digits.parse().ok()?;
            milliseconds = milliseconds.checked_add(whole.checked_mul(*size)?)?.checked_add(thousandths)?;
            any = true;
            rest = after;
        }
        rest.is_empty().then_some(())
    };
    add(date, &[('D', 86_400_000)])?;
    if let Some(time) = time {
        add(time, &[('H', 3_600_000), ('M', 60_000), ('S', 1_000)])?;
    }
    any.then(|| Duration::from_millis(milliseconds))
}

/// Which records members see: `share.isolation.level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IsolationLevel {
    /// All.
    #[default]
    ReadUncommitted,
    /// Not those of aborted transactions. Whoever fetches for it reads up to the last stable offset.
    ReadCommitted,
}

/// The settings of one group. [`Default`] is Kafka's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareSettings {
    /// `share.record.lock.duration.ms`: how long a member may keep a record.
    pub record_lock: Duration,
    /// `share.delivery.count.limit`: how often a record is given out.
    pub delivery_count_limit: i16,
    /// `share.partition.max.record.locks`: how far records are given out beyond the start offset.
    pub record_locks_max: i64,
    /// `share.auto.offset.reset`.
    pub offset_reset: OffsetReset,
    /// `share.isolation.level`.
    pub isolation: IsolationLevel,
    /// `share.renew.acknowledge.enable`.
    pub renew_enabled: bool,
}

impl Default for ShareSettings {
    fn default() -> Self {
        Self {
            record_lock: Duration::from_secs(30),
            delivery_count_limit: 5,
            record_locks_max: 2_000,
            offset_reset: OffsetReset::Latest,
            isolation: IsolationLevel::ReadUncommitted,
            renew_enabled: true,
        }
    }
}

impl ShareSettings {
    /// These settings (the broker's), but for what the group has set itself.
    #[must_use]
    pub fn of_group(self, configs: &dyn GroupConfigs, group_id: &str) -> Self {
        let get = |name: &str| configs.get(group_id, name);
        let number = |name: &str| get(name).and_then(|value| value.trim().parse::<u64>().ok());
        let isolation = get("share.isolation.level").map(|level| {
            if level.trim().eq_ignore_ascii_case("read_committed") {
                IsolationLevel::ReadCommitted
            } else {
                IsolationLevel::ReadUncommitted
            }
        });
        let limit = number("share.delivery.count.limit").and_then(|limit| i16::try_from(limit).ok());
        let locks = number("share.partition.max.record.locks").and_then(|locks| i64::try_from(locks).ok());
        let reset = get("share.auto.offset.reset").and_then(|reset| OffsetReset::parse(&reset));
        let renew = get("share.renew.acknowledge.enable").and_then(|renew| match renew.trim() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        });
        Self {
            record_lock: number("share.record.lock.duration.ms")
                .map_or(self.record_lock, Duration::from_millis),
            delivery_count_limit: limit.unwrap_or(self.delivery_count_limit),
            record_locks_max: locks.unwrap_or(self.record_locks_max),
            offset_reset: reset.unwrap_or(self.offset_reset),
            isolation: isolation.unwrap_or(self.isolation),
            renew_enabled: renew.unwrap_or(self.renew_enabled),
        }
    }
}
