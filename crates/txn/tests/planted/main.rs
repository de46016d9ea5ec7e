//! The model finds bugs that Kafka had. A binary of its own: a planted bug is there for the whole process.

#![cfg(feature = "planted")]
#![expect(
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

#[path = "../it/world.rs"]
mod world;

#[test]
fn the_model_finds_every_planted_bug() {
    for name in ["no-epoch-bump-at-end", "end-retry-taken-as-new", "abort-without-fence"] {
        moldau_ids::planted::plant(name).expect("a bug of that name");
        let found = (1..=200).find_map(|seed| world::run(seed, 1000).err());
        println!("{name}: {found:?}");
        assert!(found.is_some(), "not found: {name}");
    }
}
