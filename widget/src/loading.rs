//! Pieces of the catalogue, as bytes → a catalogue that answers.

use crate::app::App;
use crate::config;
use crate::language;
use shared::catalogue::{Catalogue, Rules, Unreadable, Words, decode};
use shared::taxonomy::{Growing, Terms};
use shared::text::Lang;

/// A catalogue that can ask the first question: rules and the words of one
/// language.
pub(crate) fn first(rules: &[u8], words: &[u8], lang: Lang) -> Result<Catalogue, Unreadable> {
    let mut catalogue = Catalogue::new(decode::<Rules>(rules)?);
    catalogue.texts.add(lang, decode::<Words>(words)?);
    Ok(catalogue)
}

/// Terms whose index is being built.
struct Waiting {
    terms: Terms,
    index: Growing,
    /// Of the catalogue that they belong to.
    version: String,
}

fn version(app: App) -> String {
    app.with(|catalogue| catalogue.rules.version.clone())
}

/// Builds the index some concepts at a time: on a slow phone all of it at once
/// would hold back a third of a second of typing.
fn index(app: App, mut waiting: Waiting) {
    const AT_A_TIME: usize = 20;
    if !waiting.index.grow(&waiting.terms, AT_A_TIME) {
        app.later(0, move || index(app, waiting));
    } else if waiting.version == version(app) {
        let Waiting { terms, index, .. } = waiting;
        app.change_catalogue(|catalogue| catalogue.add_indexed(terms, index.grown()));
        listen(app);
    }
}

/// Makes the entries findable by their texts, when the last piece has come and
/// nothing else waits.
fn listen(app: App) {
    app.later(0, move || {
        // Asked here: the catalogue may have been renewed meanwhile.
        if app.with(Catalogue::can_listen) {
            app.edit(|state| state.catalogue.listen());
            app.later(0, move || app.change_catalogue(|_| ()));
        }
    });
}

/// Adds a piece by its name in the manifest: `terms`, `words-en`, `long-sv`,
/// `sentences-en`; or the partner's public configuration, as `partner`.
pub(crate) fn add(app: App, name: &str, bytes: &[u8]) -> Result<(), Unreadable> {
    if name == "terms" {
        let version = version(app);
        index(app, Waiting { terms: decode(bytes)?, index: Growing::default(), version });
    } else if name == "partner" {
        let privacy = config::privacy_of(str::from_utf8(bytes).unwrap_or_default());
        app.edit(|state| state.config.privacy = privacy);
    } else if let Some((of, tag)) = name.split_once('-') {
        let lang = Lang::from_tag(tag);
        if of == "sentences" {
            language::learn(lang, bytes)?;
            app.speak_as_wanted();
        } else {
            let words: Words = decode(bytes)?;
            app.change_catalogue(|catalogue| catalogue.texts.add(lang, words));
            listen(app);
        }
    }
    Ok(())
}
