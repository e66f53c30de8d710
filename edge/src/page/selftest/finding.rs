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

/// A page without our tag: what may have become of it.
pub(super) fn without_tag(is_text: bool, is_link: bool) -> Finding {
    if is_text {
        return fault(
            "tag-as-text",
            ["Taggen visas som text på sidan.", "The tag is shown as text on the page."],
            [
                "Klistra in raderna i ett block för HTML-kod, inte i vanlig text.",
                "Paste the lines into a block for HTML code, not into ordinary text.",
            ],
        );
    }
    if is_link {
        return fault(
            "tag-stripped",
            [
                "Länken finns men inte taggen: publiceringssystemet har tagit bort den.",
                "The link is there but not the tag: the publishing system has removed it.",
            ],
            [
                "Använd ett block som tillåter egna taggar, eller ramen utan skript från /partners/.",
                "Use a block that allows tags of your own, or the frame without scripts from /partners/.",
            ],
        );
    }
    fault(
        "tag-missing",
        ["Taggen finns inte i sidans HTML.", "The tag is not in the page's HTML."],
        [
            "Klistra in raderna från /partners/. Läggs de dit av ett skript: öppna sidan med ?vagen-in-test sist i adressen i stället.",
            "Paste the lines from /partners/. If a script puts them there: open the page with ?vagen-in-test at the end of the address instead.",
        ],
    )
}

/// A page with our frame and without our tag.
pub(super) fn frame_alone() -> Finding {
    note(
        "frame-alone",
        [
            "Här är en ram utan vårt skript. Den fungerar, men har fast höjd.",
            "Here is a frame without our script. It works, but has a fixed height.",
        ],
        [
            "Det räcker om systemet tar bort skript.",
            "That is enough if the system removes scripts.",
        ],
    )
}

/// A page that isolates itself from others' frames.
pub(super) fn embedder() -> Finding {
    fault(
        "embedder-policy",
        [
            "Sidan stänger ute ramar från andra (Cross-Origin-Embedder-Policy: require-corp).",
            "The page keeps others' frames out (Cross-Origin-Embedder-Policy: require-corp).",
        ],
        ["Ta bort rubriken på den här sidan.", "Remove the header on this page."],
    )
}

/// A page that runs no scripts at all.
pub(super) fn sandbox() -> Finding {
    let finding = fault(
        "sandbox",
        [
            "Sidans policy stänger av alla skript (sandbox).",
            "The page's policy turns all scripts off (sandbox).",
        ],
        ["Ändra den till:", "Change it to:"],
    );
    writing(finding, "sandbox allow-scripts allow-same-origin allow-forms allow-popups".to_owned())
}

/// A frame around us that has no origin, so that no policy can let it show us.
pub(super) fn boxed() -> Finding {
    let finding = fault(
        "boxed",
        [
            "På sidan finns en ram med sandbox utan allow-same-origin. Vägen in kan inte visas i en sådan.",
            "The page has a frame with sandbox without allow-same-origin. The way in cannot be shown in such a frame.",
        ],
        ["Ändra ramens sandbox till:", "Change the frame's sandbox to:"],
    );
    let words = "allow-scripts allow-same-origin allow-forms allow-popups";
    writing(finding, format!("sandbox=\"{words}\""))
}

/// Something that makes `mode="inline"` fall back to the frame.
pub(super) fn falls(code: &'static str, [sv, en]: [&str; 2], write: Option<String>) -> Finding {
    let change = match write {
        Some(_) => [
            "Ta bort mode=\"inline\", eller lägg till i policyn:",
            "Remove mode=\"inline\", or add to the policy:",
        ],
        None => ["Ta bort mode=\"inline\".", "Remove mode=\"inline\"."],
    };
    let finding = note(
        code,
        [
            &format!("{sv}, så Vägen in visas i en ram i stället."),
            &format!("{en}, so the way in is shown in a frame instead."),
        ],
        change,
    );
    Finding { write, ..finding }
}
