//! What lets a page show us in its frame alone, or without its own colour.

use super::finding::{Finding, note, writing};
use super::judge::Found;
use super::policy::Policy;

impl Found<'_> {
    /// What makes `mode="inline"` fall back to the frame.
    pub(super) fn inline(&self) -> Vec<Finding> {
        let origin = self.ours.origin;
        let falls = |code, why: [&str; 2], write: String| {
            let [sv, en] = why;
            let finding = note(
                code,
                [
                    &format!("{sv}, så Vägen in visas i en ram i stället."),
                    &format!("{en}, so the way in is shown in a frame instead."),
                ],
                [
                    "Ta bort mode=\"inline\", eller lägg till i policyn:",
                    "Remove mode=\"inline\", or add to the policy:",
                ],
            );
            writing(finding, write)
        };
        let mut all = Vec::new();
        let connect = |policy: &Policy| {
            policy.keeps_from(&["connect-src", "default-src"], &self.script, self.page.url)
        };
        if self.policies.iter().any(|policy| connect(policy).is_some()) {
            let why = [
                "Policyn låter inte sidan hämta från oss",
                "The policy does not let the page fetch from us",
            ];
            all.push(falls("inline-connect", why, format!("connect-src {origin}")));
        }
        let runs = |word: &String| word == "'wasm-unsafe-eval'" || word == "'unsafe-eval'";
        let no_wasm = |policy: &Policy| {
            let scripts = policy.first(&["script-src", "default-src"]);
            scripts.is_some_and(|(_, allowed)| !allowed.iter().any(runs))
        };
        if self.policies.iter().any(no_wasm) {
            let why =
                ["Policyn tillåter inte WebAssembly", "The policy does not allow WebAssembly"];
            all.push(falls("inline-wasm", why, "script-src 'wasm-unsafe-eval'".to_owned()));
        }
        let trusted = |policy: &Policy| policy.first(&["require-trusted-types-for"]).is_some();
        if self.policies.iter().any(trusted) {
            all.push(note(
                "inline-trusted-types",
                [
                    "Sidan kräver Trusted Types, så Vägen in visas i en ram i stället.",
                    "The page requires Trusted Types, so the way in is shown in a frame instead.",
                ],
                ["Ta bort mode=\"inline\".", "Remove mode=\"inline\"."],
            ));
        }
        all
    }

    /// A `style` that the policy does not let through.
    pub(super) fn looks(&self) -> Option<Finding> {
        let strict = |policy: &Policy| {
            let styles = policy.first(&["style-src-attr", "style-src", "default-src"]);
            styles.is_some_and(|(_, all)| !all.iter().any(|word| word == "'unsafe-inline'"))
        };
        self.policies.iter().any(strict).then(|| {
            note(
                "style-ignored",
                [
                    "Sidans säkerhetspolicy tillåter inte style i taggen, så er färg syns inte.",
                    "The page's security policy does not allow style in the tag, so your colour does not show.",
                ],
                [
                    "Lägg egenskaperna på vagen-in i er stilmall i stället.",
                    "Put the properties on vagen-in in your style sheet instead.",
                ],
            )
        })
    }
}
