//! `DescribeClientQuotas` and `AlterClientQuotas` (KIP-546).

use std::{collections::BTreeMap, sync::Arc};

use moldau_auth::{Operation, Resource};
use moldau_meta::{
    Answer, ClientQuotaEntity, Command,
    decide::{QUOTA_CLIENT_ID, QUOTA_IP, QUOTA_USER},
};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        AlterClientQuotasRequest, AlterClientQuotasResponse, DescribeClientQuotasRequest,
        DescribeClientQuotasResponse, alter_client_quotas_request, alter_client_quotas_response,
        describe_client_quotas_request::ComponentData,
        describe_client_quotas_response::{EntityData, EntryData, ValueData},
    },
};

use super::words;
use crate::{Broker, context::ConnectionContext};

/// `match_type` of one name.
const MATCH_EXACT: i8 = 0;
/// `match_type` of the default.
const MATCH_DEFAULT: i8 = 1;
/// `match_type` of whatever has the type.
const MATCH_SPECIFIED: i8 = 2;

/// What part of an entity's type a filter asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Any,
    Name(Option<Str>),
}

/// Handles one `DescribeClientQuotas` request.
pub(crate) fn describe(
    broker: &Broker,
    context: &ConnectionContext,
    request: &DescribeClientQuotasRequest,
) -> DescribeClientQuotasResponse {
    let filter = if context.may(broker, Operation::DescribeConfigs, Resource::CLUSTER) {
        filter(&request.components)
    } else {
        let error = ErrorCode::ClusterAuthorizationFailed;
        Err((error, words(error)))
    };
    let filter = match filter {
        Ok(filter) => filter,
        Err((error, message)) => {
            return DescribeClientQuotasResponse {
                error_code: error.to_i16(),
                error_message: Some(message),
                entries: None,
                ..DescribeClientQuotasResponse::default()
            };
        }
    };
    let metadata = broker.metadata();
    let quotas =
        metadata.image.client_quotas().filter(|(entity, _)| matches(entity, &filter, request.strict));
    let entries = quotas.map(|(entity, values)| EntryData {
        entity: entity.0.iter().map(|(kind, name)| part(kind, name.as_ref())).collect(),
        values: values.iter().map(|(key, value)| value_of(key, *value)).collect(),
        ..EntryData::default()
    });
    DescribeClientQuotasResponse {
        entries: Some(entries.collect()),
        ..DescribeClientQuotasResponse::default()
    }
}

fn part(kind: &Str, name: Option<&Str>) -> EntityData {
    EntityData { entity_type: kind.clone(), entity_name: name.cloned(), ..EntityData::default() }
}

fn value_of(key: &Str, value: f64) -> ValueData {
    ValueData { key: key.clone(), value, ..ValueData::default() }
}

/// What a request asks for, by type.
fn filter(components: &[ComponentData]) -> Result<BTreeMap<&str, Wanted>, (ErrorCode, Str)> {
    let invalid = |message: String| (ErrorCode::InvalidRequest, Str::from(message));
    let mut filter = BTreeMap::new();
    for component in components {
        let kind = &*component.entity_type;
        if kind.is_empty() {
            return Err(invalid("an entity type is empty".into()));
        }
        if filter.contains_key(kind) {
            return Err(invalid(format!("the entity type {kind} stands more than once")));
        }
        if ![QUOTA_USER, QUOTA_CLIENT_ID, QUOTA_IP].contains(&kind) {
            let message = format!("`{kind}` is no type of entity that has quotas");
            return Err((ErrorCode::UnsupportedVersion, message.into()));
        }
        let wanted = match (component.match_type, &component.r#match) {
            (MATCH_EXACT, Some(name)) => Wanted::Name(Some(name.clone())),
            (MATCH_DEFAULT, None) => Wanted::Name(None),
            (MATCH_SPECIFIED, None) => Wanted::Any,
            (MATCH_EXACT, None) => return Err(invalid(format!("an exact match of {kind} needs a name"))),
            (MATCH_DEFAULT | MATCH_SPECIFIED, Some(_)) => {
                return Err(invalid(format!("this match of {kind} takes no name")));
            }
            (other, _) => return Err(invalid(format!("{other} is no way to match"))),
        };
        filter.insert(kind, wanted);
    }
    if filter.contains_key(QUOTA_IP) && 1 < filter.len() {
        return Err(invalid("an ip can't be combined with a user or a client-id".into()));
    }
    Ok(filter)
}

fn matches(entity: &ClientQuotaEntity, filter: &BTreeMap<&str, Wanted>, strict: bool) -> bool {
    let has = |(kind, wanted): (&&str, &Wanted)| {
        let part = entity.0.iter().find(|(part, _)| **part == **kind);
        part.is_some_and(|(_, name)| match wanted {
            Wanted::Any => true,
            Wanted::Name(wanted) => name == wanted,
        })
    };
    (!strict || entity.0.len() == filter.len()) && filter.iter().all(has)
}

/// Handles one `AlterClientQuotas` request.
pub(crate) async fn alter(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: AlterClientQuotasRequest,
) -> AlterClientQuotasResponse {
    if !context.may(broker, Operation::AlterConfigs, Resource::CLUSTER) {
        let error = ErrorCode::ClusterAuthorizationFailed;
        return refused(&request.entries, error, &words(error));
    }
    let entries = request.entries.clone();
    match broker.ask(Command::AlterClientQuotas(request)).await {
        Ok(Answer::AlterClientQuotas(answer)) => answer,
        other => {
            let (error, message) = Broker::refusal_of(other);
            refused(&entries, error, &message)
        }
    }
}

fn refused(
    entries: &[alter_client_quotas_request::EntryData],
    error: ErrorCode,
    message: &Str,
) -> AlterClientQuotasResponse {
    let part = |part: &alter_client_quotas_request::EntityData| alter_client_quotas_response::EntityData {
        entity_type: part.entity_type.clone(),
        entity_name: part.entity_name.clone(),
        ..Default::default()
    };
    let entries = entries.iter().map(|entry| alter_client_quotas_response::EntryData {
        error_code: error.to_i16(),
        error_message: Some(message.clone()),
        entity: entry.entity.iter().map(part).collect(),
        ..Default::default()
    });
    AlterClientQuotasResponse { entries: entries.collect(), ..AlterClientQuotasResponse::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts<'a> = &'a [(&'a str, Option<&'a str>)];

    fn component(kind: &str, match_type: i8, name: Option<&str>) -> ComponentData {
        ComponentData {
            entity_type: kind.into(),
            match_type,
            r#match: name.map(Str::from),
            ..ComponentData::default()
        }
    }

    #[test]
    fn which_filters_are_refused() {
        let user = || component("user", MATCH_SPECIFIED, None);
        let cases = [
            (vec![component("", MATCH_EXACT, Some("a"))], ErrorCode::InvalidRequest),
            (vec![user(), user()], ErrorCode::InvalidRequest),
            (vec![component("topic", MATCH_SPECIFIED, None)], ErrorCode::UnsupportedVersion),
            (vec![component("user", MATCH_EXACT, None)], ErrorCode::InvalidRequest),
            (vec![component("user", MATCH_DEFAULT, Some("a"))], ErrorCode::InvalidRequest),
            (vec![component("user", MATCH_SPECIFIED, Some("a"))], ErrorCode::InvalidRequest),
            (vec![component("user", 3, None)], ErrorCode::InvalidRequest),
            (vec![user(), component("ip", MATCH_DEFAULT, None)], ErrorCode::InvalidRequest),
        ];
        for (components, expected) in cases {
            let refused = filter(&components).map(|_| ()).map_err(|(error, _)| error);
            assert_eq!(refused, Err(expected), "{components:?}");
        }
    }

    #[test]
    fn what_a_filter_finds() {
        let entities: [(&str, Parts<'_>); 5] = [
            ("ann", &[("user", Some("ann"))]),
            ("any user", &[("user", None)]),
            ("ann's app", &[("client-id", Some("app")), ("user", Some("ann"))]),
            ("app", &[("client-id", Some("app"))]),
            ("address", &[("ip", Some("10.0.0.1"))]),
        ];
        let ann = || component("user", MATCH_EXACT, Some("ann"));
        let app = || component("client-id", MATCH_EXACT, Some("app"));
        let cases: [(Vec<ComponentData>, bool, &[&str]); 7] = [
            (vec![], false, &["ann", "any user", "ann's app", "app", "address"]),
            (vec![], true, &[]),
            (vec![ann()], false, &["ann", "ann's app"]),
            (vec![ann()], true, &["ann"]),
            (vec![component("user", MATCH_DEFAULT, None)], false, &["any user"]),
            (vec![component("user", MATCH_SPECIFIED, None)], true, &["ann", "any user"]),
            (vec![ann(), app()], true, &["ann's app"]),
        ];
        for (components, strict, expected) in cases {
            let filter = filter(&components).expect("a filter");
            let found: Vec<&str> = entities
                .iter()
                .filter(|(_, parts)| {
                    let parts = parts.iter().map(|(kind, name)| (Str::from(*kind), name.map(Str::from)));
                    matches(&ClientQuotaEntity(parts.collect()), &filter, strict)
                })
                .map(|(name, _)| *name)
                .collect();
            assert_eq!(found, expected, "{components:?} {strict}");
        }
    }
}
