//! Entries: words, criteria and contacts of each.

use super::Builder;
use crate::catalogue::{
    Criterion, Entry, Expression, Heading, Intake, Kind, Place, Status, Strength, Text,
};
use crate::compile::source::{self, Sources};
use crate::compile::texts::Written;
use crate::profile::Field;
use time::Date;
use toml::value::Datetime;

impl Builder {
    pub(super) fn path(&mut self, path: &source::Path_, sources: &Sources) -> Entry {
        let at = ("catalogue/paths.toml", path.id.as_str());
        let mut criteria = self.gate_criteria(&path.id, sources);
        let empty = source::PathRules::default();
        let rules = sources.rules.path.get(&path.id).unwrap_or_else(|| {
            self.report(at.0, at.1, "has no policy in catalogue/policy.toml");
            &empty
        });
        criteria.extend(self.named_criteria(at, &rules.must, Strength::Must));
        if let Some(place) = self.entry_place(at, &path.id).filter(|_| !rules.always) {
            criteria.push((self.suggested(place), Strength::Should));
        }
        criteria.extend(self.named_criteria(at, &rules.should, Strength::Should));
        let about = [
            (Heading::What, &path.what),
            (Heading::When, &path.when),
            (Heading::Law, &path.law),
            (Heading::Inputs, &path.inputs),
            (Heading::Time, &path.time),
        ];
        let concepts = self.names.concepts.get(&path.id).copied().into_iter().collect();
        Entry {
            kind: Kind::Path,
            name: self.table.short(&path.name),
            why: self.table.long(&path.why),
            about: self.about(about.into_iter().filter_map(|(h, t)| Some((h, t.as_ref()?)))),
            next: path.next.as_ref().map(|next| self.table.long(next)),
            link: path.link.clone(),
            contacts: self.entry_places(at, &rules.contacts),
            criteria,
            concepts,
            source: self.table.long(&path.source),
            checked_on: self.date(at, &path.checked_on),
            review_after: self.date(at, &path.review_after),
            ..blank(&path.id)
        }
    }

    /// That the table suggests a path, with the table as its source.
    fn suggested(&mut self, place: Place) -> u16 {
        let source = self.table.long(&Written::Same("RS 2024-1196, M1.N5".to_owned()));
        let when = Expression::Suggested(place);
        self.criterion(Criterion { id: "suggested".to_owned(), when, label: None, source })
    }

    pub(super) fn need(&mut self, need: &source::Need, sources: &Sources) -> Entry {
        let at = ("catalogue/needs.toml", need.id.as_str());
        let source = self.table.long(&need.source);
        let (criteria, concepts) = self.need_criteria((need, source), sources);
        let about = [
            Some((Heading::Problem, &need.problem)),
            Some((Heading::Effect, &need.effect)),
            need.constraints.as_ref().map(|text| (Heading::Constraints, text)),
        ];
        Entry {
            kind: Kind::Need,
            example: need.example,
            name: self.table.short(&need.name),
            why: self.table.long(&need.why),
            about: self.about(about.into_iter().flatten()),
            next: need.next.as_ref().map(|next| self.table.long(next)),
            owner: Some(self.table.long(&need.owner)),
            recipient: need.recipient.clone(),
            criteria,
            concepts,
            intake: need.intake,
            intake_note: need.intake_note.as_ref().map(|note| self.table.long(note)),
            period: self.period(at, need.opens.as_ref(), need.closes.as_ref()),
            source,
            checked_on: self.date(at, &need.checked_on),
            review_after: self.date(at, &need.review_after),
            ..blank(&need.id)
        }
    }

    /// One of its areas and offerings must be in the words; settings and values
    /// should.
    fn need_criteria(
        &mut self,
        (need, source): (&source::Need, Text),
        sources: &Sources,
    ) -> (Vec<(u16, Strength)>, Vec<u16>) {
        let at = ("catalogue/needs.toml", need.id.as_str());
        let every = sources.rules.every_need.clone();
        let mut criteria = self.named_criteria(at, &every, Strength::Must);
        let mut concepts = Vec::new();
        let facets = [
            (&need.area, Strength::Must),
            (&need.offer, Strength::Must),
            (&need.setting, Strength::Should),
            (&need.value, Strength::Should),
        ];
        for (ids, strength) in facets {
            let places: Vec<u16> = ids.iter().filter_map(|id| self.concept(at, id)).collect();
            if !places.is_empty() {
                concepts.extend(&places);
                criteria
                    .push((self.attribute("about", Expression::About(places), source), strength));
            }
        }
        criteria.extend(need.trl.map(|trl| (self.trl(trl, source), Strength::Must)));
        (criteria, concepts)
    }

    fn entry_criteria(
        &mut self,
        file: &str,
        entry: &source::Entry,
        source: Text,
    ) -> (Vec<(u16, Strength)>, Vec<u16>) {
        let at = (file, entry.id.as_str());
        let mut criteria = self.named_criteria(at, &entry.must, Strength::Must);
        if !entry.seek.is_empty() {
            for code in &entry.seek {
                let known =
                    self.names.codes.get(&Field::Seek).is_some_and(|all| all.contains(code));
                if !known {
                    self.report(file, &entry.id, format!("`seek` has no answer `{code}`"));
                }
            }
            let when = Expression::OneOf(Field::Seek, entry.seek.clone());
            criteria.push((self.attribute("seek", when, source), Strength::Must));
        }
        let concepts: Vec<u16> =
            entry.concepts.iter().filter_map(|id| self.concept(at, id)).collect();
        if !concepts.is_empty() {
            let required = entry.concepts_required.unwrap_or(!file.ends_with("support.toml"));
            let strength = if required { Strength::Must } else { Strength::Should };
            let when = Expression::About(concepts.clone());
            criteria.push((self.attribute("about", when, source), strength));
        }
        criteria.extend(entry.trl.map(|trl| (self.trl(trl, source), Strength::Should)));
        (criteria, concepts)
    }

    pub(super) fn entry(&mut self, file: &str, entry: &source::Entry) -> Entry {
        let at = (file, entry.id.as_str());
        let source = self.table.long(&entry.source);
        let (criteria, concepts) = self.entry_criteria(file, entry, source);
        let is_infrastructure = entry.id.starts_with("infra.");
        Entry {
            kind: if is_infrastructure { Kind::Infrastructure } else { Kind::EntryPoint },
            name: self.table.short(&entry.name),
            why: self.table.long(&entry.why),
            about: self.about(entry.what.iter().map(|what| (Heading::What, what))),
            next: entry.next.as_ref().map(|next| self.table.long(next)),
            link: entry.link.clone(),
            owner: Some(self.table.long(&entry.owner)),
            recipient: entry.recipient.clone(),
            criteria,
            concepts,
            intake: entry.intake,
            intake_note: entry.intake_note.as_ref().map(|note| self.table.long(note)),
            status: entry.status,
            stale_risk: entry.stale_risk.as_ref().map(|risk| self.table.long(risk)),
            period: self.period(at, entry.opens.as_ref(), entry.closes.as_ref()),
            source,
            checked_on: self.date(at, &entry.checked_on),
            review_after: self.date(at, &entry.review_after),
            ..blank(&entry.id)
        }
    }

    fn about<'a>(
        &mut self,
        all: impl Iterator<Item = (Heading, &'a Written)>,
    ) -> Vec<(Heading, Text)> {
        let shown = all.filter(|(_, text)| text.is_shown());
        shown.map(|(heading, text)| (heading, self.table.long(text))).collect()
    }

    fn period(
        &mut self,
        at: (&str, &str),
        from: Option<&Datetime>,
        to: Option<&Datetime>,
    ) -> (Option<Date>, Option<Date>) {
        (from.map(|day| self.date(at, day)), to.map(|day| self.date(at, day)))
    }

    fn trl(&mut self, [from, to]: [u32; 2], source: Text) -> u16 {
        self.attribute("trl", Expression::Range(Field::Trl, Some(from), Some(to)), source)
    }

    /// A criterion made from an entry's attribute; equal ones are one.
    fn attribute(&mut self, id: &str, when: Expression, source: Text) -> u16 {
        self.criterion(Criterion { id: id.to_owned(), when, label: None, source })
    }

    fn criterion(&mut self, criterion: Criterion) -> u16 {
        let at = self.rules.criteria.iter().position(|other| *other == criterion);
        let at = at.unwrap_or_else(|| {
            self.rules.criteria.push(criterion);
            self.rules.criteria.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn named_criteria(
        &mut self,
        (file, record): (&str, &str),
        ids: &[String],
        strength: Strength,
    ) -> Vec<(u16, Strength)> {
        let mut all = Vec::new();
        for id in ids {
            let at = self.rules.criteria.iter().position(|criterion| criterion.id == *id);
            match at.and_then(|at| u16::try_from(at).ok()) {
                Some(at) => all.push((at, strength)),
                None => self.report(file, record, format!("there is no criterion `{id}`")),
            }
        }
        all
    }

    fn gate_criteria(&mut self, id: &String, sources: &Sources) -> Vec<(u16, Strength)> {
        let closing = sources.rules.gate.iter().filter(|gate| gate.blocks.contains(id));
        let ids: Vec<String> = closing.map(|gate| gate.id.clone()).collect();
        self.named_criteria(("catalogue/policy.toml", id), &ids, Strength::Must)
    }
}

fn blank(id: &str) -> Entry {
    Entry {
        id: id.to_owned(),
        kind: Kind::Path,
        example: false,
        name: 0,
        why: 0,
        about: Vec::new(),
        next: None,
        link: None,
        owner: None,
        recipient: None,
        criteria: Vec::new(),
        concepts: Vec::new(),
        contacts: Vec::new(),
        intake: Intake::Open,
        intake_note: None,
        status: Status::Certain,
        stale_risk: None,
        period: (None, None),
        source: 0,
        checked_on: Date::MIN,
        review_after: Date::MIN,
    }
}
