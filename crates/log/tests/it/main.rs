//! A log directory as a whole: on the machine's disk, and on the simulated one that loses power.

mod cleaning;
mod crash;
mod directory;
mod kafka;
mod ranges;
mod retention;
mod support;
mod swaps;
mod transactions;
