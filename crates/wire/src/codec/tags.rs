//! Tagged fields (KIP-482): at the end of each struct of a flexible version, a count, and for each field its
//! tag, its size and its value. Unknown ones are kept in [`UnknownTags`] and written back.

use bytes::Bytes;

use super::{DecodeError, Decoder, EncodeError, Encoder, Field, TAGGED_FIELDS_MAX};

/// A tagged field that this version of the schema does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawTaggedField {
    /// Its number.
    pub tag: u32,
    /// Its value, as it came.
    pub data: Bytes,
}

/// The unknown tagged fields of one struct, in the order of their tags. Eight bytes when there are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::box_collection, reason = "one pointer in each struct, since it is nearly always empty")]
pub struct UnknownTags(Option<Box<Vec<RawTaggedField>>>);

impl UnknownTags {
    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The fields, by growing tag.
    pub fn as_slice(&self) -> &[RawTaggedField] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Appends a field. Its tag must be above all those before it, or writing will fail.
    pub fn push(&mut self, field: RawTaggedField) {
        // One is the usual number: hostile frames should not get four for the price of one.
        self.0.get_or_insert_with(|| Box::new(Vec::with_capacity(1))).push(field);
    }
}

impl Decoder {
    /// Starts the tagged fields of a struct: none, if the version is not flexible.
    pub(crate) fn tags(&mut self) -> Result<TagReader, DecodeError> {
        let mut left = 0;
        if self.flexible() {
            let count = self.unsigned_varint()?;
            left = usize::try_from(count).unwrap_or(usize::MAX);
        }
        if left > TAGGED_FIELDS_MAX {
            return Err(DecodeError::TooLong { what: "tagged fields", length: left, max: TAGGED_FIELDS_MAX });
        }
        Ok(TagReader { left, tag: None, size: 0, unknown: UnknownTags::default() })
    }

    /// Reads the tagged fields of a struct that knows none.
    pub(crate) fn unknown_tags(&mut self) -> Result<UnknownTags, DecodeError> {
        let mut tags = self.tags()?;
        while tags.next(self)?.is_some() {
            tags.keep(self)?;
        }
        Ok(tags.finish())
    }
}

/// Reads the tagged fields of one struct, one after the other.
#[derive(Debug)]
pub struct TagReader {
    left: usize,
    tag: Option<u32>,
    size: usize,
    unknown: UnknownTags,
}

impl TagReader {
    /// The next field's tag. Its value must be taken by one of the other methods before the next call.
    pub(crate) fn next(&mut self, decoder: &mut Decoder) -> Result<Option<u32>, DecodeError> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let tag = decoder.unsigned_varint()?;
        if let Some(previous) = self.tag.filter(|previous| *previous >= tag) {
            return Err(DecodeError::TagOrder { previous, tag });
        }
        self.tag = Some(tag);
        self.size = usize::try_from(decoder.unsigned_varint()?).unwrap_or(usize::MAX);
        Ok(self.tag)
    }

    /// Reads a known field, which must fill its size.
    pub(crate) fn read<T: Field>(&self, decoder: &mut Decoder, version: i16) -> Result<T, DecodeError> {
        self.within(decoder, |decoder| T::read(decoder, version))
    }

    /// Reads a struct that may be null. Unlike elsewhere, 0 says null and 1 says that it follows.
    pub(crate) fn read_nullable_struct<T: Field>(
        &self,
        decoder: &mut Decoder,
        version: i16,
    ) -> Result<Option<T>, DecodeError> {
        self.within(decoder, |decoder| match decoder.unsigned_varint()? {
            0 => Ok(None),
            _ => T::read(decoder, version).map(Some),
        })
    }

    fn within<T>(
        &self,
        decoder: &mut Decoder,
        read: impl FnOnce(&mut Decoder) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        match decoder.within(self.size, read)? {
            (value, 0) => Ok(value),
            (_, excess) => Err(DecodeError::TagSize { tag: self.tag.unwrap_or_default(), excess }),
        }
    }

    /// Keeps an unknown field.
    pub(crate) fn keep(&mut self, decoder: &mut Decoder) -> Result<(), DecodeError> {
        let data = decoder.bytes(self.size)?;
        self.unknown.push(RawTaggedField { tag: self.tag.unwrap_or_default(), data });
        Ok(())
    }

    /// The unknown fields met.
    pub(crate) fn finish(self) -> UnknownTags {
        self.unknown
    }
}

/// Writes the tagged fields of one struct: known ones by growing tag, unknown ones in between.
#[derive(Debug)]
pub struct TagWriter<'a> {
    // Where the count goes; none, if the version is not flexible.
    count_mark: Option<usize>,
    count: u32,
    last: Option<u32>,
    unknown: &'a [RawTaggedField],
}

impl<'a> TagWriter<'a> {
    pub(super) fn start(encoder: &mut Encoder, unknown: &'a UnknownTags) -> Result<Self, EncodeError> {
        let unknown = unknown.as_slice();
        if encoder.flexible() {
            Ok(Self { count_mark: Some(encoder.reserve()), count: 0, last: None, unknown })
        } else if unknown.is_empty() {
            Ok(Self { count_mark: None, count: 0, last: None, unknown })
        } else {
            Err(EncodeError::UnknownTags)
        }
    }

    /// Writes a known field.
    pub(crate) fn put<T: Field>(
        &mut self,
        encoder: &mut Encoder,
        tag: u32,
        value: &T,
        version: i16,
    ) -> Result<(), EncodeError> {
        self.put_with(encoder, tag, |encoder| value.write(encoder, version))
    }

    /// Writes a struct that may be null. Unlike elsewhere, 0 says null and 1 says that it follows.
    pub(crate) fn put_nullable_struct<T: Field>(
        &mut self,
        encoder: &mut Encoder,
        tag: u32,
        value: Option<&T>,
        version: i16,
    ) -> Result<(), EncodeError> {
        self.put_with(encoder, tag, |encoder| {
            encoder.unsigned_varint(value.is_some().into());
            value.map_or(Ok(()), |value| value.write(encoder, version))
        })
    }

    fn put_with(
        &mut self,
        encoder: &mut Encoder,
        tag: u32,
        write: impl FnOnce(&mut Encoder) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        self.unknown_below(encoder, Some(tag))?;
        self.begin(encoder, tag)?;
        let mark = encoder.reserve();
        write(encoder)?;
        let size = encoder.written_since(mark);
        let size =
            u32::try_from(size).map_err(|_| EncodeError::TooLong { what: "tagged field", length: size })?;
        encoder.fill(mark, size);
        Ok(())
    }

    fn begin(&mut self, encoder: &mut Encoder, tag: u32) -> Result<(), EncodeError> {
        if self.last.is_some_and(|last| last >= tag) {
            return Err(EncodeError::UnknownTags);
        }
        self.last = Some(tag);
        self.count += 1;
        encoder.unsigned_varint(tag);
        Ok(())
    }

    fn unknown_below(&mut self, encoder: &mut Encoder, below: Option<u32>) -> Result<(), EncodeError> {
        while let Some((field, rest)) = self.unknown.split_first() {
            if below.is_some_and(|below| field.tag >= below) {
                break;
            }
            self.unknown = rest;
            self.begin(encoder, field.tag)?;
            let length = field.data.len();
            let size =
                u32::try_from(length).map_err(|_| EncodeError::TooLong { what: "tagged field", length })?;
            encoder.unsigned_varint(size);
            encoder.put(&field.data);
        }
        Ok(())
    }

    /// Writes the unknown fields that are left, and the count.
    pub(crate) fn finish(mut self, encoder: &mut Encoder) -> Result<(), EncodeError> {
        self.unknown_below(encoder, None)?;
        if let Some(mark) = self.count_mark {
            encoder.fill(mark, self.count);
        }
        Ok(())
    }
}
