//! Sockets: from bytes to requests, from answers to bytes.
//!
//! | module | holds |
//! |---|---|
//! | [`config`] | from the checked configuration to addresses and limits |
//! | [`listener`] | binding, accepting within the limits, handing connections to threads |
//! | [`connection`] | one connection's life, over any stream |
//! | [`frame_reader`] | bytes into frames, within the budget |
//! | [`frame_writer`] | frames into vectored writes and parts of files |
//! | [`file_piece`] | parts of segment files in an answer, and the streams that take them |
//! | [`response_queue`] | which answer may leave next (pure) |
//! | [`pending`] | an answer that waits for durability |
//! | [`waker`] | how other threads wake a connection |
//! | [`limits`] | how many connections, from where, how fast (pure) |
//! | [`budget`] | how many bytes large requests may hold together |
//! | [`metrics_page`] | the HTTP endpoint for Prometheus and probes |
//! | [`gate`] | holds back Produce while a log directory has too much to write behind |
//!
//! Connections share no lock: each belongs to one thread, and only accepting, closing and large frames touch
//! what is shared.

pub(crate) mod budget;
pub(crate) mod config;
pub(crate) mod connection;
pub(crate) mod countdown;
pub(crate) mod file_piece;
pub(crate) mod frame_reader;
pub(crate) mod frame_writer;
pub(crate) mod gate;
pub(crate) mod life;
pub(crate) mod limits;
pub(crate) mod listener;
pub(crate) mod metrics;
pub(crate) mod metrics_page;
pub(crate) mod pending;
pub(crate) mod response_queue;
pub(crate) mod waker;
