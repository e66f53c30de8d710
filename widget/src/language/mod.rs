//! Every sentence of the page itself, in Swedish and English. What the
//! catalogue says comes from the catalogue.
//!
//! English is written anew, not translated word by word; both are short, and
//! say "ni" to the company and "du" to the person who sits there.
//!
//! Here the two stand side by side. The wasm knows a sentence by its number
//! alone; a visitor downloads one language for the first answer, the other
//! later ([`file`]).

pub(crate) mod contact;
pub(crate) mod journey;
mod numbers;
pub(crate) mod results;

pub(crate) use numbers::{day, number, number_of};

use shared::catalogue::{Unreadable, decode};
use shared::text::Lang;
use std::cell::Cell;

/// A sentence, whatever the language: its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sentence(usize);

/// Sentences in Swedish and English, and the number of the first of them.
macro_rules! sentences {
    ($first:expr; $($(#[$about:meta])* $name:ident = ($sv:literal, $en:literal $(,)?);)*) => {
        $(
            $(#[$about])*
            pub(crate) const $name: Sentence =
                Sentence($first + $crate::language::place(NAMES, stringify!($name)));
        )*
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        /// All of them, in the order of their numbers.
        pub(super) const ALL: &[(&str, &str)] = &[$(($sv, $en)),*];
    };
}
use sentences;

/// How many names come before one. Worked out while compiling, as the next.
const fn place(names: &[&str], name: &str) -> usize {
    match names.split_first() {
        Some((first, rest)) if !is_same(first.as_bytes(), name.as_bytes()) => 1 + place(rest, name),
        _ => 0,
    }
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    match (one.split_first(), other.split_first()) {
        (Some((a, one)), Some((b, other))) => *a == *b && is_same(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// In the order of their numbers.
const ALL: [&[(&str, &str)]; 4] = [journey::ALL, contact::ALL, results::ALL, numbers::ALL];

/// Tells the sentences of one build from those of another.
const PRINT: u32 = print(&ALL);

/// FNV-1a of all sentences.
const fn print(mut files: &[&[(&str, &str)]]) -> u32 {
    let mut hash = 0x811c_9dc5;
    while let Some((file, others)) = files.split_first() {
        let mut file = *file;
        while let Some(((sv, en), rest)) = file.split_first() {
            hash = add(add(hash, sv), en);
            file = rest;
        }
        files = others;
    }
    hash
}

const fn add(mut hash: u32, text: &str) -> u32 {
    const PRIME: u32 = 0x0100_0193;
    let mut bytes = text.as_bytes();
    while let Some((first, rest)) = bytes.split_first() {
        hash = (hash ^ *first as u32).wrapping_mul(PRIME);
        bytes = rest;
    }
    // In no text; so it ends one.
    (hash ^ 0xff).wrapping_mul(PRIME)
}

/// The sentences of one language, by number.
type Lines = &'static [&'static str];

thread_local! {
    /// Swedish and English, as far as they have come.
    static COME: Cell<[Lines; 2]> = const { Cell::new([&[], &[]]) };
}

/// Takes the sentences of a language for as long as the page lives, once: every
/// instance speaks the same. Those of another build are refused: a number would
/// say something else.
pub(crate) fn learn(lang: Lang, file: &[u8]) -> Result<(), Unreadable> {
    if is_learnt(lang) {
        return Ok(());
    }
    let (print, lines): (u32, String) = decode(file)?;
    if print != PRINT {
        return Err(Unreadable);
    }
    let lines: Lines = lines.leak().split('\n').collect::<Vec<_>>().leak();
    let [sv, en] = COME.get();
    COME.set(if lang == Lang::Sv { [lines, en] } else { [sv, lines] });
    Ok(())
}

/// Whether the sentences of a language have come.
pub(crate) fn is_learnt(lang: Lang) -> bool {
    !lang.of(&COME.get()).is_empty()
}

/// The sentences of a language as the file that [`learn`] takes.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn file(lang: Lang) -> Vec<u8> {
    let lines = ALL.into_iter().flatten().map(|(sv, en)| *lang.of(&[*sv, *en]));
    let lines = lines.collect::<Vec<_>>().join("\n");
    shared::catalogue::encode(&(PRINT, lines)).unwrap_or_default()
}

/// A sentence in a language; empty until it has come.
pub(crate) fn say(lang: Lang, sentence: Sentence) -> &'static str {
    lang.of(&COME.get()).get(sentence.0).copied().unwrap_or_default()
}

/// A word as it was written, between the quotation marks of its reader's
/// language.
pub(crate) fn quoted(lang: Lang, word: &str) -> String {
    match lang {
        Lang::Sv => ["”", word, "”"].concat(),
        Lang::En => ["‘", word, "’"].concat(),
    }
}

/// A sentence with its gaps filled in order.
pub(crate) fn fill(lang: Lang, sentence: Sentence, gaps: &[&str]) -> String {
    filled(say(lang, sentence), gaps)
}

fn filled(text: &str, gaps: &[&str]) -> String {
    let mut out = String::new();
    let mut gaps = gaps.iter();
    for (at, piece) in text.split('{').enumerate() {
        if at > 0 {
            out.push_str(gaps.next().copied().unwrap_or_default());
        }
        out.push_str(piece.trim_start_matches('}'));
    }
    out
}

/// With a capital first. Our own sentences begin with no other letters, and the
/// table for all of the world's would be 4 kB to download.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| match first {
        'å' => 'Å',
        'ä' => 'Ä',
        'ö' => 'Ö',
        other => other.to_ascii_uppercase(),
    });
    let mut out: String = first.into_iter().collect();
    out.push_str(letters.as_str());
    out
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Tests speak both languages.
    pub(crate) fn learn_all() {
        for lang in Lang::ALL {
            learn(lang, &file(lang)).expect("our own sentences");
        }
    }

    #[test]
    fn every_sentence_is_there_in_both_languages_with_the_same_gaps() {
        for (sv, en) in ALL.into_iter().flatten() {
            assert!(!sv.is_empty() && !en.is_empty(), "“{sv}” “{en}”");
            assert!(!sv.contains('\n') && !en.contains('\n'), "“{sv}” “{en}” is no line");
            assert_eq!(sv.matches("{}").count(), en.matches("{}").count(), "“{sv}” “{en}”");
        }
    }

    #[test]
    fn a_number_is_the_place_of_its_sentence() {
        learn_all();
        for (number, (sv, en)) in ALL.into_iter().flatten().enumerate() {
            assert_eq!(say(Lang::Sv, Sentence(number)), *sv);
            assert_eq!(say(Lang::En, Sentence(number)), *en);
        }
        assert_eq!(say(Lang::Sv, journey::BRAND), "Vägen in till Region Stockholm");
        assert_eq!(say(Lang::En, contact::DOWNLOAD_DATA), "Download as data");
        assert_eq!(say(Lang::En, results::verdict(shared::eligibility::Verdict::Met)), "Met");
        assert!(say(Lang::Sv, numbers::NUMBERS).starts_with("noll "));
    }

    #[test]
    fn sentences_of_another_build_are_refused() {
        let other = (PRINT ^ 1, "Ja\nNej".to_owned());
        let other = shared::catalogue::encode(&other).expect("bytes");
        assert_eq!(learn(Lang::Sv, &other), Err(Unreadable));
        assert!(!is_learnt(Lang::Sv));
        assert_eq!(say(Lang::Sv, journey::YES), "");
        // A word more, or the same words in another order, is another build.
        assert_ne!(print(&[&[("a", "b")]]), print(&[&[("b", "a")]]));
        assert_ne!(print(&[&[("a", "b")]]), print(&[&[("ab", "")]]));
    }

    #[test]
    fn gaps_are_filled_in_order() {
        assert_eq!(filled("{} av {}", &["två", "sex"]), "två av sex");
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capital("åtta vägar passar."), "Åtta vägar passar.");
        assert_eq!(capital(""), "");
    }
}
