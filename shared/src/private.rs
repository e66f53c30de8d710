//! What can be sent but not printed.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Holds personal data or a visitor's own words. It serialises, so that it can
/// be sent; it prints as `[private]`, so that no log can hold it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Takes a value out of sight.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for showing to its owner or handing to its recipient.
    pub fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_value_cannot_be_printed() {
        assert_eq!(format!("{:?}", Private::new("Anna")), "[private]");
    }
}
