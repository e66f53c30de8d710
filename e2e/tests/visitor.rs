//! Companies at a partner's page: what they answer there, what the page shows
//! them, and what then arrives.
//!
//! Every story of `shared/tests/cases/` is driven through the page as a person
//! would, in each browser. The table of case and result is printed at the end and kept in
//! `target/cases.txt`.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use e2e::browser::visitor::words::{button, heading};
use e2e::browser::visitor::{Contact, Visitor, in_short, native, native_facts};
use e2e::browser::{Browser, Engine};
use e2e::project::{self, say, stopwatch};
use e2e::recipient::Delivery;
use e2e::stack::Stack;
use serde_json::Value;
use shared::catalogue::Catalogue;

use story::{Names, Shown, Story};

#[path = "visitor/edges.rs"]
mod edges;
#[path = "visitor/story.rs"]
mod story;

const PATIENCE: Duration = Duration::from_mins(1);

const CONTACT: Contact<'static> = Contact {
    company: "Exempelbolaget AB",
    org_number: "556016-0680",
    name: "Kim Exempel",
    role: "Vd",
    email: "kim@example.org",
};

/// All that the stories share.
struct Scene {
    stack: Stack,
    names: Names,
    catalogue: Catalogue,
    today: String,
    stories: Vec<Story>,
}

impl Scene {
    async fn set() -> Result<Self> {
        let mut cargo = project::cargo();
        project::run(cargo.args(["build", "--quiet", "--package=shared", "--example=match"]))?;
        let stack = Stack::start().await?;
        let now = reqwest::get(stack.url("/v1/catalogue")).await?.text().await?;
        let now: Value = serde_json::from_str(&now)?;
        let today = now.get("today").and_then(Value::as_str).context("no day")?.to_owned();
        let names = Names::fetch(&stack, &now).await?;
        let catalogue = shared::compile::catalogue(&project::root().join("shared"))
            .map_err(|faults| anyhow!("the catalogue has {} faults", faults.len()))?;
        Ok(Self { stack, names, catalogue, today, stories: Story::all()? })
    }

    fn story(&self, name: &str) -> Result<Story> {
        let found = self.stories.iter().find(|story| story.name.starts_with(name));
        found.cloned().with_context(|| format!("no story {name}"))
    }

    /// Answers a story on the page, up to the results.
    async fn visit<'a>(&self, browser: &'a Browser, story: &Story) -> Result<Visitor<'a>> {
        let visitor = Visitor::open(browser, &self.stack, story.lang).await?;
        let look = async |at: &str| match edges::warning(story) {
            Some(told) if at == visitor.say(heading::WORDS) => browser.wait_for_text(told).await,
            _ => Ok(()),
        };
        visitor.answer_all(&story.text, &story.facts, look).await?;
        Ok(visitor)
    }

    /// What arrived under a reference.
    async fn delivered(&self, reference: &str) -> Result<Delivery> {
        let is_it = |one: &Delivery| reference_of(one) == reference;
        let all = self.stack.recipient.wait_until(PATIENCE, |all| all.iter().any(is_it)).await?;
        all.into_iter().find(is_it).context("it came and went")
    }
}

fn reference_of(delivery: &Delivery) -> &str {
    text_at(&delivery.body, "/data/reference")
}

fn text_at<'a>(body: &'a Value, pointer: &str) -> &'a str {
    body.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A row of the table.
struct Row {
    name: String,
    engine: &'static str,
    disposition: String,
    first: String,
    result: String,
    faults: Vec<String>,
}

impl Row {
    fn broken(story: &Story, engine: Engine, error: &anyhow::Error) -> Self {
        Self {
            name: story.name.clone(),
            engine: engine.name(),
            disposition: "?".into(),
            first: "?".into(),
            result: "did not end".into(),
            faults: vec![format!("{error:#}")],
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story_ends_on_the_page_as_it_is_told() -> Result<()> {
    let scene = Scene::set().await?;
    // One of them alone: STORY=company-01.
    let wanted = std::env::var("STORY").unwrap_or_default();
    let stories = scene.stories.iter().filter(|story| story.name.contains(&wanted));
    let stories: Vec<&Story> = stories.collect();
    let [chromium, firefox] = Engine::ALL.map(|engine| play_all(&scene, engine, &stories));
    let (one, other) = tokio::try_join!(chromium, firefox)?;
    let mut rows: Vec<Row> = one.into_iter().chain(other).collect();
    rows.sort_by(|one, other| (&one.name, one.engine).cmp(&(&other.name, other.engine)));
    let table = table(&rows);
    say(&table);
    project::write(&project::target().join("cases.txt"), &table)?;
    ensure!(rows.iter().all(|row| row.faults.is_empty()), "some stories end otherwise: see above");
    Ok(())
}

async fn play_all(scene: &Scene, engine: Engine, stories: &[&Story]) -> Result<Vec<Row>> {
    let browser = Browser::of(engine).await?;
    let mut rows = Vec::new();
    for story in stories {
        let elapsed = stopwatch();
        let row = match play(scene, &browser, story).await {
            Ok(row) => row,
            Err(error) => {
                let name = format!("failed-{}-{}", story.name, engine.name());
                let _ = browser.picture(&name).await;
                Row::broken(story, engine, &error)
            }
        };
        say(format_args!("{:>5.1} s  {} ({})", elapsed().as_secs_f32(), row.name, row.engine));
        rows.push(row);
    }
    browser.close().await?;
    Ok(rows)
}

fn table(rows: &[Row]) -> String {
    let line = |[name, engine, disposition, first, result]: [&str; 5]| {
        format!("{name:<26} {engine:<9} {disposition:<13} {first:<26} {result}")
    };
    let mut lines = vec![line(["case", "browser", "disposition", "first path", "result"])];
    for row in rows {
        lines.push(line([&row.name, row.engine, &row.disposition, &row.first, &row.result]));
        lines.extend(row.faults.iter().map(|fault| format!("    FAULT: {fault}")));
    }
    let right = rows.iter().filter(|row| row.faults.is_empty()).count();
    lines.push(format!("{right} of {} as told", rows.len()));
    lines.join("\n")
}

async fn play(scene: &Scene, browser: &Browser, story: &Story) -> Result<Row> {
    let visitor = scene.visit(browser, story).await?;
    let mut faults = Vec::new();
    let told = native(&story.name, &story.case(), &scene.today)?;
    let told: Value = serde_json::from_str(&told)?;
    let wanted = in_short(&native_facts(&told, &story.case(), &scene.catalogue, &scene.today)?);
    if let Some(other) = visitor.result_is(&wanted).await? {
        faults.push(differ(story, &wanted, &other)?);
    }
    let shown = Shown::read(&visitor).await?;
    faults.extend(shown.faults(&story.expect, &scene.names));
    let result = match edges::play(scene, story, &visitor).await? {
        Some(result) => result,
        None if is_lead(&told) => send(scene, story, &visitor).await?,
        None => refused(&visitor, story, &shown).await?,
    };
    Ok(Row {
        name: story.name.clone(),
        engine: browser.engine.name(),
        disposition: shown.disposition().to_owned(),
        first: shown.first().to_owned(),
        result,
        faults,
    })
}

/// Whether the native program finds nothing that keeps it from being sent.
fn is_lead(told: &Value) -> bool {
    let missing = told.get("missing").and_then(Value::as_array);
    text_at(told, "/disposition") == "forward" && missing.is_some_and(Vec::is_empty)
}

/// The page and the native program do not give the same bytes: both are kept.
fn differ(story: &Story, told: &str, page: &str) -> Result<String> {
    let folder = project::target().join("differ");
    project::write(&folder.join(format!("{}-native.json", story.name)), told)?;
    project::write(&folder.join(format!("{}-page.json", story.name)), page)?;
    let same = told.bytes().zip(page.bytes()).take_while(|(one, other)| one == other).count();
    let near = |text: &str| {
        let bytes: Vec<u8> = text.bytes().skip(same.saturating_sub(60)).take(120).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let version = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        text_at(&value, "/versions/catalogue").to_owned()
    };
    if version(told) != version(page) {
        return Ok("the build is older than the catalogue: run `cargo bundle`".into());
    }
    Ok(format!("native gives …{}…\n           the page …{}…", near(told), near(page)))
}

/// Sends it, and looks at what arrives.
async fn send(scene: &Scene, story: &Story, visitor: &Visitor<'_>) -> Result<String> {
    let wanted: Vec<String> =
        story.expect.targets.iter().map(|id| scene.names.of(id, story.lang)).collect();
    let mut contact = CONTACT;
    if story.fact("country") != "SE" {
        contact.org_number = "";
    }
    visitor.to_check(&wanted, contact).await?;
    let check = visitor.browser.text().await?;
    for said in [&*story.text, contact.company, contact.email] {
        ensure!(check.contains(said), "the check does not show “{said}”:\n{check}");
    }
    let reference = visitor.send().await?;
    let delivery = scene.delivered(&reference).await?;
    holds_all(story, contact, &delivery)?;
    Ok(format!("sent to {}, {reference}", delivery.recipient))
}

fn holds_all(story: &Story, contact: Contact<'_>, delivery: &Delivery) -> Result<()> {
    let body = &delivery.body;
    ensure!(delivery.is_genuine, "the signature is wrong");
    let (org, user) = (story.fact("org_benefit"), story.fact("user_benefit"));
    let written = [
        ("/data/company/name", contact.company),
        ("/data/contact/email", contact.email),
        ("/data/offering/summary", &story.text),
        ("/data/benefit/organisational", org.as_str().unwrap_or_default()),
        ("/data/benefit/user", user.as_str().unwrap_or_default()),
        ("/data/locale", story.lang.tag()),
    ];
    for (pointer, wanted) in written {
        ensure!(text_at(body, pointer) == wanted, "{pointer} is not “{wanted}” in\n{body:#}");
    }
    let matches = body.pointer("/data/matches").and_then(Value::as_array).context("no matches")?;
    let has_reasons = |one: &&Value| {
        one.get("reasons").and_then(Value::as_array).is_some_and(|reasons| !reasons.is_empty())
    };
    ensure!(0 < matches.iter().filter(has_reasons).count(), "no reasons in {matches:?}");
    let readable = text_at(body, "/data/human_readable");
    ensure!(readable.contains(contact.company), "an officer cannot read who it is:\n{readable}");
    let subject = text_at(body, "/data/subject");
    ensure!(subject.chars().count() <= 100 && !subject.contains(contact.company), "{subject}");
    Ok(())
}

/// It is told why not and where to instead, and nothing can be sent.
async fn refused(visitor: &Visitor<'_>, story: &Story, shown: &Shown) -> Result<String> {
    ensure!(!visitor.can_send().await?, "the results offer to send");
    let press = if shown.can_go_on { button::TO_SEND } else { button::WHY_NOT };
    let arrived = visitor.press_and_arrive(visitor.say(press)).await?;
    let told = [heading::ELSEWHERE, heading::NOT_YET].map(|words| visitor.say(words));
    ensure!(told.contains(&&*arrived), "arrived at “{arrived}”");
    ensure!(!visitor.can_send().await?, "“{arrived}” offers to send");
    let first = visitor.boxes("preparation").await?;
    for told in &shown.preparations {
        ensure!(first.iter().any(|one| one.text == told.text), "{} is not shown", told.id);
    }
    let doors = visitor.boxes("redirect").await?;
    for told in &shown.redirects {
        ensure!(doors.iter().any(|one| one.links == told.links), "{} is not shown", told.id);
        let leads_on = !told.links.is_empty() || told.id.starts_with("scope.");
        ensure!(leads_on, "{} has no link", told.id);
    }
    let entries = visitor.entries().await?;
    ensure!(!entries.is_empty(), "“{arrived}” leads nowhere");
    let targets = &story.expect.targets;
    let is_there = targets.is_empty() || entries.iter().any(|one| targets.contains(&one.id));
    ensure!(is_there || arrived != visitor.say(heading::ELSEWHERE), "none of {targets:?} is shown");
    let why: Vec<_> =
        shown.redirects.iter().chain(&shown.preparations).map(|one| &*one.id).collect();
    Ok(if why.is_empty() {
        format!("not sent: {arrived}")
    } else {
        format!("not sent: {}", why.join(", "))
    })
}
