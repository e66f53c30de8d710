//! A wished value → what may stand in a style sheet. Nothing is passed on as it
//! came: every value is read, and written anew.

use super::colour::Colour;
use super::table::{Kind, Property};
use crate::settings::Words;

/// A value that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Colour(Colour),
    /// What stands in the style sheet, and what was changed in it.
    Shape(String, Option<Words>),
}

/// Reads a value.
pub(super) fn value(property: &Property, text: &str) -> Result<Value, Words> {
    let text = text.trim();
    let read = match property.kind {
        Kind::Colour => Colour::read(text).map(Value::Colour),
        Kind::Size(least, most) => within(length(text), (1000 * least, 1000 * most), rem),
        Kind::Line(least, most) => within(length(text), (1000 * least, 1000 * most), px),
        Kind::Number(least, most) => {
            within(thousandths(text), (10 * least, 10 * most), |number| decimal(number, 1000))
        }
        Kind::Weight(least, most) => {
            let number = text.parse().ok().filter(|number| *number <= 1000);
            within(number, (least, most), |number| number.to_string())
        }
        Kind::Font => fonts(text).map(|fonts| Value::Shape(fonts, None)),
    };
    read.ok_or_else(|| strange(property.kind))
}

fn strange(kind: Kind) -> Words {
    let (sv, en) = match kind {
        Kind::Colour => ("skriv en färg som #0b5c8a", "write a colour like #0b5c8a"),
        Kind::Size(..) | Kind::Line(..) => {
            ("skriv ett mått som 4px eller 0.25rem", "write a length like 4px or 0.25rem")
        }
        Kind::Number(..) => ("skriv ett tal som 1.5", "write a number like 1.5"),
        Kind::Weight(..) => ("skriv ett tal som 600", "write a number like 600"),
        Kind::Font => (
            "skriv namn på typsnitt med A–Z, siffror, blanksteg och bindestreck, med komma mellan",
            "write names of fonts with A–Z, digits, spaces and hyphens, commas between them",
        ),
    };
    Words { sv: sv.to_owned(), en: en.to_owned() }
}

/// A number within its range: the nearest there is, and told if it was not.
fn within(
    number: Option<u32>,
    (least, most): (u32, u32),
    write: impl Fn(u32) -> String,
) -> Option<Value> {
    let number = number?;
    let nearest = number.clamp(least, most);
    let note = (nearest != number).then(|| Words {
        sv: format!("får vara {} till {}; {} gäller", write(least), write(most), write(nearest)),
        en: format!("may be {} to {}; {} is used", write(least), write(most), write(nearest)),
    });
    Some(Value::Shape(write(nearest), note))
}

/// `4px`, `.25rem` or `0` in thousandths of a px.
fn length(text: &str) -> Option<u32> {
    if text == "0" {
        return Some(0);
    }
    let rem = || thousandths(text.strip_suffix("rem")?).map(|number| 16 * number);
    text.strip_suffix("px").map_or_else(rem, thousandths)
}

/// `1`, `.25`, `1.125`: at most three places.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if text.len() == whole.len() + 1 || !is_number(whole) || !is_number(part) {
        return None;
    }
    if whole.len() + part.len() == 0 || 4 < whole.len() || 6 < part.len() {
        return None;
    }
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    Some(1000 * whole + part.parse::<u32>().ok()?)
}

fn px(thousandths: u32) -> String {
    format!("{}px", decimal(thousandths, 1000))
}

fn rem(thousandths_of_px: u32) -> String {
    // Ten-thousandths, rounded.
    format!("{}rem", decimal((thousandths_of_px * 10 + 8) / 16, 10_000))
}

/// `1125` thousandths → `1.125`.
fn decimal(number: u32, parts: u32) -> String {
    let (whole, rest) = (number / parts, number % parts);
    let places = parts.ilog10() as usize;
    let text = format!("{whole}.{rest:0places$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Names of fonts, each in quotation marks unless it is a word of CSS.
fn fonts(text: &str) -> Option<String> {
    const GENERIC: [&str; 7] = [
        "system-ui",
        "sans-serif",
        "serif",
        "monospace",
        "ui-sans-serif",
        "ui-serif",
        "ui-rounded",
    ];
    let plain = |c: char| c.is_ascii_alphanumeric() || " -_".contains(c);
    let name = |part: &str| {
        let name = part.trim().trim_matches(['"', '\'']).trim();
        let fits = (1..=40).contains(&name.len()) && name.chars().all(plain);
        let is_word = GENERIC.contains(&name) || name == "-apple-system";
        fits.then(|| if is_word { name.to_owned() } else { format!("\"{name}\"") })
    };
    let names: Vec<String> = text.split(',').map(name).collect::<Option<_>>()?;
    (names.len() <= 8).then(|| names.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(name: &str, text: &str) -> Option<String> {
        match value(Property::of(name).unwrap(), text).ok()? {
            Value::Shape(text, _) => Some(text),
            Value::Colour(_) => None,
        }
    }

    #[test]
    fn lengths_are_kept_within_what_can_be_used() {
        for (name, text, read) in [
            ("radius", "4px", "0.25rem"),
            ("radius", "0", "0rem"),
            ("radius", ".375rem", "0.375rem"),
            ("radius", "200px", "1.5rem"),
            ("text-size", "10px", "1rem"),
            ("text-size", "17px", "1.0625rem"),
            ("control-height", "20px", "2.75rem"),
            ("focus-width", "0", "2px"),
            ("border", "1.5px", "1.5px"),
            ("line-height", "1.65", "1.65"),
            ("line-height", "1", "1.4"),
            ("weight", "100", "500"),
        ] {
            assert_eq!(shape(name, text).as_deref(), Some(read), "{name} {text}");
        }
    }

    #[test]
    fn nothing_breaks_out_of_a_style_sheet() {
        for text in [
            "",
            "px",
            "rem",
            "-4px",
            "4",
            "1.",
            ".",
            "4px;}",
            "4 px",
            "calc(1px)",
            "1e9px",
            "99999px",
            "4px/**/",
            "var(--x)",
            "4em",
            "٤px",
        ] {
            assert_eq!(shape("radius", text), None, "{text}");
        }
        for text in ["", "a;b", "x}body{", "url(x)", "\"", "a,,b", "a\\", "</style>", "Å", "a\nb"]
        {
            assert_eq!(shape("font", text), None, "{text}");
        }
        assert_eq!(
            shape("font", "'Source Sans 3', Inter,sans-serif").as_deref(),
            Some("\"Source Sans 3\",\"Inter\",sans-serif")
        );
    }
}
