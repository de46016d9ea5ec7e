//! Feature levels (KIP-584).

use std::collections::BTreeSet;

use moldau_wire::messages::update_features_request::FeatureUpdateKey;
use moldau_wire::messages::update_features_response::UpdatableFeatureResult;
use moldau_wire::messages::{UpdateFeaturesRequest, UpdateFeaturesResponse};
use moldau_wire::records::metadata::FeatureLevelRecord;
use moldau_wire::{ErrorCode, Str};

use super::configs::one_in_sync_min;
use super::{Answer, Decision, Env, Refusal, code_of};
use crate::{
    ELR_VERSION, FEATURES, Feature, Image, KRAFT_LEVEL, KRAFT_VERSION, METADATA_VERSION, MetadataVersion,
    Record,
};

/// What a change of a level may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UpgradeType {
    Upgrade,
    SafeDowngrade,
    UnsafeDowngrade,
}

/// All levels change, or none.
pub(super) fn update(
    image: &Image,
    request: &UpdateFeaturesRequest,
    version: i16,
    env: &Env<'_>,
) -> Decision {
    let mut seen = BTreeSet::new();
    let mut records = Vec::new();
    let mut results = Vec::new();
    let mut first_refusal = None;
    for item in &request.feature_updates {
        let result = if seen.insert(item.feature.clone()) {
            update_one(image, item, version)
        } else {
            Err(Refusal::new(
                ErrorCode::InvalidRequest,
                format!("the feature `{}` is named more than once", item.feature),
            ))
        };
        let result = result.map(|record| records.extend(record));
        if let Err(refusal) = &result {
            first_refusal.get_or_insert_with(|| refusal.clone());
        }
        let (error_code, error_message) = code_of(result);
        results.push(UpdatableFeatureResult {
            feature: item.feature.clone(),
            error_code,
            error_message,
            ..Default::default()
        });
    }
    if let Err(refusal) = check_requirements(image, &records) {
        first_refusal.get_or_insert(refusal);
    }
    if first_refusal.is_some() || request.validate_only {
        records.clear();
    }
    if image.feature_level(ELR_VERSION) == 0 && level_in(&records, ELR_VERSION).is_some_and(|level| 0 < level)
    {
        let pinned = one_in_sync_min(image, env.config.topic_defaults.min_insync_replicas);
        records.splice(0..0, pinned);
    }
    let answer = match first_refusal {
        Some(refusal) => {
            let (error_code, error_message) = refusal.parts();
            UpdateFeaturesResponse { error_code, error_message, ..Default::default() }
        }
        None if version > 1 => UpdateFeaturesResponse { error_message: None, ..Default::default() },
        None => UpdateFeaturesResponse { results, error_message: None, ..Default::default() },
    };
    Decision::new(records, Answer::UpdateFeatures(answer))
}

/// The level that records give a feature, if they do.
fn level_in(records: &[Record], name: &str) -> Option<i16> {
    records.iter().rev().find_map(|record| {
        let Record::FeatureLevel(level) = record else { return None };
        (level.name == name).then_some(level.feature_level)
    })
}

/// What a level needs of `metadata.version` must be true of the outcome.
fn check_requirements(image: &Image, records: &[Record]) -> Result<(), Refusal> {
    let version =
        level_in(records, METADATA_VERSION).map_or_else(|| image.metadata_version(), MetadataVersion);
    for feature in FEATURES {
        let level = level_in(records, feature.name).unwrap_or_else(|| image.feature_level(feature.name));
        if let Some(required) = feature.requires(level).filter(|required| version < *required) {
            let message = format!(
                "level {level} of the feature `{}` requires {METADATA_VERSION} {}",
                feature.name,
                required.name()
            );
            return Err(Refusal::new(ErrorCode::InvalidUpdateVersion, message));
        }
    }
    Ok(())
}

fn update_one(image: &Image, item: &FeatureUpdateKey, version: i16) -> Result<Option<Record>, Refusal> {
    let invalid = |what: String| Refusal::new(ErrorCode::InvalidUpdateVersion, what);
    let (name, level) = (&item.feature, item.max_version_level);
    let upgrade_type = match (version, item.upgrade_type, item.allow_downgrade) {
        (0, _, true) => UpgradeType::SafeDowngrade,
        (0, _, false) | (_, 1, _) => UpgradeType::Upgrade,
        (_, 2, _) => UpgradeType::SafeDowngrade,
        (_, 3, _) => UpgradeType::UnsafeDowngrade,
        (_, other, _) => {
            return Err(invalid(format!("{other} is no type of upgrade for the feature `{name}`")));
        }
    };
    if level < 0 {
        return Err(invalid(format!("{level} is no level for the feature `{name}`: it is negative")));
    }
    let current = image.feature_level(name);
    let Some(feature) = Feature::find(name) else {
        return Err(invalid(format!("the feature `{name}` is not supported by this controller")));
    };
    if name == KRAFT_VERSION {
        // The quorum owns its level: it is written by formatting.
        return if level == KRAFT_LEVEL { Ok(None) } else { Err(invalid(kraft_version_text(level))) };
    }
    if level != 0 && !(feature.min..=feature.max).contains(&level) {
        return Err(invalid(format!(
            "the feature `{name}` cannot have the level {level}: this controller supports {} to {}",
            feature.min, feature.max
        )));
    }
    let unsupporting = image.brokers().find(|broker| {
        level != 0 && !broker.features.iter().any(|f| f.name == *name && (f.min..=f.max).contains(&level))
    });
    if let Some(broker) = unsupporting {
        return Err(invalid(format!(
            "broker {} does not support level {level} of the feature `{name}`",
            broker.id
        )));
    }
    if level < current {
        check_downgrade(name, current, level, upgrade_type)?;
    } else if level > current && upgrade_type != UpgradeType::Upgrade {
        return Err(invalid(format!(
            "level {level} of the feature `{name}` is above the present {current}: not a downgrade"
        )));
    }
    Ok((level != current).then(|| {
        Record::FeatureLevel(FeatureLevelRecord {
            name: name.clone(),
            feature_level: level,
            ..Default::default()
        })
    }))
}

fn check_downgrade(name: &Str, current: i16, level: i16, upgrade_type: UpgradeType) -> Result<(), Refusal> {
    let invalid = |what: String| Err(Refusal::new(ErrorCode::InvalidUpdateVersion, what));
    if upgrade_type == UpgradeType::Upgrade {
        return invalid(format!(
            "level {level} of the feature `{name}` is below the present {current}, and no downgrade was asked for"
        ));
    }
    if name == METADATA_VERSION {
        if level == 0 {
            return invalid(format!("the feature `{name}` cannot be removed"));
        }
        if !MetadataVersion(level).is_same_format(MetadataVersion(current)) {
            return invalid(format!(
                "level {level} of the feature `{name}` cannot hold what level {current} has written; \
                 such a downgrade is not supported"
            ));
        }
    }
    Ok(())
}

fn kraft_version_text(level: i16) -> String {
    format!(
        "the feature `kraft.version` cannot be set to {level}: the level is fixed when the quorum is formatted"
    )
}
