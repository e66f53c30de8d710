//! `cargo operator`: what operators do, from a command line.

use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use e2e::project::{self, say};
use reqwest::{Client, Method, RequestBuilder};
use rsa::rand_core::{OsRng, RngCore as _};
use serde_json::{Map, Value, json};

const HELP: &str = "\
cargo operator VERB …       each verb has a page in edge/runbooks

    me                      who I am to the service, and what I may do
    status                  how it goes, in numbers
    timeline LEAD           a lead's life, by its id or reference, without its person
    deliveries [FILTER]     deliveries, oldest lead first
    recipients              how it goes with each recipient
    replay WHICH --reason CODE [--confirm N]
                            tells what would be sent again; with the number that was
                            told, sends it
    pause RECIPIENT --reason CODE
                            sends nothing there until resumed; leads are kept
    resume RECIPIENT --reason CODE
                            goes on with a recipient that was paused or stopped
    rotate RECIPIENT [--end]
                            makes a new secret and says how to set it; --end when the
                            recipient uses the new one
    erase LEAD --reason CODE
                            erases what the person wrote; cannot be undone
    export [FILTER] [--output FILE]
                            deliveries as CSV
    quarantine [release LEAD --reason CODE]
                            what waits to be judged; lets one out
    audit [--after NUMBER]  what operators did, and whether the chain is whole

FILTER  --state due|delivered|parked|withdrawn, --recipient ID, --from DAY, --until DAY
WHICH   --delivery ID, --lead ID, --recipient ID, --from MS, --until MS, --delivered
CODE    why: small letters, digits and hyphens, never a person's name

Where and who, from the environment:
    VAGEN_IN_OPERATORS      the operators' origin: https://operators.…
    VAGEN_IN_TOKEN          a token as `cloudflared access token` prints it; or
    CF_ACCESS_CLIENT_ID and CF_ACCESS_CLIENT_SECRET
                            a service token of Cloudflare Access";

#[tokio::main]
async fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(words: Vec<String>) -> Result<()> {
    let asked = Asked::read(words)?;
    let (verb, what) = (asked.verb.as_str(), asked.what.as_deref());
    match (verb, what) {
        ("" | "help", _) => {
            say(HELP);
            Ok(())
        }
        ("me", None) => show("me", &[]).await,
        ("status", None) => show("metrics", &[]).await,
        ("recipients", None) => show("recipients", &[]).await,
        ("quarantine", None) => show("quarantine", &[]).await,
        ("audit", None) => show("audit", &asked.query(&["after"])?).await,
        ("deliveries", None) => show("deliveries", &asked.query(FILTER)?).await,
        ("export", None) => export(&asked).await,
        ("timeline", Some(lead)) => show(&format!("leads/{}", name(lead)?), &[]).await,
        ("erase", Some(lead)) => {
            change(&format!("leads/{}/erase", name(lead)?), &asked.reason()?).await
        }
        ("quarantine", Some("release")) => {
            let lead = asked.more.as_deref().context("release which lead?")?;
            change(&format!("leads/{}/release", name(lead)?), &asked.reason()?).await
        }
        ("pause" | "resume", Some(id)) => {
            change(&format!("recipients/{}/{verb}", name(id)?), &asked.reason()?).await
        }
        ("rotate", Some(id)) => rotate(name(id)?, asked.has("end")).await,
        ("replay", None) => change("replay", &asked.replay()?).await,
        _ => bail!("there is no such verb, or something is missing\n\n{HELP}"),
    }
}

const FILTER: &[&str] = &["state", "recipient", "from", "until"];

/// What was written on the command line.
#[derive(Default)]
struct Asked {
    verb: String,
    what: Option<String>,
    more: Option<String>,
    options: Map<String, Value>,
}

impl Asked {
    fn read(words: Vec<String>) -> Result<Self> {
        const FLAGS: [&str; 3] = ["delivered", "end", "help"];
        let mut asked = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            if let Some(option) = word.strip_prefix("--") {
                let value = if FLAGS.contains(&option) {
                    json!(true)
                } else {
                    json!(words.next().with_context(|| format!("--{option} what?"))?)
                };
                asked.options.insert(option.to_owned(), value);
            } else if asked.verb.is_empty() {
                asked.verb = word;
            } else if asked.what.is_none() {
                asked.what = Some(word);
            } else {
                asked.more = Some(word);
            }
        }
        if asked.has("help") {
            "help".clone_into(&mut asked.verb);
        }
        Ok(asked)
    }

    fn has(&self, option: &str) -> bool {
        self.options.contains_key(option)
    }

    fn text(&self, option: &str) -> Option<&str> {
        self.options.get(option).and_then(Value::as_str)
    }

    fn query(&self, known: &[&str]) -> Result<Vec<(String, String)>> {
        let strange = self.options.keys().find(|name| !known.contains(&name.as_str()));
        ensure!(strange.is_none(), "--{} is not for {}", strange.map_or("", |s| s), self.verb);
        let pair = |name: &&str| Some(((*name).to_owned(), self.text(name)?.to_owned()));
        Ok(known.iter().filter_map(pair).collect())
    }

    fn reason(&self) -> Result<Value> {
        Ok(json!({ "reason": self.text("reason").context("--reason which?")? }))
    }

    fn replay(&self) -> Result<Value> {
        let number = |name: &str| self.text(name).map(str::parse::<i64>).transpose();
        let which = json!({
            "delivery": self.text("delivery"),
            "lead": self.text("lead"),
            "recipient": self.text("recipient"),
            "from": number("from")?,
            "until": number("until")?,
            "delivered": self.has("delivered"),
        });
        let mut all = self.reason()?;
        if let Value::Object(all) = &mut all {
            all.insert("which".into(), which);
            if let Some(confirm) = number("confirm")? {
                all.insert("confirm".into(), json!(confirm));
            }
        }
        Ok(all)
    }
}

/// An id as a part of an address: nothing in it may lead elsewhere.
fn name(id: &str) -> Result<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    ensure!(!id.is_empty() && id.chars().all(plain), "`{id}` is no id");
    Ok(id)
}

fn request(method: Method, path: &str) -> Result<RequestBuilder> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let origin = variable("VAGEN_IN_OPERATORS").context("VAGEN_IN_OPERATORS is not set")?;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let request = client.request(method, format!("{origin}/v1/admin/{path}"));
    let request = request.header("accept", "application/json");
    let program = (variable("CF_ACCESS_CLIENT_ID"), variable("CF_ACCESS_CLIENT_SECRET"));
    match (variable("VAGEN_IN_TOKEN"), program) {
        // Access reads the first, the Worker itself the second.
        (Some(token), _) => Ok(request
            .header("cf-access-token", token.as_str())
            .header("cf-access-jwt-assertion", token.as_str())),
        (None, (Some(id), Some(secret))) => {
            Ok(request.header("cf-access-client-id", id).header("cf-access-client-secret", secret))
        }
        _ => bail!("neither VAGEN_IN_TOKEN nor a service token is set"),
    }
}

async fn answer(request: RequestBuilder) -> Result<String> {
    let answer = request.send().await?;
    let status = answer.status();
    let text = answer.text().await?;
    ensure!(status.is_success(), "{status}: {text}");
    Ok(text)
}

async fn show(path: &str, query: &[(String, String)]) -> Result<()> {
    tell(&answer(request(Method::GET, path)?.query(query)).await?);
    Ok(())
}

async fn change(path: &str, body: &Value) -> Result<()> {
    let request = request(Method::POST, path)?.header("content-type", "application/json");
    tell(&answer(request.body(body.to_string())).await?);
    Ok(())
}

fn tell(text: &str) {
    let read =
        serde_json::from_str::<Value>(text).and_then(|told| serde_json::to_string_pretty(&told));
    say(read.unwrap_or_else(|_| text.to_owned()));
}

async fn export(asked: &Asked) -> Result<()> {
    let known = [FILTER, &["output"]].concat();
    let mut query = asked.query(&known)?;
    query.retain(|(name, _)| name != "output");
    let csv = answer(request(Method::GET, "export")?.query(&query)).await?;
    if let Some(file) = asked.text("output") {
        return project::write(std::path::Path::new(file), csv);
    }
    say(csv.trim_end());
    Ok(())
}

/// The new secret is made here and shown once. It never passes through the
/// Worker's own addresses.
async fn rotate(id: &str, is_end: bool) -> Result<()> {
    let step = if is_end { "end" } else { "begin" };
    change(&format!("recipients/{id}/rotation"), &json!({ "step": step })).await?;
    let variable = format!("RECIPIENT_SECRET_{}", id.to_uppercase().replace('-', "_"));
    if is_end {
        say(format_args!("Set the new secret alone:\n    npx wrangler secret put {variable}"));
        return Ok(());
    }
    let mut bytes = [0; 32];
    OsRng.fill_bytes(&mut bytes);
    say(format_args!("new secret, shown once: whsec_{}", STANDARD.encode(bytes)));
    say(format_args!(
        "Set the new one, a space, and the old one:\n    npx wrangler secret put {variable}"
    ));
    say("Give the new one to the recipient. When it uses it: cargo operator rotate with --end.");
    Ok(())
}
