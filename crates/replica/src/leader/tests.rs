use proptest::prelude::*;

use super::*;

fn at(raw: i64) -> Offset {
    Offset::new(raw).expect("not negative")
}

fn start(replicas: &[i32], isr: &[i32], min_insync_replicas: usize) -> LeaderStart {
    LeaderStart {
        node: NodeId(1),
        epoch: LeaderEpoch(5),
        replicas: replicas.iter().copied().map(NodeId).collect(),
        isr: isr.iter().copied().map(NodeId).collect(),
        min_insync_replicas,
        durability: Durability::Durable,
        high_watermark: Offset::ZERO,
        log_end: Offset::ZERO,
        written_end: Offset::ZERO,
        durable_end: Offset::ZERO,
    }
}

#[test]
fn alone_the_watermark_follows_the_sync_and_not_the_write() {
    let mut leader = Leader::new(start(&[1], &[1], 1));
    assert_eq!(leader.on_local_progress(at(10), at(0)), None);
    assert_eq!(leader.on_local_progress(at(10), at(10)), Some(at(10)));
}

#[test]
fn relaxed_follows_the_write() {
    let mut leader = Leader::new(LeaderStart { durability: Durability::Relaxed, ..start(&[1], &[1], 1) });
    assert_eq!(leader.on_local_progress(at(10), at(0)), Some(at(10)));
}

#[test]
fn relaxed_to_durable_waits_for_the_sync_and_never_moves_back() {
    let mut leader = Leader::new(LeaderStart { durability: Durability::Relaxed, ..start(&[1], &[1], 1) });
    leader.on_local_progress(at(10), at(0));
    assert_eq!(leader.on_config(1, Durability::Durable), None);
    assert_eq!(leader.high_watermark(), at(10));
    assert_eq!(leader.on_local_progress(at(12), at(11)), Some(at(11)));
}

#[test]
fn the_slowest_in_sync_follower_decides() {
    let mut leader = Leader::new(start(&[1, 2, 3], &[1, 2, 3], 2));
    assert_eq!(leader.on_local_progress(at(10), at(10)), None);
    assert_eq!(leader.on_follower_fetch(NodeId(2), at(10)), None);
    assert_eq!(leader.on_follower_fetch(NodeId(3), at(4)), Some(at(4)));
    assert_eq!(leader.on_isr(vec![NodeId(1), NodeId(2)]), Some(at(10)));
}

#[test]
fn below_min_insync_it_is_frozen() {
    let mut leader = Leader::new(start(&[1, 2], &[1], 2));
    assert_eq!(leader.check_acks(), AckCheck::NotEnoughReplicas);
    assert_eq!(leader.on_local_progress(at(10), at(10)), None);
    assert_eq!(leader.on_follower_fetch(NodeId(2), at(10)), None);
    assert_eq!(leader.on_isr(vec![NodeId(1), NodeId(2)]), Some(at(10)));
}

#[test]
fn min_insync_counts_no_higher_than_the_replicas() {
    assert_eq!(Leader::new(start(&[1], &[1], 3)).check_acks(), AckCheck::Enough);
}

#[test]
fn a_stranger_changes_nothing() {
    let mut leader = Leader::new(start(&[1, 2], &[1, 2], 1));
    leader.on_local_progress(at(3), at(3));
    assert_eq!(leader.on_follower_fetch(NodeId(9), at(3)), None);
}

#[derive(Debug, Clone)]
enum Step {
    Local(u8, u8),
    Fetch(u8, u8),
    Isr(u8),
    Config(u8, bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Step::Local(a.max(b), a.min(b))),
        (2..5_u8, any::<u8>()).prop_map(|(node, end)| Step::Fetch(node, end)),
        (0..8_u8).prop_map(Step::Isr),
        (1..4_u8, any::<bool>()).prop_map(|(min, relaxed)| Step::Config(min, relaxed)),
    ]
}

proptest! {
    #[test]
    fn the_watermark_never_moves_back_nor_beyond_what_is_held(steps in proptest::collection::vec(step(), 1..60)) {
        let mut leader = Leader::new(start(&[1, 2, 3, 4], &[1, 2, 3], 2));
        let mut before = leader.high_watermark();
        for step in steps {
            let moved = match step {
                Step::Local(written, durable) => leader.on_local_progress(at(written.into()), at(durable.into())),
                Step::Fetch(node, end) => leader.on_follower_fetch(NodeId(node.into()), at(end.into())),
                Step::Isr(bits) => {
                    let others = (0..3).filter(|bit| bits & (1 << bit) != 0).map(|bit| NodeId(bit + 2));
                    leader.on_isr(std::iter::once(NodeId(1)).chain(others).collect())
                }
                Step::Config(min, relaxed) => leader.on_config(
                    min.into(),
                    if relaxed { Durability::Relaxed } else { Durability::Durable },
                ),
            };
            let now = leader.high_watermark();
            prop_assert!(before <= now);
            prop_assert_eq!(moved, (before < now).then_some(now));
            if let Some(new) = moved {
                prop_assert!(new <= leader.local_end());
                prop_assert_eq!(leader.check_acks(), AckCheck::Enough);
                for node in leader.isr().iter().filter(|node| **node != NodeId(1)) {
                    prop_assert!(leader.follower_ends.get(node).is_some_and(|end| new <= *end));
                }
            }
            before = now;
        }
    }
}
