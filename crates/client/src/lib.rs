//! A small Kafka client over the wire crate: for the command line, the probes and the tests.
//!
//! [`Connection`] sends one request at a time over any byte stream and picks the newest version that both sides
//! know. [`Cluster`] finds out who leads what and keeps a connection to each broker. Blocking on purpose: the
//! tools are short programs.
//!
//! Promises: every wait is bounded by the time-out given; an answer that does not belong to the request, or is
//! larger than the limit, ends the connection with an error; nothing is retried silently.
//!
//! Not here: batching, compression choices, groups, transactions. Applications use a real client library.

mod cluster;
mod connection;

pub use cluster::{Cluster, PartitionInfo, TopicInfo};
pub use connection::{Connection, Stream};

use moldau_wire::{ApiKey, DecodeError, EncodeError, ErrorCode};

/// What went wrong between this client and a broker.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No address could be reached.
    #[error("cannot connect to {address}")]
    Connect {
        /// Host and port as they were given.
        address: String,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The stream broke, or time ran out.
    #[error("lost the connection to {address} during {request}")]
    Stream {
        /// Host and port.
        address: String,
        /// The request that was under way.
        request: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The broker does not know a version of this request that this client knows.
    #[error("{address} does not support {request}")]
    Unsupported {
        /// Host and port.
        address: String,
        /// The request.
        request: ApiKey,
    },
    /// A request could not be written.
    #[error("cannot write {request}")]
    Encode {
        /// The request.
        request: &'static str,
        /// Why not.
        #[source]
        source: EncodeError,
    },
    /// An answer could not be read.
    #[error("cannot read the answer to {request}")]
    Decode {
        /// The request.
        request: &'static str,
        /// Why not.
        #[source]
        source: DecodeError,
    },
    /// An answer belongs to another request, or has an impossible length.
    #[error("{address} broke the protocol: {what}")]
    Protocol {
        /// Host and port.
        address: String,
        /// What it did.
        what: String,
    },
    /// The broker answered with an error.
    #[error("{what}: {}{}", .code.name(), .message.as_deref().map(|text| format!(": {text}")).unwrap_or_default())]
    Broker {
        /// What was asked for.
        what: String,
        /// The error.
        code: ErrorCode,
        /// The broker's words, if it had any.
        message: Option<String>,
    },
}

impl ClientError {
    /// An error unless `code` is 0. `what` says what was asked for.
    pub fn check(code: i16, message: Option<&str>, what: impl FnOnce() -> String) -> Result<(), Self> {
        let code = ErrorCode::from_i16(code).unwrap_or(ErrorCode::UnknownServerError);
        if code == ErrorCode::None {
            return Ok(());
        }
        Err(Self::Broker { what: what(), code, message: message.map(str::to_owned) })
    }
}
