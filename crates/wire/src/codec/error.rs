//! What can be wrong with a message, read or written.

/// The bytes are not the message they claim to be. The connection they came from should be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A field reaches beyond the end of the frame, the tagged field or the batch.
    #[error("{needed} bytes needed, {remaining} left")]
    Truncated {
        /// Bytes the field needs.
        needed: usize,
        /// Bytes left.
        remaining: usize,
    },
    /// A length or a count is above its limit.
    #[error("{what} of length {length} is above the limit of {max}")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// The length it claims.
        length: usize,
        /// The limit.
        max: usize,
    },
    /// A field that must be there is null.
    #[error("a {0} that may not be null is null")]
    Null(&'static str),
    /// Text is not UTF-8.
    #[error("a string is not UTF-8")]
    NotUtf8,
    /// A variable-length number does not end, or does not fit its type.
    #[error("a variable-length number is too long")]
    VarintTooLong,
    /// Tags must grow strictly within a struct.
    #[error("tag {tag} after tag {previous}")]
    TagOrder {
        /// The tag before.
        previous: u32,
        /// The offending one.
        tag: u32,
    },
    /// A tagged field's value is shorter than the size before it.
    #[error("tag {tag} has {excess} bytes more than its value")]
    TagSize {
        /// The tag.
        tag: u32,
        /// Bytes left after the value.
        excess: usize,
    },
    /// The message has no such version.
    #[error("{message} has no version {version}")]
    UnsupportedVersion {
        /// The message's name.
        message: &'static str,
        /// The version asked for.
        version: i16,
    },
    /// No such API, or no such record type.
    #[error("unknown {what} {key}")]
    UnknownKey {
        /// What kind of key.
        what: &'static str,
        /// The key.
        key: i16,
    },
    /// There are bytes after the last field, where none may be.
    #[error("{0} bytes after the end of the message")]
    TrailingBytes(usize),
}

/// The message cannot be written in this version. Always our own mistake, never the peer's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A field that is not at its default has no place in this version, and may not be dropped.
    #[error("{field} is set, but version {version} has no place for it")]
    FieldNotInVersion {
        /// Struct and field.
        field: &'static str,
        /// The version.
        version: i16,
    },
    /// A field is null in a version that has no null for it.
    #[error("{0} is null, but may not be in this version")]
    Null(&'static str),
    /// Longer than its length can be written.
    #[error("{what} of length {length} is too long to be written")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// Its length.
        length: usize,
    },
    /// Unknown tagged fields are set in a version without tagged fields, or clash with a known tag.
    #[error("unknown tagged fields cannot be written here")]
    UnknownTags,
    /// The message has no such version.
    #[error("{message} has no version {version}")]
    UnsupportedVersion {
        /// The message's name.
        message: &'static str,
        /// The version asked for.
        version: i16,
    },
}
