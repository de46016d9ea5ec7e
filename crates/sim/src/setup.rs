//! What coordinators' clients need before they begin: the ledger's topic, coordinators, the protocol's level.

use moldau_wire::{
    ErrorCode,
    messages::{
        CreateTopicsRequest, FindCoordinatorRequest, MetadataRequest, UpdateFeaturesRequest,
        create_topics_request::CreatableTopic, metadata_request::MetadataRequestTopic,
        update_features_request::FeatureUpdateKey,
    },
};
use parking_lot::Mutex;

use crate::{
    client::{Broken, Client, Surroundings},
    transactions::ledger::Ledger,
};

const GROUP: i8 = 0;
const TRANSACTION: i8 = 1;
const SAFE_DOWNGRADE: i8 = 2;

/// Returns when the ledger is there and both kinds of coordinators are known. With `explicit`, the cluster does not
/// know the newer protocol of transactions.
pub(crate) async fn prepare(
    around: &Surroundings,
    client: &mut Client,
    ledger: &Mutex<Ledger>,
    explicit: bool,
) -> Result<(), Broken> {
    let (name, partitions, known) = {
        let ledger = ledger.lock();
        (ledger.topic, ledger.partitions, ledger.topic_id)
    };
    if known.is_none() {
        if explicit {
            lower_transaction_version(around, client).await?;
        }
        create(around, client, ledger, (name, partitions)).await?;
    }
    for kind in [TRANSACTION, GROUP] {
        let request = FindCoordinatorRequest {
            key_type: kind,
            coordinator_keys: vec![name.into()],
            ..FindCoordinatorRequest::default()
        };
        loop {
            let answer = client.call(&request, 4).await?;
            let found = answer.coordinators.first().ok_or(Broken)?;
            if found.error_code == 0 {
                break;
            }
            around.sleep_ms(10).await;
        }
    }
    Ok(())
}

async fn lower_transaction_version(around: &Surroundings, client: &mut Client) -> Result<(), Broken> {
    let update = FeatureUpdateKey {
        feature: "transaction.version".into(),
        max_version_level: 1,
        upgrade_type: SAFE_DOWNGRADE,
        ..FeatureUpdateKey::default()
    };
    let request = UpdateFeaturesRequest {
        timeout_ms: 3_000,
        feature_updates: vec![update],
        ..UpdateFeaturesRequest::default()
    };
    let answer = client.call(&request, 1).await?;
    let result = answer.results.first().map_or(0, |result| result.error_code);
    around.trace.tell(around.clock.now_us(), || {
        format!("transaction.version is lowered: {} {result}", answer.error_code)
    });
    if answer.error_code == 0 && result == 0 {
        around.trace.count("transaction.version lowered", 1);
    }
    Ok(())
}

async fn create(
    around: &Surroundings,
    client: &mut Client,
    ledger: &Mutex<Ledger>,
    (name, partitions): (&str, i32),
) -> Result<(), Broken> {
    let topic = CreatableTopic {
        name: name.into(),
        num_partitions: partitions,
        replication_factor: 1,
        ..CreatableTopic::default()
    };
    let request =
        CreateTopicsRequest { topics: vec![topic], timeout_ms: 3_000, ..CreateTopicsRequest::default() };
    let answer = client.call(&request, 7).await?;
    let result = answer.topics.first().ok_or(Broken)?;
    let code = ErrorCode::from_i16(result.error_code).unwrap_or(ErrorCode::UnknownServerError);
    around.trace.tell(around.clock.now_us(), || format!("{name} is created: {}", code.name()));
    if code == ErrorCode::None {
        ledger.lock().topic_id = Some(result.topic_id);
        return Ok(());
    }
    if code != ErrorCode::TopicAlreadyExists {
        around.sleep_ms(10).await;
        return Err(Broken);
    }
    let topic = MetadataRequestTopic { name: Some(name.into()), ..MetadataRequestTopic::default() };
    let request = MetadataRequest { topics: Some(vec![topic]), ..MetadataRequest::default() };
    let answer = client.call(&request, 12).await?;
    let found = answer.topics.first().filter(|topic| topic.error_code == 0).ok_or(Broken)?;
    ledger.lock().topic_id = Some(found.topic_id);
    Ok(())
}
