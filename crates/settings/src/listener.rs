//! Listeners, and the addresses that clients are told.
//!
//! Words: *listener* - a name, a protocol and an address that the broker binds; *advertised* - the address of a listener
//! that clients are told; *voter* - a controller with its id and address.

use std::{collections::BTreeMap, fmt};

use moldau_ids::NodeId;

/// A listener's name, in capitals as Kafka compares and shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListenerName(String);

impl ListenerName {
    /// Puts the name into capitals.
    pub fn new(name: &str) -> Self {
        Self(name.trim().to_uppercase())
    }

    /// The name in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `listener.name.<name>.`: what the names of this listener's own settings begin with.
    pub fn prefix(&self) -> String {
        format!("listener.name.{}.", self.0.to_lowercase())
    }
}

impl fmt::Display for ListenerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a listener protects its connections, in Kafka's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecurityProtocol {
    /// Neither encrypted nor authenticated.
    Plaintext,
    /// TLS.
    Ssl,
    /// SASL over plain TCP.
    SaslPlaintext,
    /// SASL over TLS.
    SaslSsl,
}

impl SecurityProtocol {
    /// Reads Kafka's name of the protocol, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let named = |name: &str| text.trim().eq_ignore_ascii_case(name);
        [Self::Plaintext, Self::Ssl, Self::SaslPlaintext, Self::SaslSsl]
            .into_iter()
            .find(|protocol| named(protocol.as_str()))
    }

    /// Kafka's name of the protocol.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plaintext => "PLAINTEXT",
            Self::Ssl => "SSL",
            Self::SaslPlaintext => "SASL_PLAINTEXT",
            Self::SaslSsl => "SASL_SSL",
        }
    }

    /// The protocol's number on the wire and in metadata records.
    pub const fn code(self) -> i16 {
        match self {
            Self::Plaintext => 0,
            Self::Ssl => 1,
            Self::SaslPlaintext => 2,
            Self::SaslSsl => 3,
        }
    }
}

/// An address that the broker binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// The name that other settings refer to.
    pub name: ListenerName,
    /// How its connections are protected.
    pub protocol: SecurityProtocol,
    /// Host name or address to bind; `None` means every address of the machine.
    pub host: Option<String>,
    /// Port to bind; 0 lets the kernel choose.
    pub port: u16,
    /// Connections that may be open at once on this listener alone, if limited.
    pub connections_max: Option<u32>,
    /// New connections per second on this listener alone, if limited.
    pub connection_creation_rate_max: Option<u32>,
}

/// An address of a listener that clients are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvertisedListener {
    /// The listener that clients reach there.
    pub name: ListenerName,
    /// Host name or address; `None` means the machine's own name, which the broker finds out at start.
    pub host: Option<String>,
    /// Port; 0 means the port that the listener has bound.
    pub port: u16,
}

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPort {
    /// Host name or address, an IPv6 address without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
}

impl HostPort {
    /// Reads `host:port`, with brackets around an IPv6 address.
    pub fn parse(text: &str) -> Option<Self> {
        let (host, port) = text.trim().rsplit_once(':')?;
        let host = unbracket(host)?;
        (!host.is_empty()).then_some(())?;
        Some(Self { host: host.to_owned(), port: port.parse().ok()? })
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// One of the fixed controllers of `controller.quorum.voters`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voter {
    /// The controller's node id.
    pub id: NodeId,
    /// Where it listens.
    pub address: HostPort,
}

impl Voter {
    /// Reads `id@host:port`.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, address) = text.trim().split_once('@')?;
        let id: i32 = id.parse().ok().filter(|id| *id >= 0)?;
        Some(Self { id: NodeId(id), address: HostPort::parse(address)? })
    }
}

/// `NAME://host:port` before its protocol is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) name: ListenerName,
    pub(crate) host: Option<String>,
    pub(crate) port: u16,
}

impl Endpoint {
    /// The error text names what is wrong with `text`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("`{text}` is not NAME://host:port: {why}");
        let (name, address) = text.trim().split_once("://").ok_or_else(|| wrong("`://` is missing"))?;
        if name.is_empty() {
            return Err(wrong("the name is missing"));
        }
        let (host, port) = address.rsplit_once(':').ok_or_else(|| wrong("the port is missing"))?;
        let port = port.parse().map_err(|_| wrong("the port must be 0 to 65535"))?;
        let host = unbracket(host).ok_or_else(|| wrong("the brackets do not match"))?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-%._:".contains(c);
        if !host.chars().all(allowed) {
            return Err(wrong("the host has a character that hosts do not have"));
        }
        let host = (!host.is_empty()).then(|| host.to_owned());
        Ok(Self { name: ListenerName::new(name), host, port })
    }
}

fn unbracket(host: &str) -> Option<&str> {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']'),
        None => (!host.contains(['[', ']'])).then_some(host),
    }
}

/// `NAME:PROTOCOL,...` as a map.
pub(crate) fn parse_protocol_map(text: &str) -> Result<BTreeMap<ListenerName, SecurityProtocol>, String> {
    let mut map = BTreeMap::new();
    for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (name, protocol) =
            pair.rsplit_once(':').ok_or_else(|| format!("`{pair}` is not NAME:PROTOCOL"))?;
        let protocol = SecurityProtocol::parse(protocol)
            .ok_or_else(|| format!("`{protocol}` is none of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL"))?;
        if map.insert(ListenerName::new(name), protocol).is_some() {
            return Err(format!("listener {name} stands twice"));
        }
    }
    Ok(map)
}
