//! The one place where answers become results. Views read from it and call it;
//! what an answer means is for [`shared`] to say.

use crate::browser;
use crate::config::Config;
use crate::draft::{Contact, Draft};
use crate::journey::{self, Journey, Step};
use crate::language::{capital, fill, number, results as words};
use crate::sending::Sending;
use leptos::prelude::*;
use shared::catalogue::{Catalogue, Kind, Question, Text};
use shared::detection::{self, Finding, Findings};
use shared::matching::{self, Match, Matching, Outcome};
use shared::profile::{Field, Profile};
use shared::qualification::{self, Missing};
use shared::text::Lang;
use std::sync::Arc;
use time::Date;

/// All that the answers so far come to.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    /// What the words gave, without what the visitor took away.
    pub(crate) findings: Findings,
    /// What was judged.
    pub(crate) profile: Profile,
    /// What came of it.
    pub(crate) matching: Matching,
    /// The pages on which something is asked.
    pub(crate) pages: Vec<u8>,
    /// What keeps it from being sent.
    pub(crate) missing: Vec<Missing>,
    /// Who could get it, best first.
    pub(crate) recipients: Vec<u16>,
}

impl Seen {
    fn of(catalogue: &Catalogue, draft: &Draft, lang: Lang, today: Date) -> Self {
        let rules = &catalogue.rules;
        let read =
            detection::read(draft.words.reveal(), &catalogue.index, &catalogue.terms, lang);
        let id = |at: u16| concept_id(catalogue, at).to_owned();
        let findings = draft.kept(read, id);
        let profile = matching::profile_for(catalogue, &draft.answers, &findings, today);
        let matching = matching::run(rules, &profile, &findings, today);
        Self {
            pages: journey::pages(rules, &profile, today),
            missing: qualification::missing(rules, &profile, &matching, today),
            recipients: qualification::recipients(rules, &matching),
            findings,
            profile,
            matching,
        }
    }

    /// The match of an entry.
    pub(crate) fn of_entry(&self, entry: u16) -> Option<&Match> {
        self.matching.matches.iter().find(|one| one.entry == entry)
    }
}

/// The id of a concept's place.
pub(crate) fn concept_id(catalogue: &Catalogue, at: u16) -> &str {
    catalogue.rules.concepts.get(usize::from(at)).map_or("", |concept| concept.id.as_str())
}

/// Something that the visitor has to change, and the id of where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The id of the field's element.
    pub(crate) at: String,
    /// What to do.
    pub(crate) text: String,
    /// Where it is changed, when that is another step.
    pub(crate) step: Option<Step>,
}

impl Problem {
    /// A problem of a field on this step.
    pub(crate) fn here(at: &str, text: String) -> Self {
        Self { at: at.to_owned(), text, step: None }
    }
}

/// An entry in the order in which it was last sorted, and whether it was open
/// then: nothing moves while the visitor answers on one page.
pub(crate) type Sorted = Vec<(u16, bool)>;

/// The state of the page. A handle: copies are the same page.
#[derive(Clone, Copy)]
pub(crate) struct App {
    catalogue: StoredValue<Catalogue>,
    config: StoredValue<Config>,
    today: StoredValue<Date>,
    /// The language of everything on the page.
    pub(crate) lang: RwSignal<Lang>,
    wanted: StoredValue<Lang>,
    /// Where the visitor stands.
    pub(crate) journey: RwSignal<Journey>,
    /// What was answered.
    pub(crate) draft: RwSignal<Draft>,
    /// Who asks. It decides nothing, so nothing waits for it.
    pub(crate) contact: StoredValue<Contact>,
    /// What the answers come to.
    pub(crate) seen: Memo<Arc<Seen>>,
    /// In which order entries stand.
    pub(crate) sorted: RwSignal<Sorted>,
    /// What has to change before the visitor can go on.
    pub(crate) problems: RwSignal<Vec<Problem>>,
    /// What the live region says.
    pub(crate) said: RwSignal<String>,
    /// How the sending goes.
    pub(crate) sending: RwSignal<Sending>,
    /// Everything is unfolded, for paper.
    pub(crate) printing: RwSignal<bool>,
    /// The answer that was last counted: typing is counted after a pause.
    strokes: StoredValue<u32>,
    /// Grows when a piece of the catalogue has come.
    pub(crate) arrived: RwSignal<u32>,
    /// Grows when the step is to be drawn anew.
    pub(crate) redrawn: RwSignal<u32>,
}

impl App {
    /// A page at its first question.
    pub(crate) fn new(config: Config, catalogue: Catalogue, today: Date) -> Self {
        let lang = RwSignal::new(config.lang);
        let draft = RwSignal::new(Draft::default());
        let arrived = RwSignal::new(0);
        let catalogue = StoredValue::new(catalogue);
        let day = StoredValue::new(today);
        let seen = Memo::new(move |_| {
            arrived.track();
            let today = day.get_value();
            catalogue.with_value(|catalogue| {
                Arc::new(draft.with(|draft| Seen::of(catalogue, draft, lang.get(), today)))
            })
        });
        Self {
            wanted: StoredValue::new(config.lang),
            config: StoredValue::new(config),
            catalogue,
            today: day,
            lang,
            journey: RwSignal::new(Journey::START),
            draft,
            contact: StoredValue::new(Contact::default()),
            seen,
            sorted: RwSignal::new(Vec::new()),
            problems: RwSignal::new(Vec::new()),
            said: RwSignal::new(String::new()),
            sending: RwSignal::new(Sending::Idle),
            printing: RwSignal::new(false),
            strokes: StoredValue::new(0),
            arrived,
            redrawn: RwSignal::new(0),
        }
    }

    /// Looks something up in the catalogue.
    pub(crate) fn with<T>(self, look: impl FnOnce(&Catalogue) -> T) -> T {
        self.catalogue.with_value(look)
    }

    /// Changes the catalogue, as when a piece has come.
    pub(crate) fn change(self, change: impl FnOnce(&mut Catalogue)) {
        self.catalogue.update_value(change);
        self.arrived.update(|count| *count += 1);
        let wanted = self.wanted.get_value();
        if self.lang.get_untracked() != wanted {
            self.speak(wanted);
        }
    }

    /// Replaces the catalogue, and keeps every answer.
    pub(crate) fn renew(self, catalogue: Catalogue, today: Date) {
        self.today.set_value(today);
        self.change(|old| *old = catalogue);
        self.redraw();
    }

    /// Draws the step anew, when what it shows has become another thing.
    pub(crate) fn redraw(self) {
        self.count();
        self.sort();
        self.redrawn.update(|count| *count += 1);
    }

    /// A text of the catalogue; empty until it has come.
    pub(crate) fn text(self, lang: Lang, text: Text) -> String {
        self.with(|catalogue| catalogue.text(lang, text).to_owned())
    }

    /// The page's configuration.
    pub(crate) fn config<T>(self, look: impl FnOnce(&Config) -> T) -> T {
        self.config.with_value(look)
    }

    /// The day, as the service tells it.
    pub(crate) fn today(self) -> Date {
        self.today.get_value()
    }

    /// What the answers come to, without following it.
    pub(crate) fn now(self) -> Arc<Seen> {
        self.seen.get_untracked()
    }

    /// The question that asks for a fact.
    pub(crate) fn question(self, field: Field) -> Option<Question> {
        self.with(|catalogue| catalogue.rules.question(field).cloned())
    }

    /// Speaks a language, at once or as soon as its words have come.
    pub(crate) fn speak(self, lang: Lang) {
        self.wanted.set_value(lang);
        let has_come = self.with(|catalogue| {
            let first = catalogue.rules.questions.first();
            first.is_some_and(|question| !catalogue.text(lang, question.text).is_empty())
        });
        if has_come && self.lang.get_untracked() != lang {
            self.lang.set(lang);
            browser::tell("language", &[("lang", lang.tag().into())]);
        }
    }

    /// Keeps an answer, and counts it at once.
    pub(crate) fn answer(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        self.sort_if_new();
    }

    /// Keeps what is being typed at once, and counts it after a pause.
    pub(crate) fn write(self, change: impl FnOnce(&mut Draft)) {
        const PAUSE: u64 = 300;
        self.draft.update_untracked(change);
        let stroke = self.strokes.get_value().wrapping_add(1);
        self.strokes.set_value(stroke);
        browser::later(PAUSE, move || {
            if self.strokes.get_value() == stroke {
                self.count();
            }
        });
    }

    /// Counts what was typed.
    fn count(self) {
        self.strokes.update_value(|stroke| *stroke = stroke.wrapping_add(1));
        self.draft.notify();
        self.sort_if_new();
    }

    fn sort_if_new(self) {
        let is_begun = self.draft.with_untracked(Draft::is_begun);
        if is_begun && self.sorted.with_untracked(Vec::is_empty) {
            self.sort();
        }
    }

    /// Puts the entries in their order: only when a step is left.
    fn sort(self) {
        let seen = self.now();
        let open = |one: &Match| (one.entry, one.outcome.is_open());
        self.sorted.set(seen.matching.matches.iter().map(open).collect());
    }

    /// Goes to another step. The history gets a mark, the heading the focus.
    pub(crate) fn go(self, to: Journey) {
        self.show(to);
        browser::mark(to.step, false);
    }

    /// Shows a step that the history already knows.
    pub(crate) fn show(self, to: Journey) {
        self.count();
        if self.draft.with_untracked(Draft::is_begun) {
            self.sort();
        }
        self.problems.set(Vec::new());
        self.journey.set(to);
        browser::focus(".vi-title");
        self.tell_step();
    }

    /// Tells the page around which step is shown: its number, not its answers.
    pub(crate) fn tell_step(self) {
        let step = self.journey.get_untracked().step;
        let pages = &self.now().pages;
        let at = match step {
            Step::Page(page) => pages.iter().filter(|other| **other <= page).count(),
            later => pages.len() + later.code() as usize - 100,
        };
        #[expect(clippy::cast_precision_loss, reason = "a dozen steps")]
        let number = |number: usize| (number as f64).into();
        let of = number(pages.len() + 5);
        browser::tell("step", &[("n", number(at)), ("of", of), ("name", step.name().into())]);
    }

    /// Goes on to the next step.
    pub(crate) fn onward(self) {
        self.count();
        self.go(self.journey.get_untracked().onward(&self.now().pages));
    }

    /// Stops here and says what has to change.
    pub(crate) fn stop(self, problems: Vec<Problem>) {
        self.problems.set(problems);
        browser::focus(".vi-problems");
    }

    /// Says how many entries fit, politely and not more than now and then.
    pub(crate) fn announce_results(self) {
        const PAUSE: u64 = 900;
        let waits = StoredValue::new(0_u32);
        Effect::new(move |_| {
            self.seen.track();
            let turn = waits.get_value().wrapping_add(1);
            waits.set_value(turn);
            browser::later(PAUSE, move || {
                if waits.try_get_value() == Some(turn) && self.draft.with_untracked(Draft::is_begun)
                {
                    let seen = self.now();
                    self.said.set(counted(self.lang.get_untracked(), &seen.matching));
                    let fits = count(&seen.matching, |one| matches!(one.outcome, Outcome::Fits));
                    let fits = u32::try_from(fits).unwrap_or_default();
                    browser::tell("result", &[("count", fits.into())]);
                }
            });
        });
    }
}

/// How many entries are so.
pub(crate) fn count(matching: &Matching, is: impl Fn(&Match) -> bool) -> usize {
    matching.matches.iter().filter(|one| is(one)).count()
}

/// How many entries fit, for those who listen.
fn counted(lang: Lang, matching: &Matching) -> String {
    let of = |key: &str| number(lang, count(matching, |one| one.outcome.key() == key));
    capital(&fill(lang, words::COUNTED, &[&of("fits"), &of("fits-if"), &of("unknown")]))
}

/// Whether an entry's kind stands in a group.
pub(crate) fn in_group(kind: Kind, group: Kind) -> bool {
    words::group(kind) == words::group(group)
}

/// A finding's concept may be shown as a chip.
pub(crate) fn is_shown(catalogue: &Catalogue, finding: &Finding) -> bool {
    const FACETS: [&str; 11] =
        ["offer", "area", "setting", "value", "cap", "reg", "ce", "ev", "q", "journey", "trl"];
    FACETS.contains(&shared::taxonomy::facet(concept_id(catalogue, finding.concept)))
}
