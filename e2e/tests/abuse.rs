//! Floods, programs and rubbish reach nobody; people are never in the way.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::lead::{self, step_token};
use e2e::project::{say, stopwatch};
use e2e::stack::Stack;
use futures_util::StreamExt;
use futures_util::stream;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

#[path = "abuse/rubbish.rs"]
mod rubbish;

/// As in edge/wrangler.toml.
const LIMITS: &[(&str, &str)] = &[(
    "LIMITS",
    r#"{"least_seconds": 3, "network_pass": 10, "network_hold": 10, "partner": 100, "all": 500}"#,
)];
const PATIENCE: Duration = Duration::from_mins(2);
const AT_A_TIME: usize = 40;
const PARTNERS: [&str; 3] = ["demo-park", "ki-science-park", "flemingsberg-science"];

/// Someone who sends: a person's browser, or a program.
struct Sender {
    name: String,
    address: String,
    partner: &'static str,
    /// How long ago the page was opened.
    age: Duration,
}

/// Where it is sent.
struct Desk<'a> {
    stack: &'a Stack,
    client: Client,
    lead: Value,
}

impl Desk<'_> {
    async fn send(&self, sender: &Sender) -> Result<Response> {
        let Sender { name, address, partner, age } = sender;
        let mut lead = self.lead.clone();
        lead::set(&mut lead, "/facts/partner", *partner)?;
        lead::set(&mut lead, "/person/company", name.as_str())?;
        let key = format!("abuse-{}", name.replace([' ', 'Ä'], "-").to_lowercase());
        let asked = self.with(&key, &step_token(*age), &lead);
        Ok(asked.header("cf-connecting-ip", address).send().await?)
    }

    fn with(&self, key: &str, token: &str, lead: &Value) -> reqwest::RequestBuilder {
        let asked = self.client.post(self.stack.url("/v1/leads"));
        let asked = asked.header("content-type", "application/json").body(lead.to_string());
        asked.header("idempotency-key", format!("{key:-<16}")).header("step-token", token)
    }

    /// Sends, and must be let through to the recipient.
    async fn pass(&self, sender: &Sender) -> Result<()> {
        let answer = self.send(sender).await?;
        ensure!(answer.status() == StatusCode::ACCEPTED, "{}: {}", sender.name, answer.status());
        ensure!(state(answer).await? == "received", "{} is held back", sender.name);
        Ok(())
    }
}

async fn desk(stack: &Stack) -> Result<Desk<'_>> {
    let client = Client::builder().redirect(Policy::none()).build()?;
    Ok(Desk { stack, client, lead: lead::example(stack).await? })
}

async fn state(answer: Response) -> Result<String> {
    let body: Value = serde_json::from_str(&answer.text().await?)?;
    Ok(body.get("state").and_then(Value::as_str).unwrap_or_default().to_owned())
}

fn companies(stack: &Stack) -> BTreeSet<String> {
    let all = stack.recipient.deliveries();
    let name = |body: &Value| body.pointer("/data/company/name")?.as_str().map(str::to_owned);
    all.iter().filter_map(|delivery| name(&delivery.body)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_from_one_address_reaches_nobody_and_honest_ones_pass() -> Result<()> {
    const FLOOD: usize = 1000;
    const HONEST: usize = 30;
    let stack = Stack::start_with(LIMITS).await?;
    let desk = desk(&stack).await?;
    let elapsed = stopwatch();
    let (flood, slowest) = tokio::try_join!(flood(&desk, FLOOD), honest(&desk, HONEST))?;
    let seconds = elapsed().as_secs_f32();
    let (held, waiting) = flood;
    assert_eq!(held + waiting, FLOOD);
    assert!(held <= 10, "{held} are held back");
    stack.recipient.wait_until(PATIENCE, |all| HONEST <= all.len()).await?;
    let reached = companies(&stack);
    assert_eq!(reached.len(), HONEST);
    assert!(reached.iter().all(|name| name.starts_with("Person")), "{reached:?}");
    say(format_args!(
        "{FLOOD} in {seconds:.0} s from one address: 0 reached anyone, {held} held back, {waiting} \
         told to wait; {HONEST} honest ones passed, the slowest in {} ms",
        slowest.as_millis()
    ));
    Ok(())
}

/// Valid leads by a program: it takes a token and sends at once. Gives how many
/// are held back, and how many are told to wait.
async fn flood(desk: &Desk<'_>, many: usize) -> Result<(usize, usize)> {
    let one = async |number: usize| -> Result<(StatusCode, String)> {
        let (name, address) = (format!("Flood {number}"), "203.0.113.9".to_owned());
        let partner = "demo-park";
        let answer = desk.send(&Sender { name, address, partner, age: Duration::ZERO }).await?;
        let status = answer.status();
        Ok((status, if status.is_success() { state(answer).await? } else { String::new() }))
    };
    let all: Vec<_> = stream::iter(0..many).map(one).buffer_unordered(AT_A_TIME).collect().await;
    let (mut held, mut waiting) = (0, 0);
    for answer in all {
        let (status, state) = answer?;
        held += usize::from(state == "reviewing");
        waiting += usize::from(status == StatusCode::TOO_MANY_REQUESTS);
    }
    Ok((held, waiting))
}

/// Gives how long the slowest had to wait for an answer.
async fn honest(desk: &Desk<'_>, many: usize) -> Result<Duration> {
    let mut slowest = Duration::ZERO;
    for number in 0..many {
        let (name, address) = (format!("Person {number}"), format!("198.51.{number}.7"));
        let partner = "ki-science-park";
        let waited = stopwatch();
        desk.pass(&Sender { name, address, partner, age: Duration::from_secs(40) }).await?;
        slowest = slowest.max(waited());
    }
    Ok(slowest)
}

/// People with scripts: with autofill, slow, ten from one office.
fn people() -> Vec<Sender> {
    let one = |number: usize| {
        let (address, age) = match number % 3 {
            0 => (format!("192.0.{number}.1"), 4),
            1 => (format!("2001:db8:{number:x}::1"), 30 * 60),
            _ => (format!("198.51.{}.1", number / 30), 90),
        };
        let partner = PARTNERS.get(number % 3).copied().unwrap_or_default();
        let (name, age) = (format!("Person {number}"), Duration::from_secs(age));
        Sender { name, address, partner, age }
    };
    (0..225).map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_three_hundred_honest_ones_none_is_held_back_or_refused() -> Result<()> {
    const FORMS: usize = 75;
    let stack = Stack::start_with(LIMITS).await?;
    let desk = desk(&stack).await?;
    let people = people();
    let pass = |person| desk.pass(person);
    let all: Vec<_> = stream::iter(&people).map(pass).buffer_unordered(AT_A_TIME).collect().await;
    all.into_iter().collect::<Result<()>>()?;
    for number in 0..FORMS {
        send_a_form(&desk, number).await?;
    }
    let many = people.len() + FORMS;
    stack.recipient.wait_until(PATIENCE, |all| many <= all.len()).await?;
    assert_eq!(companies(&stack).len(), many);
    say(format_args!("{many} honest ones: 0 blocked"));
    Ok(())
}

/// A form as a page without scripts shows it, sent some minutes later.
async fn send_a_form(desk: &Desk<'_>, number: usize) -> Result<()> {
    let partner = PARTNERS.get(number % 3).copied().unwrap_or_default();
    let page = desk.client.get(desk.stack.url(&format!("/f/{partner}?plain=1"))).send().await?;
    ensure!(page.headers().get("cache-control").is_some_and(|kept| kept == "no-store"));
    let page = page.text().await?;
    let (_, once) = page.split_once("name=\"once\" value=\"").context("the form has no token")?;
    let once = once.split('"').next().unwrap_or_default();
    ensure!(once.split('.').count() == 3, "{once} is no token");
    let once = step_token(Duration::from_mins(5));
    let form = format!(
        "once={once}&leave_empty=&seek=seek.pilot&company=Formular+{number}&name=Kim\
         &email=kim@example.org&summary=En+app&org_benefit=Farre+aterinlaggningar\
         &user_benefit=Tryggare+hemma"
    );
    let sent = desk.client.post(desk.stack.url(&format!("/f/{partner}/contact"))).body(form);
    let sent = sent
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cf-connecting-ip", format!("203.0.{number}.3"));
    ensure!(sent.send().await?.status() == StatusCode::SEE_OTHER, "form {number}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_for_one_lead_and_a_wrong_one_for_none() -> Result<()> {
    const REPLAYS: usize = 1000;
    let stack = Stack::start().await?;
    let desk = desk(&stack).await?;
    let token = step_token(Duration::from_secs(10));
    let replay = async |number: usize| -> Result<StatusCode> {
        let key = format!("the-same-token-again-{number}");
        Ok(desk.with(&key, &token, &desk.lead).send().await?.status())
    };
    let all: Vec<_> =
        stream::iter(0..REPLAYS).map(replay).buffer_unordered(AT_A_TIME).collect().await;
    let mut told = BTreeMap::new();
    for status in all {
        *told.entry(status?.as_u16()).or_insert(0) += 1;
    }
    assert_eq!(told, BTreeMap::from([(202, 1), (409, REPLAYS - 1)]));

    let (edited, late) = (format!("1{token}"), step_token(Duration::from_secs(2 * 60 * 60 + 1)));
    for (number, token) in [&edited, &late, "x", "1.2.3"].into_iter().enumerate() {
        let key = format!("a-token-of-no-worth-{number}");
        let answer = desk.with(&key, token, &desk.lead).send().await?;
        assert_eq!(answer.status(), StatusCode::CONFLICT);
        assert!(answer.text().await?.contains("/problems/step-stale"));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trap_and_a_missing_token_hold_back_and_the_company_is_told_so() -> Result<()> {
    let stack = Stack::start().await?;
    let desk = desk(&stack).await?;
    let answer = desk.with("a-lead-without-any-token", "", &desk.lead).send().await?;
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    let told: Value = serde_json::from_str(&answer.text().await?)?;
    assert_eq!(told.get("state"), Some(&json!("reviewing")));
    let link = told.get("status_url").and_then(Value::as_str).context("no link")?;
    let page = desk.client.get(link).header("accept", "text/html").send().await?.text().await?;
    assert!(page.contains("Det granskas innan det skickas vidare"), "{page}");

    let form = format!(
        "once={}&leave_empty=x&seek=seek.pilot&company=F&name=K&email=k@example.org&summary=En+app\
         &org_benefit=Farre+aterinlaggningar&user_benefit=Tryggare+hemma",
        step_token(Duration::from_mins(1))
    );
    let sent = desk.client.post(stack.url("/f/demo-park/contact")).body(form);
    let sent = sent.header("content-type", "application/x-www-form-urlencoded").send().await?;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let (name, address) = ("Person".to_owned(), "192.0.2.1".to_owned());
    let age = Duration::from_secs(9);
    desk.pass(&Sender { name, address, partner: "demo-park", age }).await?;
    stack.recipient.wait_until(PATIENCE, |all| !all.is_empty()).await?;
    assert_eq!(companies(&stack), BTreeSet::from(["Person".to_owned()]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_malformed_bodies_are_the_callers_to_mend() -> Result<()> {
    let stack = Stack::start().await?;
    let lead = lead::example(&stack).await?;
    let all = rubbish::of(&lead)?;
    assert!(300 <= all.len(), "{}", all.len());
    let client = Client::new();
    let send = async |(number, (what, media_type, body)): (usize, &(String, &str, Vec<u8>))| {
        let asked = client
            .post(stack.url("/v1/leads"))
            .header("content-type", *media_type)
            .header("idempotency-key", format!("malformed-body-number-{number}"))
            .header("step-token", step_token(Duration::from_secs(9)))
            .body(body.clone());
        let answer = asked.send().await.with_context(|| what.clone())?;
        let status = answer.status();
        let kind = answer.headers().get("content-type").cloned();
        ensure!(status.is_client_error(), "{what}: {status}");
        ensure!(kind.is_some_and(|kind| kind == "application/problem+json"), "{what}: no problem");
        Ok(())
    };
    let done: Vec<Result<()>> =
        stream::iter(all.iter().enumerate()).map(send).buffer_unordered(8).collect().await;
    done.into_iter().collect::<Result<()>>()?;
    assert!(stack.recipient.deliveries().is_empty());
    say(format_args!("{} malformed bodies: all 4xx with a problem, 0 5xx", all.len()));
    Ok(())
}
