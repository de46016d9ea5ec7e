//! Requests about transactions: authorise, ask the coordinator of the transactional id, render.

use std::{collections::BTreeMap, sync::Arc};

use moldau_auth::{Operation, Resource};
use moldau_ids::{PartitionIndex, TopicPartition};
use moldau_txn::{Answer, Command, join_add_partitions, split_add_partitions};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        AddOffsetsToTxnRequest, AddOffsetsToTxnResponse, AddPartitionsToTxnRequest,
        AddPartitionsToTxnResponse, DescribeTransactionsRequest, DescribeTransactionsResponse, EndTxnRequest,
        EndTxnResponse, InitProducerIdRequest, InitProducerIdResponse, ListTransactionsRequest,
        ListTransactionsResponse, WriteTxnMarkersRequest, WriteTxnMarkersResponse,
        add_partitions_to_txn_request::AddPartitionsToTxnTransaction,
        add_partitions_to_txn_response::{
            AddPartitionsToTxnPartitionResult, AddPartitionsToTxnResult, AddPartitionsToTxnTopicResult,
        },
        describe_transactions_response::TransactionState,
        write_txn_markers_request::WritableTxnMarker,
        write_txn_markers_response::{
            WritableTxnMarkerPartitionResult, WritableTxnMarkerResult, WritableTxnMarkerTopicResult,
        },
    },
};

use crate::{
    Broker,
    context::ConnectionContext,
    coordinator::{
        group::GroupMachine,
        machine::{Machine, Producer},
        markers::write_markers,
        owner::EndTransaction,
        partition_of,
    },
    handlers::metadata,
    topics::is_internal,
};

/// From here on brokers ask, for many transactions at once.
const FROM_BROKERS: i16 = 4;

/// Asks the coordinator of a transactional id that the caller may do `operation` to.
async fn ask(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    (transactional_id, operation): (&str, Operation),
    command: Command,
) -> Result<Answer, ErrorCode> {
    if !context.may(broker, operation, Resource::transactional_id(transactional_id)) {
        return Err(ErrorCode::TransactionalIdAuthorizationFailed);
    }
    broker.transactions.owner_of(broker, transactional_id)?.ask(broker, command).await
}

/// Takes the kind of answer that a command has.
macro_rules! answer {
    ($answered:expr, $kind:ident) => {
        match $answered {
            Ok(Answer::$kind(answer)) => Ok(answer),
            Ok(other) => {
                tracing::error!(?other, "a coordinator gave another kind of answer");
                Err(ErrorCode::UnknownServerError)
            }
            Err(error) => Err(error),
        }
    };
}

/// `InitProducerId` of a producer with a transactional id.
pub(crate) async fn init(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: InitProducerIdRequest,
) -> Result<InitProducerIdResponse, ErrorCode> {
    let id = request.transactional_id.clone().unwrap_or_default();
    if !context.may(broker, Operation::Write, Resource::transactional_id(&id)) {
        return Err(ErrorCode::TransactionalIdAuthorizationFailed);
    }
    broker.producer_ids.prepare(broker).await?;
    let command = Command::InitProducerId { request, version: context.request.api_version };
    answer!(ask(broker, context, (&id, Operation::Write), command).await, InitProducerId)
}

/// Handles one `AddPartitionsToTxn` request.
pub(crate) async fn add_partitions(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: AddPartitionsToTxnRequest,
) -> AddPartitionsToTxnResponse {
    let version = context.request.api_version;
    if FROM_BROKERS <= version && !context.may(broker, Operation::ClusterAction, Resource::CLUSTER) {
        return AddPartitionsToTxnResponse {
            error_code: ErrorCode::ClusterAuthorizationFailed.to_i16(),
            ..AddPartitionsToTxnResponse::default()
        };
    }
    let mut results = Vec::new();
    for transaction in split_add_partitions(request, version) {
        results.push(add_to_one(broker, context, transaction).await);
    }
    join_add_partitions(results, version)
}

async fn add_to_one(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    transaction: AddPartitionsToTxnTransaction,
) -> AddPartitionsToTxnResult {
    let version = context.request.api_version;
    let id = transaction.transactional_id.clone();
    let by_client = version < FROM_BROKERS;
    if by_client && !context.may(broker, Operation::Write, Resource::transactional_id(&id)) {
        return told(&transaction, |_, _| ErrorCode::TransactionalIdAuthorizationFailed);
    }
    if let Some(refused) = judged(broker, context, &transaction, by_client) {
        return refused;
    }
    let command = Command::AddPartitions { transaction: transaction.clone(), version };
    let answered = match broker.transactions.owner_of(broker, &id) {
        Ok(owner) => owner.ask(broker, command).await,
        Err(error) => Err(error),
    };
    answer!(answered, AddPartitions).unwrap_or_else(|error: ErrorCode| told(&transaction, |_, _| error))
}

/// What is said if not all partitions are there and may be written to: all or nothing, those that are well are told so.
fn judged(
    broker: &Broker,
    context: &ConnectionContext,
    transaction: &AddPartitionsToTxnTransaction,
    by_client: bool,
) -> Option<AddPartitionsToTxnResult> {
    let metadata = broker.metadata();
    let judge = |topic: &Str, partition: i32| {
        let may = || context.may(broker, Operation::Write, Resource::topic(topic));
        if by_client && (is_internal(topic) || !may()) {
            return ErrorCode::TopicAuthorizationFailed;
        }
        let known = metadata.image.topic(topic).and_then(|topic| topic.partition(PartitionIndex(partition)));
        if known.is_none() { ErrorCode::UnknownTopicOrPartition } else { ErrorCode::None }
    };
    let is_well = transaction
        .topics
        .iter()
        .all(|topic| topic.partitions.iter().all(|index| judge(&topic.name, *index) == ErrorCode::None));
    let error = |topic: &Str, partition| {
        let error = judge(topic, partition);
        if error == ErrorCode::None { ErrorCode::OperationNotAttempted } else { error }
    };
    (!is_well).then(|| told(transaction, error))
}

fn told(
    transaction: &AddPartitionsToTxnTransaction,
    error: impl Fn(&Str, i32) -> ErrorCode,
) -> AddPartitionsToTxnResult {
    let topic = |topic: &moldau_wire::messages::add_partitions_to_txn_request::AddPartitionsToTxnTopic| {
        let partition = |index: &i32| AddPartitionsToTxnPartitionResult {
            partition_index: *index,
            partition_error_code: error(&topic.name, *index).to_i16(),
            ..AddPartitionsToTxnPartitionResult::default()
        };
        AddPartitionsToTxnTopicResult {
            name: topic.name.clone(),
            results_by_partition: topic.partitions.iter().map(partition).collect(),
            ..AddPartitionsToTxnTopicResult::default()
        }
    };
    AddPartitionsToTxnResult {
        transactional_id: transaction.transactional_id.clone(),
        topic_results: transaction.topics.iter().map(topic).collect(),
        ..AddPartitionsToTxnResult::default()
    }
}

/// Handles one `AddOffsetsToTxn` request.
pub(crate) async fn add_offsets(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: AddOffsetsToTxnRequest,
) -> AddOffsetsToTxnResponse {
    let refused = |error: ErrorCode| AddOffsetsToTxnResponse {
        error_code: error.to_i16(),
        ..AddOffsetsToTxnResponse::default()
    };
    let id = request.transactional_id.clone();
    if !context.may(broker, Operation::Write, Resource::transactional_id(&id)) {
        return refused(ErrorCode::TransactionalIdAuthorizationFailed);
    }
    if !context.may(broker, Operation::Read, Resource::group(&request.group_id)) {
        return refused(ErrorCode::GroupAuthorizationFailed);
    }
    if broker.metadata().image.topic(GroupMachine::TOPIC).is_none() {
        drop(metadata::create(broker, vec![broker.creatable(GroupMachine::TOPIC)]).await);
    }
    let Some(offsets_partition) = partition_of(broker, GroupMachine::TOPIC, &request.group_id) else {
        return refused(ErrorCode::CoordinatorNotAvailable);
    };
    let command = Command::AddOffsets { request, offsets_partition, version: context.request.api_version };
    let answered = ask(broker, context, (&id, Operation::Write), command).await;
    answer!(answered, AddOffsets).unwrap_or_else(refused)
}

/// Handles one `EndTxn` request.
pub(crate) async fn end(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: EndTxnRequest,
) -> EndTxnResponse {
    let id = request.transactional_id.clone();
    if let Err(error) = broker.producer_ids.prepare(broker).await {
        return EndTxnResponse { error_code: error.to_i16(), ..EndTxnResponse::default() };
    }
    let command = Command::EndTxn { request, version: context.request.api_version };
    let answered = ask(broker, context, (&id, Operation::Write), command).await;
    answer!(answered, EndTxn).unwrap_or_else(|error: ErrorCode| EndTxnResponse {
        error_code: error.to_i16(),
        ..EndTxnResponse::default()
    })
}

/// Handles one `DescribeTransactions` request.
pub(crate) async fn describe(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: DescribeTransactionsRequest,
) -> DescribeTransactionsResponse {
    let mut transaction_states = Vec::with_capacity(request.transactional_ids.len());
    for id in request.transactional_ids {
        let command = Command::DescribeTransaction { transactional_id: id.clone() };
        let answered = ask(broker, context, (&id, Operation::Describe), command).await;
        let mut state =
            answer!(answered, DescribeTransaction).unwrap_or_else(|error: ErrorCode| TransactionState {
                error_code: error.to_i16(),
                transactional_id: id.clone(),
                ..TransactionState::default()
            });
        state.topics.retain(|topic| context.may(broker, Operation::Describe, Resource::topic(&topic.topic)));
        transaction_states.push(state);
    }
    DescribeTransactionsResponse { transaction_states, ..DescribeTransactionsResponse::default() }
}

/// Handles one `ListTransactions` request: those of all coordinators here that the caller may see.
pub(crate) async fn list(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: ListTransactionsRequest,
) -> ListTransactionsResponse {
    let mut all = ListTransactionsResponse::default();
    for owner in broker.transactions.all() {
        let command = Command::ListTransactions { request: request.clone() };
        match answer!(owner.ask(broker, command).await, ListTransactions) {
            Ok(answer) if answer.error_code == 0 => {
                all.unknown_state_filters = answer.unknown_state_filters;
                all.transaction_states.extend(answer.transaction_states);
            }
            Ok(refused) => return refused,
            // Its partition has gone elsewhere, and is listed there.
            Err(ErrorCode::NotCoordinator) => {}
            Err(error) => {
                let error_code = error.to_i16();
                return ListTransactionsResponse { error_code, ..ListTransactionsResponse::default() };
            }
        }
    }
    all.transaction_states.retain(|state| {
        context.may(broker, Operation::Describe, Resource::transactional_id(&state.transactional_id))
    });
    all
}

/// Handles one `WriteTxnMarkers` request: from another broker's coordinator, or from an administrator who ends a hanging
/// transaction.
pub(crate) async fn markers(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: WriteTxnMarkersRequest,
) -> WriteTxnMarkersResponse {
    let may = |operation| context.may(broker, operation, Resource::CLUSTER);
    let allowed = may(Operation::ClusterAction) || may(Operation::Alter);
    let mut results = Vec::with_capacity(request.markers.len());
    for marker in request.markers {
        let written = if allowed {
            write_one(broker, &marker).await
        } else {
            partitions(&marker).map(|part| (part, ErrorCode::ClusterAuthorizationFailed)).collect()
        };
        results.push(render(&marker, &written));
    }
    WriteTxnMarkersResponse { markers: results, ..WriteTxnMarkersResponse::default() }
}

fn partitions(marker: &WritableTxnMarker) -> impl Iterator<Item = TopicPartition> + '_ {
    marker.topics.iter().flat_map(|topic| {
        let name: Arc<str> = Arc::from(&*topic.name);
        topic
            .partition_indexes
            .iter()
            .map(move |index| TopicPartition::new(Arc::clone(&name), PartitionIndex(*index)))
    })
}

async fn write_one(broker: &Arc<Broker>, marker: &WritableTxnMarker) -> BTreeMap<TopicPartition, ErrorCode> {
    let end = EndTransaction {
        producer: Producer { id: marker.producer_id, epoch: marker.producer_epoch },
        commit: marker.transaction_result,
        coordinator_epoch: marker.coordinator_epoch,
    };
    let wanted: Vec<TopicPartition> = partitions(marker).collect();
    write_markers(broker, end, &wanted).await.into_iter().collect()
}

fn render(
    marker: &WritableTxnMarker,
    written: &BTreeMap<TopicPartition, ErrorCode>,
) -> WritableTxnMarkerResult {
    let topic = |topic: &moldau_wire::messages::write_txn_markers_request::WritableTxnMarkerTopic| {
        let name: Arc<str> = Arc::from(&*topic.name);
        let partition = |index: &i32| {
            let key = TopicPartition::new(Arc::clone(&name), PartitionIndex(*index));
            let error = written.get(&key).copied().unwrap_or(ErrorCode::UnknownServerError);
            WritableTxnMarkerPartitionResult {
                partition_index: *index,
                error_code: error.to_i16(),
                ..WritableTxnMarkerPartitionResult::default()
            }
        };
        WritableTxnMarkerTopicResult {
            name: topic.name.clone(),
            partitions: topic.partition_indexes.iter().map(partition).collect(),
            ..WritableTxnMarkerTopicResult::default()
        }
    };
    WritableTxnMarkerResult {
        producer_id: marker.producer_id,
        topics: marker.topics.iter().map(topic).collect(),
        ..WritableTxnMarkerResult::default()
    }
}
