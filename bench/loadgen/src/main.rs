//! The load generator of bench/.

fn main() {}
