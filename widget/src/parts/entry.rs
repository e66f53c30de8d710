//! An entry and how it goes with the company: a name, an outcome, one line
//! why, what to do; unfolded, every criterion with answer, verdict and source.

use super::{Inside, folded, heading, icon, outside_link, paragraph};
use crate::app::{App, Seen};
use crate::language::{day, fill, results as words, say};
use leptos::prelude::*;
use shared::catalogue::{Entry, Intake, Strength};
use shared::eligibility::Verdict;
use shared::matching::{self, Match, Outcome};
use shared::text::Lang;
use std::sync::Arc;

/// A card that follows the results in place.
pub(crate) fn entry_card(app: App, lang: Lang, level: u8, at: u16) -> AnyView {
    let open = RwSignal::new(false);
    let entry = app.with(|catalogue| catalogue.rules.entries.get(usize::from(at)).cloned());
    let Some(entry) = entry.map(Arc::new) else { return ().into_any() };
    let id = entry.id.clone();
    let outcome = move || {
        app.seen.with(|seen| seen.of_entry(at).map_or("", |one| one.outcome.key()))
    };
    let inside = move || {
        app.arrived.track();
        let seen = app.seen.get();
        match seen.of_entry(at) {
            Some(one) => card(&Card { app, lang, level, entry: &entry, seen: &seen, one }, open),
            None => ().into_any(),
        }
    };
    view! { <li class="vi-entry" data-entry=id data-outcome=outcome>{inside}</li> }.into_any()
}

/// All that a card is told from.
struct Card<'a> {
    app: App,
    lang: Lang,
    level: u8,
    entry: &'a Arc<Entry>,
    seen: &'a Arc<Seen>,
    one: &'a Match,
}

impl Card<'_> {
    fn text(&self, text: u16) -> String {
        self.app.text(self.lang, text)
    }

    fn optional(&self, text: Option<u16>) -> String {
        text.map(|text| self.text(text)).unwrap_or_default()
    }
}

fn card(of: &Card<'_>, open: RwSignal<bool>) -> AnyView {
    let is_open = of.one.outcome.is_open();
    let mut next = Vec::new();
    if is_open {
        next.push(paragraph("vi-next", of.optional(of.entry.next)));
        next.push(link(of));
    }
    view! {
        <div class="vi-entry-top">
            {heading(of.level, "vi-name", of.text(of.entry.name))}
            {outcome_word(of.lang, &of.one.outcome)}
        </div>
        {labels(of)}
        {paragraph("", why(of))}
        {change(of)}
        {next}
        {folded(
            of.app,
            "vi-why",
            open,
            (say(of.lang, words::WHY).to_owned(), details(of)),
        )}
    }
    .into_any()
}

/// The outcome as word, icon and colour.
fn outcome_word(lang: Lang, outcome: &Outcome) -> AnyView {
    let (class, path) = match outcome {
        Outcome::Fits => ("vi-outcome vi-fits", "M4 10.5l4 4 8-9"),
        Outcome::FitsIf(_) => ("vi-outcome vi-if", "M10 2.5v9M10 15v1.6"),
        Outcome::Unknown(_) => {
            ("vi-outcome vi-ask", "M7 7a3 3 0 1 1 4.6 2.6C10.4 10.4 10 11 10 12.5M10 15v1.6")
        }
        Outcome::NoFit(_) => ("vi-outcome vi-no", "M5 10h10"),
        Outcome::Closed => ("vi-outcome vi-no", "M7 5v10M13 5v10"),
    };
    let word = say(lang, words::outcome(outcome));
    view! { <p class=class>{icon(path)}{word}</p> }.into_any()
}

/// One line: what it gives, or under which conditions.
fn why(of: &Card<'_>) -> String {
    let why = of.text(of.entry.why);
    let Outcome::FitsIf(unmet) = &of.one.outcome else { return why };
    let labels: Vec<String> = of.app.with(|catalogue| {
        let criterion = |at: &u16| catalogue.rules.criteria.get(usize::from(*at));
        let words = unmet.iter().filter_map(criterion);
        words.map(|criterion| matching::label_words(catalogue, of.lang, criterion)).collect()
    });
    if labels.is_empty() { why } else { format!("… {}. {why}", labels.join(" · ")) }
}

/// Example, unconfirmed, intake: what tempers a result.
fn labels(of: &Card<'_>) -> AnyView {
    let (lang, entry) = (of.lang, of.entry);
    let note = of.optional(entry.intake_note);
    let mut all = Vec::new();
    if entry.example {
        let label = say(lang, words::EXAMPLE);
        all.push(view! { <p class="vi-label-example">{label}</p> }.into_any());
    }
    match entry.intake {
        Intake::Open => {}
        Intake::Limited => {
            all.push(paragraph("vi-temper", fill(lang, words::LIMITED, &[&note])));
        }
        Intake::Paused | Intake::Closed => {
            all.push(paragraph("vi-temper", fill(lang, words::PAUSED, &[&note])));
        }
    }
    if of.one.unconfirmed {
        let since = fill(lang, words::UNCONFIRMED, &[&day(lang, entry.checked_on)]);
        let risk = of.optional(entry.stale_risk);
        all.push(paragraph("vi-temper", format!("{since} {risk}")));
    }
    all.into_any()
}

/// The smallest change, or the question that would settle it.
fn change(of: &Card<'_>) -> AnyView {
    let (title, text) = match &of.one.outcome {
        Outcome::NoFit(_) => {
            let Some(change) = &of.one.change else { return ().into_any() };
            let text = of.app.with(|all| matching::change_words(all, of.lang, change));
            (words::SMALLEST_CHANGE, text)
        }
        Outcome::Unknown(fields) => {
            let field = of.seen.matching.settle.map(|settling| settling.field);
            let field = field.filter(|field| fields.contains(field)).or(fields.first().copied());
            let Some(question) = field.and_then(|field| of.app.question(field)) else {
                return ().into_any();
            };
            (words::ONE_MORE_ANSWER, of.text(question.text))
        }
        _ => return ().into_any(),
    };
    let title = say(of.lang, title);
    view! { <p class="vi-change"><b>{title}</b>" "{text}</p> }.into_any()
}

fn link(of: &Card<'_>) -> AnyView {
    let Some(link) = of.entry.link.clone() else { return ().into_any() };
    let text = fill(of.lang, words::OPEN_LINK, &[&of.text(of.entry.name)]);
    outside_link(of.lang, "vi-link", link, text)
}

/// What is made when the card is unfolded.
fn details(of: &Card<'_>) -> Inside {
    let (app, lang, level) = (of.app, of.lang, of.level);
    let (entry, seen) = (Arc::clone(of.entry), Arc::clone(of.seen));
    let at = of.one.entry;
    Arc::new(move || {
        let Some(one) = seen.of_entry(at) else { return ().into_any() };
        let of = Card { app, lang, level, entry: &entry, seen: &seen, one };
        let mut all = vec![criteria(&of), evidence(&of), about(&of)];
        if !one.outcome.is_open() {
            all.push(paragraph("vi-next", of.optional(entry.next)));
            all.push(link(&of));
        }
        let source = fill(lang, words::SOURCE, &[&of.text(entry.source)]);
        let source = format!("{source} · {}", day(lang, entry.checked_on));
        all.push(paragraph("vi-source", source));
        all.into_any()
    })
}

fn criteria(of: &Card<'_>) -> AnyView {
    if of.one.verdicts.is_empty() {
        return ().into_any();
    }
    let rows = of.one.verdicts.iter().map(|judged| criterion(of, judged)).collect_view();
    view! {
        <table>
            <thead class="vi-hidden">
                <tr>
                    <th scope="col">{say(of.lang, words::CRITERION)}</th>
                    <th scope="col">{say(of.lang, words::JUDGED)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn criterion(of: &Card<'_>, judged: &matching::Judged) -> AnyView {
    let (label, answer, source) = of.app.with(|catalogue| {
        let criterion = catalogue.rules.criteria.get(usize::from(judged.criterion));
        criterion.map_or_else(Default::default, |criterion| {
            let answer =
                matching::answer_words(catalogue, of.lang, &of.seen.profile, &criterion.when);
            let source = catalogue.text(of.lang, criterion.source).to_owned();
            (matching::label_words(catalogue, of.lang, criterion), answer, source)
        })
    });
    let class = match judged.verdict {
        Verdict::Met => "vi-fits",
        Verdict::Unmet => "vi-if",
        Verdict::Unknown => "vi-ask",
    };
    let verdict = say(of.lang, words::verdict(judged.verdict));
    let soft = judged.strength == Strength::Should;
    let soft = if soft { say(of.lang, words::NOT_DECISIVE).to_owned() } else { String::new() };
    let answer =
        if answer.is_empty() { answer } else { fill(of.lang, words::YOUR_ANSWER, &[&answer]) };
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td>
                <b class=class>{verdict}</b>
                {paragraph("", answer)}
                {paragraph("vi-source", soft)}
                {paragraph("vi-source", source)}
            </td>
        </tr>
    }
    .into_any()
}

/// The words that point here.
fn evidence(of: &Card<'_>) -> AnyView {
    let quote = |word: &str| if of.lang == Lang::Sv { format!("”{word}”") } else { format!("‘{word}’") };
    let quoted: Vec<String> =
        of.one.evidence.iter().map(|(evidence, _)| quote(&evidence.word)).collect();
    if quoted.is_empty() {
        return ().into_any();
    }
    paragraph("", fill(of.lang, words::EVIDENCE, &[&quoted.join(", ")]))
}

/// Headed paragraphs, the owner and whom to contact.
fn about(of: &Card<'_>) -> AnyView {
    let mut all: Vec<(String, String)> = Vec::new();
    for (heading, text) in &of.entry.about {
        all.push((say(of.lang, words::heading(*heading)).to_owned(), of.text(*text)));
    }
    all.push((say(of.lang, words::OWNER).to_owned(), of.optional(of.entry.owner)));
    let contacts: Vec<String> = of.app.with(|catalogue| {
        let entry = |at: &u16| catalogue.rules.entries.get(usize::from(*at));
        let names = of.entry.contacts.iter().filter_map(entry);
        names.map(|entry| catalogue.text(of.lang, entry.name).to_owned()).collect()
    });
    all.push((say(of.lang, words::CONTACTS).to_owned(), contacts.join(", ")));
    all.retain(|(_, text)| !text.is_empty());
    let part = |(heading, text)| view! { <dt>{heading}</dt><dd>{text}</dd> };
    view! { <dl>{all.into_iter().map(part).collect_view()}</dl> }.into_any()
}
