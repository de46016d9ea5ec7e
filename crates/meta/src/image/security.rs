//! SCRAM credentials, access rules and delegation tokens.

use std::fmt;

use bytes::Bytes;
use moldau_wire::Str;

/// A SCRAM mechanism, by Kafka's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i8)]
pub enum ScramMechanism {
    /// SCRAM-SHA-256.
    Sha256 = 1,
    /// SCRAM-SHA-512.
    Sha512 = 2,
}

impl ScramMechanism {
    /// The mechanism with this number.
    pub const fn from_i8(raw: i8) -> Option<Self> {
        match raw {
            1 => Some(Self::Sha256),
            2 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The mechanism's number.
    pub const fn to_i8(self) -> i8 {
        self as i8
    }
}

/// What a broker keeps to check a password (RFC 5802). Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ScramCredential {
    /// The salt.
    pub salt: Bytes,
    /// Checks the client.
    pub stored_key: Bytes,
    /// Proves the server.
    pub server_key: Bytes,
    /// Rounds of hashing.
    pub iterations: i32,
}

impl fmt::Debug for ScramCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScramCredential").field("iterations", &self.iterations).finish_non_exhaustive()
    }
}

/// One access rule, in Kafka's numbers: the evaluator lives elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acl {
    /// `ResourceType` of Kafka's authorizer.
    pub resource_type: i8,
    /// The resource's name or the start of it.
    pub resource_name: Str,
    /// 3 literal, 4 prefixed.
    pub pattern_type: i8,
    /// Such as `User:alice`.
    pub principal: Str,
    /// An address, or `*`.
    pub host: Str,
    /// `AclOperation`.
    pub operation: i8,
    /// 2 deny, 3 allow.
    pub permission_type: i8,
}

/// One delegation token (KIP-48). Its secret is derived and not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelegationToken {
    /// Whom it stands for.
    pub owner: Str,
    /// Who asked for it.
    pub requester: Str,
    /// Who may renew it.
    pub renewers: Vec<Str>,
    /// When it was issued, in milliseconds since 1970.
    pub issue_timestamp: i64,
    /// When it ends at the latest.
    pub max_timestamp: i64,
    /// When it ends unless renewed.
    pub expiration_timestamp: i64,
}
