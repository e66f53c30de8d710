//! Sources → parts: names become places, attributes become criteria.

use super::expressions::{self, Names};
use super::source::{self, Sources};
use super::texts::{Table, Written};
use super::{Parts, Problem, RULES_VERSION};
use crate::catalogue::{
    Choice, Criterion, Entry, Expression, Gate, Heading, Intake, Kind, Notice, Page, Preparation,
    Question, Redirect, Row, Rules, Status, Strength, Text,
};
use crate::profile::Field;
use crate::taxonomy::{Concept, Terms};
use time::Date;
use toml::value::Datetime;

/// Builds the parts of a catalogue.
pub(super) fn build(sources: &Sources) -> Result<Parts, Vec<Problem>> {
    let mut builder = Builder {
        names: names(sources),
        rules: Rules { rules_version: RULES_VERSION.to_owned(), ..Rules::default() },
        table: Table::default(),
        problems: Vec::new(),
        entry_ids: entry_ids(sources),
    };
    builder.concepts(sources);
    builder.questionnaire(&sources.questionnaire);
    builder.conditions(sources);
    builder.criteria(sources);
    builder.gates(sources);
    builder.first_cut(sources);
    builder.entries(sources);
    builder.redirects(sources);
    builder.notices(sources);
    builder.preparations(sources);
    builder.rules.empty_words.clone_from(&sources.rules.empty_words);
    builder.rules.gated_seeks.clone_from(&sources.rules.gated_seeks);
    if !builder.problems.is_empty() {
        return Err(builder.problems);
    }
    let (words, long) = builder.table.words();
    let mut parts = Parts { rules: builder.rules, terms: terms(sources), words, long };
    parts.rules.version = super::version(&parts);
    Ok(parts)
}

struct Builder {
    names: Names,
    rules: Rules,
    table: Table,
    problems: Vec<Problem>,
    entry_ids: Vec<String>,
}

fn entry_ids(sources: &Sources) -> Vec<String> {
    let paths = sources.paths.iter().map(|path| path.id.clone());
    let needs = sources.needs.iter().map(|need| need.id.clone());
    let others = sources.entries.iter().map(|(_, entry)| entry.id.clone());
    paths.chain(needs).chain(others).collect()
}

fn names(sources: &Sources) -> Names {
    let numbered =
        |ids: Vec<&String>| (0_u16..).zip(ids).map(|(at, id)| (id.clone(), at)).collect();
    let codes = |question: &source::Question| {
        let mut codes: Vec<String> = question.options.iter().map(|o| o.code.clone()).collect();
        codes.extend(["true".to_owned(), "false".to_owned()]);
        (question.field, codes)
    };
    Names {
        conditions: numbered(sources.rules.condition.keys().collect()),
        concepts: numbered(sources.concepts.iter().map(|(_, concept)| &concept.id).collect()),
        sayings: sources.sayings.iter().map(|saying| saying.id.clone()).collect(),
        redirects: sources.redirects.iter().map(|redirect| redirect.id.clone()).collect(),
        codes: sources.questionnaire.question.iter().map(codes).collect(),
    }
}

fn terms(sources: &Sources) -> Terms {
    let of = |concept: &source::Concept| [concept.terms.sv.clone(), concept.terms.en.clone()];
    let saying = |saying: &source::Saying| (saying.id.clone(), saying.phrases.clone());
    let mut facets: Vec<&str> = Vec::new();
    let mut number = |facet| {
        let at = facets.iter().position(|one| *one == facet).unwrap_or_else(|| {
            facets.push(facet);
            facets.len() - 1
        });
        u8::try_from(at).unwrap_or(u8::MAX)
    };
    Terms {
        facets: sources
            .concepts
            .iter()
            .map(|(_, one)| number(crate::taxonomy::facet(&one.id)))
            .collect(),
        concepts: sources.concepts.iter().map(|(_, concept)| of(concept)).collect(),
        sayings: sources.sayings.iter().map(saying).collect(),
    }
}

impl Builder {
    fn report(&mut self, file: &str, record: &str, reason: impl Into<String>) {
        self.problems.push(Problem::new(file, record, reason));
    }

    fn read(&mut self, (file, record): (&str, &str), value: &toml::Value) -> Expression {
        expressions::read(value, &self.names).unwrap_or_else(|why| {
            self.report(file, record, why);
            Expression::All(Vec::new())
        })
    }

    fn concept(&mut self, (file, record): (&str, &str), id: &str) -> Option<u16> {
        let place = expressions::concept(id, &self.names);
        place.map_err(|why| self.report(file, record, why)).ok()
    }

    fn date(&mut self, (file, record): (&str, &str), written: &Datetime) -> Date {
        crate::text::day(&written.to_string()).unwrap_or_else(|| {
            self.report(file, record, format!("`{written}` is no day"));
            Date::MIN
        })
    }

    fn entry_place(&mut self, (file, record): (&str, &str), id: &str) -> Option<u16> {
        let at = self.entry_ids.iter().position(|other| other == id);
        let at = at.and_then(|at| u16::try_from(at).ok());
        if at.is_none() {
            self.report(file, record, format!("there is no entry `{id}`"));
        }
        at
    }

    fn entry_places(&mut self, at: (&str, &str), ids: &[String]) -> Vec<u16> {
        ids.iter().filter_map(|id| self.entry_place(at, id)).collect()
    }

    fn concepts(&mut self, sources: &Sources) {
        for (file, concept) in &sources.concepts {
            let broader = concept.broader.as_ref();
            let broader = broader.and_then(|id| self.concept((file, &concept.id), id));
            let label = self.table.long(&concept.label);
            self.rules.concepts.push(Concept { id: concept.id.clone(), label, broader });
        }
    }

    fn questionnaire(&mut self, questionnaire: &source::Questionnaire) {
        for page in &questionnaire.page {
            let title = self.table.short(&page.title);
            self.rules.pages.push(Page { title });
        }
        for question in &questionnaire.question {
            let at = ("catalogue/questions.toml", question.field.name());
            let asked_if = question.asked_if.as_ref().map(|when| self.read(at, when));
            let optional =
                |table: &mut Table, text: &Option<Written>| text.as_ref().map(|t| table.short(t));
            let built = Question {
                field: question.field,
                page: question.page,
                shape: question.shape,
                asked_if,
                changeable: question.changeable,
                text: self.table.short(&question.text),
                hint: optional(&mut self.table, &question.hint),
                name: self.table.short(&question.name),
                example: optional(&mut self.table, &question.example),
                options: question
                    .options
                    .iter()
                    .map(|option| Choice {
                        code: option.code.clone(),
                        label: self.table.short(&option.label),
                        hint: optional(&mut self.table, &option.hint),
                        group: optional(&mut self.table, &option.group),
                    })
                    .collect(),
            };
            self.rules.questions.push(built);
        }
    }

    fn conditions(&mut self, sources: &Sources) {
        for (name, value) in &sources.rules.condition {
            let when = self.read(("catalogue/conditions.toml", name), value);
            self.rules.conditions.push((name.clone(), when));
        }
    }

    fn criteria(&mut self, sources: &Sources) {
        for criterion in &sources.rules.criterion {
            let when = self.read(("catalogue/criteria.toml", &criterion.id), &criterion.when);
            let label = criterion.label.as_ref().map(|label| self.table.long(label));
            let source = self.table.long(&criterion.source);
            let id = criterion.id.clone();
            self.rules.criteria.push(Criterion { id, when, label, source });
        }
    }

    /// A gate is a criterion of each entry that it closes: that it does not hold.
    fn gates(&mut self, sources: &Sources) {
        for gate in &sources.rules.gate {
            let at = ("catalogue/policy.toml", gate.id.as_str());
            let when = self.read(at, &gate.when);
            let offers = self.entry_places(at, &gate.offers);
            let _ = self.entry_places(at, &gate.blocks);
            let label = Some(self.table.long(&gate.label));
            let source = self.table.long(&gate.source);
            let not = Expression::Not(Box::new(when.clone()));
            self.rules.criteria.push(Criterion { id: gate.id.clone(), when: not, label, source });
            let (id, notice) = (gate.id.clone(), gate.notice.clone());
            self.rules.gates.push(Gate { id, when, offers, notice });
        }
    }

    fn first_cut(&mut self, sources: &Sources) {
        for column in &sources.rules.column {
            let when = self.read(("catalogue/policy.toml", &column.id), &column.when);
            self.rules.columns.push(when);
        }
        for row in &sources.rules.row {
            let name = row.seek.first().cloned().unwrap_or_default();
            let at = ("catalogue/policy.toml", name.as_str());
            let columns = [&row.early, &row.middle, &row.unready, &row.ready]
                .map(|ids| self.entry_places(at, ids));
            self.rules.rows.push(Row { seek: row.seek.clone(), columns });
        }
    }

    fn entries(&mut self, sources: &Sources) {
        for path in &sources.paths {
            let entry = self.path(path, sources);
            self.rules.entries.push(entry);
        }
        for need in &sources.needs {
            let entry = self.need(need, sources);
            self.rules.entries.push(entry);
        }
        for (file, entry) in &sources.entries {
            let entry = self.entry(file, entry);
            self.rules.entries.push(entry);
        }
    }

    fn path(&mut self, path: &source::Path_, sources: &Sources) -> Entry {
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
            why: self.table.short(&path.why),
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
    fn suggested(&mut self, place: u16) -> u16 {
        let source = self.table.long(&Written::Same("RS 2024-1196, M1.N5".to_owned()));
        let when = Expression::Suggested(place);
        self.criterion(Criterion { id: "suggested".to_owned(), when, label: None, source })
    }

    fn need(&mut self, need: &source::Need, sources: &Sources) -> Entry {
        let at = ("catalogue/needs.toml", need.id.as_str());
        let every = sources.rules.every_need.clone();
        let mut criteria = self.named_criteria(at, &every, Strength::Must);
        let mut concepts = Vec::new();
        let source = self.table.long(&need.source);
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
        let about = [
            Some((Heading::Problem, &need.problem)),
            Some((Heading::Effect, &need.effect)),
            need.constraints.as_ref().map(|text| (Heading::Constraints, text)),
        ];
        Entry {
            kind: Kind::Need,
            example: need.example,
            name: self.table.short(&need.name),
            why: self.table.short(&need.why),
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

    fn entry(&mut self, file: &str, entry: &source::Entry) -> Entry {
        let at = (file, entry.id.as_str());
        let source = self.table.long(&entry.source);
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
        let is_infrastructure = entry.id.starts_with("infra.");
        Entry {
            kind: if is_infrastructure { Kind::Infrastructure } else { Kind::EntryPoint },
            name: self.table.short(&entry.name),
            why: self.table.short(&entry.why),
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

    fn redirects(&mut self, sources: &Sources) {
        let file = "catalogue/redirects.toml";
        for redirect in &sources.redirects {
            let Some(when) = sources.rules.redirect.get(&redirect.id) else {
                self.report(file, &redirect.id, "has no condition in catalogue/policy.toml");
                continue;
            };
            let when = self.read(("catalogue/policy.toml", &redirect.id), when);
            let built = Redirect {
                id: redirect.id.clone(),
                when,
                another_body: redirect.id.starts_with("redirect."),
                name: self.table.short(&redirect.name),
                text: self.table.long(&redirect.text),
                next: redirect.next.as_ref().map(|next| self.table.long(next)),
                link: redirect.link.clone(),
                source: self.table.long(&redirect.source),
            };
            self.rules.redirects.push(built);
        }
    }

    fn notices(&mut self, sources: &Sources) {
        for notice in &sources.notices {
            let Some(when) = sources.rules.notice.get(&notice.id) else {
                let file = "catalogue/notices.toml";
                self.report(file, &notice.id, "has no condition in catalogue/policy.toml");
                continue;
            };
            let when = self.read(("catalogue/policy.toml", &notice.id), when);
            let built = Notice {
                id: notice.id.clone(),
                when,
                title: self.table.long(&notice.title),
                text: self.table.long(&notice.text),
                source: self.table.long(&notice.source),
            };
            self.rules.notices.push(built);
        }
    }

    fn preparations(&mut self, sources: &Sources) {
        for preparation in &sources.rules.preparation {
            let at = ("catalogue/policy.toml", preparation.id.as_str());
            let built = Preparation {
                id: preparation.id.clone(),
                when: self.read(at, &preparation.when),
                text: self.table.long(&preparation.text),
                source: self.table.long(&preparation.source),
            };
            self.rules.preparations.push(built);
        }
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
