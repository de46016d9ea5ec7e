//! `DescribeGroupsRequest`, versions 0 to 6. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeGroupsRequest`, versions 0 to 6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeGroupsRequest {
    /// `[]string`, versions 0+.
    pub groups: Vec<Str>,
    /// `bool`, versions 3+.
    pub include_authorized_operations: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeGroupsRequest {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            groups: Field::read(d, v)?,
            include_authorized_operations: if v >= 3 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.groups.write(e, v)?;
        if v >= 3 {
            self.include_authorized_operations.write(e, v)?;
        } else {
            only_if(
                !self.include_authorized_operations,
                "DescribeGroupsRequest.IncludeAuthorizedOperations",
                v,
            )?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeGroupsRequest {
    const NAME: &'static str = "DescribeGroupsRequest";
    const API_KEY: Option<i16> = Some(15);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=6;
    const FLEXIBLE_FROM: Option<i16> = Some(5);
}

impl Request for DescribeGroupsRequest {
    type Response = super::DescribeGroupsResponse;
}
