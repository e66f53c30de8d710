//! Entries by the thousand, to measure speed: the words of the Swedish labels,
//! in texts as long as those of a catalogue.
//!
//! Words come as often as they do in the labels; a tenth are new compounds, so
//! that more entries have more words, as real ones do. The same seed gives the
//! same entries everywhere.

#[path = "../../../shared/examples/dice/mod.rs"]
mod dice;

use std::collections::BTreeMap;

use anyhow::Result;

use dice::Dice;

use super::tasks::{self, Entry, Floor, Query, Task};

const QUERIES: usize = 300;

/// Gives so many entries, and queries that are asked of them.
pub(super) fn task(entries: usize) -> Result<Task> {
    let words = words()?;
    let mut dice = Dice(20_080_415);
    let queries = (0..QUERIES).map(|place| query(place, &words, &mut dice)).collect();
    let docs = (0..entries).map(|place| entry(place, &words, &mut dice)).collect();
    Ok(Task {
        name: format!("speed-{entries}"),
        docs,
        queries,
        qrels: BTreeMap::new(),
        is_about_none: false,
        floor: Floor::default(),
    })
}

/// Every word of every label: a frequent one stands there often.
fn words() -> Result<Vec<String>> {
    let labels = tasks::labels(tasks::LABELS)?;
    let text = labels.iter().flat_map(|label| label.sv.split_whitespace());
    let bare = text.map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()));
    Ok(bare.filter(|word| !word.is_empty()).map(str::to_lowercase).collect())
}

fn entry(place: usize, words: &[String], dice: &mut Dice) -> Entry {
    let title = text(words, dice, 2, 5);
    let body = text(words, dice, 12, 30);
    Entry { id: format!("e{place}"), title, body, lang: "sv" }
}

/// One to six words; a quarter of the queries with a typo.
fn query(place: usize, words: &[String], dice: &mut Dice) -> Query {
    let text = text(words, dice, 1, 6);
    let text = if dice.below(4) == 0 { with_typo(&text, dice) } else { text };
    Query { id: format!("q{place}"), text, lang: "sv" }
}

fn text(words: &[String], dice: &mut Dice, least: usize, most: usize) -> String {
    let count = least + dice.below(most - least + 1);
    let text: Vec<String> = (0..count).map(|_| word(words, dice)).collect();
    text.join(" ")
}

fn word(words: &[String], dice: &mut Dice) -> String {
    let mut any = || words.get(dice.below(words.len())).map_or("", String::as_str);
    let (first, second) = (any(), any());
    let is_compound = dice.below(10) == 0 && first.len() > 3 && second.len() > 3;
    if is_compound { format!("{first}{second}") } else { first.to_owned() }
}

/// Two letters change places.
fn with_typo(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() > 1 {
        let place = dice.below(letters.len() - 1);
        letters.swap(place, place + 1);
    }
    letters.into_iter().collect()
}
