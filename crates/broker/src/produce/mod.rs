//! Produce: from a request's batches to offsets, and the answer that waits for them to be held.
//!
//! | module | holds |
//! |---|---|
//! | [`pending`] | the answer in the making |
//! | [`refusals`] | the one table from what can go wrong to Kafka's errors |

pub(crate) mod pending;
pub(crate) mod refusals;
