//! Java's `.properties` notation, as `java.util.Properties.load` reads it.
//!
//! Comments begin with `#` or `!`; a key ends at the first unescaped `=`, `:` or blank; a backslash at the end of a line
//! joins the next one, whose leading blanks are dropped; `\t \n \r \f` and `\u` with four digits are understood, any other escaped character
//! stands for itself. Where a key occurs twice the last value holds, as in Java, and the earlier line is reported.
//!
//! Two differences: Java reads bytes as Latin-1, this reads UTF-8 text, which is what operators write; and a lone backslash
//! that ends the file is nothing here, where Java makes a property without a name of it.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

/// One key and its value, with the line (from 1) on which the key stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Property {
    /// Everything before the separator, unescaped.
    pub key: String,
    /// Everything after it, unescaped; trailing blanks are kept.
    pub value: String,
    /// The line of the key, counted from 1.
    pub line: usize,
}

impl fmt::Debug for Property {
    /// Without the value, which may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Property({} at line {})", self.key, self.line)
    }
}

/// A key that an earlier line had set already: that line has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The key that occurs twice.
    pub key: String,
    /// The line without effect, counted from 1.
    pub earlier: usize,
    /// The line that holds, counted from 1.
    pub later: usize,
}

/// The text is not in `.properties` notation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: `\\u` must be followed by four hexadecimal digits")]
pub struct PropertiesError {
    /// The first line of the property, counted from 1.
    pub line: usize,
}

/// A parsed file: each key once, in the order of the lines that hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    /// Each key once, with the value of its last line.
    pub entries: Vec<Property>,
    /// The lines without effect.
    pub duplicates: Vec<Duplicate>,
}

impl Properties {
    /// Reads a whole file.
    pub fn parse(text: &str) -> Result<Self, PropertiesError> {
        let mut last: BTreeMap<String, Property> = BTreeMap::new();
        let mut duplicates = Vec::new();
        for (line, content) in logical_lines(text) {
            let (key, value) = split(&content).ok_or(PropertiesError { line })?;
            let property = Property { key: key.clone(), value, line };
            if let Some(earlier) = last.insert(key.clone(), property) {
                duplicates.push(Duplicate { key, earlier: earlier.line, later: line });
            }
        }
        let mut entries: Vec<Property> = last.into_values().collect();
        entries.sort_by_key(|property| property.line);
        Ok(Self { entries, duplicates })
    }

    /// The value of `key`, if it is set.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.iter().find(|property| property.key == key).map(|property| property.value.as_str())
    }
}

/// Writes one property such that [`Properties::parse`] reads it back unchanged. No newline at the end.
pub fn write_property(key: &str, value: &str) -> String {
    let mut line = String::with_capacity(key.len() + value.len() + 1);
    for letter in key.chars() {
        match letter {
            ' ' | '=' | ':' | '#' | '!' => line.extend(['\\', letter]),
            other => escape(&mut line, other),
        }
    }
    line.push('=');
    let mut leading = true;
    for letter in value.chars() {
        leading &= letter == ' ';
        match letter {
            ' ' if leading => line.push_str("\\ "),
            other => escape(&mut line, other),
        }
    }
    line
}

fn escape(line: &mut String, letter: char) {
    match letter {
        '\\' => line.push_str("\\\\"),
        '\t' => line.push_str("\\t"),
        '\n' => line.push_str("\\n"),
        '\r' => line.push_str("\\r"),
        '\u{c}' => line.push_str("\\f"),
        other if other.is_control() => {
            let written = write!(line, "\\u{:04x}", u32::from(other));
            debug_assert!(written.is_ok(), "writing to a String does not fail");
        }
        other => line.push(other),
    }
}

const fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\u{c}')
}

/// Joins continued lines and drops comments and empty lines. Yields the number of the first line of each.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (index, line) in natural_lines(text).into_iter().enumerate() {
        let line = line.trim_start_matches(is_blank);
        // What is still empty after a continuation begins anew: it may be a comment even now.
        let (number, mut content) = match open.take() {
            Some(continued) if !continued.1.is_empty() => continued,
            Some(_) | None if line.is_empty() || line.starts_with(['#', '!']) => continue,
            Some(_) | None => (index + 1, String::new()),
        };
        let backslashes = line.bytes().rev().take_while(|&byte| byte == b'\\').count();
        if backslashes % 2 == 1 {
            content.push_str(line.strip_suffix('\\').unwrap_or(line));
            open = Some((number, content));
        } else {
            content.push_str(line);
            lines.push((number, content));
        }
    }
    lines.extend(open.filter(|(_, content)| !content.is_empty()));
    lines
}

/// Lines that end with `\n`, `\r` or `\r\n`.
fn natural_lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        lines.extend(line.split('\r'));
    }
    lines
}

/// Splits one logical line and resolves its escapes. `None` for a broken `\u` escape.
fn split(line: &str) -> Option<(String, String)> {
    let mut end = line.len();
    let mut escaped = false;
    for (index, letter) in line.char_indices() {
        if !escaped && (matches!(letter, '=' | ':') || is_blank(letter)) {
            end = index;
            break;
        }
        escaped = !escaped && letter == '\\';
    }
    let (key, rest) = line.split_at_checked(end)?;
    let rest = rest.trim_start_matches(is_blank);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(is_blank);
    Some((unescape(key)?, unescape(rest)?))
}

fn unescape(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let resolved = match letter {
            '\\' => match letters.next() {
                Some('u') => {
                    units.push(hexadecimal(&mut letters)?);
                    continue;
                }
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some(other) => other,
                None => continue,
            },
            other => other,
        };
        // Two `\u` escapes may be the halves of one character.
        plain.push_str(&String::from_utf16_lossy(&units));
        units.clear();
        plain.push(resolved);
    }
    plain.push_str(&String::from_utf16_lossy(&units));
    Some(plain)
}

fn hexadecimal(letters: &mut std::str::Chars<'_>) -> Option<u16> {
    let mut unit: u32 = 0;
    for _ in 0..4 {
        unit = unit * 16 + letters.next()?.to_digit(16)?;
    }
    u16::try_from(unit).ok()
}

#[cfg(test)]
mod tests;
