//! The catalogue that `POST /v1/match` answers from when it is not the built-in one.

use super::{Faulty, faulty, json};
use std::collections::BTreeMap;

/// What a catalogue is made of; the rules come first.
pub(crate) const PIECES: [&str; 6] =
    ["rules", "terms", "words-sv", "long-sv", "words-en", "long-en"];

/// The files of a larger catalogue, by piece. None unless it is said: then every
/// piece, each a path of ours.
pub(super) fn read(
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<BTreeMap<String, String>>, Faulty> {
    const NAME: &str = "MATCH_CATALOGUE";
    if variable(NAME).is_none_or(|said| said.is_empty()) {
        return Ok(None);
    }
    let pieces: BTreeMap<String, String> = json(variable, NAME)?;
    if let Some(name) = PIECES.iter().find(|name| !pieces.contains_key(**name)) {
        return Err(faulty(NAME, format!("{name}: is not named")));
    }
    for (name, path) in &pieces {
        if !PIECES.contains(&name.as_str()) {
            return Err(faulty(NAME, format!("{name}: is no piece of a catalogue")));
        }
        if !is_path(path) {
            return Err(faulty(NAME, format!("{name}: is not a path like /assets/rules.bin")));
        }
    }
    Ok(Some(pieces))
}

/// Whether a text is the path of a file of ours.
fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    text.starts_with('/') && text.chars().all(plain) && !text.contains("//") && !text.contains("..")
}

#[cfg(test)]
mod tests {
    use super::super::tests::example;
    use super::*;

    #[test]
    fn a_larger_catalogue_is_six_files_of_ours() {
        assert_eq!(example().larger, None);
        let said = |pieces: &BTreeMap<&str, &str>| serde_json::to_string(pieces).unwrap();
        let all: BTreeMap<&str, &str> =
            PIECES.into_iter().map(|name| (name, "/assets/large/x.bin")).collect();
        let read = |text: String| read(&|_| Some(text.clone()));
        assert_eq!(read(said(&all)).unwrap().unwrap().len(), PIECES.len());
        assert_eq!(read(String::new()), Ok(None));
        let mut faults = vec![("{".to_owned(), "EOF")];
        let mut less = all.clone();
        less.remove("terms");
        faults.push((said(&less), "terms: "));
        for (name, path) in [("rules", "https://a.example/x"), ("rules", "/a/../b"), ("x", "/x")] {
            let mut strange = all.clone();
            strange.insert(name, path);
            faults.push((said(&strange), name));
        }
        for (text, why) in faults {
            let fault = read(text.clone()).unwrap_err().to_string();
            assert!(fault.starts_with(&format!("MATCH_CATALOGUE: {why}")), "{text}: {fault}");
        }
    }
}
