//! The catalogue that this Worker judges with: the very bytes that visitors
//! download, built in. And a larger one, if the settings name it, for
//! `POST /v1/match` alone.

use crate::error::{Doing, Error};
use crate::settings::{PIECES, Settings};
use shared::catalogue::{Catalogue, Rules, Unreadable, decode};
use shared::taxonomy::concepts;
use shared::text::Lang;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::time::Duration;
use worker::{Date, Delay, Env, Fetcher};

static CATALOGUE: LazyLock<Result<Catalogue, Unreadable>> = LazyLock::new(built_in);

/// The catalogue.
pub(crate) fn catalogue() -> Result<&'static Catalogue, Error> {
    CATALOGUE.as_ref().map_err(|_| Error::Broken("reading the built-in catalogue".to_owned()))
}

fn built_in() -> Result<Catalogue, Unreadable> {
    macro_rules! piece {
        ($name:literal) => {
            ($name, include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bin")).as_slice())
        };
    }
    let mut catalogue = Catalogue::new(Rules::default());
    for (name, bytes) in [
        piece!("rules"),
        piece!("terms"),
        piece!("words-sv"),
        piece!("long-sv"),
        piece!("words-en"),
        piece!("long-en"),
    ] {
        add(&mut catalogue, name, bytes)?;
    }
    Ok(catalogue)
}

/// Adds a piece; the rules come first. Of the terms only the concepts are kept:
/// visitors' words become concepts in the browser alone.
fn add(catalogue: &mut Catalogue, name: &str, bytes: &[u8]) -> Result<(), Unreadable> {
    match name.split_once('-') {
        Some((_, tag)) => catalogue.texts.add(Lang::from_tag(tag), decode(bytes)?),
        None if name == "rules" => catalogue.rules = decode(bytes)?,
        None => catalogue.rules.concepts = concepts(&decode::<String>(bytes)?),
    }
    Ok(())
}

/// The larger catalogue; kept for as long as this instance lives. Two at a time
/// would not fit into its memory, so whoever comes while it is fetched waits.
static LARGER: OnceLock<Catalogue> = OnceLock::new();
/// When fetching it began, in milliseconds; 0 while no one does.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// The catalogue for `POST /v1/match`: the built-in one, or a larger one.
pub(crate) async fn for_match(env: &Env, settings: &Settings) -> Result<&'static Catalogue, Error> {
    const PAUSE: Duration = Duration::from_millis(20);
    let Some(pieces) = &settings.larger else { return catalogue() };
    loop {
        if let Some(larger) = LARGER.get() {
            return Ok(larger);
        }
        if begins(Date::now().as_millis()) {
            break;
        }
        Delay::from(PAUSE).await;
    }
    let fetched = fetch_all(env, &settings.origin, pieces).await;
    BEGUN.store(0, Ordering::Relaxed);
    let fetched = fetched?;
    Ok(LARGER.get_or_init(|| fetched))
}

/// Whether it is this request that fetches: no other does, or one that was cut
/// off long ago.
fn begins(now: u64) -> bool {
    const LOST_MILLIS: u64 = 20_000;
    let begun = BEGUN.load(Ordering::Relaxed);
    let is_free = begun == 0 || LOST_MILLIS < now.saturating_sub(begun);
    if is_free {
        BEGUN.store(now, Ordering::Relaxed);
    }
    is_free
}

/// One piece at a time: the bytes of one go before those of the next come.
async fn fetch_all(
    env: &Env,
    origin: &str,
    pieces: &BTreeMap<String, String>,
) -> Result<Catalogue, Error> {
    let assets = env.assets("ASSETS").doing("opening ASSETS")?;
    let mut larger = Catalogue::new(Rules::default());
    for name in PIECES {
        let path = pieces.get(name).map_or("", String::as_str);
        let bytes = fetch(&assets, origin, path).await?;
        add(&mut larger, name, &bytes)
            .map_err(|_| Error::Broken(format!("MATCH_CATALOGUE: {path} is no {name}")))?;
    }
    let (ours, version) = (&catalogue()?.rules.rules_version, &larger.rules.rules_version);
    if version != ours {
        let why = format!("MATCH_CATALOGUE: has rules {version}, and this Worker knows {ours}");
        return Err(Error::Broken(why));
    }
    Ok(larger)
}

async fn fetch(assets: &Fetcher, origin: &str, path: &str) -> Result<Vec<u8>, Error> {
    let doing = format!("MATCH_CATALOGUE: fetching {path}");
    let mut answer = assets.fetch(format!("{origin}{path}"), None).await.doing(&doing)?;
    match answer.status_code() {
        200 => answer.bytes().await.doing(&doing),
        status => Err(Error::Broken(format!("{doing}: status {status}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_is_another_is_refused() {
        let mut catalogue = Catalogue::new(Rules::default());
        assert!(add(&mut catalogue, "rules", b"\x08no rules").is_err());
        assert!(add(&mut catalogue, "words-sv", &[]).is_err());
    }

    #[test]
    fn one_request_fetches_and_one_that_was_cut_off_is_not_waited_for() {
        assert!(begins(1_000_000));
        assert!(!begins(1_000_001));
        assert!(begins(1_030_000));
    }
}
