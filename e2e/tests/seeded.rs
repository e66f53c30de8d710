//! The engines see what they can see: eleven faults on purpose, in an open
//! shadow root with an adopted sheet, as the widget stands inline.
//!
//! What each can name is written down from its rules; an engine that finds less
//! has gone blind, and a run without faults means nothing. The same page without
//! the faults has none.

use anyhow::{Result, ensure};
use e2e::browser::Browser;
use e2e::browser::checkers::{Checker, Fault};
use e2e::project::process::free_port;
use e2e::project::say;
use e2e::site::Site;
use tokio::net::TcpListener;

/// A fault, and the rule by which each engine names it, if it has one.
struct Seeded {
    what: &'static str,
    axe: Option<&'static str>,
    ibm: Option<&'static str>,
}

const fn seeded(
    what: &'static str,
    axe: Option<&'static str>,
    ibm: Option<&'static str>,
) -> Seeded {
    Seeded { what, axe, ibm }
}

/// How many of the eleven each engine can name, by its rules.
///
/// Neither names an id that stands twice: WCAG 2.2 took that criterion (4.1.1)
/// away, axe took its rule out of use, and IBM's is in no WCAG ruleset. IBM has
/// no rule for the order of headings, as WCAG asks for none, and its rule for
/// the space around targets looks for neighbours in the document alone: of two
/// small buttons in one shadow root it knows nothing.
const AXE_NAMES: usize = 10;
const IBM_NAMES: usize = 8;

const LANGUAGE: &str = "missing language";

const SEEDED: [Seeded; 11] = [
    seeded("missing label", Some("label"), Some("input_label_exists")),
    seeded("empty button", Some("button-name"), Some("input_label_exists")),
    seeded("low contrast", Some("color-contrast"), Some("text_contrast_sufficient")),
    seeded("missing alt", Some("image-alt"), Some("img_alt_valid")),
    seeded("bad aria reference", Some("aria-valid-attr-value"), Some("aria_id_unique")),
    seeded("duplicate id", None, None),
    seeded("wrong role", Some("aria-roles"), Some("aria_role_allowed")),
    seeded(LANGUAGE, Some("html-has-lang"), Some("html_lang_exists")),
    seeded("skipped heading", Some("heading-order"), None),
    seeded("tiny target", Some("target-size"), None),
    seeded("unnamed landmark", Some("landmark-unique"), Some("aria_region_labelled")),
];

impl Seeded {
    fn rule(&self, checker: Checker) -> Option<&'static str> {
        match checker {
            Checker::Axe => self.axe,
            Checker::Ibm => self.ibm,
        }
    }

    /// Whether an engine names it, at the element that has it.
    fn is_found(&self, checker: Checker, faults: &[Fault]) -> bool {
        let mark = format!("data-seeded=\"{}\"", self.what);
        let here = |html: &str| html.contains(&mark) || self.what == LANGUAGE;
        faults.iter().any(|fault| {
            fault.checker == checker
                && Some(&*fault.rule) == self.rule(checker)
                && here(&fault.html)
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_engine_is_blind() -> Result<()> {
    let site = TcpListener::bind(("127.0.0.1", 0)).await?;
    let site = Site::start(site, &format!("http://127.0.0.1:{}", free_port()?))?;
    let browser = Browser::start().await?;
    let page = format!("{}/seeded.html", site.origin);
    browser.open(&page).await?;
    let faults = browser.faults().await?;
    for (checker, names) in [(Checker::Axe, AXE_NAMES), (Checker::Ibm, IBM_NAMES)] {
        let able: Vec<_> = SEEDED.iter().filter(|one| one.rule(checker).is_some()).collect();
        assert_eq!(able.len(), names, "{}", checker.name());
        assert!(8 <= names, "{} names too few", checker.name());
        let missed: Vec<_> =
            able.iter().filter(|one| !one.is_found(checker, &faults)).map(|one| one.what).collect();
        let all = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        ensure!(missed.is_empty(), "{} does not see {missed:?} among\n{all}", checker.name());
        say(format_args!(
            "{} finds the {names} of {} that it can name",
            checker.name(),
            SEEDED.len()
        ));
    }
    browser.open(&format!("{page}?clean")).await?;
    let faults = browser.faults().await?;
    ensure!(faults.is_empty(), "without the faults: {faults:#?}");
    browser.close().await
}
