//! `WriteTxnMarkersRequest`, versions 1 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `WriteTxnMarkersRequest`, versions 1 to 2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteTxnMarkersRequest {
    /// `[]WritableTxnMarker`, versions 1+.
    pub markers: Vec<WritableTxnMarker>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for WriteTxnMarkersRequest {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { markers: Field::read(d, v)?, unknown_tagged_fields: d.unknown_tags()? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.markers.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`WriteTxnMarkersRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarker {
    /// `int64`, versions 1+.
    pub producer_id: i64,
    /// `int16`, versions 1+.
    pub producer_epoch: i16,
    /// `bool`, versions 1+.
    pub transaction_result: bool,
    /// `[]WritableTxnMarkerTopic`, versions 1+.
    pub topics: Vec<WritableTxnMarkerTopic>,
    /// `int32`, versions 1+.
    pub coordinator_epoch: i32,
    /// `int8`, versions 2+, ignorable, default `0`.
    pub transaction_version: i8,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for WritableTxnMarker {
    const SIZE_MIN: usize = 16;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            producer_id: Field::read(d, v)?,
            producer_epoch: Field::read(d, v)?,
            transaction_result: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            coordinator_epoch: Field::read(d, v)?,
            transaction_version: if v == 2 { Field::read(d, v)? } else { 0 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.producer_id.write(e, v)?;
        self.producer_epoch.write(e, v)?;
        self.transaction_result.write(e, v)?;
        self.topics.write(e, v)?;
        self.coordinator_epoch.write(e, v)?;
        if v == 2 {
            self.transaction_version.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`WriteTxnMarkersRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarkerTopic {
    /// `string`, versions 1+.
    pub name: Str,
    /// `[]int32`, versions 1+.
    pub partition_indexes: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for WritableTxnMarkerTopic {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            partition_indexes: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partition_indexes.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for WriteTxnMarkersRequest {
    const NAME: &'static str = "WriteTxnMarkersRequest";
    const API_KEY: Option<i16> = Some(27);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}

impl Request for WriteTxnMarkersRequest {
    type Response = super::WriteTxnMarkersResponse;
}
