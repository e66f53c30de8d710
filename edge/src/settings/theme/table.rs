//! The custom properties that a partner may set: the one list of them, which
//! the reader follows and `/partners/` prints.

/// A public custom property.
#[derive(Debug)]
pub(crate) struct Property {
    /// Its name, without `--vi-`.
    pub(crate) name: &'static str,
    /// What it may be.
    pub(crate) kind: Kind,
    /// What it is when it is not set, as `/partners/` tells it.
    pub(crate) without: &'static str,
    /// What it is for, in Swedish and in English.
    pub(crate) about: [&'static str; 2],
}

/// What a property may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `#0b5c8a`.
    Colour,
    /// px or rem, at least and at most so many px; told in rem, so that a
    /// visitor's own text size counts.
    Size(u32, u32),
    /// The same for lines, told in px.
    Line(u32, u32),
    /// A number, at least and at most so many hundredths.
    Number(u32, u32),
    /// The weight of a font, at least and at most.
    Weight(u32, u32),
    /// Names of fonts.
    Font,
}

const fn colour(name: &'static str, without: &'static str, about: [&'static str; 2]) -> Property {
    Property { name, kind: Kind::Colour, without, about }
}

const fn shape(
    name: &'static str,
    kind: Kind,
    without: &'static str,
    about: [&'static str; 2],
) -> Property {
    Property { name, kind, without, about }
}

const COMPUTED: &str = "–";

/// Every property. Targets stay at least 44 px and text at least 16 px by their
/// ranges.
pub(crate) const PROPERTIES: [Property; 40] = [
    colour(
        "accent",
        "#0b5c8a",
        ["er färg: knappar, länkar, det valda", "your colour: buttons, links, what is chosen"],
    ),
    colour("accent-ink", COMPUTED, ["text på knappar", "text on buttons"]),
    colour("paper", "#ffffff", ["det som texten står på", "what the text stands on"]),
    colour("ink", "#1b2429", ["text", "text"]),
    colour("soft", COMPUTED, ["text som hjälper till", "text that helps"]),
    colour("wash", COMPUTED, ["sidan bakom, rutor", "the page behind, boxes"]),
    colour("line", COMPUTED, ["linjer som skiljer åt", "lines that divide"]),
    colour("edge", COMPUTED, ["kanter på fält och svar", "borders of fields and answers"]),
    colour("focus", COMPUTED, ["ramen kring det som har fokus", "the outline of what has focus"]),
    colour("accent-dark", COMPUTED, ["samma i mörkt läge", "the same in dark mode"]),
    colour("accent-ink-dark", COMPUTED, ["", ""]),
    colour("paper-dark", "#151b1f", ["", ""]),
    colour("ink-dark", "#e8edf0", ["", ""]),
    colour("soft-dark", COMPUTED, ["", ""]),
    colour("wash-dark", COMPUTED, ["", ""]),
    colour("line-dark", COMPUTED, ["", ""]),
    colour("edge-dark", COMPUTED, ["", ""]),
    colour("focus-dark", COMPUTED, ["", ""]),
    shape(
        "font",
        Kind::Font,
        "system-ui",
        [
            "typsnitt som besökaren redan har; inga hämtas",
            "fonts that the visitor has already; none are fetched",
        ],
    ),
    shape("title-font", Kind::Font, "font", ["typsnitt i rubriker", "fonts of headings"]),
    shape("text-size", Kind::Size(16, 24), "1.125rem", ["brödtext", "body text"]),
    shape("small-size", Kind::Size(16, 20), "1rem", ["den minsta texten", "the smallest text"]),
    shape("label-size", Kind::Size(16, 28), "1.25rem", ["frågor och namn", "questions and names"]),
    shape("title-size", Kind::Size(22, 48), "1.75rem", ["rubriken", "the heading"]),
    shape("line-height", Kind::Number(140, 200), "1.5", ["radavstånd", "line height"]),
    shape(
        "weight",
        Kind::Weight(500, 900),
        "600",
        ["vikt på etiketter och knappar", "weight of labels and buttons"],
    ),
    shape(
        "title-weight",
        Kind::Weight(400, 900),
        "700",
        ["vikt på rubriker", "weight of headings"],
    ),
    shape("radius", Kind::Size(0, 24), "0.375rem", ["rundade hörn", "rounded corners"]),
    shape("card-radius", Kind::Size(0, 24), "radius", ["hörn på korten", "corners of cards"]),
    shape("button-radius", Kind::Size(0, 36), "radius", ["hörn på knappar", "corners of buttons"]),
    shape("border", Kind::Line(1, 4), "1px", ["linjernas bredd", "width of lines"]),
    shape(
        "field-border",
        Kind::Line(1, 4),
        "1px",
        ["kanten på fält och svar", "the border of fields and answers"],
    ),
    shape("gap", Kind::Size(4, 24), "0.5rem", ["mellan svar", "between answers"]),
    shape("column-gap", Kind::Size(8, 48), "1rem", ["mellan korten", "between cards"]),
    shape("card-padding", Kind::Size(8, 48), "1–2rem", ["luft i korten", "space within cards"]),
    shape(
        "control-height",
        Kind::Size(44, 72),
        "3rem",
        ["knappar och fält, minst så höga", "buttons and fields, at least as high"],
    ),
    shape(
        "row-height",
        Kind::Size(44, 96),
        "3rem",
        ["svar, minst så höga", "answers, at least as high"],
    ),
    shape(
        "max-width",
        Kind::Size(320, 1600),
        "74rem",
        ["så bred blir den som mest", "it grows no wider"],
    ),
    shape(
        "focus-width",
        Kind::Line(2, 6),
        "3px",
        ["fokusramens bredd", "width of the focus outline"],
    ),
    shape(
        "focus-offset",
        Kind::Line(0, 6),
        "2px",
        ["fokusramens avstånd", "distance of the focus outline"],
    ),
];

impl Property {
    /// The property of a name.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        PROPERTIES.iter().find(|property| property.name == name)
    }
}
