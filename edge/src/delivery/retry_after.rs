//! `Retry-After`: how long a recipient asks us to wait.

use crate::calendar::Moment;
use time::Duration;

/// How long a `Retry-After` asks us to wait: seconds, or a date (RFC 9110,
/// 10.2.3).
pub(super) fn retry_after(header: &str, now: Moment) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u32>() {
        return Some(Duration::seconds(i64::from(seconds)));
    }
    Some((http_date(header)? - now).max(Duration::ZERO))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(text: &str) -> Option<Moment> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = text.split_once(", ")?;
    let mut parts = rest.strip_suffix(" GMT")?.split(' ');
    let day = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let month = MONTHS.iter().position(|month| *month == name)? + 1;
    let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
    let year = parts.next()?.parse().ok()?;
    let mut clock = parts.next()?.split(':').map(|part| part.parse::<u8>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let date = time::Date::from_calendar_date(year, month, day).ok()?;
    Some(date.with_hms(hour, minute, second).ok()?.assume_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = time::macros::datetime!(2026-11-23 08:00 UTC);

    #[test]
    fn seconds_and_dates_are_read_and_nothing_else() {
        assert_eq!(retry_after("120", NOW), Some(Duration::minutes(2)));
        assert_eq!(retry_after(" 0 ", NOW), Some(Duration::ZERO));
        let date = "Mon, 23 Nov 2026 08:01:00 GMT";
        assert_eq!(retry_after(date, NOW), Some(Duration::minutes(1)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", NOW), Some(Duration::ZERO));
        for odd in ["", "soon", "-5", "Mon, 99 Nov 2026 08:01:00 GMT", "9999999999999"] {
            assert_eq!(retry_after(odd, NOW), None, "{odd}");
        }
    }
}
