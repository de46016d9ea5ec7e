//! What is wrong with a broker's settings, and what is worth saying though nothing is wrong.

use std::fmt;

use crate::InvalidValue;

/// Where a setting came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// This line of the properties file, counted from 1.
    Line(usize),
    /// `--override name=value` on the command line.
    Override,
    /// Moldau's own choice for a node that is started without a file.
    Standalone,
    /// Set while the broker runs.
    Dynamic,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Override => f.write_str("--override"),
            Self::Standalone => f.write_str("standalone default"),
            Self::Dynamic => f.write_str("dynamic configuration"),
        }
    }
}

/// One thing that keeps a broker from starting with these settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No table has this name.
    #[error("{origin}: unknown name `{name}` (value `{value}`){}", did_you_mean(*nearest))]
    Unknown {
        /// The name as it was written.
        name: String,
        /// Its value.
        value: String,
        /// Where it was written.
        origin: Origin,
        /// The known name that was probably meant.
        nearest: Option<&'static str>,
    },
    /// Kafka had this name once, or takes it elsewhere than in a file.
    #[error("{origin}: `{name}` cannot be set here: {instead}")]
    Misplaced {
        /// The name as it was written.
        name: String,
        /// Where it was written.
        origin: Origin,
        /// What to do instead.
        instead: String,
    },
    /// The name does not take this value.
    #[error("{origin}: {invalid}")]
    Invalid {
        /// Where it was written.
        origin: Origin,
        /// The name, the value, and what is allowed.
        invalid: InvalidValue,
    },
    /// The value asks for what Moldau does not do.
    #[error("{origin}: `{name}={value}` is refused: {why}")]
    Refused {
        /// The name as it was written.
        name: String,
        /// Its value, hidden if secret.
        value: String,
        /// Where it was written.
        origin: Origin,
        /// Why Moldau refuses it.
        why: &'static str,
    },
    /// A name without a default is not set.
    #[error("`{name}` must be set: {why}")]
    Missing {
        /// The name that is not set.
        name: &'static str,
        /// What it is.
        why: &'static str,
    },
    /// Values that are fine one by one do not go together.
    #[error("{}: {why}", names.join(", "))]
    Conflict {
        /// The names concerned.
        names: Vec<&'static str>,
        /// What does not go together.
        why: String,
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// Something that an operator should read once, at start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A name was set that changes nothing.
    NoEffect {
        /// The name as it was written.
        name: String,
        /// Where it was written.
        origin: Origin,
        /// Why it changes nothing.
        why: &'static str,
    },
    /// A line that a later line with the same key overrules.
    Overruled {
        /// The key that occurs twice.
        key: String,
        /// The line without effect, counted from 1.
        line: usize,
        /// The line that holds, counted from 1.
        by: usize,
    },
    /// A dynamic value that is kept in the metadata but not used, because it is no longer valid.
    Ignored {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEffect { name, origin, why } => write!(f, "{origin}: `{name}` has no effect: {why}"),
            Self::Overruled { key, line, by } => write!(f, "line {line}: `{key}` is overruled by line {by}"),
            Self::Ignored { name, why } => write!(f, "`{name}` is ignored: {why}"),
        }
    }
}
