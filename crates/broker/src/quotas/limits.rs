//! Which quota holds for a user and a client id. Pure.
//!
//! The first of these that there is, for each kind by itself: user and client id; user and any client id; user; any
//! user and client id; any user and any client id; any user; client id; any client id.

use std::{collections::BTreeMap, net::IpAddr};

use moldau_meta::{
    ClientQuotaEntity,
    decide::{QUOTA_CLIENT_ID, QUOTA_IP, QUOTA_USER},
};

use super::{Client, Kind};

/// How many connections a second may come from an address.
const CONNECTION_RATE: &str = "connection_creation_rate";

/// All quotas.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    kinds: BTreeMap<Kind, KindLimits>,
    addresses: BTreeMap<IpAddr, f64>,
    any_address: Option<f64>,
}

/// The quotas of one kind.
#[derive(Debug, Default)]
struct KindLimits {
    users: BTreeMap<Box<str>, ClientLimits>,
    any_user: ClientLimits,
    no_user: ClientLimits,
}

/// The quotas of one user, of any, or of none.
#[derive(Debug, Default)]
struct ClientLimits {
    ids: BTreeMap<Box<str>, f64>,
    any_id: Option<f64>,
    no_id: Option<f64>,
}

/// A quota that holds, and what it is measured by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    /// Per second.
    pub(crate) limit: f64,
    /// Each user has its own measure.
    pub(crate) by_user: bool,
    /// Each client id has its own measure.
    pub(crate) by_client: bool,
}

impl Limits {
    /// From the metadata. What Kafka would not act on is left out.
    pub(crate) fn of<'a, V>(quotas: impl IntoIterator<Item = (&'a ClientQuotaEntity, V)>) -> Self
    where
        V: IntoIterator<Item = (&'a str, f64)>,
    {
        let mut limits = Self::default();
        for (entity, values) in quotas {
            let part = |kind| Part::of(entity, kind);
            let (user, id, address) = (part(QUOTA_USER), part(QUOTA_CLIENT_ID), part(QUOTA_IP));
            for (key, limit) in values {
                if address != Part::Absent {
                    if key == CONNECTION_RATE {
                        limits.set_address(address, limit);
                    }
                } else if (user, id) != (Part::Absent, Part::Absent)
                    && let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.key() == key)
                {
                    limits.kinds.entry(kind).or_default().set(user, id, limit);
                }
            }
        }
        limits
    }

    /// There is no quota at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.addresses.is_empty() && self.any_address.is_none()
    }

    /// There is a quota of this kind.
    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.kinds.contains_key(&kind)
    }

    /// The quota that holds for a client.
    pub(crate) fn find(&self, kind: Kind, client: Client<'_>) -> Option<Found> {
        self.kinds.get(&kind)?.find(client)
    }

    /// How many connections a second may come from an address.
    pub(crate) fn connections_from(&self, address: IpAddr) -> Option<f64> {
        self.addresses.get(&address.to_canonical()).copied().or(self.any_address)
    }

    fn set_address(&mut self, address: Part<'_>, limit: f64) {
        match address {
            Part::Absent => {}
            Part::Any => self.any_address = Some(limit),
            Part::Named(name) => {
                if let Ok(address) = name.parse::<IpAddr>() {
                    self.addresses.insert(address.to_canonical(), limit);
                }
            }
        }
    }
}

/// What an entity says of one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    /// Nothing.
    Absent,
    /// It is the default of the type.
    Any,
    /// It is this one.
    Named(&'a str),
}

impl<'a> Part<'a> {
    fn of(entity: &'a ClientQuotaEntity, kind: &str) -> Self {
        match entity.0.iter().find(|(part, _)| **part == *kind) {
            None => Self::Absent,
            Some((_, None)) => Self::Any,
            Some((_, Some(name))) => Self::Named(name),
        }
    }
}

impl KindLimits {
    fn set(&mut self, user: Part<'_>, id: Part<'_>, limit: f64) {
        let clients = match user {
            Part::Absent => &mut self.no_user,
            Part::Any => &mut self.any_user,
            Part::Named(user) => self.users.entry(user.into()).or_default(),
        };
        match id {
            Part::Absent => clients.no_id = Some(limit),
            Part::Any => clients.any_id = Some(limit),
            Part::Named(id) => {
                clients.ids.insert(id.into(), limit);
            }
        }
    }

    fn find(&self, client: Client<'_>) -> Option<Found> {
        let own = self.users.get(client.user);
        for clients in own.into_iter().chain([&self.any_user]) {
            let by_both = |limit| Found { limit, by_user: true, by_client: true };
            if let Some(limit) = clients.ids.get(client.id) {
                return Some(by_both(*limit));
            }
            match clients.any_id {
                Some(limit) if !client.id.is_empty() => return Some(by_both(limit)),
                // Kafka measures a client without an id by its user then, and takes the user's own quota.
                Some(_) => return own.and_then(|own| own.no_id).or(self.any_user.no_id).map(by_user),
                None => {}
            }
            if let Some(limit) = clients.no_id {
                return Some(by_user(limit));
            }
        }
        let of_client = self.no_user.ids.get(client.id).copied().or(self.no_user.any_id)?;
        (!client.id.is_empty()).then_some(Found { limit: of_client, by_user: false, by_client: true })
    }
}

const fn by_user(limit: f64) -> Found {
    Found { limit, by_user: true, by_client: false }
}

#[cfg(test)]
mod tests;
