//! From a few wished colours to all that the style sheet uses.
//!
//! What is not wished for is computed so that every pair holds; what is wished
//! for is left as it is, and a pair of two wishes may then fail: [`Palette::worst`].

use super::colour::{BLACK, Colour, Ratio, WHITE};
use std::collections::BTreeMap;

/// A colour by its part: `--vi-` and its name in the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Token {
    Accent,
    AccentInk,
    AccentHover,
    Link,
    Paper,
    Wash,
    Tint,
    Law,
    LawLine,
    Ink,
    Soft,
    Line,
    Edge,
    Focus,
    Fits,
    If,
    Ask,
    No,
    Wrong,
}

use Token::{
    Accent, AccentHover, AccentInk, Ask, Edge, Fits, Focus, If, Ink, Law, LawLine, Line, Link, No,
    Paper, Soft, Tint, Wash, Wrong,
};

/// Text must hold this, 4.5 to 1 (WCAG 1.4.3).
pub(super) const TEXT: Ratio = 450;
/// The borders of controls and the focus must hold this, 3 to 1 (WCAG 1.4.11).
pub(super) const CONTROL: Ratio = 300;

/// What text stands on.
pub(super) const GROUNDS: [Token; 4] = [Paper, Wash, Tint, Law];
/// What is written in, anywhere on them: also icons, which are drawn in it, and
/// the borders of buttons and of what is chosen (`Link`).
pub(super) const TEXTS: [Token; 8] = [Ink, Soft, Link, Fits, If, Ask, No, Wrong];

/// Every pair that the style sheet makes, with the contrast that it needs.
pub(super) fn pairs() -> impl Iterator<Item = (Token, Token, Ratio)> {
    let on_grounds = |over: &'static [Token], needed: Ratio| {
        over.iter().flat_map(move |over| GROUNDS.map(|ground| (*over, ground, needed)))
    };
    let buttons = [(AccentInk, Accent, TEXT), (AccentInk, AccentHover, TEXT)];
    let fields = [(Edge, Paper, CONTROL)];
    let text = on_grounds(&TEXTS, TEXT);
    buttons.into_iter().chain(text).chain(on_grounds(&[Focus], CONTROL)).chain(fields)
}

impl Token {
    /// Its name in the style sheet, without `--vi-`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Accent => "accent",
            AccentInk => "accent-ink",
            AccentHover => "accent-hover",
            Link => "link",
            Paper => "paper",
            Wash => "wash",
            Tint => "tint",
            Law => "law",
            LawLine => "law-line",
            Ink => "ink",
            Soft => "soft",
            Line => "line",
            Edge => "edge",
            Focus => "focus",
            Fits => "fits",
            If => "if",
            Ask => "ask",
            No => "no",
            Wrong => "wrong",
        }
    }

    /// Those that a partner may wish for.
    pub(super) const WISHED: [Self; 9] =
        [Accent, AccentInk, Paper, Ink, Soft, Wash, Line, Edge, Focus];
}

/// For a page by day or by night.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Light,
    Dark,
}

/// What is wished for on one side.
pub(super) type Wishes = BTreeMap<Token, Colour>;

/// All colours of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Palette(BTreeMap<Token, Colour>);

/// Where the computing starts: what is right for dark text on light, or the
/// other way round.
struct Base([(Token, u32); 12]);

const DAY: Base = Base([
    (Paper, 0xff_ffff),
    (Wash, 0xf1_f4f6),
    (Ink, 0x1b_2429),
    (Soft, 0x4d_5a61),
    (Line, 0xd5_dbdf),
    (Edge, 0x87_939a),
    (LawLine, 0xb5_8900),
    (Fits, 0x1c_6b3c),
    (If, 0x7a_5200),
    (Ask, 0x0b_5c8a),
    (No, 0x56_6066),
    (Wrong, 0xa3_241c),
]);

const NIGHT: Base = Base([
    (Paper, 0x15_1b1f),
    (Wash, 0x0e_1316),
    (Ink, 0xe8_edf0),
    (Soft, 0xb4_c0c7),
    (Line, 0x37_424a),
    (Edge, 0x6f_7c84),
    (LawLine, 0xc9_a227),
    (Fits, 0x79_d19b),
    (If, 0xe8_bd62),
    (Ask, 0x8c_c8ee),
    (No, 0xaa_b5bb),
    (Wrong, 0xff_9d93),
]);

const BRAND: Colour = Colour([0x0b, 0x5c, 0x8a]);
const LAW: Colour = Colour([0xf5, 0xb8, 0x00]);
/// Softer than black, on a light button.
const NEARLY_BLACK: Colour = Colour([0x10, 0x18, 0x1c]);

impl Base {
    fn get(&self, token: Token) -> Colour {
        let found = self.0.iter().find(|(other, _)| *other == token);
        let [_, red, green, blue] = found.map_or(0, |(_, colour)| *colour).to_be_bytes();
        Colour([red, green, blue])
    }
}

/// What text stands on, and what the rest is computed from.
struct Stage<'a> {
    wishes: &'a Wishes,
    base: &'static Base,
    /// Whether paper and ink are the base's own.
    is_plain: bool,
    /// Black or white: where text is moved to be read better.
    end: Colour,
    paper: Colour,
    ink: Colour,
}

impl<'a> Stage<'a> {
    fn of(side: Side, wishes: &'a Wishes) -> Self {
        let own = if side == Side::Light { &DAY } else { &NIGHT };
        let paper = wishes.get(&Paper).copied().unwrap_or(own.get(Paper));
        let ink = wishes.get(&Ink).copied().unwrap_or_else(|| ink_on(paper, own));
        // A partner's "light" may be dark, and the other way round.
        let is_night = ink.is_lighter_than(paper);
        let (base, end) = if is_night { (&NIGHT, WHITE) } else { (&DAY, BLACK) };
        let is_plain = paper == base.get(Paper) && ink == base.get(Ink);
        Self { wishes, base, is_plain, end, paper, ink }
    }

    /// What is wished for, or else what is computed.
    fn wished(&self, token: Token, computed: impl FnOnce() -> Colour) -> Colour {
        self.wishes.get(&token).copied().unwrap_or_else(computed)
    }

    /// What is wished for, or the base's own where paper and ink are, or else a mix.
    fn start(&self, token: Token, mixed: Colour) -> Colour {
        if self.is_plain { self.base.get(token) } else { mixed }
    }

    /// A ground that is too far from the paper for what is wished on it comes
    /// nearer.
    fn ground(&self, wish: Colour) -> Colour {
        let wished = |token: Token| self.wishes.get(&token).copied();
        let over = [(Some(self.ink), TEXT), (wished(Soft), TEXT), (wished(Focus), CONTROL)];
        wish.towards(self.paper, |ground| {
            let holds = |(over, needed): &(Option<Colour>, Ratio)| {
                over.is_none_or(|over| *needed <= over.contrast(*ground))
            };
            over.iter().all(holds)
        })
    }
}

impl Palette {
    /// All colours of a side. `accent` is the brand's by day, which gives the
    /// one by night where none is wished for.
    pub(super) fn of(side: Side, wishes: &Wishes, accent: Option<Colour>) -> Self {
        let stage = Stage::of(side, wishes);
        let Stage { base, paper, ink, end, .. } = stage;
        let wash = stage.wished(Wash, || stage.ground(stage.start(Wash, paper.mix(ink, 5))));
        let brand = accent.unwrap_or(BRAND);
        let accent = stage.wished(Accent, || match side {
            Side::Light => brand,
            Side::Dark => brand.moved(end, &[paper, wash], 650),
        });
        let tint = stage.ground(paper.mix(accent, 7));
        let law = stage.ground(paper.mix(LAW, 10));
        let grounds = [paper, wash, tint, law];
        let text = |start: Colour| start.moved(end, &grounds, TEXT);
        let soft = || stage.start(Soft, ink.mix(paper, 28)).moved(ink, &grounds, TEXT);
        let edge = || stage.start(Edge, ink.mix(paper, 45)).moved(ink, &[paper], CONTROL);
        let accent_ink = stage.wished(AccentInk, || ink_of(accent));
        let away = if accent_ink.is_lighter_than(accent) { BLACK } else { WHITE };
        let mut all = BTreeMap::from([
            (Accent, accent),
            (AccentInk, accent_ink),
            (AccentHover, accent.mix(away, 14)),
            (Link, text(accent)),
            (Paper, paper),
            (Wash, wash),
            (Tint, tint),
            (Law, law),
            (LawLine, base.get(LawLine)),
            (Ink, ink),
            (Soft, stage.wished(Soft, soft)),
            (Line, stage.wished(Line, || stage.start(Line, paper.mix(ink, 16)))),
            (Edge, stage.wished(Edge, edge)),
            (Focus, stage.wished(Focus, || ink)),
        ]);
        all.extend([Fits, If, Ask, No, Wrong].map(|token| (token, text(base.get(token)))));
        Self(all)
    }

    /// A colour.
    pub(super) fn get(&self, token: Token) -> Colour {
        self.0.get(&token).copied().unwrap_or_default()
    }

    /// All, in a fixed order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Token, Colour)> {
        self.0.iter().map(|(token, colour)| (*token, *colour))
    }

    /// The first pair that does not hold: what is written, on what, how much is
    /// reached and how much is needed.
    pub(super) fn worst(&self) -> Option<(Token, Token, Ratio, Ratio)> {
        pairs().find_map(|(over, under, needed)| {
            let reached = self.get(over).contrast(self.get(under));
            (reached < needed).then_some((over, under, reached, needed))
        })
    }

    /// Whether it is light text on dark.
    pub(super) fn is_night(&self) -> bool {
        self.get(Ink).is_lighter_than(self.get(Paper))
    }
}

/// The text for a paper: the side's own if it can be read there, or else
/// whatever can.
fn ink_on(paper: Colour, own: &Base) -> Colour {
    if TEXT <= own.get(Ink).contrast(paper) {
        return own.get(Ink);
    }
    let of = |base: &Base, end: Colour| base.get(Ink).moved(end, &[paper], TEXT);
    let (dark, light) = (of(&DAY, BLACK), of(&NIGHT, WHITE));
    if light.contrast(paper) < dark.contrast(paper) { dark } else { light }
}

/// The text on a button of a colour.
fn ink_of(accent: Colour) -> Colour {
    let can_be_read = |ink: &Colour| TEXT <= ink.contrast(accent);
    [WHITE, NEARLY_BLACK].into_iter().find(can_be_read).unwrap_or(BLACK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn colour() -> impl Strategy<Value = Colour> {
        any::<[u8; 3]>().prop_map(Colour)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn every_brand_colour_gives_pairs_that_hold_by_day_and_by_night(accent in colour()) {
            let light = Palette::of(Side::Light, &Wishes::from([(Accent, accent)]), Some(accent));
            let dark = Palette::of(Side::Dark, &Wishes::new(), Some(accent));
            prop_assert_eq!(light.get(Accent), accent);
            prop_assert_eq!(light.worst(), None);
            prop_assert_eq!(dark.worst(), None);
            prop_assert!(dark.is_night() && !light.is_night());
        }

        #[test]
        fn a_paper_of_any_colour_gets_an_ink(accent in colour(), paper in colour()) {
            let wishes = Wishes::from([(Accent, accent), (Paper, paper)]);
            for side in [Side::Light, Side::Dark] {
                prop_assert_eq!(Palette::of(side, &wishes, Some(accent)).worst(), None);
            }
        }

        #[test]
        fn a_paper_and_an_ink_that_hold_give_pairs_that_hold(
            accent in colour(),
            paper in colour(),
            ink in colour(),
        ) {
            let wishes = Wishes::from([(Accent, accent), (Paper, paper), (Ink, ink)]);
            let worst = Palette::of(Side::Light, &wishes, Some(accent)).worst();
            let reached = ink.contrast(paper);
            if TEXT <= reached {
                prop_assert_eq!(worst, None);
            } else {
                prop_assert_eq!(worst, Some((Ink, Paper, reached, TEXT)));
            }
        }

        #[test]
        fn only_what_is_wished_for_can_fail(
            all in proptest::collection::btree_map(
                proptest::sample::select(Token::WISHED.to_vec()), colour(), 0..9),
        ) {
            if let Some((over, under, ..)) = Palette::of(Side::Light, &all, None).worst() {
                prop_assert!(all.contains_key(&over) || all.contains_key(&under));
            }
        }
    }
}
