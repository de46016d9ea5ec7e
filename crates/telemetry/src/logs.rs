//! The process's own log: human lines or JSON, filtered by level and target.
//!
//! Events go through `tracing`. Field names are fixed, so that a search finds them all: `connection`, `peer`,
//! `listener`, `api`, `version`, `topic`, `partition`, `directory`, `offset`, `epoch`, `task`, `error` (with all
//! causes, on one line). ERROR means that a human must look. Times are the machine's, in UTC.
//!
//! The subscriber is the one thing that is global to a process; only the binary installs it.

use std::{
    fmt,
    io::IsTerminal,
    str::FromStr,
    sync::{Arc, OnceLock},
};

use tracing_subscriber::{
    EnvFilter, fmt::format::FmtSpan, layer::SubscriberExt, reload, util::SubscriberInitExt,
};

use crate::levels::LogLevels;

static LEVELS: OnceLock<LogLevels> = OnceLock::new();

/// The environment variable that overrides the filter.
pub const FILTER_VARIABLE: &str = "MOLDAU_LOG";

/// How a line looks: property `moldau.log.format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people: time, level, message, fields.
    #[default]
    Human,
    /// For machines: one JSON object a line.
    Json,
}

/// The log cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The filter is not one.
    #[error("`{filter}` is not a log filter (such as `info` or `info,moldau_broker=debug`): {reason}")]
    Filter {
        /// What was given.
        filter: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is one already.
    #[error("the log of this process has been set up before")]
    Twice,
}

impl FromStr for LogFormat {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "human" => Ok(Self::Human),
            "json" => Ok(Self::Json),
            _ => Err(()),
        }
    }
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Human => "human",
            Self::Json => "json",
        })
    }
}

/// The levels of the log that [`install`] set up; `None` before, and where nobody did: in tests and the simulator.
pub fn levels() -> Option<&'static LogLevels> {
    LEVELS.get()
}

/// Sends the process's log to standard error. `filter` is the one to use unless [`FILTER_VARIABLE`] says
/// otherwise.
pub fn install(format: LogFormat, filter: &str) -> Result<(), LogError> {
    let filter = std::env::var(FILTER_VARIABLE).unwrap_or_else(|_| filter.to_owned());
    let parsed = EnvFilter::try_new(&filter)
        .map_err(|error| LogError::Filter { filter: filter.clone(), reason: error.to_string() })?;
    let (parsed, handle) = reload::Layer::new(parsed);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_span_events(FmtSpan::NONE);
    let registry = tracing_subscriber::registry().with(parsed);
    let installed = match format {
        LogFormat::Human => {
            let colours = std::io::stderr().is_terminal();
            registry.with(lines.with_ansi(colours).with_target(false)).try_init()
        }
        LogFormat::Json => registry.with(lines.json().flatten_event(true).with_ansi(false)).try_init(),
    };
    installed.map_err(|_| LogError::Twice)?;
    let apply = move |text: &str| {
        let filter = EnvFilter::try_new(text).map_err(|error| error.to_string())?;
        handle.reload(filter).map_err(|error| error.to_string())
    };
    LEVELS.set(LogLevels::new(filter, Arc::new(apply))).map_err(|_| LogError::Twice)
}
