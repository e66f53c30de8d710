//! What lets a page show us in its frame alone, or without its own colour.

use super::finding::{Finding, falls, note};
use super::judge::Found;
use super::policy::Policy;

impl Found<'_> {
    /// What makes `mode="inline"` fall back to the frame.
    pub(super) fn inline(&self) -> Vec<Finding> {
        let mut all = Vec::new();
        if self.any(|policy| {
            policy
                .keeps_from(&["connect-src", "default-src"], &self.script, self.page.url)
                .is_some()
        }) {
            let why = [
                "Policyn låter inte sidan hämta från oss",
                "The policy does not let the page fetch from us",
            ];
            let write = format!("connect-src {}", self.ours.origin);
            all.push(falls("inline-connect", why, Some(write)));
        }
        if self.any(forbids_wasm) {
            let why =
                ["Policyn tillåter inte WebAssembly", "The policy does not allow WebAssembly"];
            all.push(falls("inline-wasm", why, Some("script-src 'wasm-unsafe-eval'".to_owned())));
        }
        if self.any(|policy| policy.first(&["require-trusted-types-for"]).is_some()) {
            let why = ["Sidan kräver Trusted Types", "The page requires Trusted Types"];
            all.push(falls("inline-trusted-types", why, None));
        }
        all
    }

    /// A `style` that the policy does not let through.
    pub(super) fn looks(&self) -> Option<Finding> {
        self.any(forbids_style).then(|| {
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

    fn any(&self, holds: impl Fn(&Policy) -> bool) -> bool {
        self.policies.iter().any(holds)
    }
}

fn forbids_wasm(policy: &Policy) -> bool {
    let runs = |word: &String| word == "'wasm-unsafe-eval'" || word == "'unsafe-eval'";
    let scripts = policy.first(&["script-src", "default-src"]);
    scripts.is_some_and(|(_, allowed)| !allowed.iter().any(runs))
}

fn forbids_style(policy: &Policy) -> bool {
    let styles = policy.first(&["style-src-attr", "style-src", "default-src"]);
    styles.is_some_and(|(_, allowed)| !allowed.iter().any(|word| word == "'unsafe-inline'"))
}
