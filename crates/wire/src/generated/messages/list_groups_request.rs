//! `ListGroupsRequest`, versions 0 to 5. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ListGroupsRequest`, versions 0 to 5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupsRequest {
    /// `[]string`, versions 4+.
    pub states_filter: Vec<Str>,
    /// `[]string`, versions 5+.
    pub types_filter: Vec<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ListGroupsRequest {
    const SIZE_MIN: usize = 0;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            states_filter: if v >= 4 { Field::read(d, v)? } else { Vec::new() },
            types_filter: if v == 5 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 4 {
            self.states_filter.write(e, v)?;
        } else {
            only_if(self.states_filter.is_empty(), "ListGroupsRequest.StatesFilter", v)?;
        }
        if v == 5 {
            self.types_filter.write(e, v)?;
        } else {
            only_if(self.types_filter.is_empty(), "ListGroupsRequest.TypesFilter", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ListGroupsRequest {
    const NAME: &'static str = "ListGroupsRequest";
    const API_KEY: Option<i16> = Some(16);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=5;
    const FLEXIBLE_FROM: Option<i16> = Some(3);
}

impl Request for ListGroupsRequest {
    type Response = super::ListGroupsResponse;
}
