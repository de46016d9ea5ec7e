//! A share group's own settings, or else the broker's.

use std::time::Duration;

use crate::Env;

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

fn of_group(env: &Env<'_>, group_id: &str, name: &str, default: Duration) -> i64 {
    let own = env.groups.get(group_id, name).and_then(|value| value.trim().parse::<i64>().ok());
    own.filter(|value| *value >= 0).unwrap_or_else(|| millis(default))
}

/// How long a member may be silent.
pub(super) fn session_timeout_ms(env: &Env<'_>, group_id: &str) -> i64 {
    of_group(env, group_id, "share.session.timeout.ms", env.config.share.session_timeout)
}

/// How often members are to be heard of.
pub(super) fn heartbeat_interval_ms(env: &Env<'_>, group_id: &str) -> i32 {
    let interval =
        of_group(env, group_id, "share.heartbeat.interval.ms", env.config.share.heartbeat_interval);
    i32::try_from(interval).unwrap_or(i32::MAX)
}

/// The least time between two targets.
pub(super) fn assignment_interval_ms(env: &Env<'_>, group_id: &str) -> i64 {
    of_group(env, group_id, "share.assignment.interval.ms", env.config.share.assignment_interval)
}

/// After what time a wish to initialize state is repeated.
pub(super) fn initialize_retry_ms(env: &Env<'_>) -> i64 {
    millis(env.config.share_initialize_retry)
}
