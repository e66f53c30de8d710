//! Reading the files of a folder.

use super::{
    Ambiguous, Concept, Entry, Need, Notice, Path_, Questionnaire, Redirect, RulesFile, Saying,
    Sources,
};
use crate::compile::Problem;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

#[derive(Deserialize)]
struct ConceptFile {
    concept: Vec<Concept>,
}
#[derive(Deserialize)]
struct SayingFile {
    saying: Vec<Saying>,
}
#[derive(Deserialize)]
struct AmbiguousFile {
    ambiguous: Vec<Ambiguous>,
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
    let read: Option<AmbiguousFile> = file_of(folder, &in_catalogue("ambiguous"), &mut problems);
    sources.ambiguous = read.map(|file| file.ambiguous).unwrap_or_default();
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
