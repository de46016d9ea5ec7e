//! The levels of the process's log while it runs: Kafka's `BROKER_LOGGER` configuration.
//!
//! A *logger* is one of [`LOGGERS`], which are the targets of events, or `root` for all others. One without a level of
//! its own has its root's. Levels are Kafka's; `FATAL` is said of a logger that is silent, because there is no event
//! that is worse than an error. Nothing is kept over a restart.

use std::{collections::BTreeMap, fmt, sync::Arc};

use parking_lot::Mutex;
use tracing_subscriber::filter::Targets;

/// The logger of all events that have none of their own.
pub const ROOT: &str = "root";

/// The other loggers: the crates that write events.
pub const LOGGERS: &[&str] = &[
    "moldau",
    "moldau_auth",
    "moldau_broker",
    "moldau_client",
    "moldau_disk",
    "moldau_log",
    "moldau_meta",
    "moldau_raft",
    "moldau_settings",
    "moldau_telemetry",
    "openraft",
];

/// A level under Kafka's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Nothing.
    Fatal,
    /// What a human must look at.
    Error,
    /// What may need one.
    Warn,
    /// What happened.
    Info,
    /// What led to it.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    const ALL: [Self; 6] = [Self::Debug, Self::Error, Self::Fatal, Self::Info, Self::Trace, Self::Warn];

    /// The level of this name, which is in capitals.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// All names, as Kafka lists them.
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// Kafka's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fatal => "FATAL",
            Self::Error => "ERROR",
            Self::Warn => "WARN",
            Self::Info => "INFO",
            Self::Debug => "DEBUG",
            Self::Trace => "TRACE",
        }
    }

    /// What a filter calls it.
    const fn directive(self) -> &'static str {
        match self {
            Self::Fatal => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

/// Puts a filter in place of the present one; the text says why it can't.
pub(crate) type Apply = Arc<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// The levels as they stand, and what makes a change take effect. Clones are the same levels.
#[derive(Clone)]
pub struct LogLevels {
    apply: Apply,
    filter: Arc<Mutex<Filter>>,
}

impl fmt::Debug for LogLevels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogLevels").field("filter", &*self.filter.lock()).finish_non_exhaustive()
    }
}

/// What the process began with, and what was changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Filter {
    base: String,
    changed: BTreeMap<String, LogLevel>,
}

impl Filter {
    /// The filter as text. What is said later of a target counts.
    fn text(&self) -> String {
        let root = self.changed.get(ROOT).map(|level| level.directive().to_owned());
        let others = self.changed.iter().filter(|(logger, _)| *logger != ROOT);
        let others = others.map(|(logger, level)| format!("{logger}={}", level.directive()));
        std::iter::once(self.base.clone()).chain(root).chain(others).collect::<Vec<_>>().join(",")
    }

    /// The level of a logger. Parts of the filter that go by spans or fields don't count.
    fn level(&self, logger: &str) -> LogLevel {
        let text = self.text();
        let plain = text.split(',').filter(|part| part.trim().parse::<Targets>().is_ok());
        let targets: Targets = plain.collect::<Vec<_>>().join(",").parse().unwrap_or_default();
        let levels = [
            (tracing::Level::TRACE, LogLevel::Trace),
            (tracing::Level::DEBUG, LogLevel::Debug),
            (tracing::Level::INFO, LogLevel::Info),
            (tracing::Level::WARN, LogLevel::Warn),
            (tracing::Level::ERROR, LogLevel::Error),
        ];
        let default = targets.default_level().unwrap_or(tracing::level_filters::LevelFilter::OFF);
        let enabled = |level: &tracing::Level| {
            if logger == ROOT { *level <= default } else { targets.would_enable(logger, level) }
        };
        levels.into_iter().find(|(level, _)| enabled(level)).map_or(LogLevel::Fatal, |(_, level)| level)
    }
}

impl LogLevels {
    pub(crate) fn new(base: impl Into<String>, apply: Apply) -> Self {
        Self { apply, filter: Arc::new(Mutex::new(Filter { base: base.into(), changed: BTreeMap::new() })) }
    }

    /// Whether there is such a logger.
    pub fn is_logger(name: &str) -> bool {
        name == ROOT || LOGGERS.contains(&name)
    }

    /// Every logger with its level.
    pub fn all(&self) -> Vec<(&'static str, LogLevel)> {
        let filter = self.filter.lock();
        std::iter::once(ROOT).chain(LOGGERS.iter().copied()).map(|name| (name, filter.level(name))).collect()
    }

    /// Gives loggers levels, or takes their own away; all or none.
    ///
    /// # Errors
    /// The log does not take the filter. Everything stays as it is.
    pub fn change(&self, changes: &[(String, Option<LogLevel>)]) -> Result<(), String> {
        let mut filter = self.filter.lock();
        let mut next = filter.clone();
        for (logger, level) in changes {
            match level {
                Some(level) => drop(next.changed.insert(logger.clone(), *level)),
                None => drop(next.changed.remove(logger)),
            }
        }
        (self.apply)(&next.text())?;
        *filter = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(base: &str) -> (LogLevels, Arc<Mutex<String>>) {
        let applied = Arc::new(Mutex::new(String::new()));
        let to = Arc::clone(&applied);
        let apply: Apply = Arc::new(move |text| {
            if text.contains("openraft=trace") {
                return Err("no".to_owned());
            }
            text.clone_into(&mut to.lock());
            Ok(())
        });
        (LogLevels::new(base, apply), applied)
    }

    fn level(levels: &LogLevels, logger: &str) -> &'static str {
        levels.all().into_iter().find(|(name, _)| *name == logger).expect("a logger").1.name()
    }

    fn change(levels: &LogLevels, logger: &str, to: Option<LogLevel>) -> Result<(), String> {
        levels.change(&[(logger.to_owned(), to)])
    }

    #[test]
    fn a_logger_has_its_own_level_or_the_roots() {
        let (levels, applied) = levels("info,moldau_broker=debug");
        assert_eq!((level(&levels, ROOT), level(&levels, "moldau_broker")), ("INFO", "DEBUG"));
        assert_eq!(level(&levels, "moldau_log"), "INFO");
        change(&levels, "moldau_log", Some(LogLevel::Trace)).expect("taken");
        assert_eq!(*applied.lock(), "info,moldau_broker=debug,moldau_log=trace");
        change(&levels, ROOT, Some(LogLevel::Error)).expect("taken");
        assert_eq!((level(&levels, ROOT), level(&levels, "moldau_disk")), ("ERROR", "ERROR"));
        assert_eq!((level(&levels, "moldau_log"), level(&levels, "moldau_broker")), ("TRACE", "DEBUG"));
        change(&levels, "moldau_log", None).expect("taken");
        assert_eq!(level(&levels, "moldau_log"), "ERROR");
        change(&levels, "moldau_broker", Some(LogLevel::Fatal)).expect("taken");
        assert_eq!(level(&levels, "moldau_broker"), "FATAL");
    }

    #[test]
    fn what_the_log_does_not_take_changes_nothing() {
        let (levels, applied) = levels("warn");
        assert_eq!(change(&levels, "openraft", Some(LogLevel::Trace)), Err("no".to_owned()));
        assert_eq!((level(&levels, "openraft"), &**applied.lock()), ("WARN", ""));
    }

    #[test]
    fn names_are_kafkas() {
        assert_eq!(LogLevel::names(), "DEBUG, ERROR, FATAL, INFO, TRACE, WARN");
        assert_eq!(LogLevel::parse("DEBUG"), Some(LogLevel::Debug));
        assert_eq!((LogLevel::parse("debug"), LogLevel::parse("OFF")), (None, None));
        assert!(LOGGERS.is_sorted());
    }
}
