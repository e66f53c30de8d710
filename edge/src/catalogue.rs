//! The catalogue that this Worker judges with: the very bytes that visitors
//! download, built in.

use crate::error::Error;
use shared::catalogue::{Catalogue, Unreadable, decode};
use shared::taxonomy::concepts;
use shared::text::Lang;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Result<Catalogue, Unreadable>> = LazyLock::new(read);

/// The catalogue.
pub(crate) fn catalogue() -> Result<&'static Catalogue, Error> {
    CATALOGUE.as_ref().map_err(|_| Error::Broken("reading the built-in catalogue".to_owned()))
}

/// Of the terms only the concepts are kept: visitors' words become concepts in
/// the browser alone.
fn read() -> Result<Catalogue, Unreadable> {
    macro_rules! piece {
        ($name:literal) => {
            decode(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bin")))?
        };
    }
    let mut catalogue = Catalogue::new(piece!("rules"));
    let terms: String = piece!("terms");
    catalogue.rules.concepts = concepts(&terms);
    catalogue.texts.add(Lang::Sv, piece!("words-sv"));
    catalogue.texts.add(Lang::Sv, piece!("long-sv"));
    catalogue.texts.add(Lang::En, piece!("words-en"));
    catalogue.texts.add(Lang::En, piece!("long-en"));
    Ok(catalogue)
}
