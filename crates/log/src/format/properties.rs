//! `meta.properties` and `partition.metadata`: two small files of names and values.

use moldau_ids::{DirectoryId, TopicId};

use super::FormatError;

/// What `meta.properties` says about a log directory (version 1, KIP-631 and KIP-858).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaProperties {
    /// The cluster's id, as text: 22 characters of URL-safe base64.
    pub cluster_id: String,
    /// The node the directory belongs to.
    pub node_id: i32,
    /// The directory's own id; directories formatted before KIP-858 have none.
    pub directory_id: Option<DirectoryId>,
}

impl MetaProperties {
    /// The file's text.
    pub fn encode(&self) -> String {
        // Kafka writes a time here; readers ignore comments, and a fixed text keeps the file reproducible.
        let directory = self.directory_id.map(|id| format!("directory.id={id}\n")).unwrap_or_default();
        format!("#\ncluster.id={}\n{directory}node.id={}\nversion=1\n", self.cluster_id, self.node_id)
    }

    /// Reads the file. Unknown names are left aside, as Kafka does.
    pub fn decode(text: &[u8]) -> Result<Self, FormatError> {
        let what = "meta.properties";
        let text = std::str::from_utf8(text).map_err(|_not_text| FormatError::new(what, "not UTF-8"))?;
        let value = |name: &str| {
            text.lines()
                .map(str::trim)
                .filter(|line| !line.starts_with(['#', '!']))
                .filter_map(|line| line.split_once(['=', ':']))
                .find_map(|(key, value)| (key.trim() == name).then(|| value.trim().to_owned()))
        };
        let required =
            |name: &str| value(name).ok_or_else(|| FormatError::new(what, format!("`{name}` is missing")));
        let version = required("version")?;
        if version != "1" {
            return Err(FormatError::new(what, format!("version is `{version}`, expected 1")));
        }
        let node_id = required("node.id")?;
        let node_id =
            node_id.parse::<i32>().ok().filter(|id| 0 <= *id).ok_or_else(|| {
                FormatError::new(what, format!("node.id is `{node_id}`, expected 0 or more"))
            })?;
        let directory_id = value("directory.id")
            .map(|id| id.parse().map_err(|error| FormatError::new(what, format!("directory.id: {error}"))))
            .transpose()?;
        Ok(Self { cluster_id: required("cluster.id")?, node_id, directory_id })
    }
}

/// The text of `partition.metadata`.
pub fn encode_partition_metadata(topic_id: TopicId) -> String {
    format!("version: 0\ntopic_id: {topic_id}")
}

/// The topic id in `partition.metadata`.
pub fn decode_partition_metadata(text: &[u8]) -> Result<TopicId, FormatError> {
    let what = "partition.metadata";
    let text = std::str::from_utf8(text).map_err(|_not_text| FormatError::new(what, "not UTF-8"))?;
    let mut lines = text.lines();
    match lines.next().and_then(|line| line.strip_prefix("version:")).map(str::trim) {
        Some("0") => {}
        Some(other) => return Err(FormatError::new(what, format!("unknown version `{other}`"))),
        None => return Err(FormatError::new(what, "no version line")),
    }
    let id = lines.next().and_then(|line| line.strip_prefix("topic_id:")).map(str::trim);
    let id = id.ok_or_else(|| FormatError::new(what, "no topic_id line"))?;
    let id: TopicId = id.parse().map_err(|error| FormatError::new(what, format!("topic_id: {error}")))?;
    if id == TopicId::ZERO {
        return Err(FormatError::new(what, "the topic id is zero"));
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meta_properties_of_kafka_are_read() {
        // Written by `kafka-storage format` of 4.3.1.
        let golden = "#\n#Tue Nov 24 01:00:00 UTC 2026\ncluster.id=5L6g3nShT-eMCtK--X86sw\n\
                      directory.id=3nShT5L6g-eMCtK--X86sg\nnode.id=1\nversion=1\n";
        let decoded = MetaProperties::decode(golden.as_bytes()).expect("valid");
        assert_eq!(decoded.cluster_id, "5L6g3nShT-eMCtK--X86sw");
        assert_eq!(decoded.node_id, 1);
        assert_eq!(MetaProperties::decode(decoded.encode().as_bytes()), Ok(decoded));
        for text in ["", "version=0\n", "version=1\nnode.id=x\ncluster.id=a\n", "version=1\nnode.id=1\n"] {
            assert!(MetaProperties::decode(text.as_bytes()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn partition_metadata_round_trip() {
        let id = "3nShT5L6g-eMCtK--X86sg".parse().expect("an id");
        assert_eq!(encode_partition_metadata(id), "version: 0\ntopic_id: 3nShT5L6g-eMCtK--X86sg");
        assert_eq!(decode_partition_metadata(b"version: 0\ntopic_id: 3nShT5L6g-eMCtK--X86sg"), Ok(id));
        for text in
            ["", "version: 1\ntopic_id: x", "version: 0\n", "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAA"]
        {
            assert!(decode_partition_metadata(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
