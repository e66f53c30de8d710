//! Pieces of the catalogue, as bytes → a catalogue that answers.

use crate::app::App;
use shared::catalogue::{Catalogue, Rules, Unreadable, Words, decode};
use shared::taxonomy::Terms;
use shared::text::Lang;

/// A catalogue that can ask the first question: rules and the words of one
/// language.
pub(crate) fn first(rules: &[u8], words: &[u8], lang: Lang) -> Result<Catalogue, Unreadable> {
    let mut catalogue = Catalogue::new(decode::<Rules>(rules)?);
    catalogue.texts.add(lang, decode::<Words>(words)?);
    Ok(catalogue)
}

/// Adds a piece by its name in the manifest: `terms`, `words-en`, `long-sv`.
pub(crate) fn add(app: App, name: &str, bytes: &[u8]) -> Result<(), Unreadable> {
    if name == "terms" {
        let terms: Terms = decode(bytes)?;
        app.change_catalogue(|catalogue| catalogue.add_terms(terms));
    } else if let Some((_, tag)) = name.split_once('-') {
        let words: Words = decode(bytes)?;
        app.change_catalogue(|catalogue| catalogue.texts.add(Lang::from_tag(tag), words));
    }
    Ok(())
}
