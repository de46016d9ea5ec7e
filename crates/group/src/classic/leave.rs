//! `LeaveGroup`: by the members themselves, or by an administrator who names static instances.

use moldau_wire::ErrorCode;
use moldau_wire::messages::leave_group_request::MemberIdentity;
use moldau_wire::messages::leave_group_response::MemberResponse;

use crate::Env;
use crate::decision::Decision;

use super::{Classic, State};

/// What is said of one member that wanted to leave.
pub(crate) fn left(member: &MemberIdentity, error: ErrorCode) -> MemberResponse {
    MemberResponse {
        member_id: member.member_id.clone(),
        group_instance_id: member.group_instance_id.clone(),
        error_code: error.to_i16(),
        ..Default::default()
    }
}

impl Classic {
    /// Removes those of `members` that can be; one rebalance follows for all of them.
    pub(crate) fn leave(
        &mut self,
        env: &Env<'_>,
        members: &[MemberIdentity],
        decision: &mut Decision,
    ) -> Vec<MemberResponse> {
        let mut responses = Vec::new();
        for member in members {
            let error = match self.leave_one(member, decision) {
                Ok(()) => ErrorCode::None,
                Err(error) => error,
            };
            responses.push(left(member, error));
        }
        if responses.iter().any(|response| response.error_code == ErrorCode::None.to_i16()) {
            match self.state {
                State::Stable | State::CompletingRebalance => self.prepare_rebalance(env, decision),
                State::PreparingRebalance => self.maybe_complete_join(env, decision),
                State::Empty => {}
            }
        }
        responses
    }

    fn leave_one(&mut self, member: &MemberIdentity, decision: &mut Decision) -> Result<(), ErrorCode> {
        let instance_id = member.group_instance_id.as_ref();
        let id = if member.member_id.is_empty() {
            let current = instance_id.and_then(|instance| self.members.id_of_instance(instance));
            current.cloned().ok_or(ErrorCode::UnknownMemberId)?
        } else if self.pending_join.contains(&member.member_id) {
            member.member_id.clone()
        } else {
            self.check_member(&member.member_id, instance_id.map(moldau_wire::Str::as_str))?;
            member.member_id.clone()
        };
        decision.cancel_timer(self.member_timer(&id));
        self.remove(&id, decision);
        Ok(())
    }
}
