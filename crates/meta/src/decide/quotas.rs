//! Client quotas (KIP-546): which entities there may be, which keys they have, and what values are.
//!
//! Each entity is done or refused by itself. One that a request names twice is answered once, with an error, though
//! what was asked for it first is done: that is how Kafka's controller does it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use moldau_wire::messages::alter_client_quotas_request::{EntryData, OpData};
use moldau_wire::messages::{
    AlterClientQuotasRequest, AlterClientQuotasResponse, alter_client_quotas_response,
};
use moldau_wire::records::metadata::{ClientQuotaRecord, client_quota_record};
use moldau_wire::{ErrorCode, Str};

use super::{Answer, Decision, Refusal, check_size, code_of};
use crate::{ClientQuotaEntity, Image, Record};

/// An entity's type: the principal's name.
pub const QUOTA_USER: &str = "user";
/// An entity's type: what the client calls itself.
pub const QUOTA_CLIENT_ID: &str = "client-id";
/// An entity's type: the address that the client comes from.
pub const QUOTA_IP: &str = "ip";

/// How far from a whole number a value of a whole key may be.
const WHOLE_TOLERANCE: f64 = 1e-6;

/// What values a key has.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Whole { max: f64, name: &'static str },
    Any,
}

const LONG: Kind = Kind::Whole { max: 9_223_372_036_854_775_807.0, name: "LONG" };
const INT: Kind = Kind::Whole { max: 2_147_483_647.0, name: "INT" };

const CLIENT_KEYS: &[(&str, Kind)] = &[
    ("producer_byte_rate", LONG),
    ("consumer_byte_rate", LONG),
    ("request_percentage", Kind::Any),
    ("controller_mutation_rate", Kind::Any),
];
const IP_KEYS: &[(&str, Kind)] = &[("connection_creation_rate", INT)];

/// `AlterClientQuotas`.
pub(super) fn alter(image: &Image, request: &AlterClientQuotasRequest) -> Decision {
    let mut records = Vec::new();
    let mut results: Vec<(ClientQuotaEntity, Result<(), Refusal>)> = Vec::new();
    for entry in &request.entries {
        let entity = entity_of(entry);
        if let Some((_, result)) = results.iter_mut().find(|(seen, _)| *seen == entity) {
            *result = Err(invalid("the entity is named more than once"));
            continue;
        }
        let result = alter_one(image, &entity, &entry.ops).map(|new| records.extend(new));
        results.push((entity, result));
    }
    if let Err(refusal) = check_size(&records) {
        records.clear();
        for (_, result) in &mut results {
            *result = Err(refusal.clone());
        }
    }
    if request.validate_only {
        records.clear();
    }
    let entries = results.into_iter().map(|(entity, result)| {
        let (error_code, error_message) = code_of(result);
        let parts = entity.0.into_iter().map(|(entity_type, entity_name)| {
            alter_client_quotas_response::EntityData { entity_type, entity_name, ..Default::default() }
        });
        alter_client_quotas_response::EntryData {
            error_code,
            error_message,
            entity: parts.collect(),
            ..Default::default()
        }
    });
    let answer = AlterClientQuotasResponse { entries: entries.collect(), ..Default::default() };
    Decision::new(records, Answer::AlterClientQuotas(answer))
}

/// A type that stands twice has the name that stands last.
fn entity_of(entry: &EntryData) -> ClientQuotaEntity {
    let parts: BTreeMap<Str, Option<Str>> =
        entry.entity.iter().map(|part| (part.entity_type.clone(), part.entity_name.clone())).collect();
    ClientQuotaEntity(parts.into_iter().collect())
}

fn alter_one(image: &Image, entity: &ClientQuotaEntity, ops: &[OpData]) -> Result<Vec<Record>, Refusal> {
    let mut wanted: BTreeMap<&Str, Option<f64>> = BTreeMap::new();
    for op in ops {
        if wanted.insert(&op.key, (!op.remove).then_some(op.value)).is_some() {
            return Err(invalid(format!(
                "the key {} stands twice; nothing is changed for this entity",
                op.key
            )));
        }
    }
    let keys = keys_of(entity)?;
    let present = image.client_quotas.get(entity);
    let mut records = Vec::new();
    for (key, value) in wanted {
        let before = present.and_then(|quotas| quotas.get(key)).copied();
        match value {
            None if before.is_none() => {}
            None => records.push(record(entity, key, None)),
            Some(value) => {
                check_value(keys, key, value)?;
                if before.is_none_or(|before| before.total_cmp(&value).is_ne()) {
                    records.push(record(entity, key, Some(value)));
                }
            }
        }
    }
    Ok(records)
}

fn record(entity: &ClientQuotaEntity, key: &Str, value: Option<f64>) -> Record {
    let parts = entity.0.iter().map(|(kind, name)| client_quota_record::EntityData {
        entity_type: kind.clone(),
        entity_name: name.clone(),
        ..Default::default()
    });
    Record::ClientQuota(ClientQuotaRecord {
        entity: parts.collect(),
        key: key.clone(),
        value: value.unwrap_or(0.0),
        remove: value.is_none(),
        ..Default::default()
    })
}

/// The keys that an entity may have, if there may be such an entity.
fn keys_of(entity: &ClientQuotaEntity) -> Result<&'static [(&'static str, Kind)], Refusal> {
    for (kind, name) in &entity.0 {
        if ![QUOTA_USER, QUOTA_CLIENT_ID, QUOTA_IP].contains(&&**kind) {
            return Err(invalid(format!("`{kind}` is no type of entity that has quotas")));
        }
        if name.as_ref().is_some_and(|name| name.is_empty()) {
            return Err(invalid(format!("an empty {kind} can't have quotas")));
        }
    }
    match entity.0.iter().find(|(kind, _)| *kind == *QUOTA_IP) {
        None if entity.0.is_empty() => Err(invalid("a quota needs an entity")),
        None => Ok(CLIENT_KEYS),
        Some(_) if entity.0.len() > 1 => Err(invalid("an ip can't be combined with a user or a client-id")),
        Some((_, Some(name))) if name.parse::<IpAddr>().is_err() => {
            Err(invalid(format!("`{name}` is no IP address")))
        }
        Some(_) => Ok(IP_KEYS),
    }
}

fn check_value(keys: &[(&str, Kind)], key: &Str, value: f64) -> Result<(), Refusal> {
    let Some((_, kind)) = keys.iter().find(|(name, _)| *key == **name) else {
        return Err(invalid(format!("`{key}` is no quota of this type of entity")));
    };
    if value.is_nan() || value <= 0.0 {
        return Err(invalid(format!("the quota {key} must be greater than 0")));
    }
    match kind {
        Kind::Whole { max, name } if value > *max => {
            Err(invalid(format!("the value of {key} is too large: it is of type {name}")))
        }
        Kind::Whole { .. } if value % 1.0 > WHOLE_TOLERANCE => {
            Err(invalid(format!("{key} can't have a fraction")))
        }
        Kind::Whole { .. } | Kind::Any => Ok(()),
    }
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new(ErrorCode::InvalidRequest, message)
}

#[cfg(test)]
mod tests;
