//! Which topic names there can be.

/// The longest name: a partition's directory must have room for its number.
const LENGTH_MAX: usize = 249;

/// Why a text is no topic's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTopicName {
    /// Nothing.
    #[error("topic name is empty")]
    Empty,
    /// `.` or `..`, which are directories.
    #[error("topic name cannot be `{0}`")]
    Dots(String),
    /// Too long.
    #[error("topic name has {length} characters; at most {LENGTH_MAX} are allowed: `{start}...`")]
    TooLong {
        /// How long it is.
        length: usize,
        /// The first characters.
        start: String,
    },
    /// Other characters than Kafka allows.
    #[error("topic name `{0}` has characters other than ASCII letters, digits, `.`, `_` and `-`")]
    Characters(String),
}

/// Checks a name as Kafka does (`Topic.validate`).
pub fn check_topic_name(name: &str) -> Result<(), InvalidTopicName> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if name.is_empty() {
        Err(InvalidTopicName::Empty)
    } else if matches!(name, "." | "..") {
        Err(InvalidTopicName::Dots(name.to_owned()))
    } else if name.len() > LENGTH_MAX {
        Err(InvalidTopicName::TooLong { length: name.len(), start: name.chars().take(64).collect() })
    } else if !name.bytes().all(is_allowed) {
        Err(InvalidTopicName::Characters(name.escape_debug().to_string()))
    } else {
        Ok(())
    }
}
