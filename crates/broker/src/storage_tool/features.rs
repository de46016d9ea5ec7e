//! Which feature levels a new cluster begins with: `--release-version` and `--feature`.

use std::collections::BTreeMap;

use moldau_meta::{FEATURES, Feature, KRAFT_VERSION, METADATA_VERSION, MetadataVersion};

use super::{FormatError, FormatOptions, InitialQuorum};

/// What a new cluster begins with.
pub(super) struct Levels<'a> {
    pub(super) version: MetadataVersion,
    /// The levels of features that were named.
    pub(super) chosen: BTreeMap<&'a str, i16>,
}

/// What `--release-version` and `--feature` ask for.
pub(super) fn feature_levels(options: &FormatOptions) -> Result<Levels<'_>, FormatError> {
    let flags = |what: String| FormatError::Flags(what);
    let mut version = match &options.release_version {
        None => MetadataVersion::LATEST,
        Some(text) => MetadataVersion::parse(text).ok_or_else(|| {
            flags(format!(
                "--release-version {text}: known are 3.3-IV3 to {}",
                MetadataVersion::LATEST.name()
            ))
        })?,
    };
    let mut chosen = BTreeMap::new();
    for text in &options.features {
        let (feature, level) = parse_feature(text)?;
        if chosen.insert(feature.name, level).is_some() {
            return Err(flags(format!("--feature {}: given more than once", feature.name)));
        }
        if feature.name == METADATA_VERSION {
            if options.release_version.is_some() {
                return Err(flags(format!(
                    "--release-version and --feature {METADATA_VERSION} exclude each other"
                )));
            }
            version = MetadataVersion(level);
        } else if feature.name == KRAFT_VERSION
            && (level == 1) != has_first_voters(options)
            && options.quorum != InitialQuorum::Join
        {
            return Err(flags(format!(
                "--feature {text}: level 1 goes with first voters (--standalone, --initial-controllers), level 0 with \
                 controller.quorum.voters"
            )));
        }
    }
    for (name, level) in &chosen {
        let required = Feature::find(name).and_then(|feature| feature.requires(*level));
        if let Some(required) = required.filter(|required| version < *required) {
            let required = required.name();
            return Err(flags(format!("--feature {name}={level}: requires {METADATA_VERSION} {required}")));
        }
    }
    if version < MetadataVersion(21) && has_first_voters(options) {
        let name = version.name();
        return Err(flags(format!(
            "{METADATA_VERSION} {name} knows no dynamic quorum: 3.9-IV0 is the first that does"
        )));
    }
    Ok(Levels { version, chosen })
}

/// `name=level` of a feature that there is, at a level that it can have.
fn parse_feature(text: &str) -> Result<(&'static Feature, i16), FormatError> {
    let flags = |what: String| FormatError::Flags(what);
    let pair = text.split_once('=').and_then(|(name, level)| Some((name, level.parse::<i16>().ok()?)));
    let (name, level) = pair.ok_or_else(|| flags(format!("--feature {text}: expected name=level")))?;
    let feature = Feature::find(name).ok_or_else(|| {
        let known: Vec<&str> = FEATURES.iter().map(|feature| feature.name).collect();
        flags(format!("--feature {name}: unsupported; there are {}", known.join(", ")))
    })?;
    if !(feature.min..=feature.max).contains(&level) {
        return Err(flags(format!("--feature {text}: levels are {} to {}", feature.min, feature.max)));
    }
    Ok((feature, level))
}

const fn has_first_voters(options: &FormatOptions) -> bool {
    matches!(options.quorum, InitialQuorum::Standalone | InitialQuorum::Controllers(_))
}
