//! The parts that a partner may style from outside a shadow root.

/// The parts that stay what they are: a partner's sheet may rely on them in
/// every version 1. Every other class is a part too, and may change.
#[cfg(test)]
const STABLE: [&str; 20] = [
    "shell",    // all of it
    "top",      // the line with our name and the other language
    "card",     // a step, or what fits beside it
    "step",     // the card of the step
    "results",  // the card of what fits
    "title",    // the heading of a step
    "subtitle", // the heading of what fits
    "hint",     // a sentence of help
    "legend",   // a question among several
    "row",      // an answer to choose
    "label",    // the name of a field
    "input",    // a field to write in
    "button",   // the one button of a step
    "quiet",    // a button that looks like a link
    "link",     // a link that leads away
    "entry",    // an entry that fits, or not
    "name",     // its name
    "outcome",  // how it goes with the company
    "box",      // a notice
    "problems", // what has to change
];

/// The parts of an element by its classes: ours, without what they begin with.
pub(super) fn parts_of(classes: &str) -> String {
    let mut parts = String::new();
    for part in classes.split(' ').filter_map(|class| class.strip_prefix("vi-")) {
        if !parts.is_empty() {
            parts.push(' ');
        }
        parts.push_str(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    /// The code of all views.
    fn views(of: &Path, code: &mut String) {
        for file in fs::read_dir(of).expect("a folder").flatten() {
            let path = file.path();
            if path.is_dir() {
                views(&path, code);
            } else {
                code.push_str(&fs::read_to_string(&path).expect("a file"));
            }
        }
    }

    #[test]
    fn a_class_of_ours_is_a_part() {
        assert_eq!(parts_of("vi-card vi-step is-open vi-results"), "card step results");
        assert_eq!(parts_of(""), "");
    }

    #[test]
    fn every_stable_part_is_in_a_view() {
        let mut code = String::new();
        for folder in ["src/steps", "src/parts"] {
            views(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut code);
        }
        let classes: Vec<&str> =
            code.split(['"', ' ']).filter_map(|word| word.strip_prefix("vi-")).collect();
        for part in STABLE {
            assert!(classes.contains(&part), "{part}");
        }
    }
}
