//! E11, E12, E13: whatever a partner's colour, the words that are asked in, and
//! on paper.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::text::Lang;

use super::goals::{Goal, Goals};
use super::stage::Stage;
use super::walk::{UpTo, company, walk};
use crate::browser::Browser;
use crate::browser::visitor::questions::Questionnaire;
use crate::project;

/// Accents that were drawn once, so that two runs measure the same.
fn accents() -> Vec<String> {
    const ACCENTS: u32 = 50;
    let mut seed = 2_654_435_769_u32;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        format!("{:06x}", seed >> 8)
    };
    (0..ACCENTS).map(|_| next()).collect()
}

#[derive(Deserialize)]
struct Contrast {
    pairs: u32,
    text: (f64, String),
    control: (f64, String),
}

/// Every text and control of four steps, by day and by night, in each accent.
pub(super) async fn colours(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let accents = accents();
    let browser = Browser::start().await?;
    let company = company("company-01-hjartvy")?;
    let mut all = Vec::new();
    for upto in [UpTo::Step(0), UpTo::Step(1), UpTo::Results, UpTo::Check] {
        browser.open(&format!("{}/f/demo-park?lang=sv", stage.way_in)).await?;
        walk(&browser, &company, upto).await?;
        for side in ["light", "dark"] {
            let args = vec![json!(accents), json!(side)];
            let seen: Contrast = browser.script_until(include_str!("colours.js"), args).await?;
            all.push(seen);
        }
    }
    let pairs: u32 = all.iter().map(|one| one.pairs).sum();
    let what =
        format!("least contrast of text, {} accents, light and dark, {pairs} pairs", accents.len());
    least(goals.of("E11", what), 4.5, all.iter().map(|one| &one.text));
    least(goals.of("E11", "least contrast of controls"), 3.0, all.iter().map(|one| &one.control));
    browser.close().await
}

fn least<'a>(goal: Goal<'_>, least: f64, all: impl Iterator<Item = &'a (f64, String)>) {
    let Some((ratio, place)) = all.min_by(|a, b| a.0.total_cmp(&b.0)) else { return };
    goal.is(format!("≥ {least}"), format!("{ratio:.2} ({place})"), least <= *ratio);
}

/// Words a sentence, and how many in a hundred are long.
fn lix(text: &str) -> f64 {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).count();
    let words: Vec<usize> =
        text.split_whitespace().map(letters).filter(|count| 0 < *count).collect();
    let ends = text
        .split(['.', '?', '!', ':', '\n'])
        .filter(|part| part.chars().any(char::is_alphanumeric));
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let long = words.iter().filter(|count| 6 < **count).count();
    number(words.len()) / number(ends.count().max(1))
        + 100.0 * number(long) / number(words.len().max(1))
}

/// How hard the questions are to read.
pub(super) fn words(goals: &mut Goals) -> Result<()> {
    let questions = Questionnaire::read()?;
    for lang in Lang::ALL {
        let mut text = String::new();
        for question in questions.all() {
            writeln!(text, "{}", question.text(lang))?;
        }
        goals
            .of("E12", format!("LIX of all question texts, {}", lang.tag()))
            .at_most(40.0, lix(&text));
    }
    Ok(())
}

/// The results on paper have every title and the link.
pub(super) async fn paper(stage: &Stage, goals: &mut Goals) -> Result<()> {
    const NAMES: &str = "return [...document.querySelectorAll('[data-entry]')].filter((e) => !['no-fit', 'closed'].includes(e.dataset.outcome))
        .map((e) => e.querySelector('h2, h3, h4, h5, h6')?.innerText.trim()).filter(Boolean)";
    let browser = Browser::start().await?;
    browser.open(&format!("{}/f/demo-park?lang=sv", stage.way_in)).await?;
    walk(&browser, &company("company-01-hjartvy")?, UpTo::Results).await?;
    let names: Vec<String> = browser.script(NAMES, Vec::new()).await?;
    let pdf = browser.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true })).await?;
    let data = pdf.get("data").and_then(Value::as_str).context("no PDF came")?;
    let file = project::target().join("bench/results.pdf");
    project::write(&file, STANDARD.decode(data)?)?;
    let text = project::output_of(project::tool("pdftotext").arg(&file).arg("-"))?;
    let flat =
        |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace("- ", "-");
    let text = flat(&text);
    ensure!(!names.is_empty(), "no results");
    let missing: Vec<_> = names.iter().filter(|name| !text.contains(&flat(name))).collect();
    goals
        .of("E13", format!("of {} titles of results, those missing in the PDF", names.len()))
        .none(&missing);
    let link = text.contains(stage.way_in.trim_start_matches("http://"));
    goals.of("E13", "the link stands in the PDF").is("yes", if link { "yes" } else { "no" }, link);
    browser.close().await
}

#[cfg(test)]
mod tests {
    use super::lix;

    #[test]
    fn long_words_and_long_sentences_are_hard() {
        assert!((lix("Ett kort ord. Ett till.") - 2.5).abs() < 1e-9);
        assert!((lix("Sammansättningar försvårar.") - 102.0).abs() < 1e-9);
    }
}
