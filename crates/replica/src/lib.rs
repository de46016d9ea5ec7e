//! One partition's replication: leader and follower state machines. Pure.
