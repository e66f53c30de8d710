//! The TOML files as they are written.

use super::Problem;
use super::texts::Written;
use crate::catalogue::{Intake, Shape, Status};
use crate::profile::{Field, Value};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;
use toml::value::Datetime;

/// Facts of an example profile; `concepts` and `says` stand among them.
pub(super) type Facts = BTreeMap<String, Value>;

/// Everything that authors write.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Concepts, each with its file.
    pub concepts: Vec<(String, Concept)>,
    /// Sayings.
    pub sayings: Vec<Saying>,
    /// Pages and questions.
    pub questionnaire: Questionnaire,
    /// Paths, words only.
    pub paths: Vec<Path_>,
    /// Needs.
    pub needs: Vec<Need>,
    /// Infrastructures and entry points, each with its file.
    pub entries: Vec<(String, Entry)>,
    /// Redirects and what is out of scope.
    pub redirects: Vec<Redirect>,
    /// Notices, words only.
    pub notices: Vec<Notice>,
    /// The policy.
    pub rules: RulesFile,
}

/// A concept with its proof.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// `facet.concept`.
    pub id: String,
    /// Its name.
    pub label: Written,
    /// What contains it.
    pub broader: Option<String>,
    /// What gives it away.
    pub terms: Terms,
    /// Sentences that it must be found in.
    pub catches: Vec<String>,
    /// Sentences that it must not be found in.
    #[serde(default)]
    pub ignores: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// Terms by language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Swedish.
    pub sv: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

/// Phrases that say something, each with its proof.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// `reprocessing`.
    pub id: String,
    /// Sets of words that stand in one sentence.
    pub phrases: Vec<String>,
    /// Sentences that say it.
    pub catches: Vec<String>,
    /// Sentences that do not.
    pub ignores: Vec<String>,
}

/// The questionnaire.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Pages in order.
    pub page: Vec<Page>,
    /// Questions in order.
    pub question: Vec<Question>,
}

/// A page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its heading.
    pub title: Written,
}

/// A question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What it asks for.
    pub field: Field,
    /// Where it stands, from 1.
    pub page: u8,
    /// What answer it takes.
    pub shape: Shape,
    /// When it is asked.
    pub asked_if: Option<toml::Value>,
    /// Whether a company can change the fact.
    #[serde(default)]
    pub changeable: bool,
    /// The question.
    pub text: Written,
    /// Help.
    pub hint: Option<Written>,
    /// What the fact is called.
    pub name: Written,
    /// Options.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// An example.
    pub example: Option<Written>,
}

/// An option.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is kept.
    pub code: String,
    /// What is read.
    pub label: Written,
    /// What it means.
    pub hint: Option<Written>,
    /// Its heading.
    pub group: Option<Written>,
}

/// A path's words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path_ {
    /// `path.test-agreement`.
    pub id: String,
    /// Its name.
    pub name: Written,
    /// One line.
    pub why: Written,
    /// What it is.
    pub what: Option<Written>,
    /// When it applies.
    pub when: Option<Written>,
    /// The law.
    pub law: Option<Written>,
    /// What to bring.
    pub inputs: Option<Written>,
    /// How long it takes.
    pub time: Option<Written>,
    /// What to do.
    pub next: Option<Written>,
    /// Where to go.
    pub link: Option<String>,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// A need.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// `need.example-…`.
    pub id: String,
    /// Invented.
    #[serde(default)]
    pub example: bool,
    /// Its name.
    pub name: Written,
    /// One line.
    pub why: Written,
    /// The problem.
    pub problem: Written,
    /// The wanted effect.
    pub effect: Written,
    /// The limits.
    pub constraints: Option<Written>,
    /// What to do.
    pub next: Option<Written>,
    /// Who has it.
    pub owner: Written,
    /// Clinical areas, one of which it must be about.
    #[serde(default)]
    pub area: Vec<String>,
    /// Offerings, one of which it must be.
    #[serde(default)]
    pub offer: Vec<String>,
    /// Settings, one of which it should be for.
    #[serde(default)]
    pub setting: Vec<String>,
    /// Values, one of which it should give.
    #[serde(default)]
    pub value: Vec<String>,
    /// Readiness.
    pub trl: Option<[u32; 2]>,
    /// First day.
    pub opens: Option<Datetime>,
    /// Last day.
    pub closes: Option<Datetime>,
    /// Whether it takes companies.
    pub intake: Intake,
    /// Why not.
    pub intake_note: Option<Written>,
    /// Who takes leads for it.
    pub recipient: Option<String>,
    /// Its proof.
    pub cases: Cases,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// Profiles that prove an entry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// Profiles that fit.
    #[serde(default)]
    pub fits: Vec<Facts>,
    /// Profiles that do not.
    #[serde(default)]
    pub refuses: Vec<Facts>,
    /// Profiles that are not settled.
    #[serde(default)]
    pub unknown: Vec<Facts>,
}

/// An infrastructure, an entry point or a support actor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// `infra.vecura`.
    pub id: String,
    /// Its name.
    pub name: Written,
    /// One line.
    pub why: Written,
    /// What it is.
    pub what: Option<Written>,
    /// How to get in touch.
    pub next: Option<Written>,
    /// Who owns it.
    pub owner: Written,
    /// What kind of body that is.
    pub legal_form: String,
    /// Where it is.
    pub site: Option<Written>,
    /// How sure it is.
    pub status: Status,
    /// What is not.
    pub stale_risk: Option<Written>,
    /// Whether it takes companies.
    pub intake: Intake,
    /// Why not.
    pub intake_note: Option<Written>,
    /// Where to go.
    pub link: Option<String>,
    /// What a company must seek.
    #[serde(default)]
    pub seek: Vec<String>,
    /// Readiness that it should have.
    pub trl: Option<[u32; 2]>,
    /// What it is about.
    #[serde(default)]
    pub concepts: Vec<String>,
    /// Whether a company must be about that too.
    #[serde(default)]
    pub concepts_required: Option<bool>,
    /// Further criteria.
    #[serde(default)]
    pub must: Vec<String>,
    /// First day.
    pub opens: Option<Datetime>,
    /// Last day.
    pub closes: Option<Datetime>,
    /// Who takes leads for it.
    pub recipient: Option<String>,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// A redirect or what is out of scope.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// `redirect.municipal`.
    pub id: String,
    /// Its name.
    pub name: Written,
    /// One line.
    pub why: Option<Written>,
    /// What to know.
    pub text: Written,
    /// What to do.
    pub next: Option<Written>,
    /// Where to go.
    pub link: Option<String>,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// A notice's words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// `no-promise`.
    pub id: String,
    /// In a few words.
    pub title: Written,
    /// All of it.
    pub text: Written,
    /// Its basis.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// When it is to be checked again.
    pub review_after: Datetime,
}

/// The policy: `rules.toml` and `table.toml` together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesFile {
    /// Conditions that others name.
    #[serde(default)]
    pub condition: BTreeMap<String, toml::Value>,
    /// Criteria.
    #[serde(default)]
    pub criterion: Vec<Criterion>,
    /// Gates.
    #[serde(default)]
    pub gate: Vec<Gate>,
    /// Columns of the table.
    #[serde(default)]
    pub column: Vec<Column>,
    /// Rows of the table.
    #[serde(default)]
    pub row: Vec<Row>,
    /// Policy of each path.
    #[serde(default)]
    pub path: BTreeMap<String, PathRules>,
    /// When each redirect applies.
    #[serde(default)]
    pub redirect: BTreeMap<String, toml::Value>,
    /// When each notice is shown.
    #[serde(default)]
    pub notice: BTreeMap<String, toml::Value>,
    /// What comes first.
    #[serde(default)]
    pub preparation: Vec<Preparation>,
    /// Criteria of every need.
    #[serde(default)]
    pub every_need: Vec<String>,
    /// What is sought that a gate can close.
    #[serde(default)]
    pub gated_seeks: Vec<String>,
    /// Words that say nothing.
    #[serde(default)]
    pub empty_words: Vec<String>,
}

/// A criterion with its proof.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// What must hold.
    pub when: toml::Value,
    /// In words.
    pub label: Option<Written>,
    /// Where it comes from.
    pub source: Written,
    /// When it was checked.
    pub checked_on: Datetime,
    /// Facts with which it is met.
    pub met: Facts,
    /// Facts with which it is not.
    pub unmet: Facts,
}

/// A gate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Its id.
    pub id: String,
    /// Its condition.
    pub when: toml::Value,
    /// What a blocked entry says: that the gate does not hold.
    pub label: Written,
    /// Paths that it closes.
    pub blocks: Vec<String>,
    /// Paths that it leaves, best first.
    pub offers: Vec<String>,
    /// What explains it.
    #[serde(default)]
    pub notice: String,
    /// Its law.
    pub source: Written,
    /// When it was read.
    pub checked_on: Datetime,
}

/// A column of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// `early`, `middle`, `unready`, `ready`.
    pub id: String,
    /// When it applies.
    pub when: toml::Value,
}

/// A row of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What is sought.
    pub seek: Vec<String>,
    /// TRL 1–3.
    pub early: Vec<String>,
    /// TRL 4–6.
    pub middle: Vec<String>,
    /// TRL 7–9 without CE for the purpose.
    pub unready: Vec<String>,
    /// TRL 7–9 with it, or not medical.
    pub ready: Vec<String>,
}

/// A path's policy.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathRules {
    /// Criteria that must hold.
    #[serde(default)]
    pub must: Vec<String>,
    /// Criteria that should.
    #[serde(default)]
    pub should: Vec<String>,
    /// Stands outside the table: no one has to be suggested it.
    #[serde(default)]
    pub always: bool,
    /// Whom to contact, best first.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// Facts with which it fits.
    pub fits: Option<Facts>,
    /// Facts with which it does not.
    pub refuses: Option<Facts>,
}

/// What comes before a lead.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preparation {
    /// Its id.
    pub id: String,
    /// When.
    pub when: toml::Value,
    /// What to do.
    pub text: Written,
    /// Its basis.
    pub source: Written,
    /// When it was read.
    pub checked_on: Datetime,
}

#[derive(Deserialize)]
struct ConceptFile {
    concept: Vec<Concept>,
}
#[derive(Deserialize)]
struct SayingFile {
    saying: Vec<Saying>,
}
#[derive(Deserialize)]
struct PathFile {
    path: Vec<Path_>,
}
#[derive(Deserialize)]
struct NeedFile {
    need: Vec<Need>,
}
#[derive(Deserialize)]
struct EntryFile {
    entry: Vec<Entry>,
}
#[derive(Deserialize)]
struct RedirectFile {
    redirect: Vec<Redirect>,
    #[serde(default)]
    out_of_scope: Vec<Redirect>,
}
#[derive(Deserialize)]
struct NoticeFile {
    notice: Vec<Notice>,
}

/// Reads every file of `taxonomy/` and `catalogue/` in a folder.
///
/// # Errors
/// Each file that is missing or cannot be read, with what its reader says.
pub fn read(folder: &Path) -> Result<Sources, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut sources = Sources::default();
    for file in facet_files(folder) {
        if let Some(read) = file_of::<ConceptFile>(folder, &file, &mut problems) {
            sources.concepts.extend(read.concept.into_iter().map(|one| (file.clone(), one)));
        }
    }
    let in_catalogue = |name: &str| format!("catalogue/{name}.toml");
    for name in ["infrastructures", "entry_points", "support"] {
        let file = in_catalogue(name);
        if let Some(read) = file_of::<EntryFile>(folder, &file, &mut problems) {
            sources.entries.extend(read.entry.into_iter().map(|one| (file.clone(), one)));
        }
    }
    let read: Option<SayingFile> = file_of(folder, &in_catalogue("sayings"), &mut problems);
    sources.sayings = read.map(|file| file.saying).unwrap_or_default();
    let read: Option<Questionnaire> = file_of(folder, &in_catalogue("questions"), &mut problems);
    sources.questionnaire = read.unwrap_or_default();
    let read: Option<PathFile> = file_of(folder, &in_catalogue("paths"), &mut problems);
    sources.paths = read.map(|file| file.path).unwrap_or_default();
    let read: Option<NeedFile> = file_of(folder, &in_catalogue("needs"), &mut problems);
    sources.needs = read.map(|file| file.need).unwrap_or_default();
    let read: Option<NoticeFile> = file_of(folder, &in_catalogue("notices"), &mut problems);
    sources.notices = read.map(|file| file.notice).unwrap_or_default();
    let read: Option<RedirectFile> = file_of(folder, &in_catalogue("redirects"), &mut problems);
    sources.redirects = read
        .into_iter()
        .flat_map(|file| file.redirect.into_iter().chain(file.out_of_scope))
        .collect();
    sources.rules = policy(folder, &mut problems);
    if problems.is_empty() { Ok(sources) } else { Err(problems) }
}

/// The policy stands in three files, so that each can be read at one sitting.
fn policy(folder: &Path, problems: &mut Vec<Problem>) -> RulesFile {
    let mut whole = RulesFile::default();
    for name in ["criteria", "policy", "conditions"] {
        let file = format!("catalogue/{name}.toml");
        let Some(part) = file_of::<RulesFile>(folder, &file, problems) else { continue };
        whole.condition.extend(part.condition);
        whole.criterion.extend(part.criterion);
        whole.gate.extend(part.gate);
        whole.column.extend(part.column);
        whole.row.extend(part.row);
        whole.path.extend(part.path);
        whole.redirect.extend(part.redirect);
        whole.notice.extend(part.notice);
        whole.preparation.extend(part.preparation);
        whole.every_need.extend(part.every_need);
        whole.empty_words.extend(part.empty_words);
        whole.gated_seeks.extend(part.gated_seeks);
    }
    whole
}

fn facet_files(folder: &Path) -> Vec<String> {
    let listed = std::fs::read_dir(folder.join("taxonomy")).into_iter().flatten().flatten();
    let mut files: Vec<String> = listed
        .filter_map(|file| file.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "toml"))
        .map(|name| format!("taxonomy/{name}"))
        .collect();
    files.sort();
    files
}

fn file_of<T: DeserializeOwned>(
    folder: &Path,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let read = std::fs::read_to_string(folder.join(file)).map_err(|error| error.to_string());
    let parsed = read.and_then(|text| {
        toml::from_str(&text).map_err(|error| error.to_string().trim().to_owned())
    });
    parsed.map_err(|why| problems.push(Problem::new(file, "file", why))).ok()
}
