//! A log directory as a whole: on the machine's disk, and on the simulated one that loses power.

mod crash;
mod directory;
mod kafka;
mod retention;
mod support;
mod transactions;
