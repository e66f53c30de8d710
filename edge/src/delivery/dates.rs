//! What a recipient's headers say of time: how long it asks us to wait, and
//! what its clock shows.

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

/// Whether a recipient's clock, as its `Date` shows it, is so far from ours that
/// it will take our signatures for old ones or for forged ones: it may refuse
/// what is five minutes off (Standard Webhooks 1.0), and we tell before.
pub(super) fn is_skewed(date: &str, now: Moment) -> bool {
    const NEAR: Duration = Duration::minutes(4);
    http_date(date.trim()).is_some_and(|theirs| NEAR < (theirs - now).abs())
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
    fn a_clock_that_is_minutes_off_is_noticed_either_way() {
        for date in ["Mon, 23 Nov 2026 08:10:00 GMT", "Mon, 23 Nov 2026 07:50:00 GMT"] {
            assert!(is_skewed(date, NOW), "{date}");
        }
        for date in ["Mon, 23 Nov 2026 08:03:00 GMT", "Mon, 23 Nov 2026 08:00:00 GMT", "x", ""] {
            assert!(!is_skewed(date, NOW), "{date}");
        }
    }

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

    #[test]
    fn a_recipients_headers_are_read_without_a_panic() {
        let right = ["120", "Mon, 23 Nov 2026 08:01:00 GMT"];
        crate::odd::inputs("Retry-After and Date", &right, |_, text| {
            let _ = (retry_after(text, NOW), is_skewed(text, NOW));
        });
    }
}
