//! `BrokerRegistrationChangeRecord`, versions 0 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `BrokerRegistrationChangeRecord`, versions 0 to 3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerRegistrationChangeRecord {
    /// `int32`, versions 0+.
    pub broker_id: i32,
    /// `int64`, versions 0+.
    pub broker_epoch: i64,
    /// `int8`, versions 0+, tag 0.
    pub fenced: i8,
    /// `int8`, versions 1+, tag 1.
    pub in_controlled_shutdown: i8,
    /// `[]uuid`, versions 2+, tag 2.
    pub log_dirs: Vec<Uuid>,
    /// `[]uuid`, versions 3+, tag 3, default `null`.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for BrokerRegistrationChangeRecord {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            broker_id: Field::read(d, v)?,
            broker_epoch: Field::read(d, v)?,
            fenced: 0,
            in_controlled_shutdown: 0,
            log_dirs: Vec::new(),
            cordoned_log_dirs: None,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.fenced = tags.read(d, v)?,
                1 if v >= 1 => this.in_controlled_shutdown = tags.read(d, v)?,
                2 if v >= 2 => this.log_dirs = tags.read(d, v)?,
                3 if v == 3 => this.cordoned_log_dirs = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.broker_id.write(e, v)?;
        self.broker_epoch.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.fenced != 0 {
            tags.put(e, 0, &self.fenced, v)?;
        }
        if self.in_controlled_shutdown != 0 {
            only_if(v >= 1, "BrokerRegistrationChangeRecord.InControlledShutdown", v)?;
            tags.put(e, 1, &self.in_controlled_shutdown, v)?;
        }
        if !self.log_dirs.is_empty() {
            only_if(v >= 2, "BrokerRegistrationChangeRecord.LogDirs", v)?;
            tags.put(e, 2, &self.log_dirs, v)?;
        }
        if self.cordoned_log_dirs.is_some() {
            only_if(v == 3, "BrokerRegistrationChangeRecord.CordonedLogDirs", v)?;
            tags.put(e, 3, &self.cordoned_log_dirs, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

impl Message for BrokerRegistrationChangeRecord {
    const NAME: &'static str = "BrokerRegistrationChangeRecord";
    const API_KEY: Option<i16> = Some(17);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=3;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
