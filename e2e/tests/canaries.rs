//! Twelve words that stand for personal data are sent along every path, also
//! those that fail: none of them is in a log, a table, an address or an error.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::lead::{self, step_token};
use e2e::project::{say, stopwatch};
use e2e::recipient::Manner;
use e2e::stack::Stack;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_mins(1);

/// No other text has them in it.
const CANARIES: [&str; 12] = [
    "kanarieBolag",
    "kanarieOrgnr",
    "kanarieNamn",
    "kanarieEpost",
    "kanarieTelefon",
    "kanarieRoll",
    "kanarieRubrik",
    "kanarieText",
    "kanarieVarden",
    "kanariePatient",
    "kanarieExtra",
    "kanarieFaktum",
];

struct Cage {
    stack: Stack,
    client: Client,
    lead: Value,
}

impl Cage {
    async fn new() -> Result<Self> {
        let stack = Stack::start().await?;
        let client = Client::builder().redirect(Policy::none()).build()?;
        let mut lead = lead::example(&stack).await?;
        let person = json!({
            "company": "kanarieBolag AB",
            "org_number": "kanarieOrgnr",
            "name": "kanarieNamn",
            "email": "kanarieEpost@example.org",
            "phone": "kanarieTelefon",
            "role": "kanarieRoll",
            "subject": "kanarieRubrik",
            "summary": "kanarieText om en app",
            "org_benefit": "kanarieVarden vinner tid",
            "user_benefit": "kanariePatient blir trygg",
        });
        lead::set(&mut lead, "/person", person)?;
        Ok(Self { stack, client, lead })
    }

    /// Sends a body. What comes back says nothing of what was in it.
    async fn send(&self, key: &str, body: String) -> Result<(StatusCode, Value)> {
        let asked = self.client.post(self.stack.url("/v1/leads")).body(body);
        let asked = asked
            .header("content-type", "application/json")
            .header("idempotency-key", format!("{key:-<16}"))
            .header("step-token", step_token(Duration::from_secs(10)));
        let answer = asked.send().await?;
        let status = answer.status();
        let headers = format!("{:?}", answer.headers());
        let text = answer.text().await?;
        ensure!(none_in(headers.as_bytes()) && none_in(text.as_bytes()), "{key}: {text}");
        Ok((status, serde_json::from_str(&text).unwrap_or_default()))
    }

    async fn form(&self, change: &str) -> Result<StatusCode> {
        let form = format!(
            "once={}&seek=seek.pilot&company=kanarieBolag&name=kanarieNamn&summary=kanarieText\
             &email=kanarieEpost@example.org&org_benefit=kanarieVarden+vinner+tid\
             &user_benefit=kanariePatient+blir+trygg{change}",
            step_token(Duration::from_secs(10))
        );
        let sent = self.client.post(self.stack.url("/f/demo-park/contact")).body(form);
        let sent = sent.header("content-type", "application/x-www-form-urlencoded").send().await?;
        // The page that is shown again has what was written, for its writer.
        ensure!(none_in(format!("{:?}", sent.headers()).as_bytes()), "{change}: in a header");
        Ok(sent.status())
    }

    /// Every way in which it is refused.
    async fn refused(&self) -> Result<()> {
        let changed = |pointer: &str, value: Value| -> Result<String> {
            let mut lead = self.lead.clone();
            lead::set(&mut lead, pointer, value)?;
            Ok(lead.to_string())
        };
        let whole = self.lead.to_string();
        let more = whole.replacen('{', "{\"kanarieExtra\":\"kanarieExtra\",", 1);
        let more = more.replacen("\"kanarieExtra\":", "\"extra\":", 1);
        for (key, body) in [
            ("wrong-email", changed("/person/email", json!("kanarieEpost"))?),
            ("wrong-type", changed("/person/name", json!(["kanarieNamn"]))?),
            ("wrong-fact", changed("/facts/answers/form", json!("kanarieFaktum"))?),
            ("wrong-concept", changed("/facts/concepts", json!(["kanarieFaktum"]))?),
            ("wrong-partner", changed("/facts/partner", json!("kanarieFaktum"))?),
            ("wrong-version", changed("/facts/catalogue", json!("kanarieFaktum"))?),
            ("personal-number", changed("/person/summary", json!("kanarieText 19121212-1212"))?),
            ("one-field-more", more),
            ("cut-in-the-middle", whole.chars().take(whole.chars().count() - 9).collect()),
            ("far-too-long", format!("{whole}{}", " ".repeat(20_000))),
        ] {
            let (status, _) = self.send(key, body).await?;
            ensure!(status.is_client_error(), "{key}: {status}");
        }
        ensure!(self.form("&email=kanarieEpost").await?.is_client_error());
        ensure!(self.form("&extra=kanarieExtra").await?.is_client_error());
        Ok(())
    }

    /// Taken, delivered, refused by its recipient, taken back. Gives how long it
    /// took to erase one.
    async fn taken(&self) -> Result<Duration> {
        let whole = self.lead.to_string();
        let (status, _) = self.send("a-canary-that-is-taken", whole.clone()).await?;
        ensure!(status == StatusCode::ACCEPTED, "{status}");
        let (status, _) = self.send("a-canary-that-is-taken", format!("{whole} ")).await?;
        ensure!(status == StatusCode::UNPROCESSABLE_ENTITY, "another body: {status}");
        ensure!(self.form("").await? == StatusCode::SEE_OTHER);
        let all = self.stack.recipient.wait_until(PATIENCE, |all| 2 <= all.len()).await?;
        let came = all.iter().map(|one| one.body.to_string()).collect::<String>();
        ensure!(came.contains("kanarieNamn"), "the recipient must have it");

        self.stack.recipient.answer(Manner::Refusing(500));
        let (_, told) = self.send("a-canary-that-waits", whole).await?;
        let link = told.get("status_url").and_then(Value::as_str).context("no link")?;
        let page = self.client.get(link).header("accept", "text/html").send().await?.text().await?;
        ensure!(none_in(page.as_bytes()), "the status page says who");
        let waited = stopwatch();
        let gone = self.client.request(Method::DELETE, link).send().await?;
        ensure!(gone.status() == StatusCode::OK, "{}", gone.status());
        let took = waited();
        let told = self.client.get(link).send().await?.text().await?;
        ensure!(told.contains("\"erased\":true"), "{told}");
        self.stack.recipient.answer(Manner::Accepting);
        Ok(took)
    }

    /// The database fails, and then the Worker itself, in the middle of a lead.
    async fn broken(&mut self) -> Result<()> {
        let killed = self.stack.kill_worker()?;
        killed.execute("ALTER TABLE lead RENAME TO lost")?;
        // A trap in the Worker's wasm, as its entry sees one.
        killed.act_first(|request, _| {
            format!("await {request}.text();throw new WebAssembly.RuntimeError(\"unreachable\")")
        })?;
        self.stack.start_worker(killed).await?;
        let whole = self.lead.to_string();
        let (status, _) = self.send("a-canary-without-table", whole.clone()).await?;
        ensure!(status == StatusCode::SERVICE_UNAVAILABLE, "{status}");
        let asked = self.client.post(self.stack.url("/v1/leads")).header("x-trap", "1");
        let answer = asked.body(whole).send().await?;
        ensure!(answer.status() == StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.status());
        Ok(())
    }
}

fn none_in(bytes: &[u8]) -> bool {
    let is_there = |word: &&str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    !CANARIES.iter().any(is_there)
}

/// Looks through every file: database, its journal, logs. Gives how many bytes.
fn search(folder: &Path) -> Result<usize> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            bytes += search(&path)?;
        } else {
            let file = fs::read(&path)?;
            ensure!(none_in(&file), "a canary is in {}", path.display());
            bytes += file.len();
        }
    }
    Ok(bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_canary_is_anywhere_but_with_its_recipient() -> Result<()> {
    let mut cage = Cage::new().await?;
    let erased = cage.taken().await?;
    ensure!(erased < Duration::from_secs(1), "erasing took {erased:?}");
    cage.refused().await?;
    cage.broken().await?;
    let killed = cage.stack.kill_worker()?;
    let log = fs::read_to_string(killed.folder.join("worker.log"))?;
    ensure!(log.contains("\"event\":\"unavailable\"") && log.contains("fatal:"), "{log}");
    let bytes = search(&killed.folder)?;
    say(format_args!(
        "{} canaries on 16 paths: 0 found in {bytes} bytes of database and logs; erased in {} ms",
        CANARIES.len(),
        erased.as_millis()
    ));
    Ok(())
}
