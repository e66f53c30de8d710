//! Sealed hand-over: what a browser seals opens for its recipient, and nobody
//! else has it in clear, the Worker and its database included.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::visitor::Contact;
use e2e::browser::visitor::questions::Facts;
use e2e::browser::{Browser, Engine, Visitor};
use e2e::lead;
use e2e::project;
use e2e::stack::Stack;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::text::Lang;

const PATIENCE: Duration = Duration::from_mins(1);

/// Of a pair that was made for this test alone: `… --example open -- new`.
const KEYS: &str = r#"{"2026-11": "cDs7x-Rc7ePWQZ_ueCJLMLIprZs4myXW_aRo-Ge3T2M"}"#;

/// Every recipient has that key.
const KEYED: &[(&str, &str)] = &[("RECIPIENTS", include_str!("sealed/recipients.json"))];

const CONTACT: Contact<'static> = Contact {
    company: "Förseglade Exempelbolaget AB",
    org_number: "556016-0680",
    name: "Robin Sigillsson",
    role: "Utvecklingschef",
    email: "robin@forseglat.example.org",
};

#[derive(Deserialize)]
struct Company {
    text: String,
    facts: Facts,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_seals_opens_for_its_recipient_and_is_nowhere_else_in_clear() -> Result<()> {
    let mut stack = Stack::start_with(KEYED).await?;
    build_the_receiving_side()?;
    for (number, engine) in (1..).zip(Engine::ALL) {
        let sent = send_from_a_page(&stack, engine).await?;
        let all = stack.recipient.wait_until(PATIENCE, |all| number <= all.len()).await?;
        let came = all.last().context("nothing came")?;
        let [sent, body] = [sent, came.body.to_string()];
        for text in [&sent, &body] {
            assert!(!says_who(text.as_bytes()), "{engine:?}: {text}");
        }
        let person: Value = serde_json::from_str(&open(&came.body)?)?;
        assert_eq!(person.get("email"), Some(&json!(CONTACT.email)));
        assert_eq!(person.get("company"), Some(&json!(CONTACT.company)));
    }
    let killed = stack.kill_worker()?;
    ensure!(0 < search(&killed.folder)?, "no file was looked through");
    Ok(())
}

/// A whole journey. Gives the body of the one request that it ends with.
async fn send_from_a_page(stack: &Stack, engine: Engine) -> Result<String> {
    let path = project::root().join("shared/tests/cases/company-01-hjartvy.toml");
    let company: Company = toml::from_str(&String::from_utf8(project::read(&path)?)?)?;
    let browser = Browser::of(engine).await?;
    let visitor = Visitor::open(&browser, stack, Lang::Sv).await?;
    visitor.answer_all(&company.text, &company.facts, async |_| Ok(())).await?;
    visitor.to_check(&[], CONTACT).await?;
    browser.requests().await?;
    visitor.send().await?;
    let requests = browser.requests().await?;
    let sent = requests.into_iter().find(|request| request.method == "POST");
    browser.close().await?;
    sent.and_then(|sent| sent.body).context("no lead was sent")
}

fn build_the_receiving_side() -> Result<()> {
    let mut cargo = project::cargo();
    project::run(cargo.args(["build", "--quiet", "--package=shared", "--example=open"]))?;
    project::write(&project::target().join("sealed/keys.json"), KEYS)
}

/// Opens a delivery as its recipient would.
fn open(delivery: &Value) -> Result<String> {
    let mut program = project::tool(project::target().join("debug/examples/open"));
    program.arg(project::target().join("sealed/keys.json"));
    let mut opening = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = opening.stdin.take().context("it takes no input")?;
    input.write_all(delivery.to_string().as_bytes())?;
    drop(input);
    let done = opening.wait_with_output()?;
    ensure!(done.status.success(), "it did not open");
    Ok(String::from_utf8(done.stdout)?)
}

fn says_who(bytes: &[u8]) -> bool {
    let words = [CONTACT.company, CONTACT.name, CONTACT.email, "Hjärtsvikt kan"];
    words.iter().any(|word| bytes.windows(word.len()).any(|part| part == word.as_bytes()))
}

/// Looks through every file of the Worker's: database, log. Gives how many.
fn search(folder: &Path) -> Result<usize> {
    let mut files = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files += search(&path)?;
        } else {
            ensure!(!says_who(&fs::read(&path)?), "{} says who", path.display());
            files += 1;
        }
    }
    Ok(files)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_key_takes_nothing_in_clear_but_from_a_page_without_scripts() -> Result<()> {
    let stack = Stack::start_with(KEYED).await?;
    let lead = lead::example(&stack).await?;
    let answer = lead::send(&stack, &lead, "in-clear-to-whom-has-a-key").await?;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
    assert!(answer.body.to_string().contains("/problems/seal-needed"), "{answer:?}");

    let page = reqwest::get(stack.url("/f/demo-park?plain=1")).await?.text().await?;
    assert!(page.contains("Formuläret förseglar inte"), "the form does not say so");
    let client = Client::builder().redirect(Policy::none()).build()?;
    let form = format!(
        "once={}&seek=seek.pilot&company=Exempel+AB&name=Kim&email=kim@example.org\
         &summary=En+app&org_benefit=Farre+aterinlaggningar&user_benefit=Tryggare+hemma",
        lead::step_token(Duration::from_mins(1))
    );
    let sent = client.post(stack.url("/f/demo-park/contact")).body(form);
    let sent = sent.header("content-type", "application/x-www-form-urlencoded").send().await?;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let all = stack.recipient.wait_until(PATIENCE, |all| !all.is_empty()).await?;
    let email = all.first().and_then(|came| came.body.pointer("/data/contact/email"));
    assert_eq!(email, Some(&json!("kim@example.org")));
    Ok(())
}
