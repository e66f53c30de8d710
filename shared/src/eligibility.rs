//! Condition × profile → met, unmet or unknown.
//!
//! Kleene's strong logic: what is not known stays unknown unless the rest
//! decides. Judging never fails, and silence never counts against anyone.

use crate::catalogue::{Expression, Place, Rules};
use crate::profile::{Answer, Field, Fields, Profile, Value};
use serde::Serialize;
use time::Date;

/// The verdict on one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It holds.
    Met,
    /// It does not hold.
    Unmet,
    /// Not known yet.
    Unknown,
}

impl Verdict {
    /// A known answer.
    pub fn known(holds: bool) -> Self {
        if holds { Self::Met } else { Self::Unmet }
    }

    /// Turned around.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Met => Self::Unmet,
            Self::Unmet => Self::Met,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// Judges conditions for one profile on one day.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    rules: &'a Rules,
    profile: &'a Profile,
    today: Date,
    concepts: Vec<u16>,
    limited: bool,
}

impl<'a> Judge<'a> {
    /// A judge.
    pub fn new(rules: &'a Rules, profile: &'a Profile, today: Date) -> Self {
        let concepts = profile.concepts.iter().filter_map(|id| rules.concept(id)).collect();
        Self { rules, profile, today, concepts, limited: false }
    }

    /// The same judge, told that an entry which fits has a limited intake.
    #[must_use]
    pub fn with_limited_intake(mut self, limited: bool) -> Self {
        self.limited = limited;
        self
    }

    /// The same judge for other answers, with the same words.
    #[must_use]
    pub fn of(self, profile: &'a Profile) -> Self {
        Self { profile, ..self }
    }

    /// The rules.
    pub fn rules(&self) -> &'a Rules {
        self.rules
    }

    /// The profile.
    pub fn profile(&self) -> &'a Profile {
        self.profile
    }

    /// The day.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The places of the profile's concepts.
    pub fn concepts(&self) -> &[u16] {
        &self.concepts
    }

    /// Whether a condition holds. One line an operator: the details are below.
    pub fn verdict(&self, when: &Expression) -> Verdict {
        match when {
            Expression::All(all) => self.all(all),
            Expression::Any(any) => self.any(any),
            Expression::Not(one) => self.verdict(one).negated(),
            Expression::OneOf(field, codes) => self.one_of(*field, codes),
            Expression::Range(field, from, to) => self.range(*field, *from, *to),
            Expression::Stated(field) => self.stated(*field),
            Expression::Answered(field) => {
                Verdict::known(matches!(self.profile.get(*field), Answer::Known(_)))
            }
            Expression::DontKnow(field) => match self.profile.get(*field) {
                Answer::Known(_) => Verdict::Unmet,
                Answer::DontKnow => Verdict::Met,
                Answer::NotAsked => Verdict::Unknown,
            },
            Expression::About(concepts) => self.about(concepts),
            Expression::Says(saying) => Verdict::known(self.profile.sayings.contains(saying)),
            Expression::Redirected(ids) => self.redirected(ids),
            Expression::Period(from, to) => Verdict::known(
                from.is_none_or(|from| from <= self.today) && to.is_none_or(|to| self.today <= to),
            ),
            Expression::Suggested(entry) => self.suggested(*entry),
            Expression::Named(at) => self.named(*at),
            Expression::LimitedIntake => Verdict::known(self.limited),
        }
    }

    fn all(&self, all: &[Expression]) -> Verdict {
        let mut result = Verdict::Met;
        for one in all {
            match self.verdict(one) {
                Verdict::Unmet => return Verdict::Unmet,
                Verdict::Unknown => result = Verdict::Unknown,
                Verdict::Met => {}
            }
        }
        result
    }

    fn any(&self, any: &[Expression]) -> Verdict {
        let mut result = Verdict::Unmet;
        for one in any {
            match self.verdict(one) {
                Verdict::Met => return Verdict::Met,
                Verdict::Unknown => result = Verdict::Unknown,
                Verdict::Unmet => {}
            }
        }
        result
    }

    fn one_of(&self, field: Field, codes: &[String]) -> Verdict {
        let has = |code: &str| codes.iter().any(|one| one == code);
        match self.profile.get(field) {
            Answer::Known(Value::Code(code)) => Verdict::known(has(code)),
            Answer::Known(Value::Codes(all)) => Verdict::known(all.iter().any(|code| has(code))),
            Answer::Known(Value::Bool(yes)) => {
                Verdict::known(has(if *yes { "true" } else { "false" }))
            }
            Answer::Known(Value::Number(_)) | Answer::DontKnow | Answer::NotAsked => {
                Verdict::Unknown
            }
        }
    }

    fn range(&self, field: Field, from: Option<u32>, to: Option<u32>) -> Verdict {
        let Answer::Known(Value::Number(number)) = self.profile.get(field) else {
            return Verdict::Unknown;
        };
        Verdict::known(from.is_none_or(|from| from <= *number) && to.is_none_or(|to| *number <= to))
    }

    fn stated(&self, field: Field) -> Verdict {
        match self.profile.get(field) {
            Answer::Known(value) => {
                Verdict::known(crate::qualification::states(value, &self.rules.empty_words))
            }
            Answer::DontKnow | Answer::NotAsked => Verdict::Unknown,
        }
    }

    /// Met when one of the concepts, or a narrower one, was found; unmet when
    /// the words name others of the same facet and none of these.
    fn about(&self, wanted: &[u16]) -> Verdict {
        if self.concepts.iter().any(|found| self.is_within(*found, wanted)) {
            return Verdict::Met;
        }
        let facet = |at: &u16| {
            self.rules.concepts.get(usize::from(*at)).map(crate::taxonomy::Concept::facet)
        };
        let named = |at: &u16| self.concepts.iter().any(|found| facet(found) == facet(at));
        if wanted.iter().any(named) { Verdict::Unmet } else { Verdict::Unknown }
    }

    /// Whether a concept is one of the wanted or lies within one.
    pub fn is_within(&self, found: u16, wanted: &[u16]) -> bool {
        self.rules.is_within(found, wanted)
    }

    fn redirected(&self, ids: &[String]) -> Verdict {
        let applies = |id: &String| {
            self.rules
                .redirects
                .iter()
                .find(|redirect| redirect.id == *id)
                .is_some_and(|redirect| self.verdict(&redirect.when) == Verdict::Met)
        };
        Verdict::known(ids.iter().any(applies))
    }

    fn named(&self, at: u16) -> Verdict {
        self.rules
            .conditions
            .get(usize::from(at))
            .map_or(Verdict::Unknown, |(_, when)| self.verdict(when))
    }

    /// Whether a path is suggested: by a gate that holds, or by the table's
    /// cells for what is sought and the readiness so far.
    fn suggested(&self, entry: Place) -> Verdict {
        if self.gate_rank(entry).is_some() {
            return Verdict::Met;
        }
        let Answer::Known(_) = self.profile.get(Field::Seek) else { return Verdict::Unknown };
        let sought = self.profile.codes(Field::Seek);
        let rows = self
            .rules
            .rows
            .iter()
            .filter(|row| row.seek.iter().any(|code| sought.contains(&code.as_str())));
        let mut result = Verdict::Unmet;
        for row in rows {
            for (column, when) in row.columns.iter().zip(&self.rules.columns) {
                if !column.contains(&entry) {
                    continue;
                }
                match self.verdict(when) {
                    Verdict::Met => return Verdict::Met,
                    Verdict::Unknown => result = Verdict::Unknown,
                    Verdict::Unmet => {}
                }
            }
        }
        result
    }

    /// The place of a path among those that a gate which holds leaves open.
    pub fn gate_rank(&self, entry: Place) -> Option<usize> {
        let holds = self.rules.gates.iter().filter(|gate| self.verdict(&gate.when) == Verdict::Met);
        holds.flat_map(|gate| &gate.offers).position(|open| *open == entry)
    }

    /// The best place of a path in the table's cells that are not ruled out: the
    /// order of what was sought, the place in the cell, and whether the cell is
    /// certain.
    pub fn table_rank(&self, entry: Place) -> Option<(usize, usize, bool)> {
        let sought = self.profile.codes(Field::Seek);
        let mut best: Option<(usize, usize, bool)> = None;
        for row in &self.rules.rows {
            let Some(order) = sought.iter().position(|code| row.seek.iter().any(|s| s == code))
            else {
                continue;
            };
            for (column, when) in row.columns.iter().zip(&self.rules.columns) {
                let Some(place) = column.iter().position(|path| *path == entry) else { continue };
                let truth = self.verdict(when);
                let rank = (order, place, truth == Verdict::Met);
                let better = best.is_none_or(|b| (!rank.2, rank.0, rank.1) < (!b.2, b.0, b.1));
                if truth != Verdict::Unmet && better {
                    best = Some(rank);
                }
            }
        }
        best
    }

    /// The facts that a condition looks at, conditions within it included.
    pub fn fields(&self, when: &Expression) -> Fields {
        fields(self.rules, when)
    }
}

/// The facts that a condition looks at.
pub fn fields(rules: &Rules, when: &Expression) -> Fields {
    let mut all = Fields::default();
    when.walk(&mut |one| match one {
        Expression::OneOf(field, _)
        | Expression::Range(field, _, _)
        | Expression::Stated(field)
        | Expression::Answered(field)
        | Expression::DontKnow(field) => all.insert(*field),
        Expression::Suggested(_) => {
            all.insert(Field::Seek);
            for column in &rules.columns {
                all.extend(fields(rules, column));
            }
        }
        Expression::Named(at) => {
            if let Some((_, named)) = rules.conditions.get(usize::from(*at)) {
                all.extend(fields(rules, named));
            }
        }
        _ => {}
    });
    all
}
