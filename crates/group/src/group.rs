//! A group of any kind, and what the shard asks of each kind.

use moldau_ids::{Timestamp, TopicId};
use moldau_wire::{ErrorCode, Str};

use crate::classic::Classic;
use crate::consumer::{self, ConsumerGroup};
use crate::decision::Decision;
use crate::share::{self, ShareGroup};
use crate::streams::{self, StreamsGroup};

/// The kinds of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `JoinGroup` and `SyncGroup`, and groups that only commit offsets.
    Classic,
    /// KIP-848.
    Consumer,
    /// KIP-1071.
    Streams,
    /// KIP-932.
    Share,
}

impl Kind {
    /// As Kafka writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Consumer => "consumer",
            Self::Streams => "streams",
            Self::Share => "share",
        }
    }
}

/// A group.
#[derive(Debug)]
pub(crate) enum Group {
    /// See [`Classic`].
    Classic(Box<Classic>),
    /// See [`ConsumerGroup`].
    Consumer(Box<ConsumerGroup>),
    /// See [`StreamsGroup`].
    Streams(Box<StreamsGroup>),
    /// See [`ShareGroup`].
    Share(Box<ShareGroup>),
}

/// Who commits offsets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Committer<'a> {
    /// Empty for who is no member.
    pub(crate) member_id: &'a str,
    /// The static member's instance.
    pub(crate) instance_id: Option<&'a str>,
    /// The generation, or the member's epoch; negative for who is no member.
    pub(crate) generation: i32,
    /// Whether it is part of a transaction.
    pub(crate) transactional: bool,
    /// The request's version.
    pub(crate) version: i16,
}

/// Whether a committer that is accepted in general may commit this partition; an error fails the whole request.
pub(crate) type PartitionCheck<'a> = Box<dyn Fn(&str, TopicId, i32) -> Result<(), ErrorCode> + 'a>;

/// From when the retention of an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetentionBase {
    /// From its commit.
    Commit,
    /// From this time, for all offsets of the group.
    At(Timestamp),
    /// Offsets of this group don't expire at present.
    Never,
}

impl Group {
    /// Its kind.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Classic(_) => Kind::Classic,
            Self::Consumer(_) => Kind::Consumer,
            Self::Streams(_) => Kind::Streams,
            Self::Share(_) => Kind::Share,
        }
    }

    /// Its state's name, as Kafka writes it.
    pub(crate) fn state_name(&self) -> &'static str {
        match self {
            Self::Classic(group) => group.state().name(),
            Self::Consumer(group) => group.state().as_str(),
            Self::Streams(group) => group.state().as_str(),
            Self::Share(group) => group.state_name(),
        }
    }

    /// Its protocol type, as it is listed.
    pub(crate) fn protocol_type(&self) -> Str {
        match self {
            Self::Classic(group) => group.protocol_type().cloned().unwrap_or_default(),
            Self::Consumer(_) => Str::from_static(consumer::PROTOCOL_TYPE),
            Self::Streams(_) => Str::from_static(streams::PROTOCOL_TYPE),
            Self::Share(_) => Str::from_static(share::PROTOCOL_TYPE),
        }
    }

    /// Whether it has no members (and nothing else that keeps it).
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Classic(group) => group.is_empty(),
            Self::Consumer(group) => group.members.is_empty(),
            Self::Streams(group) => group.members.is_empty(),
            Self::Share(group) => group.members.is_empty(),
        }
    }

    /// Whether this committer may commit offsets; the inner check is asked for each partition.
    pub(crate) fn check_offset_commit(
        &self,
        committer: &Committer<'_>,
    ) -> Result<Option<PartitionCheck<'_>>, ErrorCode> {
        match self {
            Self::Classic(group) => group.check_offset_commit(committer).map(|()| None),
            Self::Consumer(group) => consumer::commit_check(group, committer),
            Self::Streams(group) => streams::commit_check(group, committer),
            Self::Share(_) => Err(ErrorCode::GroupIdNotFound),
        }
    }

    /// Whether this member may fetch offsets. Members of classic groups are not asked who they are.
    pub(crate) fn check_offset_fetch(
        &self,
        member_id: Option<&str>,
        member_epoch: i32,
    ) -> Result<(), ErrorCode> {
        match self {
            Self::Classic(_) => Ok(()),
            Self::Consumer(group) => {
                consumer::check_fetch(group, member_id, member_epoch).map_err(|refusal| refusal.code)
            }
            Self::Streams(group) => {
                streams::check_fetch(group, member_id, member_epoch).map_err(|refusal| refusal.code)
            }
            Self::Share(_) => Err(ErrorCode::GroupIdNotFound),
        }
    }

    /// Whether offsets may be deleted, but for topics that are [subscribed to](Self::is_subscribed).
    pub(crate) fn check_offset_delete(&self) -> Result<(), ErrorCode> {
        match self {
            Self::Classic(group) => group.check_offset_delete(),
            Self::Consumer(_) | Self::Streams(_) => Ok(()),
            Self::Share(_) => Err(ErrorCode::GroupIdNotFound),
        }
    }

    /// Whether the group may be deleted.
    pub(crate) fn check_delete(&self) -> Result<(), ErrorCode> {
        if self.is_empty() { Ok(()) } else { Err(ErrorCode::NonEmptyGroup) }
    }

    /// Whether a member consumes the topic, as far as is known: its offsets are kept.
    pub(crate) fn is_subscribed(&self, topic: &str) -> bool {
        match self {
            Self::Classic(group) => group.is_subscribed(topic),
            Self::Consumer(group) => group.is_subscribed(topic),
            Self::Streams(group) => group.is_subscribed(topic),
            Self::Share(group) => group.is_subscribed(topic),
        }
    }

    /// From when the retention of its offsets counts.
    pub(crate) fn retention_base(&self) -> RetentionBase {
        match self {
            Self::Classic(group) => group.retention_base(),
            Self::Consumer(_) | Self::Streams(_) => RetentionBase::Commit,
            Self::Share(_) => RetentionBase::Never,
        }
    }

    /// Whether the look at expired offsets cares for this group at all.
    pub(crate) fn may_expire(&self) -> bool {
        match self {
            Self::Classic(_) | Self::Consumer(_) | Self::Streams(_) => true,
            Self::Share(_) => false,
        }
    }

    /// Writes what deletes the group (not its offsets).
    pub(crate) fn append_tombstones(&self, decision: &mut Decision) {
        match self {
            Self::Classic(group) => group.append_tombstone(decision),
            Self::Consumer(group) => {
                for record in consumer::tombstones(group) {
                    decision.append(record.key, record.value);
                }
            }
            Self::Streams(group) => streams::append_tombstones(group, decision),
            Self::Share(group) => {
                for record in share::tombstones(group) {
                    decision.append(record.key, record.value);
                }
            }
        }
    }
}
