use super::*;

#[test]
fn frames_are_cut_when_they_are_whole() {
    let decoder = FrameDecoder::new(100);
    let mut buffer = BytesMut::from(&[0, 0, 0][..]);
    assert_eq!(decoder.next(&mut buffer), Ok(Progress::NeedSize));
    buffer.extend_from_slice(&[3, b'a', b'b']);
    assert_eq!(decoder.next(&mut buffer), Ok(Progress::NeedBody { size: 3, missing: 1 }));
    buffer.extend_from_slice(&[b'c', 0, 0, 0, 0, 9]);
    assert_eq!(decoder.next(&mut buffer), Ok(Progress::Frame(Bytes::from_static(b"abc"))));
    assert_eq!(decoder.next(&mut buffer), Ok(Progress::Frame(Bytes::new())));
    assert_eq!(&buffer[..], &[9]);
}

#[test]
fn lengths_are_checked_before_the_body_is_there() {
    let next = |bytes: &[u8]| FrameDecoder::new(100).next(&mut BytesMut::from(bytes));
    assert_eq!(next(&[0xff, 0xff, 0xff, 0xff]), Err(FrameError::Negative(-1)));
    assert_eq!(next(&[0, 0, 0, 101]), Err(FrameError::TooLarge { size: 101, max: 100 }));
    assert_eq!(next(&[0, 0, 0, 100]), Ok(Progress::NeedBody { size: 100, missing: 100 }));
}
