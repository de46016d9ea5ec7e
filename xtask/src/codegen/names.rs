//! Kafka's names as Rust spells them.

/// `MaxWaitMs` becomes `max_wait_ms`, `ISRNodes` becomes `isr_nodes`.
pub(super) fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(index + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// A field's name, escaped where Rust has the word already.
pub(super) fn field_name(name: &str) -> String {
    let snake = snake_case(name);
    if ["type", "match", "ref", "self", "where", "use"].contains(&snake.as_str()) {
        format!("r#{snake}")
    } else {
        snake
    }
}

/// `OFFSET_OUT_OF_RANGE` becomes `OffsetOutOfRange`.
pub(super) fn camel_case(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters.map(|letter| letter.to_ascii_lowercase())).collect::<Vec<_>>()
        })
        .collect()
}
