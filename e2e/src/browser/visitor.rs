//! A visitor in the words that tests are written in: opens a partner's page,
//! answers by what is written there, reads what it shows, and sends.
//!
//! Everything is found by its words and its role; see `visitor/page.js`. Nothing
//! waits for a time: each step waits for what it leads to.

use anyhow::{Context, Result, anyhow, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::catalogue::Catalogue;
use shared::matching;
use shared::profile::{Case, from_facts};
use shared::text::Lang;
use thirtyfour::prelude::*;

use self::questions::{Facts, Question, Questionnaire};
use self::shown::{Entry, Focus, Told};
use self::words::{Words, button, field, say};
use super::{BLINK, Browser, Role, deadline, now};
use crate::project;
use crate::stack::Stack;

mod inline;
mod journey;
pub mod questions;
pub mod shown;
pub mod words;

/// Someone on a partner's page, in the widget's frame.
pub struct Visitor<'a> {
    /// What they look with.
    pub browser: &'a Browser,
    /// What they read.
    pub lang: Lang,
    /// Whether the questions stand in the page itself, not in a frame.
    pub inline: bool,
    questions: Questionnaire,
}

/// Who asks, for the contact step.
#[derive(Clone, Copy, Debug)]
pub struct Contact<'a> {
    /// The company.
    pub company: &'a str,
    /// Its number, if it gives one.
    pub org_number: &'a str,
    /// The person.
    pub name: &'a str,
    /// What the person is there, if they say so.
    pub role: &'a str,
    /// Where the answer goes.
    pub email: &'a str,
}

/// All that a lead tells of a case and of its result: what was said, which
/// catalogue, which entries are open and how, and what was shown beside them. Of
/// [`native_facts`] and of what the widget gives alike; `tests/same.rs` compares
/// every reason.
pub fn in_short(told: &Value) -> String {
    let told = told.get("facts").unwrap_or(told);
    let version = |name: &str| told.pointer(&format!("/versions/{name}")).or(told.get(name));
    let matches = told.get("matches").and_then(Value::as_array).into_iter().flatten();
    let open = matches.filter(|one| {
        let outcome = one.get("outcome").and_then(Value::as_str);
        matches!(outcome, Some("fits" | "fits-if" | "unknown"))
    });
    let open: Vec<Value> = open.map(|one| json!([one.get("id"), one.get("outcome")])).collect();
    json!({
        "versions": { "catalogue": version("catalogue"), "rules": version("rules") },
        "matches": open,
        "redirects": told.get("redirects"),
        "notices": told.get("notices"),
        "answers": told.get("answers"),
        "concepts": told.get("concepts"),
        "sayings": told.get("sayings"),
    })
    .to_string()
}

impl<'a> Visitor<'a> {
    /// Opens the partner's page of a language and waits for the first question.
    pub async fn open(browser: &'a Browser, stack: &Stack, lang: Lang) -> Result<Self> {
        let page = say(lang, ("park-norr.html", "park-syd.html"));
        let address = format!("{}/{page}", stack.site.origin);
        Self::open_page(browser, &address, lang).await
    }

    /// Opens a page with the widget in a frame and waits for the first question.
    pub async fn open_page(browser: &'a Browser, address: &str, lang: Lang) -> Result<Self> {
        browser.leave_frame().await?;
        browser.open(address).await?;
        browser.enter_frame().await?;
        // A frame that is not on the screen is not drawn.
        browser.wait_until(TO_THE_FRAME).await?;
        Self::arrived(browser, lang, false).await
    }

    /// Opens a page with the widget in its midst, and waits for the same.
    pub async fn open_inline(browser: &'a Browser, address: &str, lang: Lang) -> Result<Self> {
        browser.leave_frame().await?;
        browser.open(address).await?;
        Self::arrived(browser, lang, true).await
    }

    async fn arrived(browser: &'a Browser, lang: Lang, inline: bool) -> Result<Self> {
        let visitor = Self { browser, lang, inline, questions: Questionnaire::read()? };
        browser.find(Role::Button, visitor.say(button::GO_ON)).await?;
        Ok(visitor)
    }

    /// Opens one of our own pages as it is for those who run no scripts, and
    /// waits for a heading.
    pub async fn open_without_scripts(browser: &'a Browser, url: &str, lang: Lang) -> Result<Self> {
        browser.leave_frame().await?;
        browser.run_scripts(false).await?;
        browser.open(url).await?;
        browser.find(Role::Heading, "").await?;
        browser.run_scripts(true).await?;
        Ok(Self { browser, lang, inline: false, questions: Questionnaire::read()? })
    }

    /// Gives words in the visitor's language.
    pub fn say(&self, words: Words) -> &'static str {
        say(self.lang, words)
    }

    // --- Looking ------------------------------------------------------------

    /// Gives the heading that has the focus: that of the step, once it is there.
    pub async fn heading(&self) -> Result<String> {
        self.look(json!(["heading"])).await
    }

    /// Whether a question or field is on the page.
    pub async fn is_asked(&self, question: &str) -> Result<bool> {
        self.look(json!(["asks", question])).await
    }

    /// Gives the answers that a question offers.
    pub async fn choices(&self, question: &str) -> Result<Vec<String>> {
        self.look(json!(["choices", question])).await
    }

    /// Gives those of them that are chosen.
    pub async fn chosen(&self, question: &str) -> Result<Vec<String>> {
        self.look(json!(["chosen", question])).await
    }

    /// Gives the concepts that were read from the words, as chips.
    pub async fn chips(&self) -> Result<Vec<String>> {
        self.look(json!(["chips", self.say(field::FOUND)])).await
    }

    /// Gives the entries that are to be seen, in order.
    pub async fn entries(&self) -> Result<Vec<Entry>> {
        self.look(json!(["entries"])).await
    }

    /// Gives the boxes of a kind: `redirect`, `notice`, `preparation`.
    pub async fn boxes(&self, kind: &str) -> Result<Vec<Told>> {
        self.look(json!(["boxes", kind])).await
    }

    /// Whether any button would send something.
    pub async fn can_send(&self) -> Result<bool> {
        let buttons: Vec<String> = self.look(json!(["buttons"])).await?;
        Ok(buttons.iter().any(|name| name.starts_with(self.say(button::SEND))))
    }

    /// Gives how far down a button stands, in px from the top of the page.
    pub async fn place_of(&self, button: &str) -> Result<i64> {
        self.look(json!(["place", button])).await
    }

    /// Gives what stands in a field.
    pub async fn written(&self, label: &str) -> Result<String> {
        self.look(json!(["written", label])).await
    }

    /// Gives the words of the question that asks for a fact.
    pub fn question(&self, field: &str) -> Result<String> {
        Ok(self.questions.of(field)?.text(self.lang).to_owned())
    }

    /// Gives the reference that a receipt shows; nothing before it is sent.
    pub async fn reference(&self) -> Result<String> {
        self.look(json!(["reference"])).await
    }

    /// Gives what has the focus.
    pub async fn focus(&self) -> Result<Focus> {
        self.look(json!(["focus"])).await
    }

    /// Gives how far the page can be moved sideways.
    pub async fn sideways(&self) -> Result<i64> {
        self.look(json!(["sideways"])).await
    }

    /// Gives what the answers come to, as the widget itself tells it, once every
    /// piece of the catalogue has come: see [`in_short`].
    pub async fn result(&self) -> Result<String> {
        const RESULT: &str = "return document.getElementById('app').result()";
        let told: String = self.browser.script(RESULT, Vec::new()).await?;
        Ok(serde_json::from_str(&told).map_or(told, |told| in_short(&told)))
    }

    /// Waits until the widget gives a result. What it gave instead, if not.
    pub async fn result_is(&self, wanted: &str) -> Result<Option<String>> {
        let deadline = deadline();
        loop {
            let result = self.result().await?;
            if result == wanted {
                return Ok(None);
            }
            // The last pieces may still be on their way.
            let fetched: Vec<String> = self.look(json!(["fetched"])).await?;
            let long = fetched.iter().filter(|path| path.contains("/long-")).count();
            if long == 2 && self.result().await? == result || deadline <= now() {
                return Ok(Some(result));
            }
            tokio::time::sleep(BLINK).await;
        }
    }

    // --- Answering ----------------------------------------------------------

    /// Chooses an answer to a question, unless it is chosen already.
    pub async fn choose(&self, question: &str, answer: &str) -> Result<()> {
        let deadline = deadline();
        loop {
            let args = vec![json!("choice"), json!(question), json!(answer)];
            let found = self.browser.driver.execute(PAGE, args).await?;
            if found.json().as_str() == Some("chosen") {
                return self.settle().await;
            }
            let pressed = match found.element() {
                Ok(row) => self.click(row).await,
                Err(error) => Err(error),
            };
            if let Err(error) = pressed
                && deadline <= now()
            {
                let offered = self.choices(question).await?;
                let page = self.browser.text().await?;
                return Err(error).with_context(|| {
                    format!("“{answer}” to “{question}”, which offers {offered:?} on\n{page}")
                });
            }
            self.settle().await?;
        }
    }

    /// Writes in a field.
    pub async fn write(&self, label: &str, text: &str) -> Result<()> {
        self.browser.write(label, text).await?;
        self.settle().await
    }

    /// Presses a button.
    pub async fn press(&self, name: &str) -> Result<()> {
        self.browser.press(Role::Button, name).await?;
        self.settle().await
    }

    /// Gives what the step with a heading may ask of facts that are known: the
    /// question, its shape, and what is chosen or written for an answer.
    pub fn asked(
        &self,
        heading: &str,
        facts: &Facts,
    ) -> Result<Vec<(String, String, Vec<String>)>> {
        let known = |question: &&Question| facts.get(&question.field).is_some_and(|one| one != "");
        let all = self.questions.under(heading, self.lang).into_iter().filter(known);
        all.map(|question| {
            let answers = facts.get(&question.field).map(|fact| question.answers(fact, self.lang));
            let answers = answers.transpose()?.unwrap_or_default();
            Ok((question.text(self.lang).to_owned(), question.shape.clone(), answers))
        })
        .collect()
    }

    /// Answers the questions of the step that is shown, as far as the facts go.
    pub async fn answer_here(&self, heading: &str, facts: &Facts) -> Result<()> {
        for (question, shape, answers) in self.asked(heading, facts)? {
            if !self.is_asked(&question).await? {
                continue;
            }
            for answer in answers {
                match shape.as_str() {
                    "text" | "amount" => self.write(&question, &answer).await?,
                    "country" => self.pick(&question, &answer).await?,
                    _ => self.choose(&question, &answer).await?,
                }
            }
        }
        Ok(())
    }

    async fn pick(&self, label: &str, option: &str) -> Result<()> {
        let args = vec![json!("option"), json!(label), json!(option)];
        let found = self.browser.driver.execute(PAGE, args).await?.element();
        let found = found.with_context(|| format!("“{option}” in “{label}”"))?;
        found.click().await?;
        self.settle().await
    }

    /// Goes on, and gives the heading of the step that comes.
    pub async fn go_on(&self) -> Result<String> {
        self.press_and_arrive(self.say(button::GO_ON)).await
    }

    /// Presses what leads to another step, and gives that step's heading.
    pub async fn press_and_arrive(&self, name: &str) -> Result<String> {
        let before = self.heading().await?;
        self.press(name).await?;
        self.arrive_from(&before).await.with_context(|| format!("pressing “{name}”"))
    }

    /// Waits until the focus is on another heading, and gives it.
    pub async fn arrive_from(&self, before: &str) -> Result<String> {
        let deadline = deadline();
        while now() < deadline {
            let heading = self.heading().await?;
            if !heading.is_empty() && heading != before {
                return Ok(heading);
            }
            tokio::time::sleep(BLINK).await;
        }
        bail!("no other step comes after “{before}”:\n{}", self.browser.text().await?)
    }

    // --- Under the surface --------------------------------------------------

    /// Runs axe on the frame, and gives each fault with the step's name.
    pub async fn axe(&self, step: &str) -> Result<Vec<String>> {
        let faults = self.browser.accessibility_faults().await?;
        Ok(faults.into_iter().map(|fault| format!("{step}: {fault}")).collect())
    }

    /// Waits until what was pressed is drawn: a frame, or as long as one takes
    /// at most where the page is not on the screen.
    pub async fn settle(&self) -> Result<()> {
        const DRAWN: &str = "const done = arguments[0]; setTimeout(done, 250, true);
            requestAnimationFrame(() => setTimeout(done, 0, true))";
        self.browser.driver.execute_async(DRAWN, Vec::new()).await?;
        Ok(())
    }

    async fn click(&self, element: WebElement) -> WebDriverResult<()> {
        const NEAR: &str = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.browser.driver.execute(NEAR, vec![element.to_json()?]).await?;
        element.click().await
    }

    async fn look<T: DeserializeOwned>(&self, what: Value) -> Result<T> {
        let Value::Array(args) = what else { bail!("not a list: {what}") };
        let name = args.first().cloned();
        let seen = self.browser.driver.execute(PAGE, args).await;
        let seen = seen.and_then(|seen| seen.convert());
        seen.with_context(|| format!("looking for {}", name.unwrap_or_default()))
    }
}

/// The same as [`Browser::forget`].
pub async fn forget(browser: &Browser) -> Result<()> {
    browser.forget().await
}

const TO_THE_FRAME: &str = "document.body?.scrollIntoView({ block: 'start', behavior: 'instant' });
    return document.readyState !== 'loading' && location.pathname.startsWith('/f/')";

const PAGE: &str = include_str!("visitor/page.js");

/// Gives the same of a case that [`native`] answered: the answer, and with it what
/// was said, as the core has it before it judges.
pub fn native_facts(told: &Value, case: &Value, all: &Catalogue, today: &str) -> Result<Value> {
    let case: Case = serde_json::from_value(case.clone())?;
    let mut said = from_facts(&case.facts).map_err(|bad| anyhow!("{}: {}", bad.name, bad.why))?;
    said.concepts.clone_from(&case.concepts);
    let today = shared::text::day(today).context("no such day")?;
    let heard = all.hear(&case.text, case.lang);
    let profile = matching::profile_for(all, &said, &heard, today);
    let mut told = told.as_object().cloned().context("no answer")?;
    told.insert("answers".into(), json!(profile.coarse(&all.rules.empty_words)));
    told.insert("concepts".into(), json!(profile.concepts));
    told.insert("sayings".into(), json!(profile.sayings));
    Ok(Value::Object(told))
}

/// Gives what the native program makes of a company case, by the same words.
pub fn native(name: &str, case: &Value, today: &str) -> Result<String> {
    let file = project::target().join(format!("cases/{name}.json"));
    project::write(&file, case.to_string())?;
    let mut program = project::tool(project::target().join("debug/examples/match"));
    program.args(["--today", today]).arg(&file);
    Ok(project::output_of(&mut program)?.trim_end().to_owned())
}
