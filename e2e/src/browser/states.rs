//! Every state that a visitor can come to, each looked at by both checkers: the
//! steps and their errors, in a frame, in the page itself and without scripts,
//! in both languages, on a narrow and on a wide screen.
//!
//! A picture of each is kept in `target/screens/`.

use std::fmt;

use anyhow::{Context, Result};
use shared::text::Lang;

use super::Browser;
use super::checkers::Fault;
use super::visitor::Visitor;
use crate::stack::Stack;

mod questions;
mod report;
mod without;

pub use questions::{Company, company};
pub use report::Report;

/// How a visitor has it on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    /// In a frame of ours.
    Frame,
    /// In the partner's page; who asks, in a frame.
    Inline,
    /// As pages without scripts; and what else we publish as pages.
    Html,
}

impl Rung {
    /// All but the link, which is the partner's own.
    pub const ALL: [Self; 3] = [Self::Frame, Self::Inline, Self::Html];

    /// Gives its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Inline => "inline",
            Self::Html => "html",
        }
    }
}

/// Widths in px.
pub const WIDTHS: [u32; 2] = [320, 1280];

/// All states of one rung, in a language, at a width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// How it stands there.
    pub rung: Rung,
    /// What is read.
    pub lang: Lang,
    /// On how wide a screen.
    pub width: u32,
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.rung.name(), self.lang.tag(), self.width)
    }
}

impl Round {
    /// All of them.
    pub fn all() -> Vec<Self> {
        let with = |rung| {
            let both = move |lang| WIDTHS.map(|width| Self { rung, lang, width });
            Lang::ALL.into_iter().flat_map(both)
        };
        Rung::ALL.into_iter().flat_map(with).collect()
    }

    /// A half of them, with every rung in every language and at every width.
    pub fn sample() -> Vec<Self> {
        let picked = |one: &Self| {
            let other = one.rung == Rung::Inline;
            (one.lang == Lang::Sv) == ((one.width == WIDTHS[0]) != other)
        };
        Self::all().into_iter().filter(picked).collect()
    }
}

/// Looks at all states of the rounds; each language has a browser.
pub async fn look_at(stack: &Stack, rounds: &[Round]) -> Result<Report> {
    let [sv, en] = [Lang::Sv, Lang::En].map(|lang| in_language(stack, rounds, lang));
    let (mut report, other) = tokio::try_join!(sv, en)?;
    report.add(other);
    Ok(report)
}

async fn in_language(stack: &Stack, rounds: &[Round], lang: Lang) -> Result<Report> {
    const HEIGHT: u32 = 900;
    let browser = Browser::start().await?;
    let mut report = Report::default();
    for round in rounds.iter().filter(|round| round.lang == lang) {
        browser.leave_frame().await?;
        browser.resize(round.width, HEIGHT).await?;
        let look =
            Look { stack, browser: &browser, round: *round, number: 0, report: Report::default() };
        match look.around().await {
            Ok(seen) => report.add(seen),
            // The others are looked at all the same.
            Err(error) => report.complain(format!("{round}: {error:#}")),
        }
    }
    browser.close().await?;
    Ok(report)
}

/// One round.
struct Look<'a> {
    stack: &'a Stack,
    browser: &'a Browser,
    round: Round,
    number: u32,
    report: Report,
}

impl Look<'_> {
    async fn around(mut self) -> Result<Report> {
        match self.round.rung {
            Rung::Html => self.pages().await?,
            Rung::Frame | Rung::Inline => self.journeys().await?,
        }
        Ok(self.report)
    }

    /// Looks at what is shown now: the frame if that is where the visitor is,
    /// and nothing may have to be moved sideways, neither in it nor around it.
    async fn at(&mut self, state: &str) -> Result<()> {
        const FRAMED: &str = "return self !== top";
        self.number += 1;
        let state = format!("{}-{:02}-{state}", self.round, self.number);
        let faults = self.browser.faults().await.with_context(|| state.clone())?;
        self.report.saw(&state, faults);
        let mut sideways = self.sideways().await?;
        let is_framed = self.browser.script(FRAMED, Vec::new()).await?;
        if is_framed {
            self.browser.leave_frame().await?;
            sideways = sideways.max(self.sideways().await?);
        }
        self.browser.picture(&state).await?;
        if is_framed {
            self.browser.enter_frame().await?;
        }
        if 0 < sideways {
            self.report.complain(format!("{state}: can be moved {sideways} px sideways"));
        }
        Ok(())
    }

    async fn sideways(&self) -> Result<i64> {
        const SIDEWAYS: &str = "const { scrollWidth, clientWidth } = document.scrollingElement;
            return scrollWidth - clientWidth";
        self.browser.script(SIDEWAYS, Vec::new()).await
    }

    async fn open(&self) -> Result<Visitor<'_>> {
        let (browser, stack, lang) = (self.browser, self.stack, self.round.lang);
        match self.round.rung {
            Rung::Inline => Visitor::open_park_inline(browser, stack, lang).await,
            Rung::Frame | Rung::Html => Visitor::open(browser, stack, lang).await,
        }
    }
}
