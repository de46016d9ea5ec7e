//! How many connections, from where, how fast. Pure: takes the time, says what is to be done.
//!
//! Kafka's behaviour: over `max.connections` (of the node or of a listener) or over
//! `max.connection.creation.rate`, an accepted connection waits; the listener that brokers talk over is exempt
//! from the node's limit if there is another, and for each that comes over it then, the least recently used
//! connection of the other listeners is closed. Over `max.connections.per.ip`, it is closed at once; over the address's
//! quota of new connections, it is kept waiting unserved and closed then.

use std::{collections::HashMap, net::IpAddr};

use moldau_ids::MonotonicMs;

/// The limits. `u32::MAX` is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConnectionLimits {
    /// `max.connections`: on all listeners together.
    pub(crate) total_max: u32,
    /// `max.connections.per.ip`: from one address.
    pub(crate) per_address_max: u32,
    /// `max.connections.per.ip.overrides`: instead, for these addresses.
    pub(crate) address_overrides: HashMap<IpAddr, u32>,
    /// `max.connection.creation.rate`: new connections a second on all listeners together.
    pub(crate) creation_rate_max: u32,
    /// Per listener, in the listeners' order.
    pub(crate) listeners: Vec<ListenerLimits>,
}

/// The limits of one listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListenerLimits {
    /// `listener.name.<name>.max.connections`.
    pub(crate) max: u32,
    /// `listener.name.<name>.max.connection.creation.rate`.
    pub(crate) creation_rate_max: u32,
    /// It is the one that brokers talk over.
    pub(crate) inter_broker: bool,
}

impl Default for ListenerLimits {
    fn default() -> Self {
        Self { max: u32::MAX, creation_rate_max: u32::MAX, inter_broker: false }
    }
}

/// What is to be done with a connection that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It is counted; [`Admissions::release`] when it ends.
    Admitted,
    /// It waits until another one ends.
    WaitForRoom,
    /// It waits so many milliseconds.
    WaitMs(u64),
    /// It is closed: too many from this address.
    Refused,
    /// It is closed after so many milliseconds: too many from this address lately.
    RefusedAfterMs(u64),
}

/// The connections there are, and how fast they came.
#[derive(Debug)]
pub(crate) struct Admissions {
    limits: ConnectionLimits,
    total: u32,
    by_listener: Vec<u32>,
    by_address: HashMap<IpAddr, u32>,
    rate: Bucket,
    listener_rates: Vec<Bucket>,
}

/// A token bucket that holds one second's worth, in thousandths of a connection.
#[derive(Debug)]
struct Bucket {
    per_second: u32,
    thousandths: u64,
    filled: MonotonicMs,
}

impl Admissions {
    pub(crate) fn new(limits: ConnectionLimits, now: MonotonicMs) -> Self {
        let rates = limits.listeners.iter().map(|limits| Bucket::new(limits.creation_rate_max, now));
        Self {
            total: 0,
            by_listener: vec![0; limits.listeners.len()],
            by_address: HashMap::new(),
            rate: Bucket::new(limits.creation_rate_max, now),
            listener_rates: rates.collect(),
            limits,
        }
    }

    /// Decides on a connection from `address` on a listener; counts it if it is admitted. `exceeds` is asked once the
    /// connection need not wait: for how long the address is over its own rate.
    pub(crate) fn admit(
        &mut self,
        listener: usize,
        address: IpAddr,
        now: MonotonicMs,
        exceeds: impl FnOnce() -> Option<u64>,
    ) -> Admission {
        let limits = self.limits.listeners.get(listener).copied().unwrap_or_default();
        let exempt = self.is_protected(listener);
        let here = self.by_listener.get(listener).copied().unwrap_or(0);
        if here >= limits.max || (self.total >= self.limits.total_max && !exempt) {
            return Admission::WaitForRoom;
        }
        let wait = self.rate.wait_ms(now);
        let listener_rate = self.listener_rates.get_mut(listener);
        let wait = wait.max(listener_rate.map_or(0, |rate| rate.wait_ms(now)));
        if wait > 0 {
            return Admission::WaitMs(wait);
        }
        self.take_rate(listener);
        if let Some(wait) = exceeds() {
            return Admission::RefusedAfterMs(wait);
        }
        let from_there = self.by_address.get(&address).copied().unwrap_or(0);
        let most = self.limits.address_overrides.get(&address).copied();
        if from_there >= most.unwrap_or(self.limits.per_address_max) {
            return Admission::Refused;
        }
        self.total += 1;
        if let Some(count) = self.by_listener.get_mut(listener) {
            *count += 1;
        }
        *self.by_address.entry(address).or_default() += 1;
        Admission::Admitted
    }

    /// An admitted connection has ended.
    pub(crate) fn release(&mut self, listener: usize, address: IpAddr) {
        self.total = self.total.checked_sub(1).expect("only an admitted connection is released");
        if let Some(count) = self.by_listener.get_mut(listener) {
            *count -= 1;
        }
        if let Some(count) = self.by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                self.by_address.remove(&address);
            }
        }
    }

    /// Other limits from now on. Who is there stays counted.
    pub(crate) fn set_limits(&mut self, limits: ConnectionLimits, now: MonotonicMs) {
        self.rate.set_rate(limits.creation_rate_max, now);
        for (rate, limits) in self.listener_rates.iter_mut().zip(&limits.listeners) {
            rate.set_rate(limits.creation_rate_max, now);
        }
        self.limits = limits;
    }

    /// How many connections there are over the node's limit.
    pub(crate) fn excess(&self) -> usize {
        usize::try_from(self.total.saturating_sub(self.limits.total_max)).unwrap_or(usize::MAX)
    }

    /// Whether a listener's connections may come over the node's limit, and are not closed for it.
    pub(crate) fn is_protected(&self, listener: usize) -> bool {
        self.limits.listeners.len() > 1
            && self.limits.listeners.get(listener).is_some_and(|limits| limits.inter_broker)
    }

    fn take_rate(&mut self, listener: usize) {
        self.rate.take();
        if let Some(rate) = self.listener_rates.get_mut(listener) {
            rate.take();
        }
    }
}

impl Bucket {
    fn new(per_second: u32, now: MonotonicMs) -> Self {
        Self { per_second, thousandths: u64::from(per_second) * 1_000, filled: now }
    }

    /// Milliseconds until the next connection may come; 0 if it may come now.
    fn wait_ms(&mut self, now: MonotonicMs) -> u64 {
        let rate = u64::from(self.per_second);
        let gained = now.since(self.filled).saturating_mul(rate);
        self.thousandths = self.thousandths.saturating_add(gained).min(rate.max(1) * 1_000);
        self.filled = now;
        let missing = 1_000_u64.saturating_sub(self.thousandths);
        // A rate of 0 lets nobody in: look again in a second, it may have been changed.
        if rate == 0 { 1_000 } else { missing.div_ceil(rate) }
    }

    fn set_rate(&mut self, per_second: u32, now: MonotonicMs) {
        if self.per_second != per_second {
            *self = Self::new(per_second, now);
        }
    }

    fn take(&mut self) {
        self.thousandths = self.thousandths.saturating_sub(1_000);
    }
}

#[cfg(test)]
mod tests;
