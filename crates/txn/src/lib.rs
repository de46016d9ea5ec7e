//! The transaction coordinator: decisions for one partition of `__transaction_state`. Pure.
