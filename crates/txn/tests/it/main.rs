//! The coordinator from outside: rules as scripts, and everything at once.

#![expect(
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

mod model;
mod rules;
mod script;
mod world;
