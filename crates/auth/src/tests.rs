use std::{net::Ipv4Addr, sync::Arc};

use super::*;

fn caller() -> Caller {
    Caller {
        principal: Principal::anonymous(),
        host: Ipv4Addr::LOCALHOST.into(),
        listener: Arc::from("PLAINTEXT"),
    }
}

/// Denies writes to everything, allows the rest.
#[derive(Debug)]
struct NoWrites;

impl Authorizer for NoWrites {
    fn authorize(&self, _caller: &Caller, operation: Operation, _resource: Resource<'_>) -> Decision {
        if operation == Operation::Write {
            Decision::Denied { because: Arc::from("no writes") }
        } else {
            Decision::Allowed { because: Arc::from("not a write") }
        }
    }

    fn authorize_by_resource_type(
        &self,
        caller: &Caller,
        operation: Operation,
        _kind: ResourceType,
    ) -> Decision {
        self.authorize(caller, operation, Resource::topic("any"))
    }
}

#[test]
fn everything_allowed_gives_kafkas_bit_fields() {
    // Values read off Apache Kafka 4.3.1 without an authorizer: DescribeTopics and DescribeCluster with
    // includeAuthorizedOperations.
    let bits = |resource| authorized_operations(&AllowAll::default(), &caller(), resource);
    assert_eq!(bits(Resource::topic("t")), 0b1101_1111_1000);
    assert_eq!(bits(Resource::CLUSTER), 0b1_1111_1010_0000);
}

#[test]
fn a_denied_operation_is_missing_from_the_bit_field() {
    let bits = authorized_operations(&NoWrites, &caller(), Resource::topic("t"));
    assert_eq!(bits & (1 << Operation::Write as u8), 0);
    assert_ne!(bits & (1 << Operation::Read as u8), 0);
}

#[test]
fn principals_print_as_kafka_prints_them() {
    assert_eq!(Principal::anonymous().to_string(), "User:ANONYMOUS");
}
