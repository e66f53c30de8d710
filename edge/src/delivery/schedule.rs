//! When a delivery is tried again, and when it is given to an operator.

use super::recipient::LONGEST_WAIT;
use super::{Answer, Next, Parked};
use crate::calendar::Moment;
use time::Duration;

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

/// The pauses before each reminder of a lead that no one has opened: it is
/// opened within a fortnight, or an operator asks why not.
const REMINDERS: [Duration; 4] =
    [Duration::days(2), Duration::days(3), Duration::days(4), Duration::days(5)];

/// An attempt among those of its delivery.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The delivery.
    pub(crate) id: &'a str,
    /// Which attempt it is since the schedule began, from 1 on.
    pub(crate) number: u32,
    /// E-mails that told of it before.
    pub(crate) notices: u32,
}

/// What comes after an attempt.
///
/// Only 2xx is success: a redirect is a wrong address. What a recipient
/// refuses today (401, 404, 422) it may take when its fault is mended, so every
/// refusal but 410 is tried again.
pub(crate) fn next(answer: Answer, place: Place<'_>, now: Moment) -> Next {
    match answer {
        Answer::Status(200..=299, _) | Answer::Mailed => Next::Done,
        Answer::Noticed => remind(place, now),
        Answer::Status(410, _) => Next::Park(Parked::Gone),
        Answer::NothingToSend => Next::Park(Parked::Erased),
        Answer::Status(_, wait) => after(place, now, wait),
        Answer::Silence | Answer::NotMailed | Answer::NoRecipient | Answer::Unreadable => {
            after(place, now, None)
        }
    }
}

/// After the last one there is as long to open it as after the one before.
fn remind(place: Place<'_>, now: Moment) -> Next {
    let pause = usize::try_from(place.notices).ok().and_then(|done| REMINDERS.get(done));
    pause.map_or(Next::Park(Parked::Unread), |pause| Next::Remind(now.saturating_add(*pause)))
}

fn after(place: Place<'_>, now: Moment, wait: Option<Duration>) -> Next {
    let done = usize::try_from(place.number.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(pause) = PAUSES.get(done) else { return Next::Park(Parked::Exhausted) };
    let asked = wait.unwrap_or_default().min(LONGEST_WAIT);
    let pause = (*pause + jitter(place, *pause)).max(asked);
    Next::After { then: now.saturating_add(pause), not_before: now.saturating_add(asked) }
}

/// Up to a fifth of a pause, and the same each time for the same delivery: when
/// a recipient comes back, its backlog does not come all at once.
fn jitter(place: Place<'_>, pause: Duration) -> Duration {
    // FNV-1a: spreads well enough, and is the same everywhere.
    let seed = place
        .id
        .bytes()
        .chain(place.number.to_le_bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let thousandths = i32::try_from(seed % 201).unwrap_or(0);
    pause * thousandths / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = time::macros::datetime!(2026-11-23 08:00 UTC);
    const DOWN: Answer = Answer::Status(503, None);

    fn at(id: &str, number: u32) -> Place<'_> {
        Place { id, number, notices: 0 }
    }

    fn then(next: Next) -> Moment {
        let Next::After { then, .. } = next else { panic!("{next:?}") };
        then
    }

    #[test]
    fn what_is_taken_is_done() {
        for status in [200, 202, 204, 299] {
            assert_eq!(next(Answer::Status(status, None), at("a", 1), NOW), Next::Done);
        }
        assert_eq!(next(Answer::Mailed, at("a", 1), NOW), Next::Done);
    }

    #[test]
    fn anything_else_is_tried_again_but_gone() {
        for answer in [301, 400, 401, 404, 422, 429, 500, 502].map(|s| Answer::Status(s, None)) {
            assert!(NOW < then(next(answer, at("a", 1), NOW)), "{answer:?}");
        }
        assert!(NOW < then(next(Answer::Silence, at("a", 9), NOW)));
        let gone = next(Answer::Status(410, None), at("a", 1), NOW);
        assert_eq!(gone, Next::Park(Parked::Gone));
    }

    #[test]
    fn ten_attempts_in_three_days_and_then_an_operator() {
        for id in (0..500).map(|number| format!("lead-{number}.rs")) {
            let mut moment = NOW;
            for number in 1..10 {
                moment = then(next(DOWN, at(&id, number), moment));
            }
            let whole = moment - NOW;
            assert!(Duration::minutes(75 * 60 + 35) <= whole, "{id}: {whole}");
            assert!(whole <= Duration::minutes(75 * 60 + 36) * 6 / 5, "{id}: {whole}");
            assert_eq!(next(DOWN, at(&id, 10), moment), Next::Park(Parked::Exhausted));
        }
    }

    #[test]
    fn a_backlog_comes_spread_out_and_the_same_each_time() {
        let when = |id: &str| then(next(DOWN, at(id, 4), NOW));
        assert_eq!(when("lead-1.rs"), when("lead-1.rs"));
        let many: std::collections::BTreeSet<_> =
            (0..200).map(|number| when(&format!("lead-{number}.rs"))).collect();
        assert!(60 < many.len(), "{}", many.len());
        assert!(many.iter().all(|moment| *moment <= NOW + Duration::hours(2) * 6 / 5));
    }

    #[test]
    fn a_recipient_may_ask_for_a_pause_of_at_most_a_day() {
        let wait = |wait| next(Answer::Status(429, Some(wait)), at("a", 1), NOW);
        let until = |pause| Next::After { then: NOW + pause, not_before: NOW + pause };
        assert_eq!(wait(Duration::minutes(10)), until(Duration::minutes(10)));
        assert_eq!(wait(Duration::days(9)), until(Duration::hours(24)));
    }

    #[test]
    fn a_notice_is_repeated_for_a_fortnight_and_then_an_operator_asks() {
        let mut moment = NOW;
        for notices in 0..4 {
            let Next::Remind(then) = next(Answer::Noticed, Place { notices, ..at("a", 1) }, moment)
            else {
                panic!("{notices}")
            };
            moment = then;
        }
        assert_eq!(moment - NOW, Duration::days(14));
        let last = next(Answer::Noticed, Place { notices: 4, ..at("a", 1) }, moment);
        assert_eq!(last, Next::Park(Parked::Unread));
    }
}
