//! Which step comes next: a plain state machine that knows nothing of what is
//! asked, only on which pages something is.

use shared::catalogue::{Rules, asked};
use shared::eligibility::Judge;
use shared::profile::Profile;
use time::Date;

/// The page of the company's own words; it has no typed questions.
pub(crate) const WORDS_PAGE: u8 = 2;

/// A step of the journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// A page of questions, from 1.
    Page(u8),
    /// What fits, in full.
    Results,
    /// Who gets it, or what is missing.
    Recipients,
    /// Who asks.
    Contact,
    /// All of it, before it is sent.
    Check,
    /// It is kept.
    Receipt,
}

impl Step {
    /// A number for the browser's history. It says where, never what.
    pub(crate) fn code(self) -> u32 {
        match self {
            Self::Page(page) => u32::from(page),
            Self::Results => 101,
            Self::Recipients => 102,
            Self::Contact => 103,
            Self::Check => 104,
            Self::Receipt => 105,
        }
    }

    /// The step of a number.
    pub(crate) fn from_code(code: u32) -> Option<Self> {
        match code {
            101 => Some(Self::Results),
            102 => Some(Self::Recipients),
            103 => Some(Self::Contact),
            104 => Some(Self::Check),
            105 => Some(Self::Receipt),
            page => u8::try_from(page).ok().filter(|page| (1..=99).contains(page)).map(Self::Page),
        }
    }

    /// A name for events and tests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Page(WORDS_PAGE) => "words",
            Self::Page(_) => "question",
            Self::Results => "results",
            Self::Recipients => "recipients",
            Self::Contact => "contact",
            Self::Check => "check",
            Self::Receipt => "receipt",
        }
    }

    /// Whether results stand beside it.
    pub(crate) fn shows_results(self) -> bool {
        matches!(self, Self::Page(_))
    }
}

/// The pages on which something is asked, given the answers so far.
pub(crate) fn pages(rules: &Rules, profile: &Profile, today: Date) -> Vec<u8> {
    let judge = Judge::new(rules, profile, today);
    let asked: Vec<u8> = asked(&judge).map(|question| question.page).collect();
    let here = |page: &u8| *page == WORDS_PAGE || asked.contains(page);
    let last = u8::try_from(rules.pages.len()).unwrap_or(u8::MAX);
    (1..=last).filter(here).collect()
}

/// The step after one, on a route with these pages.
pub(crate) fn next(step: Step, pages: &[u8]) -> Step {
    match step {
        Step::Page(page) => {
            pages.iter().copied().find(|later| page < *later).map_or(Step::Results, Step::Page)
        }
        Step::Results => Step::Recipients,
        Step::Recipients => Step::Contact,
        Step::Contact => Step::Check,
        Step::Check | Step::Receipt => Step::Receipt,
    }
}

/// The step before one; the first has none, and what is sent is sent.
pub(crate) fn previous(step: Step, pages: &[u8]) -> Option<Step> {
    let last = |before: u8| pages.iter().rev().copied().find(|page| *page < before);
    match step {
        Step::Page(page) => last(page).map(Step::Page),
        Step::Results => last(u8::MAX).map(Step::Page),
        Step::Recipients => Some(Step::Results),
        Step::Contact => Some(Step::Recipients),
        Step::Check => Some(Step::Contact),
        Step::Receipt => None,
    }
}

/// Where a visitor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Journey {
    /// The step.
    pub(crate) step: Step,
    /// The visitor came from "check answers" to change one, and returns there.
    pub(crate) returns: bool,
}

impl Journey {
    /// The first question is the welcome.
    pub(crate) const START: Self = Self { step: Step::Page(1), returns: false };

    /// Where Continue leads.
    pub(crate) fn onward(self, pages: &[u8]) -> Self {
        let step = if self.returns { Step::Check } else { next(self.step, pages) };
        Self { step, returns: false }
    }

    /// Where Back leads.
    pub(crate) fn back(self, pages: &[u8]) -> Option<Self> {
        let step = if self.returns { Some(Step::Check) } else { previous(self.step, pages) };
        step.map(|step| Self { step, returns: false })
    }

    /// To change one answer.
    pub(crate) fn change(step: Step) -> Self {
        Self { step, returns: true }
    }

    /// To a step, as the browser's own back and forward do.
    pub(crate) fn at(step: Step) -> Self {
        Self { step, returns: false }
    }
}

#[cfg(test)]
mod walks;

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: [u8; 7] = [1, 2, 3, 4, 6, 7, 8];

    fn walk(pages: &[u8]) -> Vec<Step> {
        let mut steps = vec![Step::Page(1)];
        while let Some(last) = steps.last().copied().filter(|step| *step != Step::Receipt) {
            steps.push(next(last, pages));
        }
        steps
    }

    #[test]
    fn a_page_where_nothing_is_asked_is_passed_over() {
        assert_eq!(next(Step::Page(4), &SHORT), Step::Page(6));
        assert_eq!(previous(Step::Page(6), &SHORT), Some(Step::Page(4)));
    }

    #[test]
    fn back_undoes_onward_on_every_route() {
        for skipped in 3..=8_u8 {
            let pages: Vec<u8> = (1..=8).filter(|page| *page != skipped).collect();
            let steps = walk(&pages);
            for pair in steps.windows(2).filter(|pair| pair[1] != Step::Receipt) {
                assert_eq!(previous(pair[1], &pages), Some(pair[0]));
            }
        }
    }

    #[test]
    fn a_change_returns_to_the_check() {
        let changing = Journey::change(Step::Page(3));
        assert_eq!(changing.onward(&SHORT), Journey::at(Step::Check));
        assert_eq!(changing.back(&SHORT), Some(Journey::at(Step::Check)));
    }

    #[test]
    fn the_first_step_and_the_receipt_have_no_way_back() {
        assert_eq!(Journey::START.back(&SHORT), None);
        assert_eq!(Journey::at(Step::Receipt).back(&SHORT), None);
    }

    #[test]
    fn every_step_is_found_by_its_number() {
        for step in walk(&SHORT) {
            assert_eq!(Step::from_code(step.code()), Some(step));
        }
        assert_eq!(Step::from_code(0), None);
        assert_eq!(Step::from_code(4711), None);
    }

    #[test]
    fn a_page_that_vanished_under_the_visitor_still_leads_on() {
        assert_eq!(next(Step::Page(5), &SHORT), Step::Page(6));
        assert_eq!(previous(Step::Page(5), &SHORT), Some(Step::Page(4)));
    }
}
