//! Record batches, magic 2 (KIP-98): what Produce and Fetch carry and segments hold.
//!
//! A batch is a header of 61 bytes and records, compressed as one block if a codec is set. The broker
//! re-encodes one only where compaction drops records ([`rewrite`]): it reads the header ([`BatchHeader`]), checks
//! ([`RecordBatch::verify_crc`], [`validate`]) and changes a few bytes in place ([`patch`]). Numbers are big-endian; a record's are zig-zag varints.
//!
//! | offset | field | | offset | field |
//! |---|---|---|---|---|
//! | 0 | base offset i64 | | 27 | base timestamp i64 (delete horizon, if bit 6) |
//! | 8 | batch length i32, of what follows it | | 35 | max timestamp i64 |
//! | 12 | partition leader epoch i32 | | 43 | producer id i64 |
//! | 16 | magic i8, 2 | | 51 | producer epoch i16 |
//! | 17 | CRC-32C u32 of byte 21 to the end | | 53 | base sequence i32 |
//! | 21 | attributes i16 | | 57 | record count i32 |
//! | 23 | last offset delta i32 | | 61 | records |
//!
//! Decompression is bounded by the caller's limit and works in pieces, so that a bomb costs at most the limit.
//! No input makes anything here panic.
//!
//! Words: *delta* - a record's offset or timestamp less its batch's base. *Control batch* - written by
//! coordinators and the quorum, never by clients; holds [control records](control).

mod builder;
mod compression;
mod compressor;
pub mod control;
mod header;
pub mod patch;
mod record;
mod rewrite;
mod split;
mod validate;
pub(crate) mod varint;

#[cfg(test)]
mod tests;

pub use builder::{BatchBuilder, BatchOptions, Header};
pub use compression::{Compression, decompress};
pub use compressor::compress;
pub use header::{Attributes, BatchError, BatchHeader, TimestampType, crc32c};
pub use record::{DecodedRecords, HeaderIter, RecordError, RecordIter, RecordView};
pub use rewrite::{rewrite, without_records};
pub use split::{BatchIter, RecordBatch, batch_size, batches};
pub use validate::{RecordRejection, Rejection, Validated, ValidationError, ValidationRules, validate};

/// Bytes of a batch's header.
pub const HEADER_SIZE: usize = 61;
/// Bytes before the part that the batch length counts: base offset and length.
pub const LOG_OVERHEAD: usize = 12;
/// The only magic that is read and written.
pub const MAGIC: i8 = 2;
/// Where the part that the CRC covers begins.
pub const CRC_START: usize = 21;
/// No producer id, producer epoch, sequence or timestamp.
pub const NONE: i8 = -1;
