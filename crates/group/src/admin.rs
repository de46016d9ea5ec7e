//! What administrators ask of groups of every kind: describe, list, delete.

use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::Shard;
use crate::decision::Decision;
use crate::group::Group;

/// From this version on an unknown group is an error; before, it is one in state Dead.
const DESCRIBE_ERROR_VERSION: i16 = 6;
/// The state of a group that does not exist.
const DEAD: Str = Str::from_static("Dead");

impl Shard {
    pub(crate) fn describe_group(
        &self,
        group_id: &Str,
        version: i16,
    ) -> m::describe_groups_response::DescribedGroup {
        let found = match self.group(group_id) {
            Some(Group::Classic(group)) => Ok(group),
            Some(_) => Err(format!("Group {group_id} is not a classic group.")),
            None => Err(format!("Group {group_id} not found.")),
        };
        match found {
            Ok(group) => group.describe(),
            Err(message) => {
                let mut response = m::describe_groups_response::DescribedGroup {
                    group_id: group_id.clone(),
                    group_state: DEAD,
                    ..Default::default()
                };
                if version >= DESCRIBE_ERROR_VERSION {
                    response.error_code = ErrorCode::GroupIdNotFound.to_i16();
                    response.error_message = Some(Str::from(message));
                }
                response
            }
        }
    }

    pub(crate) fn list_groups(&self, request: &m::ListGroupsRequest) -> m::ListGroupsResponse {
        let states: Vec<String> =
            request.states_filter.iter().map(|state| state.to_lowercase().trim().to_owned()).collect();
        let types: Vec<String> = request.types_filter.iter().map(|kind| kind.to_lowercase()).collect();
        let is_wanted = |group: &Group| {
            let state = group.state_name().to_lowercase();
            (states.is_empty() || states.contains(&state))
                && (types.is_empty() || types.iter().any(|kind| kind == group.kind().name()))
        };
        let listed = self.groups().filter(|(_, group)| is_wanted(group)).map(|(id, group)| {
            m::list_groups_response::ListedGroup {
                group_id: id.clone(),
                protocol_type: group.protocol_type(),
                group_state: Str::from_static(group.state_name()),
                group_type: Str::from_static(group.kind().name()),
                ..Default::default()
            }
        });
        m::ListGroupsResponse { groups: listed.collect(), ..Default::default() }
    }

    pub(crate) fn delete_group(
        &self,
        group_id: &Str,
        decision: &mut Decision,
    ) -> m::delete_groups_response::DeletableGroupResult {
        let group = self.group(group_id).ok_or(ErrorCode::GroupIdNotFound);
        let checked = group.and_then(|group| group.check_delete().map(|()| group));
        let error = match checked {
            Ok(group) => {
                self.offsets().delete_group(group_id, decision);
                group.append_tombstones(decision);
                ErrorCode::None
            }
            Err(error) => error,
        };
        m::delete_groups_response::DeletableGroupResult {
            group_id: group_id.clone(),
            error_code: error.to_i16(),
            ..Default::default()
        }
    }
}

#[cfg(test)]
mod tests;
