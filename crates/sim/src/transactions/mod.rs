//! Transactions: producers with transactional ids, who die and come back, and what readers may see of them.

pub(crate) mod calls;
pub(crate) mod ledger;
pub(crate) mod producer;
pub(crate) mod reader;
pub(crate) mod state;
