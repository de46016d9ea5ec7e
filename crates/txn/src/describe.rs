//! `DescribeTransactions` and `ListTransactions`.

use std::collections::BTreeSet;

use moldau_ids::Timestamp;
use moldau_wire::messages::describe_transactions_response::{TopicData, TransactionState};
use moldau_wire::messages::list_transactions_response::TransactionState as Listed;
use moldau_wire::messages::{ListTransactionsRequest, ListTransactionsResponse};
use moldau_wire::{ErrorCode, Str};
use regex::Regex;

use crate::transaction::by_topic;
use crate::{Shard, State};

impl Shard {
    pub(crate) fn describe(&self, id: &Str) -> TransactionState {
        let refused = |error: ErrorCode| TransactionState {
            transactional_id: id.clone(),
            error_code: error.to_i16(),
            ..TransactionState::default()
        };
        if id.is_empty() {
            return refused(ErrorCode::InvalidRequest);
        }
        let Some(transaction) = self.transactions.get(id) else {
            return refused(ErrorCode::TransactionalIdNotFound);
        };
        let topics = by_topic(&transaction.partitions).into_iter().map(|(topic, partitions)| TopicData {
            topic: Str::from(topic),
            partitions,
            ..TopicData::default()
        });
        TransactionState {
            transactional_id: id.clone(),
            transaction_state: Str::from_static(transaction.state.name()),
            transaction_timeout_ms: transaction.timeout_ms,
            transaction_start_time_ms: transaction.started,
            producer_id: transaction.producer_id,
            producer_epoch: transaction.producer_epoch,
            topics: topics.collect(),
            ..TransactionState::default()
        }
    }

    pub(crate) fn list(&self, now: Timestamp, request: &ListTransactionsRequest) -> ListTransactionsResponse {
        let mut answer = ListTransactionsResponse::default();
        let mut states = BTreeSet::new();
        for name in &request.state_filters {
            match State::from_name(name) {
                Some(state) => drop(states.insert(state)),
                None => answer.unknown_state_filters.push(name.clone()),
            }
        }
        let Ok(pattern) = whole(request.transactional_id_pattern.as_deref().unwrap_or_default()) else {
            return ListTransactionsResponse {
                error_code: ErrorCode::InvalidRegularExpression.to_i16(),
                ..ListTransactionsResponse::default()
            };
        };
        let producers: BTreeSet<i64> = request.producer_id_filters.iter().copied().collect();
        for (id, transaction) in &self.transactions {
            let lasts_ms = now.0.saturating_sub(transaction.started);
            let is_listed = (producers.is_empty() || producers.contains(&transaction.producer_id))
                && (request.state_filters.is_empty() || states.contains(&transaction.state))
                && (request.duration_filter < 0 || request.duration_filter < lasts_ms)
                && pattern.as_ref().is_none_or(|pattern| pattern.is_match(id));
            if is_listed {
                answer.transaction_states.push(Listed {
                    transactional_id: id.clone(),
                    producer_id: transaction.producer_id,
                    transaction_state: Str::from_static(transaction.state.name()),
                    ..Listed::default()
                });
            }
        }
        answer
    }
}

/// A pattern that matches whole ids. No pattern is no filter.
fn whole(pattern: &str) -> Result<Option<Regex>, regex::Error> {
    if pattern.is_empty() {
        return Ok(None);
    }
    // By itself first: a pattern with unbalanced parentheses may be balanced inside others.
    Regex::new(pattern)?;
    Regex::new(&format!(r"\A(?:{pattern})\z")).map(Some)
}
