//! A group's own settings, or else the broker's.

use std::time::Duration;

use crate::Env;

/// A span as a number that can be added to a time.
pub(crate) fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// How long a member may be silent.
pub(crate) fn session_timeout_ms(env: &Env<'_>, group_id: &str) -> i64 {
    of_group(env, group_id, "consumer.session.timeout.ms", env.config.consumer.session_timeout)
}

/// How often members are to be heard of.
pub(crate) fn heartbeat_interval_ms(env: &Env<'_>, group_id: &str) -> i32 {
    let interval =
        of_group(env, group_id, "consumer.heartbeat.interval.ms", env.config.consumer.heartbeat_interval);
    i32::try_from(interval).unwrap_or(i32::MAX)
}

/// The least time between two targets.
pub(crate) fn assignment_interval_ms(env: &Env<'_>, group_id: &str) -> i64 {
    of_group(env, group_id, "consumer.assignment.interval.ms", env.config.consumer.assignment_interval)
}

fn of_group(env: &Env<'_>, group_id: &str, name: &str, default: Duration) -> i64 {
    let own = env.groups.get(group_id, name).and_then(|value| value.trim().parse::<i64>().ok());
    own.filter(|value| *value >= 0).unwrap_or_else(|| millis(default))
}
