//! What was judged is shown a part at a time: a slow phone would draw all of it
//! in a tenth of a second, and nobody could type meanwhile.

use super::App;
use crate::state::Topic;

impl App {
    /// Shows what was judged, but not beside the questions.
    pub(super) fn show_seen(self) {
        self.changed(Topic::Seen);
        self.announce();
    }

    /// Shows it beside the questions, too: at once in sum, then entry by entry.
    pub(super) fn show_beside(self) {
        if self.read(|state| state.draft.is_begun() && state.sorted.is_empty()) {
            self.sort();
        }
        self.changed(Topic::Sum);
        self.draw_in_turn(&[Topic::Paths, Topic::Needs, Topic::Places]);
    }

    /// Draws views anew, each topic's a moment after the one before: on a slow
    /// phone all at once would hold back a tenth of a second of typing.
    fn draw_in_turn(self, topics: &'static [Topic]) {
        if let [first, rest @ ..] = topics {
            self.later(0, move || {
                self.changed(*first);
                self.draw_in_turn(rest);
            });
        }
    }
}
