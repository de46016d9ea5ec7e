//! `ApiVersions`: what this node serves, and the cluster's features.

use moldau_meta::{FEATURES, KRAFT_LEVEL, KRAFT_VERSION};
use moldau_wire::{
    ApiKey, ErrorCode, Str,
    messages::{
        ApiVersionsRequest, ApiVersionsResponse,
        api_versions_response::{ApiVersion, FinalizedFeatureKey, SupportedFeatureKey},
    },
};

use crate::{
    Broker,
    context::{ClientSoftware, ConnectionContext},
    dispatch::{SERVED, advertised},
};

/// The first version in which a client says what it is.
const SOFTWARE_SINCE: i16 = 3;
/// The first version in which a feature's lowest level may be 0.
const ZERO_LEVELS_SINCE: i16 = 4;

/// Answers with every API that is served, and remembers what the client says it is.
pub(crate) fn handle(
    broker: &Broker,
    context: &mut ConnectionContext,
    request: &ApiVersionsRequest,
) -> ApiVersionsResponse {
    if context.request.api_version >= SOFTWARE_SINCE {
        if !is_software_name(&request.client_software_name)
            || !is_software_name(&request.client_software_version)
        {
            return ApiVersionsResponse {
                error_code: ErrorCode::InvalidRequest.to_i16(),
                ..ApiVersionsResponse::default()
            };
        }
        context.client_software = Some(ClientSoftware {
            name: request.client_software_name.detach(),
            version: request.client_software_version.detach(),
        });
    }
    let metadata = broker.metadata();
    let image = &metadata.image;
    ApiVersionsResponse {
        api_keys: served(),
        supported_features: supported(context.request.api_version),
        finalized_features_epoch: broker.metadata().next_offset.get() - 1,
        finalized_features: image
            .features()
            .map(|(name, level)| (name.clone(), level))
            .chain([(Str::from(KRAFT_VERSION), KRAFT_LEVEL)])
            .map(|(name, level)| FinalizedFeatureKey {
                name,
                max_version_level: level,
                min_version_level: level,
                ..FinalizedFeatureKey::default()
            })
            .collect(),
        ..ApiVersionsResponse::default()
    }
}

/// The features that this node knows. Clients before version 4 can't read a lowest level of 0, so what has one is
/// left out for them, as Kafka does (KAFKA-17492).
fn supported(version: i16) -> Vec<SupportedFeatureKey> {
    FEATURES
        .iter()
        .filter(|feature| ZERO_LEVELS_SINCE <= version || 0 < feature.min)
        .map(|feature| SupportedFeatureKey {
            name: feature.name.into(),
            min_version: feature.min,
            max_version: feature.max,
            ..SupportedFeatureKey::default()
        })
        .collect()
}

/// The answer to a version that is not served, to be written in version 0: which versions are.
pub(crate) fn unsupported_version() -> ApiVersionsResponse {
    let this = served().into_iter().filter(|api| api.api_key == ApiKey::ApiVersions.get());
    ApiVersionsResponse {
        error_code: ErrorCode::UnsupportedVersion.to_i16(),
        api_keys: this.collect(),
        ..ApiVersionsResponse::default()
    }
}

fn served() -> Vec<ApiVersion> {
    let advertise = |api: &ApiKey| {
        let versions = advertised(*api);
        ApiVersion {
            api_key: api.get(),
            min_version: *versions.start(),
            max_version: *versions.end(),
            ..ApiVersion::default()
        }
    };
    SERVED.iter().map(advertise).collect()
}

/// What KIP-511 allows: letters, digits, `-` and `.`, beginning and ending with a letter or digit.
fn is_software_name(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let outer = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    outer(bytes.first()) && outer(bytes.last()) && bytes.iter().copied().all(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn software_names_are_those_of_kip_511() {
        for (text, allowed) in [
            ("apache-kafka-java", true),
            ("4.3.1", true),
            ("x", true),
            ("", false),
            ("-x", false),
            ("x-", false),
            ("a b", false),
            ("naïve", false),
        ] {
            assert_eq!(is_software_name(text), allowed, "{text:?}");
        }
    }

    #[test]
    fn the_served_apis_are_advertised_in_the_order_of_their_keys() {
        assert!(served().is_sorted_by_key(|api| api.api_key));
        assert!(!served().is_empty());
    }
}
