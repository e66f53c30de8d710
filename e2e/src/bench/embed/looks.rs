//! E11, E12, E13: whatever a partner's colour, the words that are asked in, and
//! on paper.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::text::Lang;

use super::goals::Goals;
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
    texts_below: u32,
    controls_below: u32,
}

/// Every text and control of four steps, by day and by night, in each accent.
pub(super) async fn colours(stage: &Stage, goals: &mut Goals) -> Result<()> {
    let accents = accents();
    let browser = Browser::start().await?;
    let company = company("company-01-hjartvy")?;
    let mut worst = Contrast {
        pairs: 0,
        text: (21.0, String::new()),
        control: (21.0, String::new()),
        texts_below: 0,
        controls_below: 0,
    };
    for upto in [UpTo::Step(0), UpTo::Step(1), UpTo::Results, UpTo::Step(11)] {
        browser.open(&format!("{}/f/demo-park?lang=sv", stage.way_in)).await?;
        walk(&browser, &company, upto).await?;
        for side in ["light", "dark"] {
            let args = vec![json!(accents), json!(side)];
            let seen: Contrast = browser.script_until(include_str!("colours.js"), args).await?;
            worst.pairs += seen.pairs;
            worst.texts_below += seen.texts_below;
            worst.controls_below += seen.controls_below;
            if seen.text.0 < worst.text.0 {
                worst.text = seen.text;
            }
            if seen.control.0 < worst.control.0 {
                worst.control = seen.control;
            }
        }
    }
    let told = |(ratio, place): &(f64, String), below| {
        format!("{ratio:.2} ({place}; {below} pages below)")
    };
    let what = format!(
        "least contrast of text, {} accents, light and dark, {} pairs",
        accents.len(),
        worst.pairs
    );
    goals.put("E11", &what, "≥ 4.5", told(&worst.text, worst.texts_below), 4.5 <= worst.text.0);
    goals.put(
        "E11",
        "least contrast of controls",
        "≥ 3",
        told(&worst.control, worst.controls_below),
        3.0 <= worst.control.0,
    );
    browser.close().await
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
        let what = format!("LIX of all question texts, {}", lang.tag());
        goals.at_most("E12", &what, 40.0, lix(&text));
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
    let missing: Vec<_> = names.iter().filter(|name| !text.contains(&flat(name))).collect();
    let told = format!("{} of {} missing {missing:?}", missing.len(), names.len());
    goals.put(
        "E13",
        "titles of results missing in the PDF",
        0,
        told,
        missing.is_empty() && !names.is_empty(),
    );
    let link = stage.way_in.trim_start_matches("http://");
    goals.put("E13", "the link stands in the PDF", "yes", text.contains(link), text.contains(link));
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
