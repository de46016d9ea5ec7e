//! Fetch: sessions, readiness, waiting, and what an answer is made of.
//!
//! | module | holds |
//! |---|---|
//! | [`session`] | pure: the partitions a client follows, which of them are ready, the bounded cache of sessions |
//! | [`ready_list`] | how a partition tells the sessions that follow it |
//! | [`open`] | from a request's session id and epoch to the session it speaks for |
//! | [`evaluate`] | what each ready partition has to say, within the request's limits |
//! | [`answer`] | from that to the response, files read |

pub(crate) mod answer;
pub(crate) mod evaluate;
pub(crate) mod open;
pub(crate) mod ready_list;
pub(crate) mod session;
