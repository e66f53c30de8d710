//! Ids, languages, dates and links: what each record needs on its own.

use super::super::source::Sources;
use super::super::texts::Written;
use super::Problem;
use crate::taxonomy::facet;
use std::collections::BTreeSet;
use toml::value::Datetime;

/// A record as the checks see it.
struct Record<'a> {
    file: &'a str,
    id: &'a str,
    texts: Vec<(&'static str, &'a Written)>,
    link: Option<&'a str>,
    days: Option<(&'a Datetime, &'a Datetime)>,
    period: (Option<&'a Datetime>, Option<&'a Datetime>),
}

pub(super) fn problems(sources: &Sources) -> Vec<Problem> {
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    for record in records(sources) {
        if !seen.insert((realm(record.file), record.id)) {
            all.push(Problem::new(record.file, record.id, "stands twice; an id is used once"));
        }
        all.extend(texts(&record));
        all.extend(days(&record));
        all.extend(link(&record));
    }
    all.extend(facets(sources));
    all
}

/// Where an id is used once: among concepts, among entries, or in its file.
fn realm(file: &str) -> &str {
    let entries = ["paths", "needs", "infrastructures", "entry_points", "support"];
    let name = file.trim_start_matches("catalogue/").trim_end_matches(".toml");
    match name {
        name if name.starts_with("taxonomy/") => "concepts",
        name if entries.contains(&name) => "entries",
        _ => file,
    }
}

fn texts<'a>(record: &'a Record<'a>) -> impl Iterator<Item = Problem> + 'a {
    record.texts.iter().flat_map(move |(name, text)| {
        let report = move |reason: String| Problem::new(record.file, record.id, reason);
        let [sv, en] = text.pair();
        let mut all = Vec::new();
        for (words, language) in [(sv, "Swedish"), (en, "English")] {
            if words.trim().is_empty() {
                all.push(report(format!("`{name}` has no {language}")));
            }
            if words.contains('\n') {
                all.push(report(format!("`{name}` has a line break; write one line")));
            }
            if words.contains('@') {
                all.push(report(format!("`{name}` holds an address; no personal contact data")));
            }
        }
        match text.certainty() {
            Some("m") if !is_hedged(sv, en) => all.push(report(format!(
                "`{name}` is not certain: say \"typiskt\" or \"normalt\" and \"typically\""
            ))),
            None | Some("l" | "m") => {}
            Some(other) => all.push(report(format!("`{name}` has the certainty `{other}`"))),
        }
        all
    })
}

fn is_hedged(sv: &str, en: &str) -> bool {
    let has = |text: &str, words: &[&str]| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word))
    };
    has(sv, &["typiskt", "normalt", "ofta", "brukar", "vanligen", "oftast"])
        && has(en, &["typically", "normally", "often", "usually"])
}

fn days(record: &Record<'_>) -> Vec<Problem> {
    let mut all = Vec::new();
    let day = |written: &Datetime| crate::text::day(&written.to_string());
    let mut report = |reason: &str| all.push(Problem::new(record.file, record.id, reason));
    if let Some((checked, review)) = record.days {
        match (day(checked), day(review)) {
            (Some(checked), Some(review)) if checked < review => {}
            (Some(_), Some(_)) => report("`review_after` is not after `checked_on`"),
            _ => report("`checked_on` or `review_after` is no day, such as 2026-11-23"),
        }
    }
    if let (Some(opens), Some(closes)) = record.period
        && day(closes) < day(opens)
    {
        report("`closes` is before `opens`");
    }
    all
}

fn link(record: &Record<'_>) -> Option<Problem> {
    let link = record.link?;
    (!is_link(link)).then(|| {
        let reason = format!("`{link}` is no link: write https://host/path");
        Problem::new(record.file, record.id, reason)
    })
}

/// Whether a link is https, has a host with a dot, and no name or space in it.
fn is_link(link: &str) -> bool {
    let Some(rest) = link.strip_prefix("https://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.chars().all(plain)
        && !link.chars().any(char::is_whitespace)
}

/// A concept stands in the file of its facet.
fn facets(sources: &Sources) -> Vec<Problem> {
    let mut all = Vec::new();
    for (file, concept) in &sources.concepts {
        let name = file.trim_start_matches("taxonomy/").trim_end_matches(".toml");
        let of = facet(&concept.id);
        let versioned = name == "strat" && of.starts_with("ls");
        if of != name && !versioned && name != "zz_pending" {
            all.push(Problem::new(file, &concept.id, format!("belongs in taxonomy/{of}.toml")));
        }
    }
    all
}

fn records(sources: &Sources) -> Vec<Record<'_>> {
    let mut all = Vec::new();
    for (file, concept) in &sources.concepts {
        all.push(Record {
            days: Some((&concept.checked_on, &concept.review_after)),
            ..plain(file, &concept.id, vec![("label", &concept.label)])
        });
    }
    all.extend(paths(sources));
    all.extend(needs(sources));
    all.extend(entries(sources));
    all.extend(redirects_and_notices(sources));
    all.extend(policy(sources));
    all
}

fn plain<'a>(file: &'a str, id: &'a str, texts: Vec<(&'static str, &'a Written)>) -> Record<'a> {
    Record { file, id, texts, link: None, days: None, period: (None, None) }
}

fn some<'a>(
    texts: impl IntoIterator<Item = (&'static str, &'a Option<Written>)>,
) -> impl Iterator<Item = (&'static str, &'a Written)> {
    texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)))
}

fn paths(sources: &Sources) -> impl Iterator<Item = Record<'_>> {
    sources.paths.iter().map(|path| {
        let mut texts = vec![("name", &path.name), ("why", &path.why), ("source", &path.source)];
        texts.extend(some([
            ("what", &path.what),
            ("when", &path.when),
            ("law", &path.law),
            ("inputs", &path.inputs),
            ("time", &path.time),
            ("next", &path.next),
        ]));
        Record {
            link: path.link.as_deref(),
            days: Some((&path.checked_on, &path.review_after)),
            ..plain("catalogue/paths.toml", &path.id, texts)
        }
    })
}

fn needs(sources: &Sources) -> impl Iterator<Item = Record<'_>> {
    sources.needs.iter().map(|need| {
        let mut texts = vec![
            ("name", &need.name),
            ("why", &need.why),
            ("problem", &need.problem),
            ("effect", &need.effect),
            ("owner", &need.owner),
        ];
        texts.extend(some([
            ("constraints", &need.constraints),
            ("next", &need.next),
            ("intake_note", &need.intake_note),
        ]));
        Record {
            days: Some((&need.checked_on, &need.review_after)),
            period: (need.opens.as_ref(), need.closes.as_ref()),
            ..plain("catalogue/needs.toml", &need.id, texts)
        }
    })
}

fn entries(sources: &Sources) -> impl Iterator<Item = Record<'_>> {
    sources.entries.iter().map(|(file, entry)| {
        let mut texts = vec![("name", &entry.name), ("why", &entry.why), ("owner", &entry.owner)];
        texts.extend(some([
            ("what", &entry.what),
            ("next", &entry.next),
            ("site", &entry.site),
            ("stale_risk", &entry.stale_risk),
            ("intake_note", &entry.intake_note),
        ]));
        Record {
            link: entry.link.as_deref(),
            days: Some((&entry.checked_on, &entry.review_after)),
            period: (entry.opens.as_ref(), entry.closes.as_ref()),
            ..plain(file, &entry.id, texts)
        }
    })
}

fn redirects_and_notices(sources: &Sources) -> impl Iterator<Item = Record<'_>> {
    let redirects = sources.redirects.iter().map(|redirect| {
        let mut texts = vec![("name", &redirect.name), ("text", &redirect.text)];
        texts.extend(some([("why", &redirect.why), ("next", &redirect.next)]));
        // A redirect has the id of its concept, so it is kept apart by its file.
        Record {
            link: redirect.link.as_deref(),
            days: Some((&redirect.checked_on, &redirect.review_after)),
            ..plain("catalogue/redirects.toml", redirect.name.pair()[0], texts)
        }
    });
    let notices = sources.notices.iter().map(|notice| Record {
        days: Some((&notice.checked_on, &notice.review_after)),
        ..plain(
            "catalogue/notices.toml",
            &notice.id,
            vec![("title", &notice.title), ("text", &notice.text), ("source", &notice.source)],
        )
    });
    redirects.chain(notices)
}

fn policy(sources: &Sources) -> Vec<Record<'_>> {
    let mut all = Vec::new();
    for criterion in &sources.rules.criterion {
        let mut texts = vec![("source", &criterion.source)];
        texts.extend(some([("label", &criterion.label)]));
        all.push(plain("catalogue/criteria.toml", &criterion.id, texts));
    }
    for preparation in &sources.rules.preparation {
        let texts = vec![("text", &preparation.text), ("source", &preparation.source)];
        all.push(plain("catalogue/policy.toml", preparation.text.pair()[0], texts));
    }
    for question in &sources.questionnaire.question {
        let mut texts = vec![("text", &question.text), ("name", &question.name)];
        texts.extend(some([("hint", &question.hint), ("example", &question.example)]));
        texts.extend(question.options.iter().map(|option| ("option", &option.label)));
        all.push(plain("catalogue/questions.toml", question.field.name(), texts));
    }
    all
}
