//! Sources → parts: names become places, attributes become criteria.

mod entries;
mod terms;

use super::expressions::{self, Names};
use super::source::{self, Sources};
use super::texts::{Table, Written};
use super::{Calibration, Parts, Problem, RULES_VERSION};
use crate::catalogue::{
    Choice, Criterion, Expression, Gate, Notice, Page, Place, Preparation, Question, Redirect, Row,
    Rules,
};
use crate::taxonomy::Concept;
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
    let terms = terms::terms(sources, builder.rules.concepts.clone());
    let calibration = Calibration::default();
    Ok(Parts { rules: builder.rules, terms, words, long, calibration })
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

    fn entry_place(&mut self, (file, record): (&str, &str), id: &str) -> Option<Place> {
        let at = self.entry_ids.iter().position(|other| other == id);
        let at = at.and_then(|at| Place::try_from(at).ok());
        if at.is_none() {
            self.report(file, record, format!("there is no entry `{id}`"));
        }
        at
    }

    fn entry_places(&mut self, at: (&str, &str), ids: &[String]) -> Vec<Place> {
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
            // Help on later pages comes with the long texts.
            let is_first = question.page == 1;
            let optional = |table: &mut Table, text: &Option<Written>| {
                let text = text.as_ref()?;
                Some(if is_first { table.short(text) } else { table.long(text) })
            };
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
