//! Numbers and days as they are read.

use super::{Sentence, say, sentences};
use shared::text::Lang;
use time::Date;

sentences! { super::journey::ALL.len() + super::contact::ALL.len() + super::results::ALL.len();
    /// None to twelve.
    NUMBERS = (
        "noll en två tre fyra fem sex sju åtta nio tio elva tolv",
        "no one two three four five six seven eight nine ten eleven twelve",
    );
    MONTHS = (
        "januari februari mars april maj juni juli augusti september oktober november december",
        "January February March April May June July August September October November December",
    );
}

/// A number as it is read in running text: up to twelve as a word.
pub(crate) fn number(lang: Lang, number: usize) -> String {
    let words = say(lang, NUMBERS);
    words.split(' ').nth(number).map_or_else(|| number.to_string(), str::to_owned)
}

/// A number as it is read beside a greater one: both as words, or both as
/// figures.
pub(crate) fn number_of(lang: Lang, some: usize, most: usize) -> String {
    if most <= 12 { number(lang, some) } else { some.to_string() }
}

/// A day as it is read: 17 november 2026.
pub(crate) fn day(lang: Lang, day: Date) -> String {
    let at = usize::from(u8::from(day.month())).saturating_sub(1);
    let month = say(lang, MONTHS).split(' ').nth(at).unwrap_or_default();
    [&*day.day().to_string(), month, &day.year().to_string()].join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::learn_all;
    use super::*;

    #[test]
    fn a_day_is_read_as_people_read_it() {
        learn_all();
        let date = shared::text::day("2026-11-17").expect("a day");
        assert_eq!(day(Lang::Sv, date), "17 november 2026");
        assert_eq!(day(Lang::En, date), "17 November 2026");
    }

    #[test]
    fn great_numbers_are_figures() {
        learn_all();
        assert_eq!(number(Lang::Sv, 2), "två");
        assert_eq!(number(Lang::En, 13), "13");
        assert_eq!(number_of(Lang::Sv, 2, 23), "2");
        assert_eq!(number_of(Lang::Sv, 2, 12), "två");
    }
}
