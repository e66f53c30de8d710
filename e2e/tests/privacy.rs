//! What leaves the browser: nothing that was answered, before it is sent. And
//! what stays in it afterwards: nothing.

use anyhow::{Context, Result, bail, ensure};
use e2e::browser::visitor::Contact;
use e2e::browser::visitor::questions::Facts;
use e2e::browser::visitor::words::{button, heading};
use e2e::browser::{Browser, Engine, Request, Visitor};
use e2e::project;
use e2e::stack::Stack;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::text::Lang;

const CONTACT: Contact<'static> = Contact {
    company: "Hemliga Exempelbolaget AB",
    org_number: "556016-0680",
    name: "Kim Förnamnsson",
    role: "Utvecklingschef",
    email: "kim@hemligt.example.org",
};

/// A company that can send: one answers quite differently from the other.
#[derive(Deserialize)]
struct Company {
    text: String,
    facts: Facts,
}

/// What a run asked the network for.
struct Run {
    before: Vec<Request>,
    after: Vec<Request>,
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_before_it_is_sent_and_nothing_stays() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| in_one(&stack, engine));
    tokio::try_join!(chromium, firefox)?;
    Ok(())
}

async fn in_one(stack: &Stack, engine: Engine) -> Result<()> {
    let browser = Browser::of(engine).await?;
    let (one, other) = (read("company-01-hjartvy")?, read("company-12-lablink")?);

    let first = run(stack, &browser, &one).await?;
    let second = run(stack, &browser, &other).await?;

    let origins = [stack.url(""), stack.site.origin.clone()];
    for (run, company) in [(&first, &one), (&second, &other)] {
        for request in run.before.iter().chain(&run.after) {
            let host = origins.iter().find(|origin| request.url.starts_with(*origin));
            assert!(host.is_some(), "{} is none of ours", request.url);
            assert!(!request.headers.iter().any(|line| is_cookie(line)), "{request:?}");
        }
        carry_nothing(&run.before, company);
        let [sent] = run.after.as_slice() else { bail!("after “send”: {:?}", run.after) };
        assert_eq!((&*sent.method, &*sent.url), ("POST", &*stack.url("/v1/leads")));
        assert!(sent.body.as_ref().is_some_and(|body| body.contains(CONTACT.email)), "{sent:?}");
    }
    assert_eq!(order(&first.before), order(&second.before), "what is fetched tells the answers");
    browser.close().await
}

fn read(name: &str) -> Result<Company> {
    let path = project::root().join(format!("shared/tests/cases/{name}.toml"));
    toml::from_str(&String::from_utf8(project::read(&path)?)?).context(name.to_owned())
}

fn is_cookie(line: &str) -> bool {
    line.to_lowercase().starts_with("cookie:")
}

fn order(requests: &[Request]) -> Vec<(&str, &str)> {
    requests.iter().map(|request| (&*request.method, &*request.url)).collect()
}

/// No word of what was written, and no code of what was chosen, is in an
/// address, a header or a body.
fn carry_nothing(requests: &[Request], company: &Company) {
    let contact = [CONTACT.company, CONTACT.name, CONTACT.role, CONTACT.email, CONTACT.org_number];
    let texts = company.facts.values().flat_map(texts).chain([company.text.clone()]);
    let words = texts.chain(contact.map(str::to_owned)).flat_map(|text| {
        text.split(|c: char| !c.is_alphanumeric() && c != '.')
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    });
    // Shorter ones are part of hashes and of ordinary words.
    let words: Vec<String> = words.filter(|word| 5 < word.chars().count()).collect();
    assert!(20 < words.len(), "{words:?}");
    for request in requests {
        assert_eq!((&*request.method, &request.body), ("GET", &None), "{request:?}");
        let all = format!("{} {}", request.url, request.headers.join(" ")).to_lowercase();
        for word in words.iter().filter(|word| *word != "region") {
            assert!(!all.contains(word.as_str()), "“{word}” is in {request:?}");
        }
    }
}

fn texts(fact: &Value) -> Vec<String> {
    match fact {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(texts).collect(),
        Value::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

/// A whole journey, to the receipt, in a browser that has seen nothing before.
async fn run(stack: &Stack, browser: &Browser, company: &Company) -> Result<Run> {
    // A cache that is warm in one run and cold in the other would hide requests.
    browser.forget().await?;
    let visitor = Visitor::open(browser, stack, Lang::Sv).await?;
    visitor.answer_all(&company.text, &company.facts, async |_| Ok(())).await?;
    visitor.unfold().await?;
    visitor.to_contact(&[]).await?;
    ensure!(notice(&visitor).await?.contains("dataskyddsförordningen"), "no privacy notice");
    visitor.fill_in(CONTACT).await?;
    visitor.arrive(visitor.say(button::GO_ON), heading::CHECK).await?;
    let before = browser.requests().await?;
    nothing_is_kept(&visitor, stack).await?;
    visitor.send().await?;
    let after = browser.requests().await?;
    nothing_is_kept(&visitor, stack).await?;
    // How soon a file is used tells of the machine.
    let is_late = |line: &String| line.contains("was not used within a few seconds");
    let mut console = browser.console().await?;
    console.retain(|line| !is_late(line));
    ensure!(console.is_empty(), "the console says: {console:#?}");
    Ok(Run { before, after })
}

async fn notice(visitor: &Visitor<'_>) -> Result<String> {
    const NOTICE: &str = "return document.querySelector('#vi-privacy').innerText";
    visitor.browser.script(NOTICE, Vec::new()).await
}

/// The notice comes after the first question. If it does not, the contact step
/// says where it can be read.
#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_did_not_come_is_linked_to() -> Result<()> {
    const LINKS: &str = "return [...document.querySelectorAll('#vi-privacy a')].map((a) => a.href)";
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    browser.devtools("Network.enable", json!({})).await?;
    let lost = json!({ "urls": ["*/v1/partners/*"] });
    browser.devtools("Network.setBlockedURLs", lost).await?;
    let company = read("company-01-hjartvy")?;
    let visitor = Visitor::open(&browser, &stack, Lang::Sv).await?;
    visitor.answer_all(&company.text, &company.facts, async |_| Ok(())).await?;
    visitor.unfold().await?;
    visitor.to_contact(&[]).await?;
    browser.wait_until("return !!document.querySelector('#vi-privacy a')").await?;
    let links: Vec<String> = browser.script(LINKS, Vec::new()).await?;
    let plain = stack.url("/f/demo-park?plain=1");
    assert_eq!(links, [plain.as_str()]);
    let page = reqwest::get(&plain).await?.text().await?;
    ensure!(page.contains("dataskyddsförordningen"), "the page has no notice");
    browser.close().await
}

/// No cookie, storage, database or cache: neither in our frame's origin nor in
/// the partner's.
async fn nothing_is_kept(visitor: &Visitor<'_>, stack: &Stack) -> Result<()> {
    let traces = visitor.browser.traces().await?;
    ensure!(traces.is_empty(), "left in the browser: {traces:?}");
    for origin in [stack.url(""), stack.site.origin.clone()] {
        let kept = visitor.browser.kept_for(&origin).await?;
        ensure!(kept == 0.0, "{origin} keeps {kept} bytes");
    }
    Ok(())
}
