//! Code generation, tidy checks, simulation runner: `cargo xtask`.

fn main() {}
