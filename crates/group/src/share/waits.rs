//! Administrators' requests that wait for the share coordinator.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::TopicId;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::{Answer, Ticket};

/// What is done when the share coordinator has answered.
#[derive(Debug)]
pub(super) enum Purpose {
    /// The group goes, once its state is gone.
    DeleteGroup,
    /// The answer as far as it is known; what failed is filled in.
    Alter(m::AlterShareGroupOffsetsResponse),
    /// The same, for topics whose state is deleted.
    DeleteOffsets(m::DeleteShareGroupOffsetsResponse, BTreeMap<TopicId, Str>),
    /// The same, with the topics' names.
    Describe(
        m::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponseGroup,
        BTreeMap<TopicId, Str>,
    ),
}

/// One request that waits.
#[derive(Debug)]
pub(super) struct Wait {
    pub(super) ticket: Ticket,
    pub(super) purpose: Purpose,
    /// What was asked for: a result is of the request that asked for the same.
    pub(super) partitions: BTreeSet<(TopicId, i32)>,
}

/// What a result is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Initialize,
    Delete,
    Read,
}

impl Purpose {
    fn kind(&self) -> Kind {
        match self {
            Self::Alter(_) => Kind::Initialize,
            Self::DeleteGroup | Self::DeleteOffsets(..) => Kind::Delete,
            Self::Describe(..) => Kind::Read,
        }
    }

    fn refused(self, group_id: &Str, error: ErrorCode) -> Answer {
        let error_code = error.to_i16();
        match self {
            Self::DeleteGroup => Answer::DeleteGroup(m::delete_groups_response::DeletableGroupResult {
                group_id: group_id.clone(),
                error_code,
                ..Default::default()
            }),
            Self::Alter(_) => Answer::AlterShareGroupOffsets(m::AlterShareGroupOffsetsResponse {
                error_code,
                ..Default::default()
            }),
            Self::DeleteOffsets(..) => Answer::DeleteShareGroupOffsets(m::DeleteShareGroupOffsetsResponse {
                error_code,
                ..Default::default()
            }),
            Self::Describe(..) => Answer::DescribeShareGroupOffsets(
                m::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponseGroup {
                    group_id: group_id.clone(),
                    error_code,
                    ..Default::default()
                },
            ),
        }
    }
}

/// Everyone who waits, by group, in the order of their requests.
#[derive(Debug, Default)]
pub(crate) struct Waits(BTreeMap<Str, Vec<Wait>>);

impl Waits {
    pub(super) fn add(&mut self, group_id: &Str, wait: Wait) {
        self.0.entry(group_id.detach()).or_default().push(wait);
    }

    /// Takes the first that waits for this result.
    pub(super) fn take(
        &mut self,
        group_id: &Str,
        kind: Kind,
        partitions: &BTreeSet<(TopicId, i32)>,
    ) -> Option<Wait> {
        let waiting = self.0.get_mut(group_id)?;
        let index =
            waiting.iter().position(|wait| wait.purpose.kind() == kind && wait.partitions == *partitions)?;
        let wait = waiting.remove(index);
        if waiting.is_empty() {
            self.0.remove(group_id);
        }
        Some(wait)
    }

    /// Answers everyone with `error`.
    pub(crate) fn abandon(self, error: ErrorCode) -> Vec<(Ticket, Answer)> {
        let waiting = self.0.into_iter().flat_map(|(group, waiting)| {
            waiting.into_iter().map(move |wait| (wait.ticket, wait.purpose.refused(&group, error)))
        });
        waiting.collect()
    }
}
