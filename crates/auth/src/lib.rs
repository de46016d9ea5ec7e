//! Who is it and may they: the words of Kafka's authorisation and the one question every handler asks.
//!
//! [`Authorizer::authorize`] is asked before anything is read or changed on a caller's behalf, from the first
//! day, also while the answer is always yes ([`AllowAll`], Kafka's behaviour without `authorizer.class.name`).
//! An answer names what decided it, so that it can be logged and explained.
//!
//! Words: *principal* - who the listener found the caller to be (`User:ANONYMOUS` on a plaintext listener);
//! *operation* and *resource* - Kafka's, with Kafka's wire codes (`AclOperation`, `ResourceType`).
//!
//! Not here: sockets, TLS, files, clocks. ACL and IAM evaluation join behind the same trait.

mod operations;

pub use operations::{authorized_operations, supported_operations};

use std::{fmt, net::IpAddr, sync::Arc};

/// Who a connection speaks for: a type and a name, `User:alice`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Principal {
    kind: Arc<str>,
    name: Arc<str>,
}

impl Principal {
    /// A user of this name.
    pub fn user(name: &str) -> Self {
        Self { kind: Arc::from("User"), name: Arc::from(name) }
    }

    /// The caller on a listener that asks for no proof: `User:ANONYMOUS`.
    pub fn anonymous() -> Self {
        Self::user("ANONYMOUS")
    }

    /// The type, `User` unless a principal builder says otherwise.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The name without its type.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.name)
    }
}

/// What is done to a resource. The numbers are Kafka's `AclOperation` codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Operation {
    /// Read records, or use a group.
    Read = 3,
    /// Append records, or use a transactional id.
    Write = 4,
    /// Create a topic (on the topic or on the cluster).
    Create = 5,
    /// Delete a topic, its records, or a group.
    Delete = 6,
    /// Change partitions, ACLs, quotas, features, reassignments.
    Alter = 7,
    /// See that it exists, and its metadata.
    Describe = 8,
    /// What brokers do to each other.
    ClusterAction = 9,
    /// Read configuration.
    DescribeConfigs = 10,
    /// Change configuration.
    AlterConfigs = 11,
    /// Produce idempotently without a transactional id.
    IdempotentWrite = 12,
    /// Create delegation tokens for another user.
    CreateTokens = 13,
    /// Describe another user's delegation tokens.
    DescribeTokens = 14,
}

/// The kind of a thing that access is granted to. The numbers are Kafka's `ResourceType` codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum ResourceType {
    /// A topic, by name.
    Topic = 2,
    /// A group of any protocol, by id.
    Group = 3,
    /// The cluster; its one name is [`CLUSTER_NAME`].
    Cluster = 4,
    /// A transactional id.
    TransactionalId = 5,
    /// A delegation token, by id.
    DelegationToken = 6,
    /// A user, as the owner of delegation tokens.
    User = 7,
}

/// The name of the one resource of type [`ResourceType::Cluster`].
pub const CLUSTER_NAME: &str = "kafka-cluster";

/// What an operation is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resource<'a> {
    /// Its kind.
    pub kind: ResourceType,
    /// Its name, never a pattern.
    pub name: &'a str,
}

impl<'a> Resource<'a> {
    /// The cluster itself.
    pub const CLUSTER: Resource<'static> = Resource { kind: ResourceType::Cluster, name: CLUSTER_NAME };

    /// The topic of this name.
    pub const fn topic(name: &'a str) -> Self {
        Self { kind: ResourceType::Topic, name }
    }

    /// The group of this id.
    pub const fn group(name: &'a str) -> Self {
        Self { kind: ResourceType::Group, name }
    }

    /// The transactional id of this name.
    pub const fn transactional_id(name: &'a str) -> Self {
        Self { kind: ResourceType::TransactionalId, name }
    }
}

/// Who asks, from where, over which listener.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Whom the connection speaks for.
    pub principal: Principal,
    /// The peer's address, as ACL hosts name it.
    pub host: IpAddr,
    /// The listener's name.
    pub listener: Arc<str>,
}

/// The answer to "may they", with what decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Allowed {
        /// The rule that allowed it, in words for people.
        because: Arc<str>,
    },
    /// No.
    Denied {
        /// The rule that denied it, or what was missing, in words for people.
        because: Arc<str>,
    },
}

impl Decision {
    /// Whether the answer is yes.
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

/// The one evaluator of access. Cheap, never blocks, safe to call on every request.
pub trait Authorizer: Send + Sync + fmt::Debug {
    /// May `caller` do `operation` to `resource`?
    fn authorize(&self, caller: &Caller, operation: Operation, resource: Resource<'_>) -> Decision;

    /// May `caller` do `operation` to any resource of this kind? Kafka asks it of Write on topics for
    /// idempotent producers (KIP-679).
    fn authorize_by_resource_type(
        &self,
        caller: &Caller,
        operation: Operation,
        kind: ResourceType,
    ) -> Decision;
}

/// Everything is allowed: Kafka without `authorizer.class.name`.
#[derive(Debug)]
pub struct AllowAll {
    because: Arc<str>,
}

impl Default for AllowAll {
    fn default() -> Self {
        Self { because: Arc::from("no authorizer is configured (authorizer.class.name is empty)") }
    }
}

impl Authorizer for AllowAll {
    fn authorize(&self, _caller: &Caller, _operation: Operation, _resource: Resource<'_>) -> Decision {
        Decision::Allowed { because: Arc::clone(&self.because) }
    }

    fn authorize_by_resource_type(
        &self,
        _caller: &Caller,
        _operation: Operation,
        _kind: ResourceType,
    ) -> Decision {
        Decision::Allowed { because: Arc::clone(&self.because) }
    }
}

#[cfg(test)]
mod tests;
