//! How it looks at a partner: custom properties in, a style sheet out.
//!
//! Wishes come from `partners.json`, and from a page's own custom properties in
//! the query of a frame. Nothing is passed on as it came: values are read
//! strictly (`read`), all colours that follow from the wished ones are computed
//! (`palette`), and a wish that text could not be read with is refused, with the
//! reason.

mod colour;
mod palette;
mod read;
mod table;

pub(crate) use table::{Kind, PROPERTIES, Property};

use super::{Partner, Words};
use colour::{BLACK, Colour, Ratio, WHITE};
use palette::{Palette, Side, Token, Wishes};
use read::Value;
use shared::text::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The most that a query may hold.
const LONGEST: usize = 2_000;

/// A theme that can be used, and what was wished for in vain.
#[derive(Clone, Debug)]
pub(crate) struct Theme {
    light: Palette,
    dark: Palette,
    shapes: BTreeMap<&'static str, String>,
    faults: Vec<(String, Words)>,
    refused: Vec<String>,
}

impl Theme {
    /// The theme of a partner, with what its page wishes besides:
    /// `accent:0b5c8a,radius:4px`.
    pub(crate) fn of(partner: &Partner, query: Option<&str>) -> Self {
        let asked = query.map(items).unwrap_or_default();
        let own = partner.theme.iter().map(|(name, value)| (plain(name), value.clone()));
        // Colours that belong together: the partner's own give way as one.
        let is_accent = |name: &str| name.starts_with("accent");
        let is_colour = |name: &str| Property::of(name).is_some_and(|one| one.kind == Kind::Colour);
        let gives_way = |name: &str| {
            let together = |other: &str| is_colour(other) && is_accent(other) == is_accent(name);
            is_colour(name) && asked.iter().any(|(other, _)| together(other))
        };
        let own: Vec<_> = own.filter(|(name, _)| !gives_way(name)).collect();
        Self::new(own.into_iter().chain(asked))
    }

    fn new(wishes: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut faults = Vec::new();
        let mut shapes = BTreeMap::new();
        let mut sides = [Wishes::new(), Wishes::new()];
        for (name, text) in wishes {
            let Some(property) = Property::of(&name) else {
                faults.push((shown(&name), no_such()));
                continue;
            };
            match (read::value(property, &text), &mut sides) {
                (Err(why), _) => faults.push((name, why)),
                (Ok(Value::Shape(text, note)), _) => {
                    shapes.insert(property.name, text);
                    faults.extend(note.map(|note| (name, note)));
                }
                (Ok(Value::Colour(colour)), [light, dark]) => {
                    let night = name.strip_suffix("-dark");
                    let side = if night.is_some() { dark } else { light };
                    let named = |token: &Token| token.name() == night.unwrap_or(&name);
                    let token = Token::WISHED.into_iter().find(named);
                    side.extend(token.map(|token| (token, colour)));
                }
            }
        }
        let [light, dark] = sides;
        let accent = light.get(&Token::Accent).copied();
        let light = settled(Side::Light, light, accent, &mut faults);
        let dark = settled(Side::Dark, dark, accent, &mut faults);
        let refused = faults.iter().map(|(name, why)| format!("{name}: {} / {}", why.sv, why.en));
        let refused = refused.collect();
        Self { light, dark, shapes, faults, refused }
    }

    /// What was wished for in vain, and why: in Swedish, a slash, in English.
    pub(crate) fn refused(&self) -> &[String] {
        &self.refused
    }

    /// The same in one language, each with its property.
    pub(crate) fn reasons(&self, lang: Lang) -> impl Iterator<Item = (&str, &str)> {
        self.faults.iter().map(move |(name, why)| (name.as_str(), why.get(lang)))
    }

    /// Of wishes that were made, those that were not refused, as they were read.
    pub(crate) fn kept(&self, wishes: Vec<(String, String)>) -> Vec<(String, String)> {
        let is_refused = |name: &str| self.faults.iter().any(|(other, _)| other == name);
        let read = |(name, text): (String, String)| {
            let value = match read::value(Property::of(&name)?, &text).ok()? {
                Value::Colour(colour) => colour.to_string(),
                Value::Shape(text, _) => text,
            };
            (!is_refused(&name)).then_some((name, value))
        };
        wishes.into_iter().filter_map(read).collect()
    }

    /// The style sheet: what differs from the widget's own, after a comment for
    /// each wish that was refused.
    pub(crate) fn css(&self) -> String {
        let mut css = String::new();
        for line in &self.refused {
            // A comment holds names and words of ours: nothing ends it early.
            let _ = writeln!(css, "/* {} */", line.replace("*/", ""));
        }
        let lines = self.lines();
        if !lines.is_empty() {
            let _ = write!(css, ":root,.vi-root{{{lines}}}");
        }
        css
    }

    fn lines(&self) -> String {
        let mut lines = String::new();
        let (day, night) = defaults();
        for ((token, light), (_, dark)) in self.light.iter().zip(self.dark.iter()) {
            if (light, dark) != (day.get(token), night.get(token)) {
                // Writing to a string never fails.
                let _ = write!(lines, "--vi-{}:{};", token.name(), both(light, dark));
            }
        }
        let scheme = |palette: &Palette| if palette.is_night() { "dark" } else { "light" };
        if self.light.is_night() || !self.dark.is_night() {
            let (light, dark) = (scheme(&self.light), scheme(&self.dark));
            let _ = write!(lines, "color-scheme:{};", both(light, dark));
        }
        for (name, value) in &self.shapes {
            let _ = write!(lines, "--vi-{name}:{value};");
        }
        lines
    }
}

/// The palettes of a partner that wishes for nothing: they stand in `style.css`.
fn defaults() -> (Palette, Palette) {
    let of = |side| Palette::of(side, &Wishes::new(), None);
    (of(Side::Light), of(Side::Dark))
}

/// By day and by night: `style.css` makes one of the two empty.
fn both<T: PartialEq + std::fmt::Display + Copy>(light: T, dark: T) -> String {
    if light == dark {
        return light.to_string();
    }
    format!("var(--vi-l,{light}) var(--vi-d,{dark})")
}

/// A palette whose every pair holds: wishes are left out until it does.
fn settled(
    side: Side,
    mut wishes: Wishes,
    accent: Option<Colour>,
    faults: &mut Vec<(String, Words)>,
) -> Palette {
    loop {
        let palette = Palette::of(side, &wishes, accent);
        let Some((over, under, reached, needed)) = palette.worst() else { return palette };
        // The text gives way before what it stands on.
        let Some(culprit) = [over, under].into_iter().find(|token| wishes.contains_key(token))
        else {
            return Palette::of(side, &Wishes::new(), None);
        };
        wishes.remove(&culprit);
        let pair = Pair { side, palette: &palette, over, under, culprit };
        faults.push((pair.name(culprit), pair.words(reached, needed)));
    }
}

/// Two colours that are too near to each other.
struct Pair<'a> {
    side: Side,
    palette: &'a Palette,
    over: Token,
    under: Token,
    culprit: Token,
}

impl Pair<'_> {
    fn name(&self, token: Token) -> String {
        let is_public = Token::WISHED.contains(&token);
        let end = if self.side == Side::Dark && is_public { "-dark" } else { "" };
        format!("{}{end}", token.name())
    }

    /// How much is reached, how much is needed, and what to change.
    fn words(&self, reached: Ratio, needed: Ratio) -> Words {
        let Self { palette, over, under, culprit, .. } = self;
        let (text, ground) = (palette.get(*over), palette.get(*under));
        let (one, two, name) = (self.name(*over), self.name(*under), self.name(*culprit));
        let other = if culprit == over { ground } else { text };
        let ends = [BLACK, WHITE];
        let end = ends.into_iter().max_by_key(|end| end.contrast(other)).unwrap_or(BLACK);
        let better = palette.get(*culprit).moved(end, &[other], needed);
        let ratio = |ratio: Ratio, point: char| format!("{}{point}{:02}", ratio / 100, ratio % 100);
        Words {
            sv: format!(
                "kontrasten mellan {one} {text} och {two} {ground} är {} mot 1 och måste vara minst {} mot 1. \
                 Prova {name} {better}, eller utelämna {name}, så räknas den ut",
                ratio(reached, ','),
                ratio(needed, ',')
            ),
            en: format!(
                "the contrast between {one} {text} and {two} {ground} is {} to 1 and must be at least {} to 1. \
                 Try {name} {better}, or leave {name} out and it is computed",
                ratio(reached, '.'),
                ratio(needed, '.')
            ),
        }
    }
}

fn no_such() -> Words {
    Words {
        sv: "det finns ingen sådan egenskap; se /partners/".to_owned(),
        en: "there is no such property; see /partners/".to_owned(),
    }
}

/// A name that is not ours, so that it can be told.
fn shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect()
}

/// A name as `partners.json` may have it.
fn plain(name: &str) -> String {
    name.replace('_', "-")
}

/// `accent:0b5c8a,font:Inter%2C%20serif` → names and values. What has no colon
/// belongs to the value before: a comma of its own.
pub(crate) fn items(query: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let most = query.char_indices().nth(LONGEST).map_or(query.len(), |(at, _)| at);
    for item in query.get(..most).unwrap_or_default().split(',').filter(|item| !item.is_empty()) {
        match (item.split_once(':'), all.last_mut()) {
            (Some((name, value)), _) => {
                all.push((name.trim().trim_start_matches("--vi-").to_owned(), decoded(value)));
            }
            (None, Some((_, value))) => {
                value.push(',');
                value.push_str(&decoded(item));
            }
            (None, None) => {}
        }
    }
    all
}

/// Percent-encoded once more than the query is.
fn decoded(value: &str) -> String {
    let pair = format!("v={}", value.replace('+', "%2B"));
    let mut pairs = worker::url::form_urlencoded::parse(pair.as_bytes());
    pairs.next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
