//! `.kafka_cleanshutdown`: `{"version":0,"brokerEpoch":<n>}`. Older brokers left it empty.

use super::FormatError;

const WHAT: &str = "clean shutdown file";

/// The file's content; -1 for "no epoch known".
pub fn encode(broker_epoch: i64) -> String {
    format!("{{\"version\":0,\"brokerEpoch\":{broker_epoch}}}")
}

/// The broker epoch in the file; `None` where there is none (an empty file).
///
/// The two numbers are looked for by name: the file is one flat object, and Kafka ignores what it does not know.
pub fn decode(text: &[u8]) -> Result<Option<i64>, FormatError> {
    let text = std::str::from_utf8(text).map_err(|_not_text| FormatError::new(WHAT, "not UTF-8"))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    match number(text, "version") {
        Some(0) => Ok(number(text, "brokerEpoch").filter(|epoch| 0 <= *epoch)),
        Some(other) => Err(FormatError::new(WHAT, format!("unknown version {other}"))),
        None => Err(FormatError::new(WHAT, "no version")),
    }
}

fn number(text: &str, name: &str) -> Option<i64> {
    let (_, rest) = text.split_once(&format!("\"{name}\""))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let end = rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_and_golden() {
        assert_eq!(encode(12), r#"{"version":0,"brokerEpoch":12}"#);
        assert_eq!(decode(br#"{"version":0,"brokerEpoch":12}"#), Ok(Some(12)));
        assert_eq!(decode(br#"{ "brokerEpoch" : 7, "version" : 0 }"#), Ok(Some(7)));
        assert_eq!(decode(b""), Ok(None));
        assert_eq!(decode(encode(-1).as_bytes()), Ok(None));
        assert!(decode(b"{\"version\":9}").is_err());
        assert!(decode(b"nonsense").is_err());
    }
}
