//! `BROKER_LOGGER` resources: the levels of this process's log, with Kafka's rules and answers.

use moldau_telemetry::{LogLevel, LogLevels, levels::ROOT, logs};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        describe_configs_response::DescribeConfigsResourceResult,
        incremental_alter_configs_request::AlterableConfig,
    },
};

use super::configs::Refused;
use crate::Broker;

/// Kafka's source of such a configuration.
const DYNAMIC_BROKER_LOGGER: i8 = 6;

/// Every logger with its level, or those that are asked for.
pub(crate) fn describe(
    broker: &Broker,
    name: &str,
    keys: Option<&[Str]>,
) -> Result<Vec<DescribeConfigsResourceResult>, Refused> {
    check_name(broker, name)?;
    let all = logs::levels().map(LogLevels::all).unwrap_or_default();
    let wanted = |logger: &str| keys.is_none_or(|keys| keys.iter().any(|key| *key == logger));
    let found = all.into_iter().filter(|(logger, _)| wanted(logger));
    Ok(found.map(|(logger, level)| result(logger, level)).collect())
}

fn result(logger: &str, level: LogLevel) -> DescribeConfigsResourceResult {
    DescribeConfigsResourceResult {
        name: logger.into(),
        value: Some(level.name().into()),
        config_source: DYNAMIC_BROKER_LOGGER,
        // Kafka says nothing more of them, in so many words.
        documentation: Some(Str::default()),
        ..DescribeConfigsResourceResult::default()
    }
}

/// Changes levels, all or none.
pub(crate) fn alter(
    broker: &Broker,
    name: &str,
    configs: &[AlterableConfig],
    validate_only: bool,
) -> Result<(), Refused> {
    check_name(broker, name)?;
    let changes = configs.iter().map(judge).collect::<Result<Vec<_>, _>>()?;
    let Some(levels) = logs::levels().filter(|_| !validate_only) else { return Ok(()) };
    levels.change(&changes).map_err(|why| (ErrorCode::UnknownServerError, why.into()))?;
    for (logger, level) in changes {
        tracing::info!(logger, level = level.map_or("root's", LogLevel::name), "log level changed");
    }
    Ok(())
}

/// What one item wants.
fn judge(config: &AlterableConfig) -> Result<(String, Option<LogLevel>), Refused> {
    const SET: i8 = 0;
    const DELETE: i8 = 1;
    let invalid = |why: String| Err((ErrorCode::InvalidRequest, Str::from(why)));
    let unfit = |why: String| Err((ErrorCode::InvalidConfig, Str::from(why)));
    let logger = &config.name;
    match config.config_operation {
        SET if config.value.is_none() => return invalid(format!("null is no level for {logger}")),
        SET | DELETE => {}
        2 | 3 => return invalid("levels of loggers can be set and deleted, nothing else".into()),
        other => return invalid(format!("{other} is no operation on {logger}")),
    }
    if !LogLevels::is_logger(logger) {
        return unfit(format!("there is no logger {logger}"));
    }
    if config.config_operation == DELETE {
        return match &**logger {
            ROOT => invalid("the root logger always has a level".into()),
            _ => Ok((logger.to_string(), None)),
        };
    }
    let value = config.value.as_deref().unwrap_or_default();
    match LogLevel::parse(value) {
        Some(level) => Ok((logger.to_string(), Some(level))),
        None => unfit(format!("{value} is no level for {logger}; there are {}", LogLevel::names())),
    }
}

fn check_name(broker: &Broker, name: &str) -> Result<(), Refused> {
    let own = broker.node_id;
    let why = match name.parse::<i32>() {
        Ok(id) if id == own.get() => return Ok(()),
        Ok(id) => format!("this is broker {own}: it knows its own loggers, not those of broker {id}"),
        Err(_) => format!("`{name}` is not the number of a broker"),
    };
    Err((ErrorCode::InvalidRequest, why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Apache Kafka 4.3.1 answers.
    #[test]
    fn levels_are_judged_as_kafka_does() {
        let ok = ErrorCode::None;
        for (name, operation, value, code) in [
            ("moldau_log", 0, Some("DEBUG"), ok),
            ("moldau_log", 0, Some("debug"), ErrorCode::InvalidConfig),
            ("moldau_log", 0, Some("OFF"), ErrorCode::InvalidConfig),
            ("moldau_log", 0, None, ErrorCode::InvalidRequest),
            ("moldau_log", 1, None, ok),
            ("moldau_log", 2, Some("INFO"), ErrorCode::InvalidRequest),
            ("moldau_log", 3, Some("INFO"), ErrorCode::InvalidRequest),
            ("nope", 0, Some("INFO"), ErrorCode::InvalidConfig),
            ("nope", 1, None, ErrorCode::InvalidConfig),
            (ROOT, 0, Some("WARN"), ok),
            (ROOT, 1, None, ErrorCode::InvalidRequest),
        ] {
            let config = AlterableConfig {
                name: name.into(),
                config_operation: operation,
                value: value.map(Str::from),
                ..AlterableConfig::default()
            };
            let found = judge(&config).err().map_or(ok, |(code, _)| code);
            assert_eq!(found, code, "{name} {operation} {value:?}");
        }
    }
}
