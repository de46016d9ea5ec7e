//! From what partitions said to the response: files read, topics grouped, the session told what was told.

use bytes::Bytes;
use moldau_log::FileRead;
use moldau_wire::{
    ApiKey, ErrorCode, Records, Str,
    messages::{
        FetchResponse,
        fetch_response::{AbortedTransaction, EpochEndOffset, FetchableTopicResponse, PartitionData},
    },
};

use super::{evaluate::Hit, open::FetchSession, session::PartitionKey};
use crate::{Broker, partition::FetchView};

/// One hit with its records at hand.
#[derive(Debug)]
pub(crate) struct Told {
    key: PartitionKey,
    data: PartitionData,
}

/// Reads what had to wait for the disk. `read` gives a file's part; an error of the disk becomes the partition's
/// error.
pub(crate) async fn read_cold<F, Fut>(hits: &mut [Hit], read: F)
where
    F: Fn(FileRead) -> Fut,
    Fut: Future<Output = Result<Bytes, ErrorCode>>,
{
    for hit in hits {
        let Ok(view) = &mut hit.said else { continue };
        let Some((cold, _)) = view.cold.take() else { continue };
        match read(cold).await {
            Ok(bytes) => view.records.push(bytes),
            Err(error) => hit.said = Err(error),
        }
    }
}

/// Notes in the session what its client is told. Nothing is left to be read.
pub(crate) fn tell(session: &FetchSession, hits: Vec<Hit>) -> Vec<Told> {
    let mut told = Vec::with_capacity(hits.len());
    let mut state = session.state.lock();
    for Hit { slot, said } in hits {
        let data = said.map_or_else(error_data, data_of);
        // The partition may have been forgotten while its file was read, if two connections share a session.
        let Some(partition) = state.partitions.get_mut(slot) else { continue };
        partition.told_high_watermark = data.high_watermark;
        partition.told_log_start = data.log_start_offset;
        let partition_index = match &partition.key {
            PartitionKey::Id(_, index) | PartitionKey::Name(_, index) => *index,
        };
        told.push(Told { key: partition.key.clone(), data: PartitionData { partition_index, ..data } });
    }
    told
}

fn data_of(view: FetchView) -> PartitionData {
    let aborted = |(producer_id, first_offset)| AbortedTransaction {
        producer_id,
        first_offset,
        ..AbortedTransaction::default()
    };
    let diverging = |(epoch, end_offset)| EpochEndOffset { epoch, end_offset, ..EpochEndOffset::default() };
    PartitionData {
        error_code: ErrorCode::None.to_i16(),
        high_watermark: view.high_watermark,
        last_stable_offset: view.last_stable_offset,
        log_start_offset: view.log_start_offset,
        aborted_transactions: view.aborted.map(|list| list.into_iter().map(aborted).collect()),
        diverging_epoch: view.diverging.map(diverging).unwrap_or_default(),
        records: Some(view.records),
        ..PartitionData::default()
    }
}

fn error_data(error: ErrorCode) -> PartitionData {
    PartitionData {
        error_code: error.to_i16(),
        high_watermark: -1,
        last_stable_offset: -1,
        log_start_offset: -1,
        aborted_transactions: (!was_looked_for(error)).then(Vec::new),
        records: Some(Records::EMPTY),
        ..PartitionData::default()
    }
}

/// Whether the partition was there to be read: Kafka has a null list of aborted transactions then, else an empty one.
fn was_looked_for(error: ErrorCode) -> bool {
    !matches!(
        error,
        ErrorCode::UnknownTopicOrPartition | ErrorCode::UnknownTopicId | ErrorCode::TopicAuthorizationFailed
    )
}

/// Groups what was told by topic, as far as neighbours are of one topic, and makes the response.
pub(crate) fn response(session_id: i32, told: Vec<Told>) -> FetchResponse {
    let mut responses: Vec<FetchableTopicResponse> = Vec::new();
    for Told { key, data } in told {
        let (topic, topic_id) = match key {
            PartitionKey::Id(id, _) => (Str::EMPTY, id),
            PartitionKey::Name(name, _) => (name, moldau_ids::Uuid::ZERO),
        };
        match responses.last_mut() {
            Some(last) if last.topic == topic && last.topic_id == topic_id => last.partitions.push(data),
            Some(_) | None => responses.push(FetchableTopicResponse {
                topic,
                topic_id,
                partitions: vec![data],
                ..FetchableTopicResponse::default()
            }),
        }
    }
    FetchResponse { session_id, responses, ..FetchResponse::default() }
}

/// Counts what is sent, by topic.
pub(crate) fn count(broker: &Broker, told: &[Told]) {
    for Told { key, data } in told {
        if let Some(error) = ErrorCode::from_i16(data.error_code).filter(|error| error.is_error()) {
            broker.metrics.error(ApiKey::Fetch, error);
        }
        let bytes = data.records.as_ref().map_or(0, Records::len);
        if bytes == 0 {
            continue;
        }
        let topic = match key {
            PartitionKey::Id(id, _) => broker.topics.by_id(*id),
            PartitionKey::Name(name, _) => broker.topics.by_name(name),
        };
        if let Some(topic) = topic {
            topic.counters.fetched(bytes);
        }
    }
}
