//! The transaction coordinator: decisions for one partition of `__transaction_state`. Pure.
//!
//! A [`Shard`] is the coordinator's state for one partition. A [`Command`] with a [`Ticket`] goes in, a [`Step`]
//! comes out: records to append, answers to give, and wishes to other parts of the broker. State changes at once;
//! whoever drives the shard appends the step's records and releases its answers and effects, and those of every
//! later step, when those records have committed. If the append fails, the shard is dropped and a new one replays
//! the log. Results of a dropped shard's effects are dropped with it.
//!
//! Promises:
//! - [`Shard::replay`] of all records, then [`Shard::loaded`], gives the state that the records' writer had, but for
//!   a producer's last epoch (Kafka's records have no place for it) and timers;
//! - once a `Prepare…` record has committed, the transaction's outcome never changes, and its markers are wished
//!   until every partition has its marker or is gone;
//! - who presents an epoch that is not the current one changes nothing;
//! - nothing here fails for what a client sends or the log holds: bad requests get Kafka's error code, records that
//!   make no sense are skipped and counted;
//! - the same commands, times and producer ids give the same steps.
//!
//! Never here: clocks, randomness, files, sockets. Time, producer ids and the configuration come in [`Env`].
//!
//! Words: *ticket* - names an answer that is owed. *Marker* - the control record that ends a transaction in one
//! partition. *To fence* - to raise the epoch, so that whoever holds the old one is refused. *TV1*, *TV2* - the
//! transaction protocols of the feature `transaction.version`: below 2, an epoch lasts from one `InitProducerId` to the
//! next; from 2 (KIP-890), every end of a transaction raises it.

mod add;
mod command;
mod config;
mod describe;
mod end;
mod env;
mod init;
mod markers;
mod record;
mod shard;
mod state;
mod timers;
mod transaction;

pub use add::{join_add_partitions, split_add_partitions};
pub use command::{Answer, Command, Effect, EffectResult, Marked, MarkersResult, Step, Ticket, WriteMarkers};
pub use config::Config;
pub use env::{Env, ProducerIds};
pub use record::{Record, RecordError};
pub use shard::Shard;
pub use state::State;
