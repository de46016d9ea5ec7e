//! The bytes of every file in a log directory, as pure encoders and decoders.
//!
//! All of it is Kafka's: a log directory can be handed from one broker to the other after a clean stop. Nothing
//! here touches a file; a decoder takes the bytes that were read and never allocates more than they justify.
//!
//! Words: *base offset* - the first offset of a segment, which is its file name; *relative offset* - an offset
//! minus the segment's base, which fits 32 bits; *position* - a byte position in the `.log` file.

pub mod checkpoint;
pub mod clean_shutdown;
pub mod index;
pub mod names;
pub mod properties;
pub mod snapshot;

/// A file's content is not what its format says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {problem}")]
pub struct FormatError {
    /// Which format.
    pub what: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl FormatError {
    pub(crate) fn new(what: &'static str, problem: impl Into<String>) -> Self {
        Self { what, problem: problem.into() }
    }
}

/// The `N` bytes at `at`, or `None` beyond the end.
pub(crate) fn array_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}
