//! Lint.
use super::{Problem, Sources};
/// Lint.
pub fn lint(_sources: &Sources) -> Vec<Problem> {
    Vec::new()
}
