//! The language that criteria, gates, notices and conditions are written in.
//!
//! It is small and total: no loops, no arithmetic, and every operator has a
//! three-valued answer ([`crate::eligibility`]) and a sentence in both
//! languages.

use super::Place;
use super::piece::{Piece, Reader};
use crate::profile::Field;
use time::Date;

/// A condition on a profile and a day.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// come.
    Suggested(Place),
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

impl Piece for Expression {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::All(all) => tagged(0, all, out),
            Self::Any(any) => tagged(1, any, out),
            Self::Not(one) => tagged(2, one, out),
            Self::OneOf(field, codes) => {
                tagged(3, field, out);
                codes.write(out);
            }
            Self::Range(field, from, to) => {
                tagged(4, field, out);
                from.write(out);
                to.write(out);
            }
            Self::Stated(field) => tagged(5, field, out),
            Self::Answered(field) => tagged(6, field, out),
            Self::DontKnow(field) => tagged(7, field, out),
            Self::About(concepts) => tagged(8, concepts, out),
            Self::Says(saying) => tagged(9, saying, out),
            Self::Redirected(ids) => tagged(10, ids, out),
            Self::Period(from, to) => {
                tagged(11, from, out);
                to.write(out);
            }
            Self::Suggested(at) => tagged(12, at, out),
            Self::Named(at) => tagged(13, at, out),
            Self::LimitedIntake => out.push(14),
        }
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        match u8::read(from) {
            0 => Self::All(Piece::read(from)),
            1 => Self::Any(Piece::read(from)),
            2 => Self::Not(Piece::read(from)),
            3 => Self::OneOf(Piece::read(from), Piece::read(from)),
            4 => Self::Range(Piece::read(from), Piece::read(from), Piece::read(from)),
            5 => Self::Stated(Piece::read(from)),
            6 => Self::Answered(Piece::read(from)),
            7 => Self::DontKnow(Piece::read(from)),
            8 => Self::About(Piece::read(from)),
            9 => Self::Says(Piece::read(from)),
            10 => Self::Redirected(Piece::read(from)),
            11 => Self::Period(Piece::read(from), Piece::read(from)),
            12 => Self::Suggested(Piece::read(from)),
            13 => Self::Named(Piece::read(from)),
            _ => Self::LimitedIntake,
        }
    }
}

fn tagged<T: Piece>(tag: u8, first: &T, out: &mut Vec<u8>) {
    out.push(tag);
    first.write(out);
}
