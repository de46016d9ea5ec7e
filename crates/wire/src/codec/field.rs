//! [`Field`]: anything that stands in a message.

use bytes::Bytes;
use moldau_ids::Uuid;

use super::{DecodeError, Decoder, EncodeError, Encoder};
use crate::records_chunks::Records;
use crate::str::Str;

/// A value that a message holds: a number, text, an array, a struct. Generated code is made of these calls.
pub trait Field: Sized {
    /// No value of this type takes fewer bytes, in any version.
    const SIZE_MIN: usize;

    /// Reads a value that may not be null.
    fn read(decoder: &mut Decoder, version: i16) -> Result<Self, DecodeError>;

    /// Writes a value.
    fn write(&self, encoder: &mut Encoder, version: i16) -> Result<(), EncodeError>;

    /// Reads a value or null. For structs, a byte says which: negative is null.
    fn read_nullable(decoder: &mut Decoder, version: i16) -> Result<Option<Self>, DecodeError> {
        if i8::read(decoder, version)? < 0 { Ok(None) } else { Self::read(decoder, version).map(Some) }
    }

    /// Writes a value or null.
    fn write_nullable(value: Option<&Self>, encoder: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        let Some(value) = value else { return (-1i8).write(encoder, version) };
        1i8.write(encoder, version)?;
        value.write(encoder, version)
    }
}

impl<T: Field> Field for Option<T> {
    const SIZE_MIN: usize = 1;

    fn read(decoder: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        T::read_nullable(decoder, version)
    }

    fn write(&self, encoder: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        T::write_nullable(self.as_ref(), encoder, version)
    }
}

macro_rules! number {
    ($($type:ty),*) => {$(
        impl Field for $type {
            const SIZE_MIN: usize = size_of::<$type>();

            fn read(decoder: &mut Decoder, _version: i16) -> Result<Self, DecodeError> {
                decoder.fixed().map(Self::from_be_bytes)
            }

            fn write(&self, encoder: &mut Encoder, _version: i16) -> Result<(), EncodeError> {
                encoder.put(&self.to_be_bytes());
                Ok(())
            }
        }
    )*};
}

number!(i8, i16, i32, i64, u16, u32, f64);

impl Field for bool {
    const SIZE_MIN: usize = 1;

    /// Any byte but zero is true, as in Kafka.
    fn read(decoder: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        Ok(i8::read(decoder, version)? != 0)
    }

    fn write(&self, encoder: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        i8::from(*self).write(encoder, version)
    }
}

impl Field for Uuid {
    const SIZE_MIN: usize = 16;

    fn read(decoder: &mut Decoder, _version: i16) -> Result<Self, DecodeError> {
        decoder.fixed().map(Self::from_bytes)
    }

    fn write(&self, encoder: &mut Encoder, _version: i16) -> Result<(), EncodeError> {
        encoder.put(&self.to_bytes());
        Ok(())
    }
}

impl Field for Str {
    const SIZE_MIN: usize = 1;

    fn read(decoder: &mut Decoder, _version: i16) -> Result<Self, DecodeError> {
        decoder.nullable_string()?.ok_or(DecodeError::Null("string"))
    }

    fn write(&self, encoder: &mut Encoder, _version: i16) -> Result<(), EncodeError> {
        encoder.nullable_string(Some(self))
    }

    fn read_nullable(decoder: &mut Decoder, _version: i16) -> Result<Option<Self>, DecodeError> {
        decoder.nullable_string()
    }

    fn write_nullable(value: Option<&Self>, encoder: &mut Encoder, _version: i16) -> Result<(), EncodeError> {
        encoder.nullable_string(value.map(Self::as_str))
    }
}

impl Field for Bytes {
    const SIZE_MIN: usize = 1;

    fn read(decoder: &mut Decoder, _version: i16) -> Result<Self, DecodeError> {
        decoder.nullable_bytes()?.ok_or(DecodeError::Null("bytes field"))
    }

    fn write(&self, encoder: &mut Encoder, _version: i16) -> Result<(), EncodeError> {
        encoder.nullable_bytes(Some(self))
    }

    fn read_nullable(decoder: &mut Decoder, _version: i16) -> Result<Option<Self>, DecodeError> {
        decoder.nullable_bytes()
    }

    fn write_nullable(value: Option<&Self>, encoder: &mut Encoder, _version: i16) -> Result<(), EncodeError> {
        encoder.nullable_bytes(value.map(AsRef::as_ref))
    }
}

impl Field for Records {
    const SIZE_MIN: usize = 1;

    fn read(decoder: &mut Decoder, _version: i16) -> Result<Self, DecodeError> {
        decoder.nullable_bytes()?.map(Self::from).ok_or(DecodeError::Null("records field"))
    }

    fn write(&self, encoder: &mut Encoder, _version: i16) -> Result<(), EncodeError> {
        encoder.nullable_records(Some(self))
    }

    fn read_nullable(decoder: &mut Decoder, _version: i16) -> Result<Option<Self>, DecodeError> {
        Ok(decoder.nullable_bytes()?.map(Self::from))
    }

    fn write_nullable(value: Option<&Self>, encoder: &mut Encoder, _version: i16) -> Result<(), EncodeError> {
        encoder.nullable_records(value)
    }
}

impl<T: Field> Field for Vec<T> {
    const SIZE_MIN: usize = 1;

    fn read(decoder: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        decoder.nullable_array(version)?.ok_or(DecodeError::Null("array"))
    }

    fn write(&self, encoder: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        encoder.nullable_array(Some(self), version)
    }

    fn read_nullable(decoder: &mut Decoder, version: i16) -> Result<Option<Self>, DecodeError> {
        decoder.nullable_array(version)
    }

    fn write_nullable(value: Option<&Self>, encoder: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        encoder.nullable_array(value.map(Vec::as_slice), version)
    }
}
