//! The language that criteria, gates, notices and conditions are written in.
//!
//! It is small and total: no loops, no arithmetic, and every operator has a
//! three-valued answer ([`crate::eligibility`]) and a sentence in both
//! languages.

use crate::profile::Field;
use serde::{Deserialize, Serialize};
use time::Date;

/// A condition on a profile and a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expression {
    /// Every one holds.
    All(Vec<Expression>),
    /// At least one holds.
    Any(Vec<Expression>),
    /// It does not hold.
    Not(Box<Expression>),
    /// The answer, or one of the answers, is one of these codes. A yes is
    /// `true`, a no `false`.
    OneOf(Field, Vec<String>),
    /// The number lies between these, both included.
    Range(Field, Option<u32>, Option<u32>),
    /// The text says something.
    Stated(Field),
    /// There is a known answer, "vet inte" aside. Never unknown.
    Answered(Field),
    /// The company does not know; unknown as long as it has not been asked.
    DontKnow(Field),
    /// The words are about one of these concepts or a narrower one.
    About(Vec<u16>),
    /// The words contain a saying.
    Says(String),
    /// One of these redirects applies.
    Redirected(Vec<String>),
    /// The day lies between these, both included.
    Period(Option<Date>, Option<Date>),
    /// A path stands in the table's cell for what is sought and how far it has
    /// come; the number is the place of the path's entry.
    Suggested(u16),
    /// Another condition, by its place in [`crate::catalogue::Rules::conditions`].
    Named(u16),
    /// One of these applies today as a limited intake among the entries that fit.
    LimitedIntake,
}

impl Expression {
    /// Calls `visit` on this and every condition within it.
    pub fn walk(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        match self {
            Self::All(all) | Self::Any(all) => all.iter().for_each(|one| one.walk(visit)),
            Self::Not(one) => one.walk(visit),
            _ => {}
        }
    }

    /// The same, and within the conditions that this one names.
    pub fn walk_deep(&self, named: &[(String, Self)], visit: &mut impl FnMut(&Self)) {
        self.walk(&mut |one| {
            visit(one);
            if let Self::Named(at) = one
                && let Some((_, when)) = named.get(usize::from(*at))
            {
                when.walk_boxed(named, visit);
            }
        });
    }

    /// Behind a pointer, or the compiler would unroll the recursion for ever.
    fn walk_boxed(&self, named: &[(String, Self)], mut visit: &mut dyn FnMut(&Self)) {
        self.walk_deep(named, &mut visit);
    }
}
