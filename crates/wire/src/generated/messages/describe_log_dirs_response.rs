//! `DescribeLogDirsResponse`, versions 1 to 5. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeLogDirsResponse`, versions 1 to 5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsResponse {
    /// `int32`, versions 1+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 3+, ignorable.
    pub error_code: i16,
    /// `[]DescribeLogDirsResult`, versions 1+.
    pub results: Vec<DescribeLogDirsResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeLogDirsResponse {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: if v >= 3 { Field::read(d, v)? } else { 0 },
            results: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        if v >= 3 {
            self.error_code.write(e, v)?;
        }
        self.results.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeLogDirsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeLogDirsResult {
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `string`, versions 1+.
    pub log_dir: Str,
    /// `[]DescribeLogDirsTopic`, versions 1+.
    pub topics: Vec<DescribeLogDirsTopic>,
    /// `int64`, versions 4+, ignorable, default `-1`.
    pub total_bytes: i64,
    /// `int64`, versions 4+, ignorable, default `-1`.
    pub usable_bytes: i64,
    /// `bool`, versions 5+, ignorable, default `false`.
    pub is_cordoned: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeLogDirsResult {
    fn default() -> Self {
        Self {
            error_code: 0,
            log_dir: Str::EMPTY,
            topics: Vec::new(),
            total_bytes: -1,
            usable_bytes: -1,
            is_cordoned: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeLogDirsResult {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            log_dir: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            total_bytes: if v >= 4 { Field::read(d, v)? } else { -1 },
            usable_bytes: if v >= 4 { Field::read(d, v)? } else { -1 },
            is_cordoned: if v == 5 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.log_dir.write(e, v)?;
        self.topics.write(e, v)?;
        if v >= 4 {
            self.total_bytes.write(e, v)?;
        }
        if v >= 4 {
            self.usable_bytes.write(e, v)?;
        }
        if v == 5 {
            self.is_cordoned.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeLogDirsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsTopic {
    /// `string`, versions 1+.
    pub name: Str,
    /// `[]DescribeLogDirsPartition`, versions 1+.
    pub partitions: Vec<DescribeLogDirsPartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeLogDirsTopic {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeLogDirsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsPartition {
    /// `int32`, versions 1+.
    pub partition_index: i32,
    /// `int64`, versions 1+.
    pub partition_size: i64,
    /// `int64`, versions 1+.
    pub offset_lag: i64,
    /// `bool`, versions 1+.
    pub is_future_key: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeLogDirsPartition {
    const SIZE_MIN: usize = 21;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            partition_size: Field::read(d, v)?,
            offset_lag: Field::read(d, v)?,
            is_future_key: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.partition_size.write(e, v)?;
        self.offset_lag.write(e, v)?;
        self.is_future_key.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeLogDirsResponse {
    const NAME: &'static str = "DescribeLogDirsResponse";
    const API_KEY: Option<i16> = Some(35);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=5;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}
