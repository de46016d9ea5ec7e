//! The nearest known word: what somebody probably meant.

/// The candidate closest to `word`, if it is close enough to be worth saying: at most a third of the word differs.
pub(crate) fn nearest(word: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let limit = (word.chars().count() / 3).clamp(1, 6);
    candidates
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= limit)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many characters must be inserted, deleted, replaced or swapped with their neighbour (optimal string alignment).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let width = right.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let mut left_before = None;
    for (row, letter) in left.chars().enumerate() {
        let mut current = Vec::with_capacity(width);
        current.push(row + 1);
        let mut right_before = None;
        for (column, &other) in right.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX);
            let replaced = at(&above, column) + usize::from(letter != other);
            let mut least = replaced.min(at(&above, column + 1) + 1).min(at(&current, column) + 1);
            if left_before == Some(other) && right_before == Some(letter) && column > 0 {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
            right_before = Some(other);
        }
        before = std::mem::replace(&mut above, current);
        left_before = Some(letter);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (left, right, expected) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "abd", 1),
            ("abc", "acb", 1),
            ("abc", "", 3),
            ("log.dir", "log.dirs", 1),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
            assert_eq!(distance(right, left), expected, "{right} {left}");
        }
    }

    #[test]
    fn far_words_are_not_suggested() {
        let words = || ["log.dirs", "node.id", "listeners"].into_iter();
        assert_eq!(nearest("log.dris", words()), Some("log.dirs"));
        assert_eq!(nearest("listners", words()), Some("listeners"));
        assert_eq!(nearest("zookeeper.connect", words()), None);
    }
}
