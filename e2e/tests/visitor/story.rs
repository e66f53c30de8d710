//! A story: a company, and what should come of it; and what the page shows of
//! it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use e2e::browser::Visitor;
use e2e::browser::visitor::questions::Facts;
use e2e::browser::visitor::shown::{Entry, Told};
use e2e::browser::visitor::words::{Words, button, heading, say};
use e2e::project;
use e2e::stack::Stack;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::text::Lang;

/// A file of `shared/tests/cases/`.
#[derive(Clone, Deserialize)]
pub(crate) struct Story {
    #[serde(skip)]
    pub(crate) name: String,
    pub(crate) lang: Lang,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) facts: Facts,
    #[serde(default)]
    pub(crate) expect: Expect,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Expect {
    first: Vec<String>,
    offered: Vec<String>,
    never: Vec<String>,
    pub(crate) targets: Vec<String>,
    disposition: Option<String>,
    redirects: Option<Vec<String>>,
    notices: Vec<String>,
}

impl Story {
    pub(crate) fn all() -> Result<Vec<Self>> {
        let folder = project::root().join("shared/tests/cases");
        let mut all = Vec::new();
        for file in std::fs::read_dir(folder)? {
            let path = file?.path();
            let text = String::from_utf8(project::read(&path)?)?;
            let mut story: Self = toml::from_str(&text).context(path.display().to_string())?;
            story.name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            all.push(story);
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }

    /// What was answered, as `CASE.json`. An empty field is no answer.
    pub(crate) fn case(&self) -> Value {
        let facts: Facts = self.facts.clone().into_iter().filter(|(_, fact)| fact != "").collect();
        json!({ "lang": self.lang, "text": self.text, "facts": facts })
    }

    pub(crate) fn fact(&self, name: &str) -> Value {
        self.facts.get(name).cloned().unwrap_or_default()
    }
}

/// What is said where nothing has to come first, and yet no one fits.
const NO_ONE: Words =
    ("Ingen som tar emot ärenden passar än.", "No one who takes requests fits yet.");

/// What the page shows after all answers.
pub(crate) struct Shown {
    lang: Lang,
    entries: Vec<Entry>,
    pub(crate) redirects: Vec<Told>,
    notices: Vec<Told>,
    pub(crate) preparations: Vec<Told>,
    text: String,
    heading: String,
    pub(crate) can_go_on: bool,
}

impl Shown {
    /// Reads the step with the results; what is folded there, unfolded.
    pub(crate) async fn read(visitor: &Visitor<'_>) -> Result<Self> {
        let heading = visitor.heading().await?;
        visitor.unfold().await?;
        let text = visitor.browser.text().await?;
        Ok(Self {
            lang: visitor.lang,
            entries: visitor.entries().await?,
            redirects: visitor.boxes("redirect").await?,
            notices: visitor.boxes("notice").await?,
            preparations: visitor.boxes("preparation").await?,
            can_go_on: text.contains(visitor.say(button::TO_SEND)),
            text,
            heading,
        })
    }

    /// Where the matter goes, as far as one can see.
    pub(crate) fn disposition(&self) -> &'static str {
        if self.redirects.iter().any(|one| one.id.starts_with("redirect.")) {
            "redirect"
        } else if !self.redirects.is_empty() {
            "out-of-scope"
        } else if self.preparations.is_empty() && !self.text.contains(say(self.lang, NO_ONE)) {
            "forward"
        } else {
            "prepare"
        }
    }

    fn under(&self, heading: (&str, &str)) -> impl Iterator<Item = &Entry> {
        let heading = match self.lang {
            Lang::Sv => heading.0.to_owned(),
            Lang::En => heading.1.to_owned(),
        };
        self.entries.iter().filter(move |entry| entry.group == heading)
    }

    /// The path that stands first.
    pub(crate) fn first(&self) -> &str {
        let mut paths = self.under(heading::PATHS).filter(|entry| entry.fold.is_empty());
        paths.find(|entry| entry.id != "path.self-serve").map_or("", |entry| &entry.id)
    }

    fn outcome(&self, id: &str) -> &str {
        let entry = self.entries.iter().find(|entry| entry.id == id);
        entry.map_or("missing", |entry| &entry.outcome)
    }

    /// All that is not as the story tells.
    pub(crate) fn faults(&self, expect: &Expect, names: &Names) -> Vec<String> {
        let mut all = self.faults_of_paths(expect);
        all.extend(self.fault_of_targets(expect));
        let shown = self.disposition();
        if expect.disposition.as_ref().is_some_and(|wanted| shown != wanted) {
            all.push(format!("looks like {shown}"));
        }
        let leads_away = ["redirect", "out-of-scope"].contains(&shown);
        if leads_away == (self.heading == say(self.lang, heading::RESULTS)) {
            all.push(format!("is headed “{}”", self.heading));
        }
        let redirects: Vec<&String> = self
            .redirects
            .iter()
            .map(|one| &one.id)
            .filter(|id| id.starts_with("redirect."))
            .collect();
        if expect.redirects.as_ref().is_some_and(|wanted| !redirects.iter().copied().eq(wanted)) {
            all.push(format!("shows the redirects {redirects:?}"));
        }
        let has = |id: &&String| self.notices.iter().any(|one| one.id == **id);
        let lacking = expect.notices.iter().filter(|id| !has(id));
        all.extend(lacking.map(|id| format!("does not show the notice {id}")));
        all.extend(self.faults_of_words(names));
        all
    }

    fn faults_of_paths(&self, expect: &Expect) -> Vec<String> {
        let mut all = Vec::new();
        let first = self.first();
        if !expect.first.is_empty() && !expect.first.iter().any(|id| id == first) {
            all.push(format!("{first} stands first"));
        }
        for id in &expect.offered {
            if !["fits", "fits-if", "unknown"].contains(&self.outcome(id)) {
                all.push(format!("{id} is {}", self.outcome(id)));
            }
        }
        let offered = expect.never.iter().filter(|id| self.outcome(id).starts_with("fits"));
        all.extend(offered.map(|id| format!("{id} is {}", self.outcome(id))));
        all
    }

    fn fault_of_targets(&self, expect: &Expect) -> Option<String> {
        let near: Vec<&str> = self
            .under(heading::PLACES)
            .filter(|one| one.is_open())
            .take(5)
            .map(|one| &*one.id)
            .collect();
        let hit = expect.targets.iter().any(|id| near.contains(&id.as_str()));
        (!expect.targets.is_empty() && !hit).then(|| format!("leads to {near:?}"))
    }

    /// Whether it can be read as what it is: by its name, and its outcome as a
    /// word.
    fn faults_of_words(&self, names: &Names) -> Vec<String> {
        let mut all = Vec::new();
        for entry in &self.entries {
            if names.of(&entry.id, self.lang) != entry.name {
                all.push(format!("{} is called “{}”", entry.id, entry.name));
            }
            if !entry.says_its_outcome(self.lang) {
                all.push(format!("{} does not say that it is {}", entry.id, entry.outcome));
            }
        }
        if self.entries.is_empty() {
            all.push(format!("no entry is shown:\n{}", self.text));
        }
        all
    }
}

/// What the entries are called, from the open data that anyone can fetch.
pub(crate) struct Names(BTreeMap<String, (String, String)>);

impl Names {
    pub(crate) async fn fetch(stack: &Stack, catalogue: &Value) -> Result<Self> {
        let path = catalogue.get("open_data").and_then(Value::as_str).context("no open data")?;
        let text = reqwest::get(stack.url(path)).await?.text().await?;
        let data: Value = serde_json::from_str(&text)?;
        let entries = data.get("entries").and_then(Value::as_array).context("no entries")?;
        let name = |entry: &Value| {
            let text = |at: &str| entry.pointer(at)?.as_str().map(str::to_owned);
            Some((text("/id")?, (text("/name/sv")?, text("/name/en")?)))
        };
        Ok(Self(entries.iter().filter_map(name).collect()))
    }

    pub(crate) fn of(&self, id: &str, lang: Lang) -> String {
        let names = self.0.get(id).cloned().unwrap_or_default();
        if lang == Lang::Sv { names.0 } else { names.1 }
    }
}
