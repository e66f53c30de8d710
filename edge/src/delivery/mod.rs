//! What is due → one attempt → what next.
//!
//! What next is decided here, as a function of the answer, the attempts, the
//! delivery's id and the moment. [`sending`] does it.

pub(crate) mod kept;
pub(crate) mod payload;
pub(crate) mod sending;
pub(crate) mod signature;
pub(crate) mod told;

#[cfg(test)]
mod payload_tests;

use crate::calendar::Moment;
use time::Duration;

/// What a recipient made of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// An HTTP status, and how long it asks us to wait.
    Status(u16, Option<Duration>),
    /// No answer in time, or no connection.
    Silence,
    /// The configuration no longer has the recipient.
    NoRecipient,
    /// What was to be sent is erased.
    NothingToSend,
}

/// What happens to a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The recipient has it.
    Done,
    /// Again, not before then.
    After(Moment),
    /// It waits for an operator. It is kept.
    Park(Parked),
}

/// Why a delivery waits for an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parked {
    /// Every attempt failed.
    Exhausted,
    /// The recipient says that it takes no more (410): nothing more is sent
    /// there until its address changes.
    Gone,
    /// There is nothing left to send.
    Erased,
}

impl Parked {
    /// As it stands in the ledger.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Exhausted => "exhausted",
            Self::Gone => "gone",
            Self::Erased => "erased",
        }
    }
}

/// The pauses before the second to the tenth attempt: 75 h 35 min in all, as
/// Standard Webhooks 1.0 recommends.
const PAUSES: [Duration; 9] = [
    Duration::seconds(5),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(5),
    Duration::hours(10),
    Duration::hours(14),
    Duration::hours(20),
    Duration::hours(24),
];

/// A recipient may ask for a pause, but not put a lead off for days.
const LONGEST_WAIT: Duration = Duration::hours(24);

/// What comes after an attempt; `attempts` counts it.
///
/// Only 2xx is success: a redirect is a wrong address. What a recipient
/// refuses today (401, 404, 422) it may take when its fault is mended, so every
/// refusal but 410 is tried again.
pub(crate) fn next(answer: Answer, attempts: u32, id: &str, now: Moment) -> Next {
    match answer {
        Answer::Status(200..=299, _) => Next::Done,
        Answer::Status(410, _) => Next::Park(Parked::Gone),
        Answer::NothingToSend => Next::Park(Parked::Erased),
        Answer::Status(_, wait) => after(attempts, id, now, wait),
        Answer::Silence | Answer::NoRecipient => after(attempts, id, now, None),
    }
}

/// Before when a recipient does not want to be asked again, whatever else would
/// be a reason to.
pub(crate) fn not_before(answer: Answer, now: Moment) -> Moment {
    match answer {
        Answer::Status(_, Some(wait)) => now.saturating_add(wait.min(LONGEST_WAIT)),
        _ => now,
    }
}

fn after(attempts: u32, id: &str, now: Moment, wait: Option<Duration>) -> Next {
    let place = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(pause) = PAUSES.get(place) else { return Next::Park(Parked::Exhausted) };
    let asked = wait.unwrap_or_default().min(LONGEST_WAIT);
    let pause = (*pause + jitter(id, attempts, *pause)).max(asked);
    Next::After(now.saturating_add(pause))
}

/// Up to a fifth of a pause, and the same each time for the same delivery: when
/// a recipient comes back, its backlog does not come all at once.
fn jitter(id: &str, attempts: u32, pause: Duration) -> Duration {
    // FNV-1a: spreads well enough, and is the same everywhere.
    let seed = id
        .bytes()
        .chain(attempts.to_le_bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let thousandths = i32::try_from(seed % 201).unwrap_or(0);
    pause * thousandths / 1000
}

/// How long a `Retry-After` asks us to wait: seconds, or a date (RFC 9110,
/// 10.2.3).
pub(crate) fn retry_after(header: &str, now: Moment) -> Option<Duration> {
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
    const DOWN: Answer = Answer::Status(503, None);

    #[test]
    fn what_is_taken_is_done() {
        for status in [200, 202, 204, 299] {
            assert_eq!(next(Answer::Status(status, None), 1, "a", NOW), Next::Done);
        }
    }

    #[test]
    fn anything_else_is_tried_again_but_gone() {
        for answer in [301, 400, 401, 404, 422, 429, 500, 502].map(|s| Answer::Status(s, None)) {
            assert!(matches!(next(answer, 1, "a", NOW), Next::After(_)), "{answer:?}");
        }
        assert!(matches!(next(Answer::Silence, 9, "a", NOW), Next::After(_)));
        assert_eq!(next(Answer::Status(410, None), 1, "a", NOW), Next::Park(Parked::Gone));
    }

    #[test]
    fn ten_attempts_in_three_days_and_then_an_operator() {
        let mut moment = NOW;
        for attempts in 1..10 {
            let Next::After(then) = next(DOWN, attempts, "a", moment) else { panic!("{attempts}") };
            moment = then;
        }
        let whole = moment - NOW;
        assert!(Duration::minutes(75 * 60 + 35) <= whole, "{whole}");
        assert!(whole <= Duration::minutes(75 * 60 + 36) * 6 / 5, "{whole}");
        assert_eq!(next(DOWN, 10, "a", moment), Next::Park(Parked::Exhausted));
    }

    #[test]
    fn a_backlog_comes_spread_out_and_the_same_each_time() {
        let then = |id: &str| next(DOWN, 4, id, NOW);
        assert_eq!(then("lead-1.rs"), then("lead-1.rs"));
        let many: std::collections::BTreeSet<_> = (0..200)
            .filter_map(|n| match then(&format!("lead-{n}.rs")) {
                Next::After(moment) => Some(moment),
                _ => None,
            })
            .collect();
        assert!(60 < many.len(), "{}", many.len());
        assert!(many.iter().all(|moment| *moment <= NOW + Duration::hours(2) * 6 / 5));
    }

    #[test]
    fn a_recipient_may_ask_for_a_pause_of_at_most_a_day() {
        let wait = |wait| next(Answer::Status(429, Some(wait)), 1, "a", NOW);
        assert_eq!(wait(Duration::minutes(10)), Next::After(NOW + Duration::minutes(10)));
        assert_eq!(wait(Duration::days(9)), Next::After(NOW + Duration::hours(24)));
        assert_eq!(retry_after("120", NOW), Some(Duration::minutes(2)));
        let date = "Mon, 23 Nov 2026 08:01:00 GMT";
        assert_eq!(retry_after(date, NOW), Some(Duration::minutes(1)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", NOW), Some(Duration::ZERO));
        for odd in ["", "soon", "-5", "Mon, 99 Nov 2026 08:01:00 GMT", "9999999999999"] {
            assert_eq!(retry_after(odd, NOW), None, "{odd}");
        }
    }
}
