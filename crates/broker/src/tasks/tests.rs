use std::io;

use moldau_disk::ManualClock;

use super::*;

fn set() -> (TaskSet, Env) {
    let set = TaskSet::new(Handle::current(), &Registry::default());
    (set, Env::seeded(Arc::new(ManualClock::default()), 1))
}

#[tokio::test(start_paused = true)]
async fn a_task_that_returns_in_time_is_not_dropped() {
    let (set, env) = set();
    let stopping = set.stopping().clone();
    set.spawn("polite", OnError::Log, async move {
        stopping.cancelled().await;
        Ok::<_, io::Error>(())
    });
    assert_eq!(set.drain(&env, Duration::from_secs(1)).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_task_that_does_not_return_is_dropped_and_named() {
    let (set, env) = set();
    for _ in 0..2 {
        set.spawn("deaf", OnError::Log, std::future::pending::<Result<(), io::Error>>());
    }
    let undrained = set.drain(&env, Duration::from_secs(1)).await.unwrap_err();
    assert_eq!(undrained.tasks, BTreeMap::from([("deaf", 2)]));
    set.0.tracker.wait().await;
}

#[tokio::test(start_paused = true)]
async fn the_first_failure_or_panic_that_matters_is_told() {
    let (set, _) = set();
    set.spawn("harmless", OnError::Log, async { Err(io::Error::other("ignored")) });
    set.0.tracker.close();
    set.0.tracker.wait().await;
    set.spawn("vital", OnError::StopNode, async {
        assert!(set_is_empty(), "boom");
        Ok::<_, io::Error>(())
    });
    let failed = set.failed().await;
    assert_eq!(failed, TaskFailed { name: "vital", error: "panic: boom".to_owned() });
}

fn set_is_empty() -> bool {
    false
}
