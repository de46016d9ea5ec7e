//! A group: members who join, commit, leave, die and come back, and what must be true of their generations and offsets.

pub(crate) mod member;
pub(crate) mod roster;
