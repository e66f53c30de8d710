//! What is kept outlives the page in the visitor's own hands: a file or a link.
//! And links that a partner prepares.

use super::App;
use crate::browser;
use crate::draft::kept::{Kept, apart, choices, everything, read};
use crate::journey::{Journey, Step};
use crate::language::{Sentence, journey as words};
use crate::state::{State, Topic};
use shared::detection::is_shown;
use shared::matching::{Answering, report};

/// What a text turned out to be.
type Opened = (Vec<(String, String)>, bool);

/// Takes a text apart: a file, or what stands in a link. What to do, if it is
/// neither.
fn opened(text: &str) -> Result<Opened, Sentence> {
    const VERSION: u32 = 1;
    let is_file = text.trim_start().starts_with('{');
    let all = if is_file { browser::fields(text) } else { apart(&browser::decoded(text)) };
    let version = all.iter().find(|(name, _)| name == "vagen_in");
    match version.map(|(_, version)| version.parse()) {
        Some(Ok(VERSION)) => Ok((all, true)),
        Some(Ok(0) | Err(_)) => Err(words::WRONG_FILE),
        Some(Ok(_)) => Err(words::NEWER_FILE),
        None if is_file || all.is_empty() => Err(words::WRONG_FILE),
        None => Ok((all, false)),
    }
}

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

    /// Draws everything anew.
    fn anew(self) {
        self.redraw();
        for topic in [Topic::Sending, Topic::Said, Topic::Notice] {
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
                self.redraw();
                self.stand(Journey::at(Step::Results));
            }
            return at.is_some();
        }
        let Ok((all, false)) = opened(target) else { return false };
        let kept = self.with(|catalogue| read(&all, &catalogue.rules, false));
        self.edit(|state| state.draft.fill(kept.draft));
        self.stand_at(kept.step, false, (words::PREPARED, kept.lost));
        true
    }

    /// Takes what another page of ours gave, or what a link holds.
    pub(crate) fn hand_over(self, text: &str) -> bool {
        let opened = opened(text);
        if let Ok((all, is_file)) = &opened {
            let kept = self.with(|catalogue| read(all, &catalogue.rules, *is_file));
            let visits = *is_file && kept.step == Some(Step::Contact.code());
            self.take(kept, *is_file);
            if visits {
                self.edit(|state| (state.is_visiting, state.notice) = (true, (None, 0)));
            }
        }
        opened.is_ok()
    }

    /// Takes back what was kept. Who asks stays, if it does not say.
    fn take(self, kept: Kept, is_file: bool) {
        self.edit(|state| {
            state.draft = kept.draft;
            state.contact.replace(kept.contact);
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
        self.redraw();
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
            let mut all = vec![
                ("vagen_in".to_owned(), "1".to_owned()),
                ("lang".to_owned(), state.lang.tag().to_owned()),
                ("step".to_owned(), step),
            ];
            all.extend(everything(&state.draft, &state.contact));
            browser::json(&all)
        })
    }

    /// A link to go on with on another device: choices and where the visitor
    /// stands, never what was written.
    #[expect(dead_code, reason = "the views that offer it come next")]
    pub(crate) fn link(self) -> String {
        let seen = self.now();
        self.read(|state| {
            let State { draft, contact, config, .. } = state;
            let mine = &draft.answers.concepts;
            let known = seen.profile.concepts.iter();
            let known: Vec<String> =
                known.filter(|id| is_shown(id) || mine.contains(id)).cloned().collect();
            let mut link = browser::origin(&config.origin);
            for piece in ["/f/", &config.partner, "?lang=", state.lang.tag(), "#k="] {
                link.push_str(piece);
            }
            for (name, text) in choices(draft, &known, &contact.recipients) {
                for piece in [&*name, "=", &*text, "&"] {
                    link.push_str(piece);
                }
            }
            link.push_str("step=");
            link.push_str(&state.journey.step.code().to_string());
            link
        })
    }

    /// What the answers come to, as JSON.
    pub(crate) fn report(self) -> String {
        let seen = self.now();
        self.read(|state| {
            let answering = Answering {
                catalogue: &state.catalogue,
                lang: state.lang,
                profile: &seen.profile,
                findings: &seen.findings,
                today: state.today,
                most: usize::MAX,
            };
            serde_json::to_string(&report(answering, &seen.matching)).unwrap_or_default()
        })
    }
}
