//! What is told of a page: what is so, what to change, what to write.

use super::judge::Fetched;
use super::policy::is_strict;
use crate::settings::Words;

/// Something about a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Stable, for programs.
    pub(crate) code: &'static str,
    /// Whether visitors get less than they should.
    pub(crate) is_fault: bool,
    /// What is so.
    pub(crate) what: Words,
    /// What to change.
    pub(crate) change: Words,
    /// What to write, to the letter.
    pub(crate) write: Option<String>,
}

pub(super) fn fault(
    code: &'static str,
    [sv, en]: [&str; 2],
    [change_sv, change_en]: [&str; 2],
) -> Finding {
    let words = |sv: &str, en: &str| Words { sv: sv.to_owned(), en: en.to_owned() };
    Finding {
        code,
        is_fault: true,
        what: words(sv, en),
        change: words(change_sv, change_en),
        write: None,
    }
}

pub(super) fn note(code: &'static str, what: [&str; 2], change: [&str; 2]) -> Finding {
    Finding { is_fault: false, ..fault(code, what, change) }
}

pub(super) fn writing(finding: Finding, write: String) -> Finding {
    Finding { write: Some(write), ..finding }
}

/// A page that could not be read.
pub(super) fn unread(page: &Fetched<'_>) -> Option<Finding> {
    let status = page.status;
    match status {
        200..=299 => None,
        300..=399 => Some(fault(
            "redirected",
            ["Adressen leder vidare till en annan.", "The address leads on to another."],
            [
                "Ange den adress som webbläsaren visar när sidan har öppnats.",
                "Give the address that the browser shows when the page is open.",
            ],
        )),
        _ => Some(Finding {
            what: Words {
                sv: format!("Sidan svarade {status} när vi läste den."),
                en: format!("The page answered {status} when we read it."),
            },
            ..fault(
                "page-not-read",
                ["", ""],
                [
                    "Sidan måste gå att läsa utan inloggning. Annars: öppna den själv med ?vagen-in-test sist i adressen.",
                    "The page must be readable without logging in. Else: open it yourself with ?vagen-in-test at the end of the address.",
                ],
            )
        }),
    }
}

pub(super) fn without_script(elsewhere: bool) -> Finding {
    if elsewhere {
        return fault(
            "script-elsewhere",
            [
                "Skriptet hämtas från en annan adress än vår.",
                "The script is fetched from another address than ours.",
            ],
            ["Byt skriptraden mot den här:", "Replace the script line by this:"],
        );
    }
    fault(
        "script-missing",
        [
            "Taggen finns men inte skriptet, så bara länken visas.",
            "The tag is there but not the script, so the link alone shows.",
        ],
        [
            "Lägg till raden. Tar systemet bort den: använd ramen utan skript från /partners/.",
            "Add the line. If the system removes it: use the frame without scripts from /partners/.",
        ],
    )
}

pub(super) fn held() -> Finding {
    fault(
        "script-held",
        [
            "Något har ändrat skriptets type, ofta en ruta för kakor, så webbläsaren kör det inte.",
            "Something has changed the script's type, often a cookie banner, so the browser does not run it.",
        ],
        [
            "Undanta skriptet: det sätter inga kakor och lagrar ingenting. Raden ska stå så här:",
            "Make an exception for the script: it sets no cookies and stores nothing. The line is to be:",
        ],
    )
}

pub(super) fn blocked(directive: &str, allowed: &[String], origin: &str, line: &str) -> Finding {
    let what = [
        format!("Sidans säkerhetspolicy stoppar vårt skript ({directive})."),
        format!("The page's security policy stops our script ({directive})."),
    ];
    let what = what.each_ref().map(String::as_str);
    if is_strict(allowed) {
        let change = [
            "Policyn går efter nonce. Ge skriptet sidans nonce, ny för varje svar:",
            "The policy goes by nonce. Give the script the page's nonce, a new one for each answer:",
        ];
        let write = line.replacen("<script ", "<script nonce=\"…\" ", 1);
        return writing(fault("script-nonce", what, change), write);
    }
    let change = ["Lägg till i policyn:", "Add to the policy:"];
    let name = if directive == "default-src" { "script-src" } else { directive };
    writing(fault("script-blocked", what, change), format!("{name} {origin}"))
}
