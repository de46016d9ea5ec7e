//! `ApiVersions`: what this node serves, and the cluster's features.

use moldau_wire::{
    ErrorCode,
    messages::{ApiVersionsRequest, ApiVersionsResponse, api_versions_response::ApiVersion},
};

use crate::{
    Broker,
    context::{ClientSoftware, ConnectionContext},
    dispatch::Served,
};

/// The first version in which a client says what it is.
const SOFTWARE_SINCE: i16 = 3;

/// Answers with every API that is served, and remembers what the client says it is.
pub(crate) fn handle(
    _broker: &Broker,
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
    ApiVersionsResponse { api_keys: served(), ..ApiVersionsResponse::default() }
}

/// The answer to a version that is not served, to be written in version 0: which versions are.
pub(crate) fn unsupported_version() -> ApiVersionsResponse {
    let this = served().into_iter().filter(|api| api.api_key == Served::ApiVersions.api_key().get());
    ApiVersionsResponse {
        error_code: ErrorCode::UnsupportedVersion.to_i16(),
        api_keys: this.collect(),
        ..ApiVersionsResponse::default()
    }
}

fn served() -> Vec<ApiVersion> {
    let advertise = |served: &Served| {
        let versions = served.advertised();
        ApiVersion {
            api_key: served.api_key().get(),
            min_version: *versions.start(),
            max_version: *versions.end(),
            ..ApiVersion::default()
        }
    };
    Served::ALL.iter().map(advertise).collect()
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
