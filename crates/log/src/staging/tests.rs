//! Every position and length leaves the file as one plain write would.

use std::{path::Path, sync::Arc};

use moldau_disk::{Disk, ManualClock, OpenMode, SimDisk, read_exact_at};
use proptest::prelude::*;

use super::*;

fn check(before: &[u8], cuts: &[usize], position: u64) {
    let disk = SimDisk::new(1, Arc::new(ManualClock::default()));
    let path = Path::new("/records");
    let cached = disk.open(path, OpenMode::Create).expect("opened");
    cached.write_all_at(&[IoSlice::new(before)], 0).expect("written");
    let direct = disk.open(path, OpenMode::WriteDirect).expect("opened");
    let parts: Vec<Vec<u8>> = cuts
        .iter()
        .enumerate()
        .map(|(at, len)| vec![u8::try_from(at % 251 + 1).expect("small"); *len])
        .collect();
    let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let doors = Doors { cached: &*cached, direct: &*direct };
    write(&doors, &slices, position, &mut Staging::default()).expect("written");
    let mut expected = before.to_vec();
    let start = usize::try_from(position).expect("small");
    let bytes = slices.concat();
    expected.resize(expected.len().max(start + bytes.len()), 0);
    expected[start..start + bytes.len()].copy_from_slice(&bytes);
    assert_eq!(cached.len().expect("a length"), expected.len() as u64);
    let mut found = vec![0; expected.len()];
    read_exact_at(&*cached, &mut found, 0).expect("read");
    assert!(found == expected, "position {position}, parts {cuts:?}");
}

#[test]
fn edges() {
    for position in [0, 1, 4095, 4096, 4097] {
        for len in [0, 1, 4095, 4096, 4097, 8191, 8192, 12_289, STAGING_BYTES, STAGING_BYTES + 4097] {
            check(&vec![9; usize::try_from(position).expect("small")], &[len], position);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_parts(cuts in prop::collection::vec(0_usize..9_000, 0..12), position in 0_u64..20_000, behind in 0_usize..9_000) {
        let before = vec![7; usize::try_from(position).expect("small") + behind];
        check(&before, &cuts, position);
    }
}
