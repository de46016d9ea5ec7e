//! Kafka's schemas in `transaction`. Written by `cargo xtask codegen`. Do not edit.

pub mod transaction_log_key;
pub mod transaction_log_value;

pub use transaction_log_key::TransactionLogKey;
pub use transaction_log_value::TransactionLogValue;
