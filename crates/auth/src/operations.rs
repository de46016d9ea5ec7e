//! Which operations make sense on which kind of resource, and the bit field that answers carry.

use crate::{Authorizer, Caller, Operation, Resource, ResourceType};

/// The operations that Kafka's `AclEntry.supportedOperations` knows for a kind of resource, in code order.
pub const fn supported_operations(kind: ResourceType) -> &'static [Operation] {
    match kind {
        ResourceType::Topic => &[
            Operation::Read,
            Operation::Write,
            Operation::Create,
            Operation::Delete,
            Operation::Alter,
            Operation::Describe,
            Operation::DescribeConfigs,
            Operation::AlterConfigs,
        ],
        ResourceType::Group => &[
            Operation::Read,
            Operation::Delete,
            Operation::Describe,
            Operation::DescribeConfigs,
            Operation::AlterConfigs,
        ],
        ResourceType::Cluster => &[
            Operation::Create,
            Operation::Alter,
            Operation::Describe,
            Operation::ClusterAction,
            Operation::DescribeConfigs,
            Operation::AlterConfigs,
            Operation::IdempotentWrite,
        ],
        ResourceType::TransactionalId => &[Operation::Write, Operation::Describe],
        ResourceType::DelegationToken => &[Operation::Describe],
        ResourceType::User => &[Operation::CreateTokens, Operation::DescribeTokens],
    }
}

/// The `AuthorizedOperations` bit field (KIP-430): bit *n* is set if the operation of code *n* is allowed.
pub fn authorized_operations(authorizer: &dyn Authorizer, caller: &Caller, resource: Resource<'_>) -> i32 {
    supported_operations(resource.kind)
        .iter()
        .filter(|&&operation| authorizer.authorize(caller, operation, resource).is_allowed())
        .fold(0, |bits, &operation| bits | (1 << operation as u8))
}
