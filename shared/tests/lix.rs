//! What is asked can be read by anyone: LIX ≤ 40 for every question and hint.
//!
//! LIX (Björnsson) is words a sentence plus how many words in a hundred have
//! more than six letters; below 30 reads like a children's book, 40 is the end
//! of what is easy. Each text is measured by itself, so that no easy one makes
//! up for a hard one: a text without a full stop is one sentence, and so is
//! each part that ends in `.`, `?`, `!` or `:`. What a hyphen joins is one
//! word, and a long one.
//!
//! An answer to choose is a name, often a word or two, where LIX says little
//! (“Läkemedel” alone has 101). The answers are measured together, each label
//! and each hint a sentence. Countries are left out.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Deserialize;

const MOST: f64 = 40.0;

#[derive(Deserialize)]
struct Questionnaire {
    page: Vec<Page>,
    question: Vec<Question>,
}

#[derive(Deserialize)]
struct Page {
    title: Text,
}

#[derive(Deserialize)]
struct Question {
    field: String,
    text: Text,
    hint: Option<Text>,
    #[serde(default)]
    options: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    label: Text,
    hint: Option<Text>,
}

#[derive(Deserialize)]
struct Text {
    sv: String,
    en: String,
}

impl Text {
    fn both(&self) -> [(&'static str, &str); 2] {
        [("sv", &self.sv), ("en", &self.en)]
    }
}

fn lix<'a>(texts: impl IntoIterator<Item = &'a str>) -> f64 {
    let (mut sentences, mut words, mut long) = (0_u32, 0_u32, 0_u32);
    for sentence in texts.into_iter().flat_map(|text| text.split_inclusive(['.', '?', '!', ':'])) {
        let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).count();
        let lengths: Vec<usize> =
            sentence.split_whitespace().map(letters).filter(|length| 0 < *length).collect();
        sentences += u32::from(!lengths.is_empty());
        words += lengths.iter().fold(0, |sum, _| sum + 1);
        long += lengths.iter().filter(|length| 6 < **length).fold(0, |sum, _| sum + 1);
    }
    f64::from(words) / f64::from(sentences) + 100.0 * f64::from(long) / f64::from(words)
}

fn questionnaire() -> Result<Questionnaire, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue/questions.toml");
    Ok(toml::from_str(&fs::read_to_string(file)?)?)
}

#[test]
fn it_is_counted_as_björnsson_does() {
    let near = |text, wanted: f64| assert!((lix([text]) - wanted).abs() < 1e-9, "{}", lix([text]));
    near("Ett kort ord. Ett till.", 2.5);
    near("Sammansättningar försvårar.", 102.0);
    near("Är det CE-märkt?", 3.0 + 100.0 / 3.0);
    assert!((lix(["Läkemedel", "Ett test"]) - (1.5 + 100.0 / 3.0)).abs() < 1e-9);
}

#[test]
fn every_question_and_hint_is_easy_to_read() -> Result<(), Box<dyn Error>> {
    let Questionnaire { page, question } = questionnaire()?;
    let titles = page.iter().map(|page| ("a page's title", &page.title));
    let texts = question.iter().map(|one| (&*one.field, &one.text));
    let hints = question.iter().filter_map(|one| Some((&*one.field, one.hint.as_ref()?)));
    let mut hard = Vec::new();
    let mut measured = 0;
    for (field, text) in titles.chain(texts).chain(hints) {
        for (lang, text) in text.both() {
            measured += 1;
            let lix = lix([text]);
            if MOST < lix {
                hard.push(format!("{field}, {lang}: {lix:.0}: {text}"));
            }
        }
    }
    assert!(60 <= measured, "only {measured} texts were found");
    assert!(hard.is_empty(), "harder than {MOST}:\n{}", hard.join("\n"));
    Ok(())
}

#[test]
fn the_answers_are_easy_to_read_together() -> Result<(), Box<dyn Error>> {
    let questions = questionnaire()?.question;
    let asked = questions.iter().filter(|one| one.field != "country");
    let all: Vec<&Text> = asked
        .flat_map(|one| &one.options)
        .flat_map(|one| [Some(&one.label), one.hint.as_ref()])
        .flatten()
        .collect();
    let (sv, en) = (lix(all.iter().map(|text| &*text.sv)), lix(all.iter().map(|text| &*text.en)));
    assert!(60 <= all.len(), "only {} answers were found", all.len());
    assert!(sv <= MOST && en <= MOST, "sv {sv:.0}, en {en:.0}: harder than {MOST}");
    Ok(())
}
