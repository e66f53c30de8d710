//! What is typed counts after a pause, a little at a time: each part leaves
//! the page free for the next letter, also on a slow phone.

use super::App;
use crate::draft::Draft;
use crate::state::{Heard, Topic};

impl App {
    /// Keeps what is being typed at once, and counts it after a pause.
    pub(crate) fn write(self, change: impl FnOnce(&mut Draft)) {
        const PAUSE: u64 = 300;
        self.edit(|state| {
            change(&mut state.draft);
            state.typed = true;
            state.strokes = state.strokes.wrapping_add(1);
        });
        let stroke = self.read(|state| state.strokes);
        self.later(PAUSE, move || self.count_in_parts(stroke));
    }

    /// One part, and the next a moment later; none when another letter has come.
    fn count_in_parts(self, stroke: u32) {
        if self.read(|state| state.strokes != stroke || !state.typed) {
            return;
        }
        if self.hear() {
            self.later(0, move || self.count_in_parts(stroke));
            return;
        }
        self.judge();
        self.later(0, move || {
            self.changed(Topic::Draft);
            self.later(0, move || {
                self.show_seen();
                self.later(0, move || self.show_beside());
            });
        });
    }

    /// Reads the words a part further; gives whether there was something to read.
    pub(super) fn hear(self) -> bool {
        let heard = self.read(Heard::further);
        let is_further = heard.is_some();
        if let Some(heard) = heard {
            self.edit(|state| state.heard = heard);
        }
        is_further
    }

    /// Counts what was typed and is not counted yet.
    pub(super) fn count_typed(self) {
        if self.read(|state| state.typed) {
            self.count();
        }
    }
}
