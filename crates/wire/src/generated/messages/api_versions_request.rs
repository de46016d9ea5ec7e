//! `ApiVersionsRequest`, versions 0 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ApiVersionsRequest`, versions 0 to 4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ApiVersionsRequest {
    /// `string`, versions 3+, ignorable.
    pub client_software_name: Str,
    /// `string`, versions 3+, ignorable.
    pub client_software_version: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ApiVersionsRequest {
    const SIZE_MIN: usize = 0;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            client_software_name: if v >= 3 { Field::read(d, v)? } else { Str::EMPTY },
            client_software_version: if v >= 3 { Field::read(d, v)? } else { Str::EMPTY },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 3 {
            self.client_software_name.write(e, v)?;
        }
        if v >= 3 {
            self.client_software_version.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ApiVersionsRequest {
    const NAME: &'static str = "ApiVersionsRequest";
    const API_KEY: Option<i16> = Some(18);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(3);
}

impl Request for ApiVersionsRequest {
    type Response = super::ApiVersionsResponse;
}
