//! TOML → catalogue: reading, building and linting. Native only.

mod build;
mod calibration;
mod expressions;
mod lint;
mod open_data;
mod source;
mod texts;

pub use calibration::{Accepted, Calibration};
pub use lint::lint;
pub use source::{Sources, read};

use crate::catalogue::{Catalogue, Rules, Unreadable, Words, encode};
use crate::taxonomy::Terms;
use crate::text::Lang;
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;

/// The version of the rules' language and engine.
pub const RULES_VERSION: &str = "1";

/// What is wrong with a catalogue: where and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name.
    pub file: String,
    /// The id of the record, or what it is.
    pub record: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Problem {
    fn new(file: &str, record: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), record: record.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.record, self.reason)
    }
}

/// A catalogue as parts, before it is put into pieces.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Everything but words.
    pub rules: Rules,
    /// What turns words into concepts.
    pub terms: Terms,
    /// The words needed first, Swedish and English.
    pub words: [Words; 2],
    /// The rest of them.
    pub long: [Words; 2],
    /// Where the bands of the rules come from.
    pub calibration: Calibration,
}

impl Parts {
    /// A catalogue with everything in it.
    pub fn catalogue(self) -> Catalogue {
        let mut catalogue = Catalogue::new(self.rules);
        catalogue.add_terms(self.terms);
        for (lang, words) in Lang::ALL.into_iter().zip(self.words) {
            catalogue.texts.add(lang, words);
        }
        for (lang, words) in Lang::ALL.into_iter().zip(self.long) {
            catalogue.texts.add(lang, words);
        }
        catalogue.listen();
        catalogue
    }

    /// Names and bytes of what a visitor downloads. The concepts travel with
    /// their terms.
    ///
    /// # Errors
    /// A piece that cannot be written as bytes.
    pub fn pieces(&self) -> Result<Vec<(&'static str, Vec<u8>)>, Unreadable> {
        let rules = Rules { concepts: Vec::new(), ..self.rules.clone() };
        let [words_sv, words_en] = &self.words;
        let [long_sv, long_en] = &self.long;
        Ok(vec![
            ("rules", encode(&rules)?),
            ("words-sv", encode(words_sv)?),
            ("words-en", encode(words_en)?),
            ("terms", encode(&self.terms)?),
            ("long-sv", encode(long_sv)?),
            ("long-en", encode(long_en)?),
        ])
    }
}

/// The catalogue as the files that a visitor downloads.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The catalogue's version: eight letters of its content's hash.
    pub version: String,
    /// Names and bytes.
    pub pieces: Vec<(&'static str, Vec<u8>)>,
    /// Every public entry, as JSON.
    pub open_data: String,
    /// Where its bands come from.
    pub calibration: Calibration,
}

/// Builds the parts from the crate's folder.
///
/// # Errors
/// All that is wrong, each with its file and record.
pub fn parts(folder: &Path) -> Result<Parts, Vec<Problem>> {
    let sources = read(folder)?;
    let mut parts = build::build(&sources)?;
    parts.calibration = calibration::calibrate(&sources, parts.clone().catalogue());
    parts.rules.bands = parts.calibration.bands;
    parts.rules.version = version(&parts);
    Ok(parts)
}

/// Builds the catalogue from the crate's folder.
///
/// # Errors
/// All that is wrong, each with its file and record.
pub fn catalogue(folder: &Path) -> Result<Catalogue, Vec<Problem>> {
    Ok(parts(folder)?.catalogue())
}

/// Builds the files that a visitor downloads.
///
/// # Errors
/// All that is wrong, each with its file and record.
pub fn bundle(folder: &Path) -> Result<Bundle, Vec<Problem>> {
    let parts = parts(folder)?;
    let unencodable =
        |_| vec![Problem::new("bundle", "pieces", "a piece cannot be written as bytes")];
    let pieces = parts.pieces().map_err(unencodable)?;
    let version = parts.rules.version.clone();
    let calibration = parts.calibration;
    Ok(Bundle { version, pieces, open_data: open_data::json(&parts.catalogue()), calibration })
}

/// The version of everything in the parts.
fn version(parts: &Parts) -> String {
    let mut hash = Sha256::new();
    let words = parts.words.iter().chain(&parts.long).map(encode);
    for bytes in [encode(&parts.rules), encode(&parts.terms)].into_iter().chain(words) {
        hash.update(bytes.unwrap_or_default());
    }
    let digest = hash.finalize();
    let letter = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    let letters = digest.iter().flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]);
    letters.take(8).collect()
}
