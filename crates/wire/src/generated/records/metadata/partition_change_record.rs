//! `PartitionChangeRecord`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `PartitionChangeRecord`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionChangeRecord {
    /// `int32`, versions 0+, default `-1`.
    pub partition_id: i32,
    /// `uuid`, versions 0+.
    pub topic_id: Uuid,
    /// `[]int32`, versions 0+, tag 0, default `null`.
    pub isr: Option<Vec<i32>>,
    /// `int32`, versions 0+, tag 1, default `-2`.
    pub leader: i32,
    /// `[]int32`, versions 0+, tag 2, default `null`.
    pub replicas: Option<Vec<i32>>,
    /// `[]int32`, versions 0+, tag 3, default `null`.
    pub removing_replicas: Option<Vec<i32>>,
    /// `[]int32`, versions 0+, tag 4, default `null`.
    pub adding_replicas: Option<Vec<i32>>,
    /// `int8`, versions 0+, tag 5, default `-1`.
    pub leader_recovery_state: i8,
    /// `[]uuid`, versions 1+, tag 8, default `null`.
    pub directories: Option<Vec<Uuid>>,
    /// `[]int32`, versions 2+, tag 6, default `null`.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// `[]int32`, versions 2+, tag 7, default `null`.
    pub last_known_elr: Option<Vec<i32>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for PartitionChangeRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Uuid::ZERO,
            isr: None,
            leader: -2,
            replicas: None,
            removing_replicas: None,
            adding_replicas: None,
            leader_recovery_state: -1,
            directories: None,
            eligible_leader_replicas: None,
            last_known_elr: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for PartitionChangeRecord {
    const SIZE_MIN: usize = 20;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            partition_id: Field::read(d, v)?,
            topic_id: Field::read(d, v)?,
            isr: None,
            leader: -2,
            replicas: None,
            removing_replicas: None,
            adding_replicas: None,
            leader_recovery_state: -1,
            directories: None,
            eligible_leader_replicas: None,
            last_known_elr: None,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.isr = tags.read(d, v)?,
                1 => this.leader = tags.read(d, v)?,
                2 => this.replicas = tags.read(d, v)?,
                3 => this.removing_replicas = tags.read(d, v)?,
                4 => this.adding_replicas = tags.read(d, v)?,
                5 => this.leader_recovery_state = tags.read(d, v)?,
                8 if v >= 1 => this.directories = tags.read(d, v)?,
                6 if v == 2 => this.eligible_leader_replicas = tags.read(d, v)?,
                7 if v == 2 => this.last_known_elr = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_id.write(e, v)?;
        self.topic_id.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.isr.is_some() {
            tags.put(e, 0, &self.isr, v)?;
        }
        if self.leader != -2 {
            tags.put(e, 1, &self.leader, v)?;
        }
        if self.replicas.is_some() {
            tags.put(e, 2, &self.replicas, v)?;
        }
        if self.removing_replicas.is_some() {
            tags.put(e, 3, &self.removing_replicas, v)?;
        }
        if self.adding_replicas.is_some() {
            tags.put(e, 4, &self.adding_replicas, v)?;
        }
        if self.leader_recovery_state != -1 {
            tags.put(e, 5, &self.leader_recovery_state, v)?;
        }
        if self.eligible_leader_replicas.is_some() {
            only_if(v == 2, "PartitionChangeRecord.EligibleLeaderReplicas", v)?;
            tags.put(e, 6, &self.eligible_leader_replicas, v)?;
        }
        if self.last_known_elr.is_some() {
            only_if(v == 2, "PartitionChangeRecord.LastKnownElr", v)?;
            tags.put(e, 7, &self.last_known_elr, v)?;
        }
        if self.directories.is_some() {
            only_if(v >= 1, "PartitionChangeRecord.Directories", v)?;
            tags.put(e, 8, &self.directories, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

impl Message for PartitionChangeRecord {
    const NAME: &'static str = "PartitionChangeRecord";
    const API_KEY: Option<i16> = Some(5);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
