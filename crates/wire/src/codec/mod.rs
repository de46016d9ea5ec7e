//! Reading and writing the protocol's primitive types, and the traits that every message has.
//!
//! [`Decoder`] reads from one frame and hands out slices of it; [`Encoder`] writes into one buffer and takes
//! records as slices. Both hold whether the version at hand is flexible, so that the same code reads compact
//! and plain lengths. [`Field`] is what generated code is made of; people use [`Message`].
//!
//! Where this is stricter than Apache Kafka: text must be UTF-8 (Kafka replaces what is not), tags must grow
//! strictly, and a known tagged field must fill its size exactly (Kafka checks neither). Where it is as lax:
//! bytes after a request's last field are ignored by [`Message::decode`]; [`Message::decode_exact`] refuses them.

mod decoder;
mod encoder;
mod error;
mod field;
mod message;
mod tags;
#[cfg(test)]
mod tests;

pub use decoder::Decoder;
pub use encoder::{EncodedFrame, Encoder};
pub use error::{DecodeError, EncodeError};
pub use field::Field;
pub use message::{Message, Request};
pub use tags::{RawTaggedField, TagReader, TagWriter, UnknownTags};

/// Most entries in one array (the limit of Kafka 4.4).
pub const ARRAY_LENGTH_MAX: usize = 1_000_000;
/// Most tagged fields in one struct (the limit of Kafka 4.4).
pub const TAGGED_FIELDS_MAX: usize = 10_000;
/// Most bytes in one string (Kafka's limit in flexible and other versions alike).
pub const STRING_LENGTH_MAX: usize = 0x7fff;
/// Entries for which an array takes memory before it has read any.
pub const ARRAY_INITIAL_CAPACITY_MAX: usize = 1_000;

/// What every generated file needs.
pub(crate) mod prelude {
    pub(crate) use super::encoder::only_if;
    pub(crate) use super::{
        DecodeError, Decoder, EncodeError, Encoder, Field, Message, Request, UnknownTags,
    };
    pub(crate) use crate::records_chunks::Records;
    pub(crate) use crate::str::Str;
    pub(crate) use bytes::Bytes;
    pub(crate) use moldau_ids::Uuid;
    pub(crate) use std::ops::RangeInclusive;
}
