//! Who is let in, who is looked at first, and who is asked to wait.
//!
//! Decided by the step token, a trap in the plain form, and how many have come
//! in the hour: never by what a person wrote, which may be sealed. A doubt costs
//! the sender nothing: the lead is kept, and an operator lets it through.

mod network;
pub(crate) mod token;

use crate::Here;
use crate::calendar::{day_in_stockholm, day_stamp};
use crate::error::{Error, Kind};
use crate::ledger::{Came, Counted, Ledger};
use crate::settings::Limits;
use time::{Date, Duration};
use token::Token;
use worker::Request;

/// What a request shows besides its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The step token; empty for none.
    pub(crate) token: String,
    /// The network that it came from, as the platform tells it.
    pub(crate) network: Option<String>,
    /// Whether a field that people do not see is filled in.
    pub(crate) trapped: bool,
}

/// Why an operator looks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Sent faster than anyone reads.
    Fast,
    /// Sent without a step token: not from a page of ours, or an older one.
    NoToken,
    /// The trap is filled in.
    Trapped,
    /// Many from one network in an hour.
    Network,
    /// Many from one partner's page in an hour.
    Partner,
    /// Many in an hour.
    All,
}

impl Doubt {
    /// As it stands in the ledger.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::NoToken => "no-token",
            Self::Trapped => "trapped",
            Self::Network => "network",
            Self::Partner => "partner",
            Self::All => "all",
        }
    }
}

/// One who is let in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LetIn {
    /// What is kept of the token, so that it is used once.
    pub(crate) token: Option<String>,
    /// Why an operator looks first, if one does.
    pub(crate) doubt: Option<Doubt>,
}

impl Seen {
    /// Looks at a request.
    pub(crate) fn of(request: &Request) -> Self {
        let header = |name: &str| request.headers().get(name).ok().flatten();
        Self {
            token: header("step-token").unwrap_or_default(),
            network: header("cf-connecting-ip").and_then(|address| network::of(&address)),
            trapped: false,
        }
    }
}

/// Whether a form's token is still good: then the same form keeps it when it
/// is shown again.
pub(crate) fn is_good(token: &str, here: &Here<'_>) -> bool {
    let worth = here.settings.guard.weigh(token, here.now, Duration::ZERO);
    matches!(worth, Token::Good(_) | Token::Fast(_))
}

/// Counts one more, and judges.
///
/// # Errors
/// When the token is none of ours or too old, or far too many have come.
pub(crate) async fn let_in(seen: &Seen, partner: &str, here: &Here<'_>) -> Result<LetIn, Error> {
    let settings = here.settings;
    let limits = &settings.limits;
    let least = Duration::seconds(limits.least_seconds.into());
    let (token, doubt) = match settings.guard.weigh(&seen.token, here.now, least) {
        Token::Stale => return Err(Kind::StepStale.into()),
        Token::Missing => (None, limits.without_token(day_in_stockholm(here.now))),
        Token::Fast(id) => (Some(id), Some(Doubt::Fast)),
        Token::Good(id) => (Some(id), None),
    };
    let doubt = doubt.or(seen.trapped.then_some(Doubt::Trapped));
    let day = day_stamp(day_in_stockholm(here.now));
    let network = seen.network.as_ref().map(|network| settings.guard.name(network, &day));
    let came = Came { network: network.as_deref(), partner, doubted: doubt.is_some() };
    let most = limits.network_pass.saturating_add(limits.network_hold);
    let counted = Ledger::open(here.env)?.count_in(&came, most, here.now).await?;
    let too_many = judge(&counted, limits).map_err(Error::from)?;
    Ok(LetIn { token, doubt: doubt.or(too_many) })
}

impl Limits {
    /// What a lead without a token is, on a day.
    fn without_token(&self, today: Date) -> Option<Doubt> {
        let is_usual = self.tokenless_until.is_some_and(|last| today <= last.0);
        (!is_usual).then_some(Doubt::NoToken)
    }
}

/// Few pass; more are looked at first; far too many are asked to wait.
fn judge(counted: &Counted, limits: &Limits) -> Result<Option<Doubt>, Kind> {
    let Counted { network, doubted, partner, all } = *counted;
    let far = |number: u32, limit: u32| limit.saturating_mul(2) < number;
    let beyond = limits.network_pass.saturating_add(limits.network_hold);
    if beyond < network
        || limits.network_hold < doubted
        || far(partner, limits.partner)
        || far(all, limits.all)
    {
        return Err(Kind::TooMany);
    }
    Ok(if limits.network_pass < network {
        Some(Doubt::Network)
    } else if limits.partner < partner {
        Some(Doubt::Partner)
    } else if limits.all < all {
        Some(Doubt::All)
    } else {
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        least_seconds: 3,
        network_pass: 10,
        network_hold: 10,
        partner: 100,
        all: 500,
        tokenless_until: None,
    };

    #[test]
    fn after_an_update_pages_of_the_version_before_may_still_send() {
        use time::macros::date;
        let limits: Limits = serde_json::from_str(
            r#"{"least_seconds": 3, "network_pass": 10, "network_hold": 10, "partner": 100,
                "all": 500, "tokenless_until": "2026-12-31"}"#,
        )
        .unwrap();
        assert_eq!(limits.without_token(date!(2026 - 12 - 31)), None);
        assert_eq!(limits.without_token(date!(2027 - 01 - 01)), Some(Doubt::NoToken));
        assert_eq!(LIMITS.without_token(date!(2026 - 12 - 31)), Some(Doubt::NoToken));
    }

    fn judged(network: u32, doubted: u32, partner: u32, all: u32) -> Result<Option<Doubt>, Kind> {
        judge(&Counted { network, doubted, partner, all }, &LIMITS)
    }

    #[test]
    fn few_pass_more_are_looked_at_and_far_too_many_wait() {
        assert_eq!(judged(1, 0, 1, 1), Ok(None));
        assert_eq!(judged(10, 0, 100, 500), Ok(None));
        assert_eq!(judged(11, 0, 11, 11), Ok(Some(Doubt::Network)));
        assert_eq!(judged(20, 0, 20, 20), Ok(Some(Doubt::Network)));
        assert_eq!(judged(21, 0, 20, 20), Err(Kind::TooMany));
        assert_eq!(judged(1, 0, 101, 101), Ok(Some(Doubt::Partner)));
        assert_eq!(judged(1, 0, 201, 201), Err(Kind::TooMany));
        assert_eq!(judged(1, 0, 1, 501), Ok(Some(Doubt::All)));
        assert_eq!(judged(1, 0, 1, 1001), Err(Kind::TooMany));
    }

    #[test]
    fn of_those_that_look_like_a_program_a_network_has_ten_an_hour() {
        assert_eq!(judged(10, 10, 10, 10), Ok(None));
        assert_eq!(judged(11, 11, 11, 11), Err(Kind::TooMany));
    }

    #[test]
    fn whoever_asks_for_no_network_is_counted_by_partner_and_in_all() {
        assert_eq!(judged(0, 0, 100, 100), Ok(None));
    }
}
