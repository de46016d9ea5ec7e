//! Listeners and advertised addresses of one node, and what Kafka checks about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    AdvertisedListener, Listener, ListenerName, Roles, SecurityProtocol, Value,
    assemble::Findings,
    listener::{Endpoint, parse_protocol_map},
    load::Parsed,
    values::Values,
};

const LISTENERS: &str = "listeners";
const ADVERTISED: &str = "advertised.listeners";
const CONTROLLERS: &str = "controller.listener.names";
const INTER_BROKER: &str = "inter.broker.listener.name";
const PROTOCOLS: &str = "listener.security.protocol.map";

/// All addresses of one node.
#[derive(Debug)]
pub(crate) struct Sockets {
    pub(crate) listeners: Vec<Listener>,
    pub(crate) controller_listeners: Vec<Listener>,
    pub(crate) controller_listener_names: Vec<ListenerName>,
    pub(crate) advertised: Vec<AdvertisedListener>,
    pub(crate) inter_broker_listener: ListenerName,
}

/// `None` if something is wrong, which `findings` then tells.
pub(crate) fn resolve(
    parsed: &Parsed,
    values: &Values,
    roles: Roles,
    standalone: bool,
    findings: &mut Findings,
) -> Option<Sockets> {
    let before = findings.0.len();
    let endpoints = endpoints(values, LISTENERS, findings);
    let controller_names: Vec<ListenerName> =
        values.list(CONTROLLERS).iter().map(|name| ListenerName::new(name)).collect();
    if controller_names.is_empty() {
        let why = "the listeners of the controllers";
        findings.0.push(crate::SettingsError::Missing { name: CONTROLLERS, why });
    }
    check_distinct(&endpoints, findings);
    let protocols = protocols(parsed, values, &endpoints, &controller_names, findings);
    let listeners = listeners(parsed, &endpoints, &protocols, findings);
    check_listener_names(parsed, &listeners, findings);
    let (controller_listeners, listeners): (Vec<_>, Vec<_>) =
        listeners.into_iter().partition(|listener| controller_names.contains(&listener.name));
    let inter_broker = inter_broker(parsed, values, &protocols, findings);
    let advertised = advertised(parsed, values, &endpoints, &controller_names, findings);
    let sockets = Sockets {
        listeners,
        controller_listeners,
        controller_listener_names: controller_names,
        advertised,
        inter_broker_listener: inter_broker,
    };
    // What follows compares names, and says nothing new while names are missing.
    if findings.0.len() == before {
        check_roles(&sockets, roles, standalone, findings);
    }
    (findings.0.len() == before).then_some(sockets)
}

fn endpoints(values: &Values, name: &'static str, findings: &mut Findings) -> Vec<Endpoint> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    for text in values.list(name) {
        match Endpoint::parse(text) {
            Ok(endpoint) if endpoints.iter().any(|earlier| earlier.name == endpoint.name) => {
                findings.conflict(&[name], format!("listener {} stands twice", endpoint.name));
            }
            Ok(endpoint) => endpoints.push(endpoint),
            Err(why) => findings.conflict(&[name], why),
        }
    }
    endpoints
}

/// Two listeners may share a port only if one has an IPv4 and the other an IPv6 address.
fn check_distinct(endpoints: &[Endpoint], findings: &mut Findings) {
    let mut by_port: BTreeMap<u16, Vec<&Endpoint>> = BTreeMap::new();
    for endpoint in endpoints.iter().filter(|endpoint| endpoint.port != 0) {
        by_port.entry(endpoint.port).or_default().push(endpoint);
    }
    let family = |endpoint: &Endpoint| {
        let address: std::net::IpAddr = endpoint.host.as_deref()?.parse().ok()?;
        Some(address.is_ipv6())
    };
    for (port, sharing) in by_port {
        let apart = match sharing[..] {
            [_] => true,
            [one, other] => matches!((family(one), family(other)), (Some(a), Some(b)) if a != b),
            _ => false,
        };
        if !apart {
            let names: Vec<&str> = sharing.iter().map(|endpoint| endpoint.name.as_str()).collect();
            findings.conflict(&[LISTENERS], format!("{} share port {port}", names.join(" and ")));
        }
    }
}

/// Each listener's protocol. Controller listeners are plaintext where nobody says anything about protocols.
fn protocols(
    parsed: &Parsed,
    values: &Values,
    endpoints: &[Endpoint],
    controllers: &[ListenerName],
    findings: &mut Findings,
) -> BTreeMap<ListenerName, SecurityProtocol> {
    let text = values.text(PROTOCOLS).unwrap_or_default();
    let mut map = match parse_protocol_map(text) {
        Ok(map) => map,
        Err(why) => {
            findings.conflict(&[PROTOCOLS], why);
            return BTreeMap::new();
        }
    };
    let secured = |name: &ListenerName| map.get(name).is_some_and(|p| *p != SecurityProtocol::Plaintext);
    let all_plain = !endpoints.iter().any(|endpoint| secured(&endpoint.name))
        && !controllers.iter().any(|name| SecurityProtocol::parse(name.as_str()).is_some());
    if !parsed.set.contains_key(PROTOCOLS) && all_plain {
        for name in controllers {
            map.entry(name.clone()).or_insert(SecurityProtocol::Plaintext);
        }
    }
    for name in controllers.iter().filter(|name| !map.contains_key(name)) {
        findings.conflict(&[PROTOCOLS], format!("has no protocol for the controller listener {name}"));
    }
    map
}

fn listeners(
    parsed: &Parsed,
    endpoints: &[Endpoint],
    protocols: &BTreeMap<ListenerName, SecurityProtocol>,
    findings: &mut Findings,
) -> Vec<Listener> {
    let mut listeners = Vec::new();
    for endpoint in endpoints {
        let name = &endpoint.name;
        let own = |config: &'static str| match parsed.of_listeners.get(&(name.clone(), config)) {
            Some(Value::Whole(number)) => u32::try_from(*number).ok(),
            Some(_) | None => None,
        };
        match protocols.get(name).copied() {
            None => findings.conflict(&[PROTOCOLS], format!("has no protocol for the listener {name}")),
            Some(protocol @ SecurityProtocol::Plaintext) => listeners.push(Listener {
                name: name.clone(),
                protocol,
                host: endpoint.host.clone(),
                port: endpoint.port,
                connections_max: own("max.connections"),
                connection_creation_rate_max: own("max.connection.creation.rate"),
            }),
            Some(protocol) => {
                let why = format!("listener {name} is refused: not built yet: {}", protocol.as_str());
                findings.conflict(&[LISTENERS], why);
            }
        }
    }
    listeners
}

/// A setting of a listener that does not exist is a slip of the pen.
fn check_listener_names(parsed: &Parsed, listeners: &[Listener], findings: &mut Findings) {
    for (name, config) in parsed.of_listeners.keys() {
        if !listeners.iter().any(|listener| listener.name == *name) {
            let why = format!("`{}{config}` is set, but there is no listener {name}", name.prefix());
            findings.conflict(&[LISTENERS], why);
        }
    }
}

fn inter_broker(
    parsed: &Parsed,
    values: &Values,
    protocols: &BTreeMap<ListenerName, SecurityProtocol>,
    findings: &mut Findings,
) -> ListenerName {
    const PROTOCOL: &str = "security.inter.broker.protocol";
    let protocol = values.text(PROTOCOL).unwrap_or_default();
    match values.text(INTER_BROKER).filter(|name| !name.is_empty()) {
        Some(name) => {
            if parsed.set.contains_key(PROTOCOL) {
                findings.conflict(&[INTER_BROKER, PROTOCOL], "only one of them may be set");
            }
            let name = ListenerName::new(name);
            if !protocols.contains_key(&name) {
                findings.conflict(&[INTER_BROKER, PROTOCOLS], format!("there is no protocol for {name}"));
            }
            name
        }
        None => ListenerName::new(protocol),
    }
}

fn advertised(
    parsed: &Parsed,
    values: &Values,
    endpoints: &[Endpoint],
    controllers: &[ListenerName],
    findings: &mut Findings,
) -> Vec<AdvertisedListener> {
    let set = parsed.set.contains_key(ADVERTISED);
    let chosen = if set { self::endpoints(values, ADVERTISED, findings) } else { endpoints.to_vec() };
    let known: BTreeSet<&ListenerName> = endpoints.iter().map(|endpoint| &endpoint.name).collect();
    let mut advertised = Vec::new();
    for Endpoint { name, host, port } in chosen {
        if !known.contains(&name) {
            findings.conflict(
                &[ADVERTISED, LISTENERS],
                format!("{name} is advertised, but there is no such listener"),
            );
        }
        let anywhere = matches!(host.as_deref(), Some("0.0.0.0"));
        if anywhere && !controllers.contains(&name) {
            let why = "0.0.0.0 is no address that a client can reach; set one that it can";
            findings.conflict(&[ADVERTISED], why);
        }
        if !controllers.contains(&name) {
            advertised.push(AdvertisedListener { name, host, port });
        }
    }
    advertised
}

/// Which listeners a process needs depends on what it is.
fn check_roles(sockets: &Sockets, roles: Roles, standalone: bool, findings: &mut Findings) {
    let controllers = &sockets.controller_listener_names;
    let listens =
        |name: &ListenerName| sockets.controller_listeners.iter().any(|listener| listener.name == *name);
    if roles.controller && !standalone && !controllers.iter().all(listens) {
        findings.conflict(&[CONTROLLERS, LISTENERS], "a controller must listen on all controller listeners");
    }
    if !roles.controller && !sockets.controller_listeners.is_empty() {
        let why = "a process that is no controller must not listen on a controller's listener";
        findings.conflict(&[LISTENERS, CONTROLLERS], why);
    }
    if !roles.broker {
        if !sockets.listeners.is_empty() {
            let why = "a process that is no broker may only listen on controller listeners";
            findings.conflict(&[LISTENERS, CONTROLLERS], why);
        }
        return;
    }
    if controllers.contains(&sockets.inter_broker_listener) {
        let why = "brokers must not talk to each other over a controller's listener";
        findings.conflict(&[INTER_BROKER, CONTROLLERS], why);
    } else if sockets.advertised.is_empty() {
        findings.conflict(&[ADVERTISED], "a broker must advertise at least one listener");
    } else if !sockets.advertised.iter().any(|listener| listener.name == sockets.inter_broker_listener) {
        let names: Vec<&str> = sockets.advertised.iter().map(|listener| listener.name.as_str()).collect();
        let why =
            format!("{} must be advertised; there is {}", sockets.inter_broker_listener, names.join(", "));
        findings.conflict(&[INTER_BROKER, ADVERTISED], why);
    }
}
