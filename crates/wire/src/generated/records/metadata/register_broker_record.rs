//! `RegisterBrokerRecord`, versions 0 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `RegisterBrokerRecord`, versions 0 to 4.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterBrokerRecord {
    /// `int32`, versions 0+.
    pub broker_id: i32,
    /// `bool`, versions 2+, default `false`.
    pub is_migrating_zk_broker: bool,
    /// `uuid`, versions 0+.
    pub incarnation_id: Uuid,
    /// `int64`, versions 0+.
    pub broker_epoch: i64,
    /// `[]BrokerEndpoint`, versions 0+.
    pub end_points: Vec<BrokerEndpoint>,
    /// `[]BrokerFeature`, versions 0+.
    pub features: Vec<BrokerFeature>,
    /// `string`, versions 0+.
    pub rack: Option<Str>,
    /// `bool`, versions 0+, default `true`.
    pub fenced: bool,
    /// `bool`, versions 1+, default `false`.
    pub in_controlled_shutdown: bool,
    /// `[]uuid`, versions 3+, tag 0.
    pub log_dirs: Vec<Uuid>,
    /// `[]uuid`, versions 4+, tag 1, default `null`.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for RegisterBrokerRecord {
    fn default() -> Self {
        Self {
            broker_id: 0,
            is_migrating_zk_broker: false,
            incarnation_id: Uuid::ZERO,
            broker_epoch: 0,
            end_points: Vec::new(),
            features: Vec::new(),
            rack: Some(Str::EMPTY),
            fenced: true,
            in_controlled_shutdown: false,
            log_dirs: Vec::new(),
            cordoned_log_dirs: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for RegisterBrokerRecord {
    const SIZE_MIN: usize = 32;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            broker_id: Field::read(d, v)?,
            is_migrating_zk_broker: if v >= 2 { Field::read(d, v)? } else { false },
            incarnation_id: Field::read(d, v)?,
            broker_epoch: Field::read(d, v)?,
            end_points: Field::read(d, v)?,
            features: Field::read(d, v)?,
            rack: Field::read(d, v)?,
            fenced: Field::read(d, v)?,
            in_controlled_shutdown: if v >= 1 { Field::read(d, v)? } else { false },
            log_dirs: Vec::new(),
            cordoned_log_dirs: None,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 if v >= 3 => this.log_dirs = tags.read(d, v)?,
                1 if v == 4 => this.cordoned_log_dirs = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.broker_id.write(e, v)?;
        if v >= 2 {
            self.is_migrating_zk_broker.write(e, v)?;
        } else {
            only_if(!self.is_migrating_zk_broker, "RegisterBrokerRecord.IsMigratingZkBroker", v)?;
        }
        self.incarnation_id.write(e, v)?;
        self.broker_epoch.write(e, v)?;
        self.end_points.write(e, v)?;
        self.features.write(e, v)?;
        self.rack.write(e, v)?;
        self.fenced.write(e, v)?;
        if v >= 1 {
            self.in_controlled_shutdown.write(e, v)?;
        } else {
            only_if(!self.in_controlled_shutdown, "RegisterBrokerRecord.InControlledShutdown", v)?;
        }
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if !self.log_dirs.is_empty() {
            only_if(v >= 3, "RegisterBrokerRecord.LogDirs", v)?;
            tags.put(e, 0, &self.log_dirs, v)?;
        }
        if self.cordoned_log_dirs.is_some() {
            only_if(v == 4, "RegisterBrokerRecord.CordonedLogDirs", v)?;
            tags.put(e, 1, &self.cordoned_log_dirs, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`RegisterBrokerRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerEndpoint {
    /// `string`, versions 0+.
    pub name: Str,
    /// `string`, versions 0+.
    pub host: Str,
    /// `uint16`, versions 0+.
    pub port: u16,
    /// `int16`, versions 0+.
    pub security_protocol: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for BrokerEndpoint {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            security_protocol: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        self.security_protocol.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`RegisterBrokerRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerFeature {
    /// `string`, versions 0+.
    pub name: Str,
    /// `int16`, versions 0+.
    pub min_supported_version: i16,
    /// `int16`, versions 0+.
    pub max_supported_version: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for BrokerFeature {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            min_supported_version: Field::read(d, v)?,
            max_supported_version: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.min_supported_version.write(e, v)?;
        self.max_supported_version.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for RegisterBrokerRecord {
    const NAME: &'static str = "RegisterBrokerRecord";
    const API_KEY: Option<i16> = Some(0);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
