//! Swedish time: which day it is in Stockholm, and by when an answer is due.
//!
//! Nothing here reads a clock: the moment is an argument.

use time::{Date, Duration, Month, OffsetDateTime, Weekday};

/// A moment in UTC.
pub(crate) type Moment = OffsetDateTime;

/// The moment of a number of milliseconds since 1970.
pub(crate) fn from_millis(millis: i64) -> Moment {
    let moment = Moment::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000);
    moment.unwrap_or(Moment::UNIX_EPOCH)
}

/// Milliseconds since 1970.
pub(crate) fn millis(moment: Moment) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).unwrap_or(0)
}

/// `2026-11-23T08:14:05Z`.
pub(crate) fn stamp(moment: Moment) -> String {
    let (hour, minute, second) = moment.to_hms();
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", day_stamp(moment.date()))
}

/// `2026-11-23`.
pub(crate) fn day_stamp(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// The day it is in Stockholm.
pub(crate) fn day_in_stockholm(moment: Moment) -> Date {
    in_stockholm(moment).date()
}

/// The clock on the wall in Stockholm: an hour ahead of UTC, two in summer.
pub(crate) fn in_stockholm(moment: Moment) -> Moment {
    let hours = if is_summer_time(moment) { 2 } else { 1 };
    moment.saturating_add(Duration::hours(hours))
}

/// From the last Sunday of March to the last Sunday of October, both at 01:00
/// UTC. Source: directive 2000/84/EC art. 2 and 3, read 2026-11-23.
fn is_summer_time(moment: Moment) -> bool {
    let turn = |month| {
        let last = Date::from_calendar_date(moment.year(), month, 31).ok()?;
        let sunday = back_to(Weekday::Sunday, last);
        Some(sunday.midnight().assume_utc().saturating_add(Duration::hours(1)))
    };
    let begins = turn(Month::March);
    let ends = turn(Month::October);
    begins.is_some_and(|begins| begins <= moment) && ends.is_some_and(|ends| moment < ends)
}

/// The day by which an answer is due, when so many working days are promised.
/// The day of receipt does not count.
pub(crate) fn answer_by(received: Date, working_days: u16) -> Date {
    let mut day = received;
    for _ in 0..working_days {
        day = next_working_day(day);
    }
    day
}

fn next_working_day(day: Date) -> Date {
    // The longest run of days off is shorter than this.
    const LONGEST_REST: usize = 10;
    let mut next = day;
    for _ in 0..LONGEST_REST {
        next = next.saturating_add(Duration::DAY);
        if is_working_day(next) {
            break;
        }
    }
    next
}

/// Public holidays by lag (1989:253) om allmänna helgdagar; Saturdays and the
/// eves of midsummer, Christmas and the new year count as such by lag
/// (1930:173) om beräkning av lagstadgad tid 2 §. Read 2026-11-23.
fn is_working_day(day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    !weekend && !is_fixed_holiday(day) && !is_midsummer_eve(day) && !is_after_easter(day)
}

fn is_fixed_holiday(day: Date) -> bool {
    matches!(
        (day.month(), day.day()),
        (Month::January, 1 | 6)
            | (Month::May, 1)
            | (Month::June, 6)
            | (Month::December, 24..=26 | 31)
    )
}

/// The Friday between 19 and 25 June.
fn is_midsummer_eve(day: Date) -> bool {
    day.month() == Month::June && (19..=25).contains(&day.day()) && day.weekday() == Weekday::Friday
}

/// Good Friday, Easter Monday, Ascension Day: the others are Sundays.
fn is_after_easter(day: Date) -> bool {
    easter(day.year()).is_some_and(|easter| matches!((day - easter).whole_days(), -2 | 1 | 39))
}

/// Easter Sunday of a year in the Gregorian calendar, after Meeus, Jones and
/// Butcher.
fn easter(year: i32) -> Option<Date> {
    let (century, rest) = (year / 100, year % 100);
    let golden = year % 19;
    let moon_shift = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let from_march = epact + weekday - 7 * late + 114;
    let month = u8::try_from(from_march / 31).ok()?;
    let day = u8::try_from(from_march % 31 + 1).ok()?;
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

fn back_to(weekday: Weekday, from: Date) -> Date {
    let days = from.weekday().number_days_from_monday() + 7 - weekday.number_days_from_monday();
    from.saturating_sub(Duration::days(i64::from(days % 7)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::text::day;

    fn at(text: &str, hour: u8, minute: u8) -> Moment {
        day(text).unwrap().with_hms(hour, minute, 0).unwrap().assume_utc()
    }

    #[test]
    fn a_day_begins_at_midnight_in_stockholm() {
        assert_eq!(day_in_stockholm(at("2026-11-22", 22, 59)), day("2026-11-22").unwrap());
        assert_eq!(day_in_stockholm(at("2026-11-22", 23, 0)), day("2026-11-23").unwrap());
        assert_eq!(day_in_stockholm(at("2026-07-01", 22, 0)), day("2026-07-02").unwrap());
    }

    #[test]
    fn the_clock_is_moved_on_the_last_sundays() {
        assert!(!is_summer_time(at("2026-03-29", 0, 59)));
        assert!(is_summer_time(at("2026-03-29", 1, 0)));
        assert!(is_summer_time(at("2026-10-25", 0, 59)));
        assert!(!is_summer_time(at("2026-10-25", 1, 0)));
    }

    #[test]
    fn easter_is_when_the_almanac_says() {
        for text in ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"] {
            let date = day(text).unwrap();
            assert_eq!(easter(date.year()), Some(date));
        }
    }

    #[test]
    fn days_off_are_not_counted() {
        let due = |from: &str, days| day_stamp(answer_by(day(from).unwrap(), days));
        assert_eq!(due("2026-11-23", 10), "2026-12-07");
        assert_eq!(due("2026-12-22", 1), "2026-12-23");
        assert_eq!(due("2026-12-23", 1), "2026-12-28");
        assert_eq!(due("2026-12-30", 1), "2027-01-04");
        assert_eq!(due("2026-04-02", 1), "2026-04-07", "Easter");
        assert_eq!(due("2026-05-13", 1), "2026-05-15", "Ascension Day");
        assert_eq!(due("2026-06-18", 1), "2026-06-22", "midsummer");
        assert_eq!(due("2026-06-05", 1), "2026-06-08", "a national day on a Saturday");
        assert_eq!(due("2026-11-20", 0), "2026-11-20");
    }

    #[test]
    fn moments_survive_the_ledger() {
        let moment = at("2026-11-23", 8, 14);
        assert_eq!(from_millis(millis(moment)), moment);
        assert_eq!(stamp(moment), "2026-11-23T08:14:00Z");
    }
}
