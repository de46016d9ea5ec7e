//! The Kafka protocol: generated messages, framing, the API table, record batches. No I/O.
//!
//! Compatibility level: Apache Kafka 4.3.1 (`facts/`). Input is never trusted: each length and count is checked
//! against the bytes at hand and a limit before memory is taken, and no input makes anything here panic.
//!
//! | module | holds |
//! |---|---|
//! | [`messages`] | every request and response, one module per message (`messages::fetch_request::FetchTopic`), the top ones re-exported; generated |
//! | [`records`] | the records Kafka keeps in its own topics: [`records::metadata`], [`records::group`], [`records::transaction`], [`records::share`], [`records::raft`], [`records::storage`]; generated |
//! | [`api`] | [`ApiKey`] with its versions, [`RequestKind`] and [`ResponseKind`] to decode by key; generated |
//! | [`error_code`] | [`ErrorCode`]; generated |
//! | [`codec`] | [`Decoder`], [`Encoder`], [`Message`], the limits and the errors |
//! | [`header`] | request and response headers and which version each request uses |
//! | [`frame`] | cutting length-prefixed frames out of a stream |
//! | [`record_batch`] | batches of records: header, CRC, compression, iteration, validation, building |
//! | [`record_frame`] | how records of the metadata log and of coordinators are framed in values |
//! | `testing` | random messages, with the feature `testing` |
//!
//! Words: *flexible* - a version with compact lengths and tagged fields (KIP-482). *Tagged field* - an optional
//! field with a number; unknown ones are kept and written back. *Ignorable* - a field that is silently dropped
//! when the version has no place for it; any other that is not at its default is an [`EncodeError`].
//!
//! The generated code is written by `cargo xtask codegen` and checked in under `src/generated/`.

pub mod codec;
pub mod frame;
#[expect(clippy::too_many_lines, reason = "flat lists of fields and flat tables")]
mod generated;
pub mod header;
pub mod record_batch;
pub mod record_frame;
mod records_chunks;
mod str;
#[cfg(feature = "testing")]
pub mod testing;

pub use codec::{
    DecodeError, Decoder, EncodeError, EncodedFrame, Encoder, Message, RawTaggedField, Request, UnknownTags,
};
pub use generated::api::{ApiKey, RequestKind, ResponseKind};
pub use generated::error_code::ErrorCode;
pub use generated::{api, error_code, messages, records};
pub use records_chunks::{Chunk, ForeignBytes, Records};
pub use str::Str;
