//! An entry and how it goes with the company: a name, an outcome, one line
//! why, what to do; unfolded, every criterion with answer, verdict and source.

use super::{described, folded, heading, icon, outside_link, paragraph};
use crate::app::App;
use crate::language::{day, quoted, results as words, say};
use crate::state::Seen;
use crate::view::{Element, View, el, live, nothing};
use leptos::prelude::RwSignal;
use shared::catalogue::{Entry, Intake, Place, Strength, Text};
use shared::eligibility::Verdict;
use shared::matching::{self, Judged, Match, Outcome};
use std::sync::Arc;

/// How much a card tells before it is unfolded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Beside a question: what, whether and why.
    Small,
    /// Also what to do next.
    Full,
}

/// A card that follows the results in place.
pub(crate) fn entry_card(app: App, level: u8, at: Place, size: Size) -> View {
    let open = RwSignal::new(u32::from(app.read(|state| state.shown_first == Some(at))));
    let of_entry = |entry: &Entry| (entry.id.clone(), entry.kind);
    let Some((id, kind)) = app.read(|state| state.entry(at).map(of_entry)) else {
        return nothing();
    };
    let seen = move || app.seen_of(kind);
    let outcome = move || Some(seen().of_entry(at).map_or("", |one| one.outcome.key()).to_owned());
    let inside = live(move || Card { app, level, at, size, seen: seen() }.view(open));
    el("li")
        .class("vi-entry")
        .set("data-entry", id)
        .set_live("data-outcome", outcome)
        .add(inside)
        .into()
}

/// All that a card is told from.
#[derive(Clone)]
struct Card {
    app: App,
    level: u8,
    at: Place,
    size: Size,
    seen: Arc<Seen>,
}

impl Card {
    fn one(&self) -> Option<&Match> {
        self.seen.of_entry(self.at)
    }

    /// A text of the entry; empty when it has none.
    fn text(&self, pick: impl FnOnce(&Entry) -> Option<Text>) -> String {
        self.app.read(|state| state.text_if(state.entry(self.at).and_then(pick)))
    }

    /// Whether what to do next stands before the fold.
    fn is_next_shown(&self) -> bool {
        let is_open = self.one().is_some_and(|one| one.outcome.is_open());
        is_open && self.size == Size::Full
    }

    fn view(self, open: RwSignal<u32>) -> View {
        let Some(one) = self.one() else { return nothing() };
        let app = self.app;
        let top = el("div")
            .class("vi-entry-top")
            .add(heading(self.level, "vi-name", self.text(|entry| Some(entry.name))))
            .add(self.outcome_word(&one.outcome));
        let mut all: Vec<View> = vec![top.into()];
        all.extend(self.tempered());
        all.push(paragraph("", self.why(one)));
        all.push(self.change(one));
        if self.is_next_shown() {
            all.push(self.next());
        }
        let summary = app.say(words::WHY);
        all.push(folded(app, "vi-why", open, (summary, move || self.details())));
        all.into()
    }

    /// The outcome as word, icon and colour.
    fn outcome_word(&self, outcome: &Outcome) -> Element {
        let app = self.app;
        let leads_away = matches!(outcome, Outcome::Fits) && app.leads_away(self.at);
        let ((class, path), said) = if leads_away {
            (("vi-outcome vi-ask", "M3 10h13M11 5l5 5-5 5"), words::APPLIES)
        } else {
            (icon_of(outcome), words::outcome(outcome))
        };
        el("p").class(class).add(icon(path)).add(app.say(said))
    }

    /// One line: what it gives, or under which conditions.
    fn why(&self, one: &Match) -> String {
        let why = self.text(|entry| Some(entry.why));
        let Outcome::FitsIf(unmet) = &one.outcome else { return why };
        let labels: Vec<String> = self.app.read(|state| {
            let criterion = |at: &u16| state.catalogue.rules.criteria.get(usize::from(*at));
            let label = |criterion| matching::label_words(&state.catalogue, state.lang, criterion);
            unmet.iter().filter_map(criterion).map(label).collect()
        });
        if labels.is_empty() { why } else { ["… ", &labels.join(" · "), ". ", &why].concat() }
    }

    /// Example, unconfirmed, intake: what tempers a result.
    fn tempered(&self) -> Vec<View> {
        let app = self.app;
        let facts = |entry: &Entry| (entry.example, entry.intake, entry.checked_on);
        let facts = app.read(|state| state.entry(self.at).map(facts));
        let Some((example, intake, checked_on)) = facts else { return Vec::new() };
        let mut all = Vec::new();
        if example {
            all.push(paragraph("vi-label-example", app.say(words::EXAMPLE)));
        }
        let intake = match intake {
            Intake::Open => None,
            Intake::Limited => Some(words::LIMITED),
            Intake::Paused | Intake::Closed => Some(words::PAUSED),
        };
        if let Some(sentence) = intake {
            let note = self.text(|entry| entry.intake_note);
            all.push(paragraph("vi-temper", app.fill(sentence, &[&note])));
        }
        if self.one().is_some_and(|one| one.unconfirmed) {
            let since = app.fill(words::UNCONFIRMED, &[&day(app.lang(), checked_on)]);
            let risk = self.text(|entry| entry.stale_risk);
            all.push(paragraph("vi-temper", [since, risk].join(" ")));
        }
        all
    }

    /// The smallest change, or the question that would settle it.
    fn change(&self, one: &Match) -> View {
        let app = self.app;
        let (title, text) = match &one.outcome {
            Outcome::NoFit(_) => {
                let Some(change) = app.change(&self.seen, one) else { return nothing() };
                (words::SMALLEST_CHANGE, change)
            }
            Outcome::Unknown(fields) => {
                let settling = self.seen.matching.settle.map(|settling| settling.field);
                let field = settling.filter(|field| fields.contains(field));
                let field = field.or(fields.first().copied());
                let text = app.read(|state| {
                    let question = state.catalogue.rules.question(field?)?;
                    Some(state.text(question.text))
                });
                let Some(text) = text else { return nothing() };
                (words::ONE_MORE_ANSWER, text)
            }
            _ => return nothing(),
        };
        let title = el("b").add(app.say(title));
        el("p").class("vi-change").add(title).add(" ").add(text).into()
    }

    /// What to do next, and where.
    fn next(&self) -> View {
        let app = self.app;
        let link = app.read(|state| state.entry(self.at)?.link.clone());
        let link = link.map(|link| {
            let text = app.fill(words::OPEN_LINK, &[&self.text(|entry| Some(entry.name))]);
            outside_link(app, link, text)
        });
        vec![paragraph("vi-next", self.text(|entry| entry.next)), link.into()].into()
    }

    /// What is made when the card is unfolded.
    fn details(&self) -> View {
        let Some(one) = self.one() else { return nothing() };
        let app = self.app;
        let next = if self.is_next_shown() { nothing() } else { self.next() };
        let checked = app.read(|state| state.entry(self.at).map(|entry| entry.checked_on));
        let checked = checked.map(|checked| day(app.lang(), checked)).unwrap_or_default();
        let source = app.fill(words::SOURCE, &[&self.text(|entry| Some(entry.source))]);
        let source = paragraph("vi-source", [source, checked].join(" · "));
        vec![self.criteria(one), self.evidence(one), self.about(), next, source].into()
    }

    fn criteria(&self, one: &Match) -> View {
        if one.verdicts.is_empty() {
            return nothing();
        }
        let app = self.app;
        let column = |sentence| el("th").set("scope", "col").add(app.say(sentence));
        let head = el("tr").add(column(words::CRITERION)).add(column(words::JUDGED));
        let rows = one.verdicts.iter().map(|judged| self.criterion(*judged));
        el("table")
            .add(el("thead").class("vi-hidden").add(head))
            .add(rows.fold(el("tbody"), Element::add))
            .into()
    }

    fn criterion(&self, judged: Judged) -> Element {
        let app = self.app;
        let (label, answer, source) = app.read(|state| {
            let (all, lang) = (&state.catalogue, state.lang);
            let criterion = all.rules.criteria.get(usize::from(judged.criterion));
            criterion.map_or_else(Default::default, |criterion| {
                let label = matching::label_words(all, lang, criterion);
                let profile = &self.seen.profile;
                let answer = matching::answer_words(all, lang, profile, &criterion.when);
                (label, answer, all.text(lang, criterion.source).to_owned())
            })
        });
        let class = match judged.verdict {
            Verdict::Met => "vi-fits",
            Verdict::Unmet => "vi-if",
            Verdict::Unknown => "vi-ask",
        };
        let wanted = judged.strength == Strength::Should;
        let wanted = if wanted { app.say(words::NOT_DECISIVE) } else { String::new() };
        let has_answer = !answer.is_empty();
        let answer =
            if has_answer { app.fill(words::YOUR_ANSWER, &[&answer]) } else { String::new() };
        let told = el("td")
            .add(el("b").class(class).add(app.say(words::verdict(judged.verdict))))
            .add(paragraph("", answer))
            .add(paragraph("vi-source", wanted))
            .add(paragraph("vi-source", source));
        el("tr").add(el("th").set("scope", "row").add(label)).add(told)
    }

    /// The words that point here.
    fn evidence(&self, one: &Match) -> View {
        let mut all: Vec<String> = Vec::new();
        for reason in &one.evidence {
            let word = quoted(self.app.lang(), &reason.word);
            if !all.contains(&word) {
                all.push(word);
            }
        }
        if all.is_empty() {
            return nothing();
        }
        paragraph("", self.app.fill(words::EVIDENCE, &[&all.join(", ")]))
    }

    /// Headed paragraphs, the owner and whom to contact.
    fn about(&self) -> View {
        let all = self.app.read(|state| {
            let Some(entry) = state.entry(self.at) else { return Vec::new() };
            let mut all: Vec<(String, String)> = Vec::new();
            let mut add = |name, text: String| {
                if !text.is_empty() {
                    all.push((say(state.lang, name).to_owned(), text));
                }
            };
            for (heading, text) in &entry.about {
                add(words::heading(*heading), state.text(*text));
            }
            add(words::OWNER, state.text_if(entry.owner));
            let contacts = entry.contacts.iter().filter_map(|at| state.entry(*at));
            let names: Vec<String> = contacts.map(|entry| state.text(entry.name)).collect();
            add(words::CONTACTS, names.join(", "));
            all
        });
        described(all)
    }
}

/// The outcome as icon and colour.
fn icon_of(outcome: &Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Fits => ("vi-outcome vi-fits", "M4 10.5l4 4 8-9"),
        Outcome::FitsIf(_) => ("vi-outcome vi-if", "M10 2.5v9M10 15v1.6"),
        Outcome::Unknown(_) => {
            ("vi-outcome vi-ask", "M7 7a3 3 0 1 1 4.6 2.6C10.4 10.4 10 11 10 12.5M10 15v1.6")
        }
        Outcome::NoFit(_) => ("vi-outcome vi-no", "M5 10h10"),
        Outcome::Closed => ("vi-outcome vi-no", "M7 5v10M13 5v10"),
    }
}
