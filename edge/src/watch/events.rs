//! Every event that the log may hold. A line is JSON with the moment, a level,
//! the event, the version, and ids without meaning.

use crate::calendar::{Moment, stamp};
use serde_json::{Value, json};

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// As it should be.
    Info,
    /// Someone should look when there is time.
    Warn,
    /// Someone should look.
    Error,
}

use Weight::{Error, Info, Warn};

/// The events. At most sixty: a list that nobody can survey tells nothing.
const EVENTS: &[(&str, Weight)] = &[
    // Leads.
    ("received", Info),
    ("withdrawn", Info),
    ("not-nudged", Warn),
    ("quarantined", Warn),
    ("refused", Warn),
    // Deliveries.
    ("delivered", Info),
    ("delivery-failed", Warn),
    ("parked", Error),
    ("stopped", Error),
    ("recipient-parked", Error),
    ("replayed", Info),
    ("skewed", Warn),
    ("mailed", Info),
    // Keeping and erasing.
    ("erased", Info),
    ("kept", Info),
    ("restored", Warn),
    // Operators.
    ("sign-in-refused", Warn),
    ("not-allowed", Warn),
    // How it goes.
    ("alert-raised", Error),
    ("alert-cleared", Info),
    ("alert-not-told", Warn),
    ("unavailable", Error),
    ("broken", Error),
    ("unlisted", Error),
];

/// A line of the log. An event that is not on the list is one itself, and its
/// details stay out.
pub(crate) fn line(event: &str, details: &Value, now: Moment) -> String {
    let known = EVENTS.iter().find(|(name, _)| *name == event);
    let (event, weight) = known.copied().unwrap_or(("unlisted", Error));
    let level = match weight {
        Info => "info",
        Warn => "warn",
        Error => "error",
    };
    let of = known.map(|_| details);
    let version = env!("CARGO_PKG_VERSION");
    json!({ "at": stamp(now), "level": level, "event": event, "version": version, "of": of })
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// What follows `start` in the sources up to the next quotation mark.
    fn named(folder: &Path, start: &str, all: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                named(&path, start, all);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let flat: String = text.split_whitespace().collect();
                let after = flat.split(start).skip(1);
                all.extend(after.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
    }

    #[test]
    fn every_event_that_the_code_names_is_on_the_list() {
        assert!(EVENTS.len() <= 60);
        let names: BTreeSet<_> = EVENTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), EVENTS.len(), "one is there twice");
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut used = BTreeSet::new();
        named(&sources, &["crate::", "log(\""].concat(), &mut used);
        assert!(5 <= used.len(), "{used:?}");
        for name in used {
            assert!(names.contains(name.as_str()), "{name} is not on the list");
        }
    }

    #[test]
    fn an_event_that_is_not_on_the_list_says_so_and_nothing_else() {
        let now = crate::calendar::from_millis(0);
        let line = line("Anna Andersson", &json!({ "name": "Anna" }), now);
        assert!(line.contains("\"unlisted\"") && !line.contains("Anna"), "{line}");
    }

    #[test]
    fn a_line_is_json_with_what_one_searches_by() {
        let now = crate::calendar::from_millis(0);
        let line = line("received", &json!({ "lead": "0f" }), now);
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["at"], "1970-01-01T00:00:00Z");
        assert_eq!((&read["level"], &read["event"]), (&json!("info"), &json!("received")));
        assert_eq!(read["of"]["lead"], "0f");
        assert!(read["version"].is_string());
    }
}
