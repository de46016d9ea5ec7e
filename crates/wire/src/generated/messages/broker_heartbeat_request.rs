//! `BrokerHeartbeatRequest`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `BrokerHeartbeatRequest`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerHeartbeatRequest {
    /// `int32`, versions 0+.
    pub broker_id: i32,
    /// `int64`, versions 0+, default `-1`.
    pub broker_epoch: i64,
    /// `int64`, versions 0+.
    pub current_metadata_offset: i64,
    /// `bool`, versions 0+.
    pub want_fence: bool,
    /// `bool`, versions 0+.
    pub want_shut_down: bool,
    /// `[]uuid`, versions 1+, tag 0.
    pub offline_log_dirs: Vec<Uuid>,
    /// `[]uuid`, versions 2+, tag 1, default `null`.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for BrokerHeartbeatRequest {
    fn default() -> Self {
        Self {
            broker_id: 0,
            broker_epoch: -1,
            current_metadata_offset: 0,
            want_fence: false,
            want_shut_down: false,
            offline_log_dirs: Vec::new(),
            cordoned_log_dirs: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for BrokerHeartbeatRequest {
    const SIZE_MIN: usize = 22;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            broker_id: Field::read(d, v)?,
            broker_epoch: Field::read(d, v)?,
            current_metadata_offset: Field::read(d, v)?,
            want_fence: Field::read(d, v)?,
            want_shut_down: Field::read(d, v)?,
            offline_log_dirs: Vec::new(),
            cordoned_log_dirs: None,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 if v >= 1 => this.offline_log_dirs = tags.read(d, v)?,
                1 if v == 2 => this.cordoned_log_dirs = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.broker_id.write(e, v)?;
        self.broker_epoch.write(e, v)?;
        self.current_metadata_offset.write(e, v)?;
        self.want_fence.write(e, v)?;
        self.want_shut_down.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if !self.offline_log_dirs.is_empty() {
            only_if(v >= 1, "BrokerHeartbeatRequest.OfflineLogDirs", v)?;
            tags.put(e, 0, &self.offline_log_dirs, v)?;
        }
        if self.cordoned_log_dirs.is_some() {
            only_if(v == 2, "BrokerHeartbeatRequest.CordonedLogDirs", v)?;
            tags.put(e, 1, &self.cordoned_log_dirs, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

impl Message for BrokerHeartbeatRequest {
    const NAME: &'static str = "BrokerHeartbeatRequest";
    const API_KEY: Option<i16> = Some(63);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for BrokerHeartbeatRequest {
    type Response = super::BrokerHeartbeatResponse;
}
