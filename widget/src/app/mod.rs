//! The one place where answers become results. Views read from it and call it;
//! what an answer means is for [`shared`] to say.

mod keeping;
mod outside;
mod showing;
pub(crate) mod slots;
mod typing;

use crate::draft::Draft;
use crate::journey::{Journey, Step};
use crate::language::{Sentence, fill, is_learnt, results as words, say};
use crate::state::{Asked, Heard, Problem, Seen, Sending, State, Topic};
use leptos::prelude::*;
use shared::catalogue::{Catalogue, Kind, Place, Text};
use shared::matching::{self, Match, Matching};
use shared::profile::Field;
use shared::text::Lang;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use time::Date;

/// The page. A handle of one word: copies are the same page, and every closure
/// of a view holds one. There is one signal a topic and not one a value, since
/// each type of value would be code to download.
#[derive(Clone, Copy)]
pub(crate) struct App(&'static Page);

struct Page {
    state: RwLock<State>,
    topics: [RwSignal<u32>; 15],
}

impl App {
    /// A page that shows nothing yet. It is kept for as long as the document
    /// lives, and taken again: see [`slots`]. So are its topics: they are made
    /// where nothing owns them.
    fn new() -> Self {
        let topics = std::array::from_fn(|_| RwSignal::new(0));
        Self(Box::leak(Box::new(Page { state: RwLock::new(State::empty()), topics })))
    }

    /// Reads from the state.
    pub(crate) fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.lock())
    }

    // Once, not at each of sixty calls.
    #[inline(never)]
    fn lock(self) -> RwLockReadGuard<'static, State> {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state; views follow when told by [`App::changed`].
    pub(crate) fn edit(self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.0.state.write().unwrap_or_else(PoisonError::into_inner));
    }

    fn topic(self, topic: Topic) -> Option<RwSignal<u32>> {
        self.0.topics.get(topic as usize).copied()
    }

    /// The view that calls this is drawn anew when the topic changes.
    pub(crate) fn follow(self, topic: Topic) -> u32 {
        self.topic(topic).map(|topic| topic.get()).unwrap_or_default()
    }

    /// Draws the views anew that follow a topic.
    pub(crate) fn changed(self, topic: Topic) {
        if let Some(topic) = self.topic(topic) {
            topic.set(topic.get_untracked().wrapping_add(1));
        }
    }

    /// Looks something up in the catalogue.
    pub(crate) fn with<T>(self, look: impl FnOnce(&Catalogue) -> T) -> T {
        self.read(|state| look(&state.catalogue))
    }

    /// A text of the catalogue; empty until it has come.
    pub(crate) fn text(self, text: Text) -> String {
        self.read(|state| state.text(text))
    }

    /// A text that may be lacking.
    pub(crate) fn text_if(self, text: Option<Text>) -> String {
        self.read(|state| state.text_if(text))
    }

    /// The language.
    pub(crate) fn lang(self) -> Lang {
        self.read(|state| state.lang)
    }

    /// A sentence of the page in its language.
    pub(crate) fn say(self, sentence: Sentence) -> String {
        say(self.lang(), sentence).to_owned()
    }

    /// A sentence with its gaps filled.
    pub(crate) fn fill(self, sentence: Sentence, gaps: &[&str]) -> String {
        fill(self.lang(), sentence, gaps)
    }

    /// Where the visitor stands.
    pub(crate) fn journey(self) -> Journey {
        self.read(|state| state.journey)
    }

    /// The level of a step's heading in the page's outline.
    pub(crate) fn level(self) -> u8 {
        self.read(|state| state.config.heading_level)
    }

    /// Whether an entry is a form of collaboration or procurement.
    pub(crate) fn is_path(self, at: Place) -> bool {
        self.read(|state| state.entry(at).is_some_and(|entry| entry.kind == Kind::Path))
    }

    /// Whether an entry is the path that leads away: it does not fit, it applies.
    pub(crate) fn leads_away(self, at: Place) -> bool {
        self.read(|state| state.entry(at).is_some_and(|entry| entry.id == "path.redirect"))
    }

    /// The smallest change that would make an entry fit, in words, if there is one.
    pub(crate) fn change(self, seen: &Seen, one: &Match) -> Option<String> {
        self.read(|State { catalogue, lang, today, .. }| {
            let change = matching::smallest_change(&catalogue.rules, &seen.profile, one, *today)?;
            Some(matching::change_words(catalogue, *lang, &change))
        })
    }

    /// What the answers come to.
    pub(crate) fn now(self) -> Arc<Seen> {
        self.read(|state| Arc::clone(&state.seen))
    }

    /// What the answers come to, followed.
    pub(crate) fn seen(self) -> Arc<Seen> {
        self.follow(Topic::Seen);
        self.now()
    }

    /// The same as far as it is told in sum.
    pub(crate) fn seen_in_sum(self) -> Arc<Seen> {
        self.follow(Topic::Sum);
        self.now()
    }

    /// The same as far as it is told of entries of a kind.
    pub(crate) fn seen_of(self, kind: Kind) -> Arc<Seen> {
        self.follow(match kind {
            Kind::Path => Topic::Paths,
            Kind::Need => Topic::Needs,
            Kind::Infrastructure | Kind::EntryPoint | Kind::Redirect => Topic::Places,
        });
        self.now()
    }

    /// The question that asks for a fact, in words.
    pub(crate) fn question(self, field: Field) -> Option<Asked> {
        self.read(|state| state.question(field))
    }

    /// The page on which a fact is asked for.
    pub(crate) fn page_of(self, field: Field) -> Option<u8> {
        self.with(|catalogue| catalogue.rules.question(field).map(|question| question.page))
    }

    /// Changes the catalogue, as when a piece has come.
    pub(crate) fn change_catalogue(self, change: impl FnOnce(&mut Catalogue)) {
        self.edit(|state| {
            change(&mut state.catalogue);
            state.heard = Heard::default();
            state.drop_unknown();
        });
        // Who types is left alone: what they write will be counted in parts.
        if !self.read(|state| state.typed) {
            self.count();
        }
        self.speak_as_wanted();
    }

    /// Speaks the language that was asked for, if what was lacking has come.
    pub(crate) fn speak_as_wanted(self) {
        self.speak(self.read(|state| state.wanted));
    }

    /// Replaces the catalogue, and keeps every answer.
    pub(crate) fn renew(self, catalogue: Catalogue, today: Date) {
        self.edit(|state| state.today = today);
        self.change_catalogue(|old| *old = catalogue);
        self.redraw();
    }

    /// Draws the step anew, when what it shows has become another thing.
    pub(crate) fn redraw(self) {
        self.count();
        self.sort();
        self.changed(Topic::Redrawn);
    }

    /// Speaks a language, at once or as soon as its words have come.
    pub(crate) fn speak(self, lang: Lang) {
        self.edit(|state| state.wanted = lang);
        let has_come = self.with(|catalogue| {
            let first = catalogue.rules.questions.first();
            first.is_some_and(|question| !catalogue.text(lang, question.text).is_empty())
        }) && is_learnt(lang);
        if has_come && self.lang() != lang {
            self.edit(|state| state.lang = lang);
            self.count();
            self.changed(Topic::Lang);
            self.tell("language", &[("lang", lang.tag().into())]);
        }
    }

    /// Keeps an answer, and counts it at once.
    pub(crate) fn answer(self, change: impl FnOnce(&mut Draft)) {
        self.edit(|state| change(&mut state.draft));
        self.count();
    }

    /// Counts what was answered: from here on views show what comes of it.
    fn count(self) {
        while self.hear() {}
        self.judge();
        self.changed(Topic::Draft);
        self.show_seen();
        self.show_beside();
    }

    /// Judges what was answered; no view shows it yet.
    fn judge(self) {
        let seen = self.read(Seen::of);
        self.edit(|state| {
            state.typed = false;
            state.seen = Arc::new(seen);
        });
    }

    /// Puts the entries in their order: only when a step is left.
    fn sort(self) {
        let seen = self.now();
        let open = |one: &Match| (one.entry, one.outcome.is_open());
        let sorted = seen.matching.matches.iter().map(open).collect();
        self.edit(|state| state.sorted = sorted);
        self.changed(Topic::Sorted);
    }

    /// Goes to another step. The history gets a mark, the heading the focus.
    pub(crate) fn go(self, to: Journey) {
        if self.leaves_page(to.step) {
            return;
        }
        self.show(to);
        self.mark(false);
    }

    /// Shows a step that the history already knows.
    pub(crate) fn show(self, to: Journey) {
        self.count_typed();
        self.stand(to);
        self.focus(".vi-title");
    }

    /// Shows a step, and leaves the focus where it is.
    pub(super) fn stand(self, to: Journey) {
        // Results are sorted also for who has answered nothing.
        if to.step == Step::Results || self.read(|state| state.draft.is_begun()) {
            self.sort();
        }
        self.set_problems(Vec::new());
        self.edit(|state| {
            if state.journey.step != to.step {
                state.notice = (None, 0);
            }
            state.journey = to;
            state.leaving = None;
        });
        self.changed(Topic::Notice);
        self.changed(Topic::Journey);
        self.tell_step();
    }

    /// Goes on to the next step.
    pub(crate) fn onward(self) {
        self.count_typed();
        self.go(self.journey().onward(&self.now().pages));
    }

    /// Stops here and says what has to change.
    pub(crate) fn stop(self, problems: Vec<Problem>) {
        self.set_problems(problems);
        self.focus(".vi-problems");
    }

    /// Says what has to change, if anything.
    pub(crate) fn set_problems(self, problems: Vec<Problem>) {
        self.edit(|state| state.problems = problems);
        self.changed(Topic::Problems);
    }

    /// Says how the sending goes.
    pub(crate) fn set_sending(self, sending: Sending) {
        self.edit(|state| state.sending = sending);
        self.changed(Topic::Sending);
    }
}

/// How many entries are so.
pub(crate) fn count(matching: &Matching, is: impl Fn(&Match) -> bool) -> usize {
    matching.matches.iter().filter(|one| is(one)).count()
}

/// Whether an entry's kind stands in a group.
pub(crate) fn in_group(kind: Kind, group: Kind) -> bool {
    words::group(kind) == words::group(group)
}
