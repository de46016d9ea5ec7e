//! A broker's life towards the controller: registered, unfenced, alive, stopping (KIP-631).

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use moldau_ids::{BrokerEpoch, NodeId, Uuid};
use moldau_meta::{Answer, Command, Endpoint, FEATURES, Refusal};
use moldau_wire::messages::broker_registration_request::{Feature, Listener};
use moldau_wire::messages::{BrokerHeartbeatRequest, BrokerHeartbeatResponse, BrokerRegistrationRequest};
use moldau_wire::{ErrorCode, Str};
use tokio_util::sync::CancellationToken;

use super::Controller;
use crate::env::Env;

/// How soon a heartbeat that waits for something is repeated.
const SOON: Duration = Duration::from_millis(10);

/// What a broker says of itself when it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its number.
    pub node_id: NodeId,
    /// Drawn anew at every start.
    pub incarnation: Uuid,
    /// Where clients and brokers reach it.
    pub endpoints: Vec<Endpoint>,
    /// Its failure zone.
    pub rack: Option<Str>,
    /// The ids of its log directories that are online.
    pub log_dirs: Vec<Uuid>,
    /// The epoch of the registration under which it stopped in order, if it did (KIP-966).
    pub previous_epoch: Option<i64>,
}

/// The controller does not take the broker.
#[derive(Debug, thiserror::Error)]
pub enum LifecycleError {
    /// It said why.
    #[error("the controller refuses the {step} of broker {id}")]
    Refused {
        /// What the broker asked for.
        step: &'static str,
        /// The broker.
        id: NodeId,
        /// Why.
        #[source]
        source: Refusal,
    },
    /// The answer is to another question: a bug.
    #[error("the controller answers the {0} with something else")]
    Answer(&'static str),
}

/// A registered broker. Its partitions have no leader until [`BrokerLifecycle::unfence`].
#[derive(Debug)]
pub struct BrokerLifecycle {
    controller: Controller,
    env: Env,
    id: NodeId,
    epoch: BrokerEpoch,
    stopping: AtomicBool,
}

impl BrokerLifecycle {
    /// Registers this incarnation; the one before it leads nothing from then on. Returns when the registration is
    /// committed and in the metadata.
    pub async fn register(
        controller: Controller,
        env: Env,
        registration: Registration,
    ) -> Result<Self, LifecycleError> {
        let id = registration.node_id;
        let cluster_id = controller.metadata().load().image.cluster_id().clone();
        let listeners = registration.endpoints.into_iter().map(|endpoint| Listener {
            name: endpoint.name,
            host: endpoint.host,
            port: endpoint.port,
            security_protocol: endpoint.security_protocol,
            ..Default::default()
        });
        let features = FEATURES.iter().map(|feature| Feature {
            name: Str::from(feature.name),
            min_supported_version: feature.min,
            max_supported_version: feature.max,
            ..Default::default()
        });
        let request = BrokerRegistrationRequest {
            broker_id: id.get(),
            cluster_id,
            incarnation_id: registration.incarnation,
            listeners: listeners.collect(),
            features: features.collect(),
            rack: registration.rack,
            log_dirs: registration.log_dirs,
            previous_broker_epoch: registration.previous_epoch.unwrap_or(-1),
            ..Default::default()
        };
        let answer = controller.submit(Command::RegisterBroker(request)).await;
        let answer = answer.map_err(|source| LifecycleError::Refused { step: "registration", id, source })?;
        let Answer::RegisterBroker(response) = answer else {
            return Err(LifecycleError::Answer("registration"));
        };
        let epoch = BrokerEpoch(response.broker_epoch);
        Ok(Self { controller, env, id, epoch, stopping: AtomicBool::new(false) })
    }

    /// The registration's epoch: what the broker's requests to the controller carry.
    pub const fn epoch(&self) -> BrokerEpoch {
        self.epoch
    }

    /// Says that the broker lives, and which of its directories have failed.
    pub async fn heartbeat(
        &self,
        offline_log_dirs: Vec<Uuid>,
    ) -> Result<BrokerHeartbeatResponse, LifecycleError> {
        let seen = self.controller.metadata().load().next_offset.get();
        let request = BrokerHeartbeatRequest {
            broker_id: self.id.get(),
            broker_epoch: self.epoch.get(),
            current_metadata_offset: seen - 1,
            want_fence: false,
            want_shut_down: self.stopping.load(Ordering::Acquire),
            offline_log_dirs,
            ..Default::default()
        };
        let answer = self.controller.submit(Command::Heartbeat(request)).await;
        let refused = |source| LifecycleError::Refused { step: "heartbeat", id: self.id, source };
        let Answer::Heartbeat(response) = answer.map_err(refused)? else {
            return Err(LifecycleError::Answer("heartbeat"));
        };
        Ok(response)
    }

    /// Asks for leadership: the broker's logs are ready. Returns when the metadata says so.
    pub async fn unfence(&self) -> Result<(), LifecycleError> {
        while self.heartbeat(Vec::new()).await?.is_fenced {
            self.env.sleep(SOON).await;
        }
        Ok(())
    }

    /// Heartbeats every `interval` until `stopped`. A controller that does not answer in time, or has just changed, is
    /// asked again; a registration that is no longer the present one ends this.
    pub async fn keep_alive(
        &self,
        interval: Duration,
        stopped: CancellationToken,
    ) -> Result<(), LifecycleError> {
        loop {
            tokio::select! {
                biased;
                () = stopped.cancelled() => return Ok(()),
                () = self.env.sleep(interval) => {}
            }
            match self.heartbeat(Vec::new()).await {
                Err(LifecycleError::Refused { source, .. })
                    if matches!(source.code, ErrorCode::RequestTimedOut | ErrorCode::NotController) =>
                {
                    tracing::warn!(broker = self.id.get(), %source, "heartbeat without an answer");
                }
                Err(error) => return Err(error),
                Ok(_) => {}
            }
        }
    }

    /// Gives up all leadership, so that clients look elsewhere before the sockets close. Returns when the controller
    /// lets the broker go. The caller sets the bound.
    pub async fn shut_down(&self) -> Result<(), LifecycleError> {
        self.stopping.store(true, Ordering::Release);
        while !self.heartbeat(Vec::new()).await?.should_shut_down {
            self.env.sleep(SOON).await;
        }
        Ok(())
    }
}
