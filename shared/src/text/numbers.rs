//! Classes, phases and levels, written one way: `IIa` is `2a`, `fas I` is
//! `fas 1`, `TRL4` is `TRL 4`.

use super::{Word, pieces, small};

/// Writes class and phase numbers one way: `IIa` is `2a`, `fas I` is `fas 1`.
pub(super) fn canonical_numbers(mut words: Vec<Word>) -> Vec<Word> {
    let mut numbered = false;
    for word in &mut words {
        let arabic = arabic(&word.typed, &word.lower, &mut numbered);
        if let Some(number) = arabic {
            word.lower = number.to_owned();
            word.capitals = false;
        }
    }
    split_levels(join_letters(words))
}

/// Roman numerals after a word that expects a number.
fn roman(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "i" | "1" => "1",
        "ii" | "2" => "2",
        "iii" | "3" => "3",
        "iv" | "4" => "4",
        "is" | "1s" => "1s",
        "im" | "1m" => "1m",
        "ir" | "1r" => "1r",
        other => return roman_class(other),
    })
}

/// Roman numerals that can be nothing but a device class.
fn roman_class(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "iia" | "2a" => "2a",
        "iib" | "2b" => "2b",
        _ => return None,
    })
}

/// "klass 2 a" is "klass 2a".
fn join_letters(words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        if let Some(before) = out.last_mut()
            && before.lower == "2"
            && (word.lower == "a" || word.lower == "b")
        {
            before.lower.push_str(&word.lower);
            before.typed = format!("{} {}", before.typed, word.typed);
            continue;
        }
        out.push(word);
    }
    out
}

/// "TRL4" is "TRL 4".
fn split_levels(words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        match level(&word.lower) {
            Some(level) => {
                let level = level.to_owned();
                out.push(Word { lower: "trl".to_owned(), ..word.clone() });
                // The first half keeps what was typed for both.
                let typed = String::new();
                out.push(Word { typed, lower: level, glued: true, capitals: false });
            }
            None => out.push(word),
        }
    }
    out
}

fn level(lower: &str) -> Option<&str> {
    lower.strip_prefix("trl").filter(|level| level.len() == 1 && level.is_ascii())
}

/// What a word is in figures, after the words before it.
fn arabic(typed: &str, lower: &str, numbered: &mut bool) -> Option<&'static str> {
    // "i" in small letters is a Swedish preposition: "bäst i klassen i Norden".
    let numeral = *numbered && typed != "i" && typed != "is";
    let arabic = if numeral { roman(lower) } else { roman_class(lower) };
    let is_before = matches!(
        lower,
        "klass" | "class" | "fas" | "phase" | "trl" | "crl" | "mdr" | "klassen" | "steg"
    );
    *numbered = arabic.is_some() || is_before; // "klass IIa/IIb"
    arabic
}

/// Gives each word of a phrase as [`super::words`] does, in lower case alone:
/// for thousands of texts, whose words need no strings of their own.
pub(super) fn each_lower(phrase: &str, each: &mut dyn FnMut(&str)) {
    let mut lower = String::new();
    let (mut numbered, mut two) = (false, false);
    pieces(phrase, &mut |_, typed| {
        let word = if is_lower(typed) {
            typed
        } else {
            lower.clear();
            lower.extend(typed.chars().map(small));
            &lower
        };
        let word = arabic(typed, word, &mut numbered).unwrap_or(word);
        give(word, &mut two, each);
    });
    if two {
        each("2");
    }
}

/// Whether a word has small letters alone, of those from a to ÿ.
fn is_lower(word: &str) -> bool {
    // The last two are how UTF-8 begins and ends à to ÿ.
    word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | 0xc3 | 0xa0..=0xbf))
}

/// Keeps a "2" back until it is known whether a letter belongs to it.
fn give(word: &str, two: &mut bool, each: &mut dyn FnMut(&str)) {
    let kept = std::mem::replace(two, word == "2");
    match word {
        "a" | "b" if kept => return each(if word == "a" { "2a" } else { "2b" }),
        _ if kept => each("2"),
        _ => {}
    }
    match level(word) {
        Some(level) => {
            each("trl");
            each(level);
        }
        None if *two => {}
        None => each(word),
    }
}

#[cfg(test)]
mod tests {
    use super::each_lower;
    use crate::text::words;
    use proptest::prelude::*;

    fn lowers(text: &str) -> Vec<String> {
        words(text).into_iter().map(|w| w.lower).collect()
    }

    #[test]
    fn classes_and_levels_are_written_one_way() {
        assert_eq!(lowers("klass IIa"), ["klass", "2a"]);
        assert_eq!(lowers("CE klass 2 a"), ["ce", "klass", "2a"]);
        assert_eq!(lowers("klass IIa/IIb"), ["klass", "2a", "2b"]);
        assert_eq!(lowers("TRL4"), ["trl", "4"]);
        assert_eq!(lowers("fas I"), ["fas", "1"]);
    }

    proptest! {
        #[test]
        fn words_without_strings_are_the_same_words(
            text in "((i|I|is|IIa|2|a|B|klass|Fas|TRL[0-9]?|å[a-c]|Vård|.)( |-|/|, )){0,12}"
        ) {
            let mut all = Vec::new();
            each_lower(&text, &mut |word| all.push(word.to_owned()));
            prop_assert_eq!(all, lowers(&text));
        }
    }
}
