//! Swedish and English text as words that can be compared.
//!
//! Each word is kept as typed, in lower case, without diacritics and as the
//! Snowball stem of both languages, since sentences mix them.

pub mod search;

pub(crate) mod names;

pub(crate) mod order;

mod numbers;

use numbers::canonical_numbers;
use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A language that a visitor can read and write. Swedish is authoritative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Swedish.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// Both languages, the authoritative one first.
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// Its tag in HTML and HTTP: `sv` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// Reads a tag such as `en-GB`; anything but English is Swedish.
    pub fn from_tag(tag: &str) -> Self {
        if tag.trim().to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Sv }
    }

    /// Its own of a pair in the order of [`Self::ALL`].
    pub fn of<T>(self, [sv, en]: &[T; 2]) -> &T {
        if self == Self::Sv { sv } else { en }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Sv => Self::En,
            Self::En => Self::Sv,
        }
    }
}

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it was typed.
    pub typed: String,
    /// In lower case, composed.
    pub lower: String,
    /// Two or more letters, all of them capitals.
    pub capitals: bool,
    /// Follows the word before it without a space, as after a hyphen.
    pub glued: bool,
}

/// Words between two full stops (or the like), and the language they are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What most of its small words belong to.
    pub lang: Lang,
    /// Its words in order.
    pub words: Vec<Word>,
}

/// The longest text that is read: three times the 1,000 characters of a lead,
/// and low enough that no text can keep a phone busy.
const MOST_CHARACTERS: usize = 3_000;

/// Cuts a text into sentences of words. `fallback` is the language of a
/// sentence that has no small word to tell it by.
pub fn sentences(text: &str, fallback: Lang) -> Vec<Sentence> {
    let text: String = compose(text).chars().take(MOST_CHARACTERS).collect();
    let mut all = Vec::new();
    for part in text.split(['.', '!', '?', ';', '\n', '•']) {
        let words = words(part);
        if !words.is_empty() {
            all.push(Sentence { lang: language(&words).unwrap_or(fallback), words });
        }
    }
    all
}

/// Cuts a phrase into words; hyphens and slashes part words too.
pub fn words(phrase: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    pieces(phrase, &mut |from, typed| {
        let glued = !all.is_empty() && is_glued(phrase, from);
        all.push(word(typed, glued));
    });
    canonical_numbers(all)
}

/// Gives each run of letters and figures, and where it begins.
fn pieces<'a>(phrase: &'a str, each: &mut dyn FnMut(usize, &'a str)) {
    let (mut from, mut at) = (0, 0);
    while let Some(byte) = phrase.as_bytes().get(at) {
        let (is_of_word, width) = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => (true, 1),
            0..=0x7f => (false, 1),
            _ => {
                let letter = phrase.get(at..).and_then(|rest| rest.chars().next());
                letter.map_or((false, 1), |letter| (is_of_word(letter), letter.len_utf8()))
            }
        };
        if !is_of_word {
            if from < at {
                each(from, phrase.get(from..at).unwrap_or_default());
            }
            from = at + width;
        }
        at += width;
    }
    if from < at {
        each(from, phrase.get(from..).unwrap_or_default());
    }
}

/// After a hyphen, unless a slash stands in the same run of words: "och/eller".
fn is_glued(phrase: &str, from: usize) -> bool {
    let (before, after) = phrase.split_at_checked(from).unwrap_or_default();
    let is_of_run = |c: &char| is_of_word(*c) || matches!(c, '-' | '/');
    let mut run =
        before.chars().rev().take_while(is_of_run).chain(after.chars().take_while(is_of_run));
    before.ends_with('-') && !run.any(|c| c == '/')
}

/// A letter or a figure; those of Swedish without a look into the table of all
/// the world's.
fn is_of_word(c: char) -> bool {
    matches!(c, 'a'..='z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ') || c.is_alphanumeric()
}

fn word(typed: &str, glued: bool) -> Word {
    let lower = lower(typed);
    let letters = typed.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters > 1 && !typed.chars().any(char::is_lowercase);
    Word { typed: typed.to_owned(), lower, capitals, glued }
}

/// In lower case: Latin and Greek letters. The standard library's table for all
/// of the world's letters would be 5 kB of what a visitor downloads.
pub fn lower(text: &str) -> String {
    text.chars().map(small).collect()
}

fn small(c: char) -> char {
    match c {
        '×' => c,
        'A'..='Z' | 'À'..='Þ' | 'Α'..='Ω' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        _ => c,
    }
}

/// Composes the letters that Swedish text is typed with, when a keyboard sent
/// a letter and a combining mark.
fn compose(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{308}', '\u{30a}', '\u{301}']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let joined = out.chars().next_back().and_then(|before| composed(before, c));
        match joined {
            Some(letter) => {
                out.pop();
                out.push(letter);
            }
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn composed(letter: char, mark: char) -> Option<char> {
    Some(match (letter, mark) {
        ('a', '\u{30a}') => 'å',
        ('A', '\u{30a}') => 'Å',
        ('a', '\u{308}') => 'ä',
        ('A', '\u{308}') => 'Ä',
        ('o', '\u{308}') => 'ö',
        ('O', '\u{308}') => 'Ö',
        ('u', '\u{308}') => 'ü',
        ('e', '\u{301}') => 'é',
        _ => return None,
    })
}

/// The word without diacritics, as people type in a hurry.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().map(plain).collect())
}

fn plain(c: char) -> char {
    match c {
        'å' | 'ä' | 'à' | 'á' => 'a',
        'ö' | 'ø' | 'ó' => 'o',
        'é' | 'è' | 'ë' => 'e',
        'ü' => 'u',
        other => other,
    }
}

/// Stems words of one language.
pub struct Stems {
    lang: Lang,
    stemmer: Stemmer,
}

impl Stems {
    /// The stemmer of a language.
    pub fn new(lang: Lang) -> Self {
        let algorithm = match lang {
            Lang::Sv => Algorithm::Swedish,
            Lang::En => Algorithm::English,
        };
        Self { lang, stemmer: Stemmer::create(algorithm) }
    }

    /// What is left of a lower-case word without its endings. This Snowball
    /// leaves the Swedish definite -et and -an ("avtalet", "vårdkedjan"); they
    /// are taken too, where enough is left.
    pub fn stem(&self, lower: &str) -> String {
        self.stem_in(lower).into_owned()
    }

    /// The same, without a string of its own where only an end is taken.
    pub(crate) fn stem_in<'a>(&self, lower: &'a str) -> Cow<'a, str> {
        let stem = self.stemmer.stem(lower);
        let mut length = stem.len();
        if self.lang == Lang::Sv
            && let Some(rest) = stem.strip_suffix("et").or_else(|| stem.strip_suffix("an"))
            && rest.chars().nth(SHORTEST_STEM - 1).is_some()
        {
            length = rest.len();
        }
        match lower.get(..length) {
            Some(begin) if stem.starts_with(begin) => Cow::Borrowed(begin),
            _ => Cow::Owned(stem.get(..length).unwrap_or_default().to_owned()),
        }
    }
}

/// Enough to be a word: "avtal" of "avtalet", but not "pak" of "paket".
const SHORTEST_STEM: usize = 4;

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stems")
    }
}

/// Small words that only one of the languages has.
const SWEDISH: [&str; 49] = [
    "och", "att", "det", "som", "en", "ett", "är", "vi", "av", "för", "på", "med", "inte", "har",
    "vill", "till", "den", "om", "kan", "vår", "vårt", "våra", "eller", "hos", "från", "utan",
    "ska", "jag", "söker", "behöver", "någon", "vid", "när", "sin", "där", "så", "men", "hur",
    "genom", "också", "samt", "mot", "efter", "under", "ni", "er", "min", "ingen", "inga",
];
const ENGLISH: [&str; 44] = [
    "the", "and", "of", "to", "a", "is", "we", "for", "with", "our", "an", "are", "not", "have",
    "that", "on", "by", "from", "it", "would", "like", "want", "need", "looking", "at", "who",
    "can", "be", "this", "us", "or", "you", "your", "how", "where", "what", "has", "no", "my",
    "as", "which", "into", "does", "without",
];

fn language(words: &[Word]) -> Option<Lang> {
    let count = |list: &[&str]| words.iter().filter(|w| list.contains(&w.lower.as_str())).count();
    let letters = words.iter().filter(|w| w.lower.contains(['å', 'ä', 'ö'])).count();
    let (sv, en) = (count(&SWEDISH) + letters, count(&ENGLISH));
    match sv.cmp(&en) {
        std::cmp::Ordering::Greater => Some(Lang::Sv),
        std::cmp::Ordering::Less => Some(Lang::En),
        std::cmp::Ordering::Equal => None,
    }
}

/// How many slips of the hand a word of so many letters may hold and still be
/// read as another: none in short ones, where "hjärna" and "hjärta" lie.
pub(crate) fn slips(letters: usize) -> usize {
    match letters {
        0..6 => 0,
        6..9 => 1,
        _ => 2,
    }
}

/// A day written as `2026-11-23`; `None` when there is no such day.
pub fn day(text: &str) -> Option<time::Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let whole = parts.next().is_none() && year.len() == 4;
    whole.then(|| {
        time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    })?
}

/// Whether a word is too small to mean anything on its own.
pub fn is_small(lower: &str) -> bool {
    const LONGEST: usize = "behöver".len();
    if LONGEST < lower.len() {
        return false;
    }
    SWEDISH.contains(&lower) || ENGLISH.contains(&lower) || lower.chars().nth(1).is_none()
}

/// Words that turn what follows them off: "inte CE-märkt", "no patients".
pub fn negates(lower: &str) -> bool {
    const NEGATORS: [&str; 14] = [
        "inte", "ej", "ingen", "inget", "inga", "utan", "icke", "aldrig", "no", "not", "without",
        "non", "never", "isn",
    ];
    NEGATORS.contains(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_mark_composes_with_its_letter() {
        assert_eq!(sentences("ha\u{308}lsa", Lang::Sv)[0].words[0].lower, "hälsa");
    }

    #[test]
    fn each_sentence_has_its_own_language() {
        let all = sentences("Vi söker en klinik. We are looking for the clinic.", Lang::Sv);
        assert_eq!(all.iter().map(|s| s.lang).collect::<Vec<_>>(), [Lang::Sv, Lang::En]);
    }
}
