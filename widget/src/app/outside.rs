//! What the page says to the one that holds it, and what it asks of the
//! browser: each to and from its own element.

use super::{App, count};
use crate::browser;
use crate::journey::Step;
use crate::language::{capital, fill, number_of, results as words};
use crate::state::Topic;
use leptos::wasm_bindgen::JsValue;
use shared::matching::{Matching, Outcome};
use shared::text::Lang;
use web_sys::HtmlElement;

impl App {
    /// The element that holds the page.
    pub(crate) fn mount(self) -> Option<HtmlElement> {
        self.read(|state| state.mount.clone())
    }

    /// Tells the page that holds the widget. Never an answer, never a name.
    pub(crate) fn tell(self, event: &str, detail: &[(&str, JsValue)]) {
        if let Some(mount) = self.mount() {
            browser::tell(&mount, event, detail);
        }
    }

    /// Moves the focus to the first element of a selector, once it is drawn.
    pub(crate) fn focus(self, selector: impl Into<String>) {
        if let Some(mount) = self.mount() {
            browser::focus(mount, selector.into());
        }
    }

    /// Presses the element of a selector.
    pub(crate) fn press(self, selector: &str) {
        if let Some(mount) = self.mount() {
            browser::press(&mount, selector);
        }
    }

    /// Runs something a little later, unless the page has been stopped.
    pub(crate) fn later(self, milliseconds: u64, then: impl FnOnce() + 'static) {
        let life = self.life();
        browser::later(milliseconds, move || {
            if self.life() == life {
                then();
            }
        });
    }

    /// Which start of the page this is; each has a number of its own.
    pub(crate) fn life(self) -> u32 {
        self.read(|state| state.life)
    }

    /// Who asks is never said in a partner's own page, where other scripts could
    /// read along: the one that holds it opens our frame for that and what comes
    /// after. Gives whether this is so.
    pub(super) fn leaves_page(self, to: Step) -> bool {
        let leaves = Step::Contact <= to && self.read(|state| state.config.inline);
        if leaves {
            self.edit(|state| state.leaving = Some(Step::Contact));
            self.tell("contact", &[]);
        }
        leaves
    }

    /// Leaves a mark in our own history. A partner's history is the partner's:
    /// a page there may have a router that would take our mark for its own.
    pub(super) fn mark(self, replace: bool) {
        let (inline, life, step) =
            self.read(|state| (state.config.inline, state.life, state.journey.step));
        if !inline {
            browser::mark(life, step, replace);
        }
    }

    /// Tells the page around which step is shown: its number, not its answers.
    pub(crate) fn tell_step(self) {
        const AFTER_QUESTIONS: u32 = 5;
        let step = self.journey().step;
        let pages = self.now().pages.clone();
        let until = |last: u8| pages.iter().filter(|page| **page <= last).count();
        let count = |number: usize| u32::try_from(number).unwrap_or_default();
        let at = match step {
            Step::Page(page) => count(until(page)),
            later => count(pages.len()) + later.code().saturating_sub(100),
        };
        let of = count(pages.len()) + AFTER_QUESTIONS;
        self.tell("step", &[("n", at.into()), ("of", of.into()), ("name", step.name().into())]);
    }

    /// Says how many entries fit, politely: after a pause, and only the last.
    pub(super) fn announce(self) {
        const PAUSE: u64 = 900;
        self.edit(|state| state.results = state.results.wrapping_add(1));
        let turn = self.read(|state| state.results);
        self.later(PAUSE, move || {
            if self.read(|state| state.results != turn || !state.draft.is_begun()) {
                return;
            }
            let seen = self.now();
            let said = counted(self.lang(), &seen.matching);
            if self.read(|state| state.said == said) {
                return;
            }
            self.edit(|state| state.said = said);
            self.changed(Topic::Said);
            let fits = count(&seen.matching, |one| matches!(one.outcome, Outcome::Fits));
            self.tell("result", &[("count", u32::try_from(fits).unwrap_or_default().into())]);
        });
    }
}

/// How many entries fit, for those who listen.
fn counted(lang: Lang, matching: &Matching) -> String {
    let of = |key: &str| count(matching, |one| one.outcome.key() == key);
    let (fits, fits_if, unknown) = (of("fits"), of("fits-if"), of("unknown"));
    let number = |some| number_of(lang, some, fits.max(fits_if).max(unknown));
    let all = [&*number(fits), &*number(fits_if), &*number(unknown)];
    capital(&fill(lang, words::COUNTED, &all))
}
