//! Every sentence of the page itself, in Swedish and English. What the
//! catalogue says comes from the catalogue.
//!
//! English is written anew, not translated word by word; both are short, and
//! say "ni" to the company and "du" to the person who sits there.

pub(crate) mod contact;
pub(crate) mod journey;
pub(crate) mod results;

use shared::text::Lang;
use time::Date;

/// A sentence in Swedish and in English.
pub(crate) type Sentence = (&'static str, &'static str);

/// A sentence in a language.
pub(crate) fn say(lang: Lang, sentence: Sentence) -> &'static str {
    match lang {
        Lang::Sv => sentence.0,
        Lang::En => sentence.1,
    }
}

/// A sentence with its gaps filled in order.
pub(crate) fn fill(lang: Lang, sentence: Sentence, gaps: &[&str]) -> String {
    let mut out = String::new();
    let mut gaps = gaps.iter();
    for (at, piece) in say(lang, sentence).split('{').enumerate() {
        if at > 0 {
            out.push_str(gaps.next().copied().unwrap_or_default());
        }
        out.push_str(piece.trim_start_matches('}'));
    }
    out
}

/// A number as it is read in running text: up to twelve as a word.
pub(crate) fn number(lang: Lang, number: usize) -> String {
    const SWEDISH: &str = "noll en två tre fyra fem sex sju åtta nio tio elva tolv";
    const ENGLISH: &str = "no one two three four five six seven eight nine ten eleven twelve";
    let words = say(lang, (SWEDISH, ENGLISH));
    words.split(' ').nth(number).map_or_else(|| number.to_string(), str::to_owned)
}

/// A number as it is read beside a greater one: both as words, or both as
/// figures.
pub(crate) fn number_of(lang: Lang, some: usize, most: usize) -> String {
    if most <= 12 { number(lang, some) } else { some.to_string() }
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

/// A day as it is read: 17 november 2026.
pub(crate) fn day(lang: Lang, day: Date) -> String {
    const SWEDISH: &str = "januari februari mars april maj juni juli augusti september oktober \
                           november december";
    const ENGLISH: &str = "January February March April May June July August September October \
                           November December";
    let at = usize::from(u8::from(day.month())).saturating_sub(1);
    let month = say(lang, (SWEDISH, ENGLISH)).split_whitespace().nth(at).unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_read_it() {
        let date = shared::text::day("2026-11-17").expect("a day");
        assert_eq!(day(Lang::Sv, date), "17 november 2026");
        assert_eq!(day(Lang::En, date), "17 November 2026");
    }

    #[test]
    fn gaps_are_filled_in_order() {
        assert_eq!(fill(Lang::Sv, ("{} av {}", "{} of {}"), &["två", "sex"]), "två av sex");
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capital("åtta vägar passar."), "Åtta vägar passar.");
        assert_eq!(capital(""), "");
    }

    #[test]
    fn great_numbers_are_figures() {
        assert_eq!(number(Lang::Sv, 2), "två");
        assert_eq!(number(Lang::En, 13), "13");
        assert_eq!(number_of(Lang::Sv, 2, 23), "2");
        assert_eq!(number_of(Lang::Sv, 2, 12), "två");
    }
}
