//! Metric registry with Kafka's names, Prometheus text, logs.
//!
//! Components take a [`Registry`] and make their handles from the descriptions in [`names`]; nothing here is
//! global but the log subscriber, which the binary installs once ([`logs`]).

pub mod http;
pub mod levels;
pub mod logs;
pub mod names;
mod registry;
mod timer;

pub use levels::{LogLevel, LogLevels};
pub use registry::{Counter, Counters, Desc, Gauge, Gauges, Kind, Labels, Registry, Timers};
pub use timer::{MAX_MICROS, QUANTILES, Reading, Timer};
