//! Written by `cargo xtask codegen` from `facts/`. Do not edit.

pub mod api;
pub mod error_code;
pub mod messages;
pub mod records;
#[cfg(feature = "testing")]
pub(crate) mod sample;
