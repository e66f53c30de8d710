//! Recipients that behave in eighteen ways, and what becomes of a lead for each
//! of them at the first attempt. And one key, fifty times at once.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::lead;
use e2e::project::say;
use e2e::recipient::Delivery;
use e2e::recipient::scripted::{Script, Scripted};
use e2e::stack::{Stack, issuer};
use futures_util::future::join_all;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::try_join;

const PATIENCE: Duration = Duration::from_secs(45);

/// What is written down of an attempt.
struct Row {
    name: &'static str,
    script: Script,
    answer: &'static str,
    state: &'static str,
    /// It took at least and at most so many milliseconds.
    took: (i64, i64),
    /// The next one comes so many seconds later at the earliest.
    rest: i64,
}

impl Row {
    fn is_slow(&self) -> bool {
        matches!(self.script, Script::Answer(_, pause, _) if !pause.is_zero())
    }
}

/// A status, at once.
fn status(name: &'static str, code: u16, answer: &'static str, state: &'static str) -> Row {
    let script = Script::Answer(code, Duration::ZERO, String::new());
    Row { name, script, answer, state, took: (0, 5_000), rest: if state == "due" { 4 } else { 0 } }
}

fn after(name: &'static str, seconds: u64, answer: &'static str, state: &'static str) -> Row {
    let script = Script::Answer(200, Duration::from_secs(seconds), String::new());
    Row { name, script, answer, state, took: (13_500, 17_000), rest: 0 }
}

fn with(row: Row, headers: String, rest: i64) -> Row {
    let Script::Answer(code, pause, _) = row.script else { return row };
    Row { script: Script::Answer(code, pause, headers), rest, ..row }
}

fn matrix(date: &str) -> Vec<Row> {
    let odd = |name, script, answer, state| {
        let rest = if state == "due" { 4 } else { 0 };
        Row { name, script, answer, state, took: (0, 5_000), rest }
    };
    let moved = "Location: /followed\r\n".to_owned();
    vec![
        odd("refused", Script::Refuse, "silence", "due"),
        odd("reset", Script::Reset, "silence", "due"),
        after("200 after 14 s", 14, "200", "delivered"),
        after("200 after 31 s", 31, "silence", "due"),
        status("200", 200, "200", "delivered"),
        status("204", 204, "204", "delivered"),
        with(status("301", 301, "301", "due"), moved, 4),
        status("400", 400, "400", "due"),
        status("404", 404, "404", "due"),
        status("500", 500, "500", "due"),
        status("502", 502, "502", "due"),
        status("503", 503, "503", "due"),
        status("504", 504, "504", "due"),
        with(status("429, seconds", 429, "429", "due"), "Retry-After: 120\r\n".into(), 119),
        with(status("429, date", 429, "429", "due"), format!("Retry-After: {date}\r\n"), 500),
        odd("200 and 10 MB", Script::Talk(10_000_000), "200", "delivered"),
        odd("200, cut off", Script::CutOff, "200", "delivered"),
        // Last, since it stops the recipient.
        status("410", 410, "410", "parked"),
    ]
}

/// In ten minutes, as headers write it.
fn soon() -> Result<String> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    #[expect(clippy::disallowed_methods, reason = "this runs on the machine, never in wasm")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let then = i64::try_from(now.as_secs())? + 600;
    let then = time::OffsetDateTime::from_unix_timestamp(then)?;
    let day = DAYS.get(usize::from(then.weekday().number_days_from_monday()));
    let month = MONTHS.get(usize::from(u8::from(then.month())) - 1);
    let (hour, minute, second) = then.to_hms();
    let (day, month) = (day.context("no day")?, month.context("no month")?);
    let date = format!("{day}, {:02} {month} {}", then.day(), then.year());
    Ok(format!("{date} {hour:02}:{minute:02}:{second:02} GMT"))
}

fn token() -> Result<String> {
    issuer::token("vagen-in-operators")
}

struct Desk<'a>(&'a Stack);

impl Desk<'_> {
    async fn first_delivery(&self, reference: &str) -> Result<Value> {
        let url = self.0.desk(&format!("/v1/admin/leads/{reference}"));
        let look = async {
            loop {
                let request = Client::new().get(&url).header("cf-access-jwt-assertion", token()?);
                let told: Value = serde_json::from_str(&request.send().await?.text().await?)?;
                let delivery = told.pointer("/deliveries/0").context("no delivery")?;
                if delivery.pointer("/attempts/0").is_some() {
                    return Ok(delivery.clone());
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(PATIENCE, look).await.context("no attempt was made")?
    }

    async fn resume(&self, recipient: &str) -> Result<()> {
        let url = self.0.desk(&format!("/v1/admin/recipients/{recipient}/resume"));
        let request = Client::new().post(url).header("cf-access-jwt-assertion", token()?);
        let request = request.header("content-type", "application/json");
        let answer = request.body(json!({ "reason": "test" }).to_string()).send().await?;
        ensure!(answer.status() == StatusCode::OK, "{}", answer.text().await?);
        Ok(())
    }
}

/// What differs from what a row of the matrix says.
fn differs(row: &Row, delivery: &Value) -> Option<String> {
    let text = |path: &str| delivery.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let number = |path: &str| delivery.pointer(path).and_then(Value::as_i64).unwrap_or_default();
    let took = number("/attempts/0/milliseconds");
    let rest = (number("/next_attempt_at") - number("/attempts/0/at")) / 1000;
    let is_so = text("/attempts/0/answer") == row.answer
        && text("/state") == row.state
        && (row.took.0..=row.took.1).contains(&took)
        && (row.rest == 0 || row.rest <= rest);
    (!is_so).then(|| format!("{}: {delivery}", row.name))
}

/// What came of a part of the matrix.
#[derive(Default)]
struct Found {
    table: String,
    wrong: Vec<String>,
}

/// Each on the same recipient, one after the other.
async fn play(rows: &[Row]) -> Result<Found> {
    let mut stack = Stack::start().await?;
    let lead = lead::example(&stack).await?;
    stack.recipient.go_down();
    let mut scripted = Scripted::start(&stack.recipient.origin).await?;
    let desk = Desk(&stack);
    let mut found = Found::default();
    for (number, row) in rows.iter().enumerate() {
        scripted.play(row.script.clone()).await?;
        let mut lead = lead.clone();
        lead::set(&mut lead, "/person/company", format!("Beteende {number} AB"))?;
        let answer = lead::send(&stack, &lead, &format!("receiver-matrix-{number:03}")).await?;
        let said = |name: &str| answer.body.get(name).and_then(Value::as_str).unwrap_or_default();
        ensure!(answer.status == StatusCode::ACCEPTED, "{answer:?}");
        let delivery = desk.first_delivery(said("reference")).await?;
        let words = |path: &str| delivery.pointer(path).cloned().unwrap_or_default();
        let (heard, state) = (words("/attempts/0/answer"), words("/state"));
        writeln!(found.table, "  {:<16} {heard} → {state}", row.name)?;
        found.wrong.extend(differs(row, &delivery));
        // Nothing of this one is to meet the next one's script.
        Client::new().delete(said("status_url")).send().await?;
        let recipient = delivery.get("recipient").and_then(Value::as_str);
        desk.resume(recipient.context("no recipient")?).await?;
    }
    let heard = scripted.heard();
    ensure!(heard.iter().all(|line| line.starts_with("POST /hooks/")), "followed: {heard:?}");
    Ok(found)
}

#[tokio::test(flavor = "multi_thread")]
async fn eighteen_ways_to_answer_end_as_they_should() -> Result<()> {
    let matrix = matrix(&soon()?);
    let number = matrix.len();
    let (slow, quick): (Vec<_>, Vec<_>) = matrix.into_iter().partition(Row::is_slow);
    let (quick, slow) = try_join!(play(&quick), play(&slow))?;
    let wrong = [quick.wrong, slow.wrong].concat();
    let right = number - wrong.len();
    say(format_args!("{right} of {number} as they should\n{}{}", quick.table, slow.table));
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_at_once_with_one_key_are_one_lead() -> Result<()> {
    const TIMES: usize = 50;
    let stack = Stack::start().await?;
    let lead = lead::example(&stack).await?;
    let key = "one-key-fifty-times";
    let all = join_all((0..TIMES).map(|_| lead::send(&stack, &lead, key))).await;
    let mut answers = BTreeSet::new();
    for answer in all {
        let answer = answer?;
        ensure!(answer.status == StatusCode::ACCEPTED, "{answer:?}");
        answers.insert(answer.body.to_string());
    }
    ensure!(answers.len() == 1, "{} different answers", answers.len());

    let mut other = lead.clone();
    lead::set(&mut other, "/person/company", "Ett annat bolag AB")?;
    let refused = lead::send(&stack, &other, key).await?;
    ensure!(refused.status == StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");

    // With one that comes after them, two are delivered, and no third.
    lead::send(&stack, &other, "another-key-after-it").await?;
    let ids = |all: &[Delivery]| all.iter().map(|one| one.id.clone()).collect::<BTreeSet<_>>();
    let came = stack.recipient.wait_until(PATIENCE, |all| 2 <= ids(all).len()).await?;
    let ids = ids(&came);
    ensure!(ids.len() == 2, "{ids:?}");
    Ok(())
}
