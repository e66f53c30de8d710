//! What is kept outlives the page in the visitor's own hands: a file or a link.
//! And links that a partner prepares.

use super::App;
use crate::browser;
use crate::draft::kept::{Kept, tell};
use crate::journey::{Journey, Step};
use crate::language::{Sentence, journey as words};
use crate::state::{State, Topic};
use shared::catalogue::Catalogue;
use shared::detection::is_shown;

/// How a file begins.
const VERSION: &str = "vagen_in";

impl App {
    /// Begins where the configuration says. No view is drawn yet.
    pub(super) fn begin(self) {
        let (kept, start) =
            self.read(|state| (state.config.kept.clone(), state.config.start.clone()));
        if (kept.is_empty() || !self.hand_over(&kept)) && !self.aim(&start) {
            self.stand(Journey::START);
        }
    }

    /// Forgets every answer, and shows the first question.
    pub(crate) fn reset(self) {
        self.edit(State::forget);
        self.anew();
        self.stand(Journey::START);
        self.mark(false);
    }

    /// The same, because the visitor says so.
    pub(crate) fn start_over(self) {
        self.reset();
        self.focus(".vi-title");
    }

    /// Draws everything anew.
    fn anew(self) {
        self.count();
        for topic in [Topic::Sorted, Topic::Sending, Topic::Said, Topic::Redrawn] {
            self.changed(topic);
        }
    }

    /// Goes where a link leads.
    pub(crate) fn open(self, target: &str) {
        if self.aim(target) {
            self.mark(false);
            self.focus(".vi-title");
        }
    }

    /// Stands where a link leads: at an entry, or at the questions with prepared
    /// answers, which never take the place of the visitor's own.
    fn aim(self, target: &str) -> bool {
        if let Some(id) = target.strip_prefix("entry:") {
            let at = self.with(|catalogue| {
                (0..).zip(&catalogue.rules.entries).find(|(_, one)| one.id == id).map(|(at, _)| at)
            });
            if at.is_some() {
                self.edit(|state| state.shown_first = at);
                self.anew();
                self.stand(Journey::at(Step::Results));
            }
            return at.is_some();
        }
        let draft = self.read(|state| state.draft.clone());
        let onto = Kept { draft, adds: true, ..Kept::default() };
        let Ok(kept) = self.opened(onto, target) else { return false };
        self.edit(|state| state.draft = kept.draft);
        self.stand_at(kept.step, false, (words::PREPARED, kept.lost));
        true
    }

    /// Takes a text apart: a file, or what stands in a link. What to do, if it is
    /// neither.
    fn opened(self, mut kept: Kept, text: &str) -> Result<Kept, Sentence> {
        self.with(|Catalogue { rules, .. }| {
            if kept.adds || !text.starts_with('{') {
                kept.read_link(&browser::decoded(text), rules);
                return if kept.read == 0 { Err(words::WRONG_FILE) } else { Ok(kept) };
            }
            kept.is_file = true;
            let mut version = String::new();
            browser::fields(text, &mut |name, text| match name {
                VERSION => version.push_str(text),
                _ => kept.read((name, text), rules),
            });
            match &*version {
                "1" => Ok(kept),
                "" => Err(words::WRONG_FILE),
                _ => Err(words::NEWER_FILE),
            }
        })
    }

    /// Takes what another page of ours gave, or what a link holds.
    pub(crate) fn hand_over(self, text: &str) -> bool {
        let Ok(kept) = self.opened(Kept::default(), text) else { return false };
        let visits = kept.is_file && kept.step == Some(Step::Contact.code());
        self.take(kept);
        if visits {
            self.edit(|state| (state.is_visiting, state.notice) = (true, (None, 0)));
        }
        true
    }

    /// Takes the file that a visitor brings, in place of what is there. What to
    /// do, if it is none.
    pub(crate) fn take_file(self, text: &str) -> Result<(), Sentence> {
        let kept = self.opened(Kept::default(), text)?;
        if !kept.is_file {
            return Err(words::WRONG_FILE);
        }
        self.edit(State::forget);
        self.take(kept);
        self.mark(false);
        self.focus(".vi-title");
        Ok(())
    }

    /// Takes back what was kept. Who asks stays, if it does not say, and with a
    /// visitor from a partner's page, who says so here.
    fn take(self, kept: Kept) {
        let is_file = kept.is_file;
        self.edit(|state| {
            state.draft = kept.draft;
            state.contact.replace(kept.contact, state.is_visiting);
        });
        let sentence = if is_file { words::TAKEN_BACK } else { words::CHOICES_BACK };
        self.stand_at(kept.step, is_file, (sentence, kept.lost));
    }

    /// Stands at a step, if it is one that may be come to so, and says something
    /// there; also how many answers were lost.
    fn stand_at(self, step: Option<u32>, is_file: bool, (said, lost): (Sentence, usize)) {
        self.edit(|state| {
            state.notice = (Some(said), lost);
            state.drop_unknown();
        });
        let notice = self.read(|state| state.notice);
        self.anew();
        let farthest =
            self.read(
                |state| {
                    if is_file && !state.config.inline { Step::Check } else { Step::Recipients }
                },
            );
        let pages = &self.now().pages;
        let step = match step.and_then(Step::from_code) {
            Some(Step::Page(page)) if !pages.contains(&page) => Step::Page(1),
            Some(step) => step.min(farthest),
            None => Step::Page(1),
        };
        self.stand(Journey::at(step));
        self.edit(|state| state.notice = notice);
        self.changed(Topic::Notice);
    }

    /// Everything that was said, as a file.
    pub(crate) fn kept(self) -> String {
        self.read(|state| {
            let step = state.leaving.unwrap_or(state.journey.step).code().to_string();
            browser::json(&mut |set| {
                set(VERSION, "1");
                set("lang", state.lang.tag());
                set("step", &step);
                tell((&state.draft, &state.contact), None, set);
            })
        })
    }

    /// A link to go on with on another device: choices and where the visitor
    /// stands, never what was written.
    pub(crate) fn link(self) -> String {
        let seen = self.now();
        self.read(|state| {
            let State { draft, contact, .. } = state;
            let mut concepts = seen.profile.concepts.clone();
            concepts.retain(|id| is_shown(id) || draft.answers.concepts.contains(id));
            let mut link = address(state);
            link.push_str("#k=");
            let mut add = |name: &str, text: &str| {
                for piece in [name, "=", text, "&"] {
                    link.push_str(piece);
                }
            };
            tell((draft, contact), Some(&concepts), &mut add);
            add("step", &state.journey.step.code().to_string());
            link.pop();
            link
        })
    }

    /// The page that this partner has with us, in the page's language.
    pub(crate) fn address(self) -> String {
        self.read(address)
    }
}

fn address(state: &State) -> String {
    let mut address = browser::origin(&state.config.origin);
    for piece in ["/f/", &state.config.partner, "?lang=", state.lang.tag()] {
        address.push_str(piece);
    }
    address
}
