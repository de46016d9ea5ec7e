//! `PartitionRecord`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `PartitionRecord`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionRecord {
    /// `int32`, versions 0+, default `-1`.
    pub partition_id: i32,
    /// `uuid`, versions 0+.
    pub topic_id: Uuid,
    /// `[]int32`, versions 0+.
    pub replicas: Vec<i32>,
    /// `[]int32`, versions 0+.
    pub isr: Vec<i32>,
    /// `[]int32`, versions 0+.
    pub removing_replicas: Vec<i32>,
    /// `[]int32`, versions 0+.
    pub adding_replicas: Vec<i32>,
    /// `int32`, versions 0+, default `-1`.
    pub leader: i32,
    /// `int8`, versions 0+, tag 0, default `0`.
    pub leader_recovery_state: i8,
    /// `int32`, versions 0+, default `-1`.
    pub leader_epoch: i32,
    /// `int32`, versions 0+, default `-1`.
    pub partition_epoch: i32,
    /// `[]uuid`, versions 1+.
    pub directories: Vec<Uuid>,
    /// `[]int32`, versions 2+, tag 1, default `null`.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// `[]int32`, versions 2+, tag 2, default `null`.
    pub last_known_elr: Option<Vec<i32>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for PartitionRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Uuid::ZERO,
            replicas: Vec::new(),
            isr: Vec::new(),
            removing_replicas: Vec::new(),
            adding_replicas: Vec::new(),
            leader: -1,
            leader_recovery_state: 0,
            leader_epoch: -1,
            partition_epoch: -1,
            directories: Vec::new(),
            eligible_leader_replicas: None,
            last_known_elr: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for PartitionRecord {
    const SIZE_MIN: usize = 36;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            partition_id: Field::read(d, v)?,
            topic_id: Field::read(d, v)?,
            replicas: Field::read(d, v)?,
            isr: Field::read(d, v)?,
            removing_replicas: Field::read(d, v)?,
            adding_replicas: Field::read(d, v)?,
            leader: Field::read(d, v)?,
            leader_recovery_state: 0,
            leader_epoch: Field::read(d, v)?,
            partition_epoch: Field::read(d, v)?,
            directories: if v >= 1 { Field::read(d, v)? } else { Vec::new() },
            eligible_leader_replicas: None,
            last_known_elr: None,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.leader_recovery_state = tags.read(d, v)?,
                1 if v == 2 => this.eligible_leader_replicas = tags.read(d, v)?,
                2 if v == 2 => this.last_known_elr = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_id.write(e, v)?;
        self.topic_id.write(e, v)?;
        self.replicas.write(e, v)?;
        self.isr.write(e, v)?;
        self.removing_replicas.write(e, v)?;
        self.adding_replicas.write(e, v)?;
        self.leader.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        self.partition_epoch.write(e, v)?;
        if v >= 1 {
            self.directories.write(e, v)?;
        } else {
            only_if(self.directories.is_empty(), "PartitionRecord.Directories", v)?;
        }
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.leader_recovery_state != 0 {
            tags.put(e, 0, &self.leader_recovery_state, v)?;
        }
        if self.eligible_leader_replicas.is_some() {
            only_if(v == 2, "PartitionRecord.EligibleLeaderReplicas", v)?;
            tags.put(e, 1, &self.eligible_leader_replicas, v)?;
        }
        if self.last_known_elr.is_some() {
            only_if(v == 2, "PartitionRecord.LastKnownElr", v)?;
            tags.put(e, 2, &self.last_known_elr, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

impl Message for PartitionRecord {
    const NAME: &'static str = "PartitionRecord";
    const API_KEY: Option<i16> = Some(3);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
