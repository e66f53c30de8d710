//! Back and forth at random: no answer is lost, none is asked for twice. And the
//! plain page's form, where no script runs at all.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::visitor::words::{button, field, heading};
use e2e::browser::{Browser, Engine, Visitor};
use e2e::project::say;
use e2e::stack::Stack;
use shared::text::Lang;

use crate::hands::{CONTACT, Company, read};

/// Together in both browsers: a sample, and with `VAGEN_IN_ALL_STATES` all.
const WALKS: [u64; 2] = [6, 20];

const COMPANIES: [&str; 5] = [
    "company-01-hjartvy",
    "company-03-nanoskar",
    "company-05-vardro",
    "company-08-trygg-natt",
    "company-12-lablink",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_lost_or_asked_for_twice() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| wander_all(&stack, engine));
    let (one, other) = tokio::try_join!(chromium, firefox)?;
    say(format_args!("{} walks, {} steps back and forth: 0 answers lost", walks(), one + other));
    Ok(())
}

fn walks() -> u64 {
    let [sample, all] = WALKS;
    if crate::takes_all() { all } else { sample }
}

async fn wander_all(stack: &Stack, engine: Engine) -> Result<usize> {
    let browser = Browser::of(engine).await?;
    let mut steps = 0;
    let first = u64::from(engine == Engine::Firefox);
    for seed in (first..walks()).step_by(2) {
        let at = usize::try_from(seed)? % COMPANIES.len();
        let company = read(COMPANIES.get(at).context("no company")?)?;
        let visitor = Visitor::open(&browser, stack, Lang::Sv).await?;
        let given = BTreeMap::new();
        let mut walk = Walk { visitor: &visitor, company, chance: seed + 1, given };
        steps += walk.wander().await.with_context(|| format!("{engine:?}, walk {seed}"))?;
    }
    browser.close().await?;
    Ok(steps)
}

struct Walk<'a> {
    visitor: &'a Visitor<'a>,
    company: Company,
    chance: u64,
    /// What was answered: by the question, the heading above it and the answers.
    given: BTreeMap<String, (String, Vec<String>)>,
}

impl Walk<'_> {
    /// Walks until the results, now and then some steps back.
    async fn wander(&mut self) -> Result<usize> {
        const MOST: usize = 60;
        let visitor = self.visitor;
        let first = visitor.question("seek")?;
        let mut heading = first.clone();
        let mut backs = 6;
        for step in 1..MOST {
            let is_over = visitor.is_results(&heading);
            if is_over && backs == 0 {
                return Ok(step);
            }
            if !is_over {
                self.answer(&heading).await?;
            }
            let turns = is_over || (heading != first && 0 < backs && self.dice(3) == 0);
            backs -= u32::from(turns);
            let press = if turns { button::BACK } else { button::GO_ON };
            heading = visitor.press_and_arrive(visitor.say(press)).await?;
        }
        anyhow::bail!("the walk does not end in {MOST} steps")
    }

    /// Answers what is new on a page; what was answered must stand there still.
    async fn answer(&mut self, heading: &str) -> Result<()> {
        let visitor = self.visitor;
        if heading == visitor.say(heading::WORDS) {
            return self.words().await;
        }
        for (question, shape, answers) in visitor.asked(heading, &self.company.facts)? {
            if !visitor.is_asked(&question).await? {
                continue;
            }
            if let Some((above, given)) = self.given.get(&question) {
                ensure!(above == heading, "“{question}” is asked under “{above}” and “{heading}”");
                let there = self.there(&question, &shape).await?;
                ensure!(&there == given, "“{question}” was {given:?} and is {there:?}");
                continue;
            }
            for answer in &answers {
                match shape.as_str() {
                    "text" | "amount" => visitor.write(&question, answer).await?,
                    // What is chosen there already is Sweden.
                    "country" => {}
                    _ => visitor.choose(&question, answer).await?,
                }
            }
            let there = self.there(&question, &shape).await?;
            self.given.insert(question, (heading.to_owned(), there));
        }
        Ok(())
    }

    async fn words(&mut self) -> Result<()> {
        let visitor = self.visitor;
        let label = visitor.say(field::WORDS);
        if self.given.contains_key(label) {
            let there = visitor.written(label).await?;
            ensure!(there == self.company.text, "of the own words this stayed: {there}");
            return Ok(());
        }
        visitor.describe(&self.company.text).await?;
        self.given.insert(label.to_owned(), (String::new(), Vec::new()));
        Ok(())
    }

    async fn there(&self, question: &str, shape: &str) -> Result<Vec<String>> {
        match shape {
            "text" | "amount" | "country" => Ok(vec![self.visitor.written(question).await?]),
            _ => self.visitor.chosen(question).await,
        }
    }

    /// The same walk each time: numbers that only look like chance.
    fn dice(&mut self, sides: u64) -> u64 {
        self.chance = self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
        (self.chance >> 33) % sides
    }
}

// --- No script at all ---------------------------------------------------------

#[tokio::test(flavor = "multi_thread")]
async fn the_plain_form_reaches_the_recipient() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| send_plainly(&stack, engine));
    tokio::try_join!(chromium, firefox)?;
    let patience = Duration::from_mins(1);
    let came = stack.recipient.wait_until(patience, |all| {
        let texts: Vec<String> = all.iter().map(|one| one.body.to_string()).collect();
        Engine::ALL.iter().all(|one| texts.iter().any(|text| text.contains(company(*one))))
    });
    ensure!(came.await?.iter().all(|one| one.is_genuine), "a signature is wrong");
    Ok(())
}

fn company(engine: Engine) -> &'static str {
    match engine {
        Engine::Chromium => "Exempelbolaget Krom AB",
        Engine::Firefox => "Exempelbolaget Räv AB",
    }
}

async fn send_plainly(stack: &Stack, engine: Engine) -> Result<()> {
    let browser = Browser::of(engine).await?;
    browser.run_scripts(false).await?;
    browser.open(&stack.url("/f/demo-park?plain=1&lang=sv")).await?;
    let written = [
        ("#summary", "En app som visar patienten nästa steg efter ett besök."),
        ("#org_benefit", "Färre samtal till mottagningen."),
        ("#user_benefit", "Tryggare hemma."),
        ("#company", company(engine)),
        ("#name", CONTACT.name),
        ("#email", CONTACT.email),
    ];
    for (field, text) in written {
        browser.write_in(field, text).await?;
    }
    // The first of what can be sought.
    browser.press_in("#seek option:nth-child(2)").await?;
    browser.press_in("#contact button[type=submit]").await?;
    browser.wait_for_text("VI-").await?;
    browser.close().await
}
