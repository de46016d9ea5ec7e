//! A group's own settings, or else the broker's.

use std::time::Duration;

use crate::Env;

/// How long a member may be silent.
pub(crate) fn session_timeout_ms(env: &Env<'_>, group_id: &str) -> i64 {
    of_group(env, group_id, "streams.session.timeout.ms", millis(env.config.streams.session_timeout))
}

/// How often members are to be heard of.
pub(crate) fn heartbeat_interval_ms(env: &Env<'_>, group_id: &str) -> i32 {
    let default = millis(env.config.streams.heartbeat_interval);
    let interval = of_group(env, group_id, "streams.heartbeat.interval.ms", default);
    i32::try_from(interval).unwrap_or(i32::MAX)
}

/// The least time between two targets.
pub(crate) fn assignment_interval_ms(env: &Env<'_>, group_id: &str) -> i64 {
    of_group(env, group_id, "streams.assignment.interval.ms", millis(env.config.streams.assignment_interval))
}

/// How long the first target of a group that was empty waits for more members.
pub(crate) fn initial_delay_ms(env: &Env<'_>, group_id: &str) -> i64 {
    let default = millis(env.config.streams_initial_rebalance_delay);
    of_group(env, group_id, "streams.initial.rebalance.delay.ms", default)
}

/// How many copies a task with state is to have.
pub(crate) fn standby_replicas(env: &Env<'_>, group_id: &str) -> i32 {
    let default = i64::from(env.config.streams_standby_replicas);
    let replicas = of_group(env, group_id, "streams.num.standby.replicas", default);
    i32::try_from(replicas).unwrap_or(i32::MAX)
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

fn of_group(env: &Env<'_>, group_id: &str, name: &str, default: i64) -> i64 {
    let own = env.groups.get(group_id, name).and_then(|value| value.trim().parse::<i64>().ok());
    own.filter(|value| *value >= 0).unwrap_or(default)
}
