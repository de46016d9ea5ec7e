//! The coordinator from outside: rules as scripts, and everything at once.

mod model;
mod rules;
mod script;
mod world;
