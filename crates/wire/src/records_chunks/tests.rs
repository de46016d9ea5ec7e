use super::*;
use crate::codec::{EncodedFrame, Encoder, Field};

/// So many bytes somewhere.
#[derive(Debug)]
struct Somewhere(usize);

impl ForeignBytes for Somewhere {
    fn len(&self) -> usize {
        self.0
    }
}

fn foreign(len: usize) -> Arc<dyn ForeignBytes> {
    Arc::new(Somewhere(len))
}

fn encoded(records: &Records) -> EncodedFrame {
    let mut encoder = Encoder::framed(0);
    records.write(&mut encoder, 0).expect("written");
    encoder.put(b"end");
    encoder.finish().expect("finished")
}

#[test]
fn bytes_elsewhere_are_passed_on_in_their_place_and_counted() {
    let somewhere = foreign(100);
    let mut records = Records::from(Bytes::from_static(b"abc"));
    records.push_foreign(Arc::clone(&somewhere));
    records.push_foreign(foreign(0));
    records.push(Bytes::from_static(b"de"));
    assert_eq!((records.len(), records.chunks().count()), (105, 3));

    let frame = encoded(&records);
    assert_eq!(frame.len(), 4 + 4 + 105 + 3);
    let [Chunk::Memory(before), Chunk::Foreign(sent), Chunk::Memory(after)] = frame.chunks() else {
        panic!("{frame:?}")
    };
    assert_eq!(before, &Bytes::from_static(b"\0\0\0\x70\0\0\0\x69abc"));
    assert!(Arc::ptr_eq(sent, &somewhere));
    assert_eq!(after, &Bytes::from_static(b"deend"));
    let known: Arc<dyn Any + Send + Sync> = Arc::clone(sent) as _;
    assert_eq!(known.downcast::<Somewhere>().expect("what was put in").0, 100);
}

#[test]
fn few_bytes_elsewhere_are_not_taken_for_a_slice_to_copy() {
    let mut records = Records::EMPTY;
    records.push_foreign(foreign(1));
    let frame = encoded(&records);
    assert!(matches!(frame.chunks(), [Chunk::Memory(_), Chunk::Foreign(_), Chunk::Memory(_)]), "{frame:?}");
}

#[test]
fn bytes_elsewhere_are_equal_to_themselves_only() {
    let mut one = Records::from(Bytes::from_static(b"abc"));
    one.push_foreign(foreign(3));
    let mut other = Records::from(Bytes::from_static(b"abc"));
    other.push_foreign(foreign(3));
    assert_eq!(one, one.clone());
    assert_ne!(one, other);
    assert_ne!(one, Records::from(Bytes::from_static(b"abcdef")));
}

#[test]
#[should_panic(expected = "outside of memory")]
fn bytes_elsewhere_are_never_taken_for_bytes_at_hand() {
    let mut records = Records::from(Bytes::from_static(b"abc"));
    records.push_foreign(foreign(3));
    drop(records.to_bytes());
}
