//! The cluster's metadata: records, image, and the controller's decisions. Pure.
//!
//! [`apply`](Image::apply) turns an [`Image`] and committed records into the next image and a [`Delta`];
//! [`decide`] turns an image and a [`Command`] into records and an answer, without changing anything;
//! [`Speculative`] is the one writer's view: what is committed plus what is on its way. Replaying the log gives
//! the live image, and so does replaying [`Image::snapshot`].
//!
//! Promises: every partition's leader epoch and partition epoch only grow; a leader is an in-sync replica; a
//! broker that registers again leads nothing that it led before (its partitions go to "no leader, epoch + 1" in the
//! batch of its registration). [`invariants::check`] says so of any image.
//!
//! Never here: clocks, randomness, files, sockets. Time and entropy come in [`Env`].
//!
//! Words: *finalized feature* - a level that the cluster has agreed on, kept as a record. *Fenced* - registered but
//! not to be given leadership. *Incarnation* - one start of one broker process.

mod apply;
pub mod decide;
mod delta;
mod image;
pub mod invariants;
mod record;
mod snapshot;
mod speculative;
mod version;

#[cfg(test)]
mod tests;

pub use apply::{ApplyError, Replayer};
pub use decide::{Answer, Command, Decision, Env, Refusal, decide};
pub use delta::Delta;
pub use image::{
    Acl, BrokerRegistration, ClientQuotaEntity, ConfigResource, ControllerRegistration, DelegationToken,
    Endpoint, FeatureRange, Fencing, Image, LeaderRecoveryState, Map, Partition, ResourceType,
    ScramCredential, ScramMechanism, Topic,
};
pub use record::{Record, RecordError, decode_record, encode_record};
pub use speculative::Speculative;
pub use version::{
    ELR_VERSION, FEATURES, Feature, KRAFT_LEVEL, KRAFT_VERSION, METADATA_VERSION, MetadataVersion,
    bootstrap_features,
};
