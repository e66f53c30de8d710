//! The same everywhere: a case gives the same bytes in the native program, in
//! the core as visitors' wasm, in node and in browsers, and in the Worker.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use e2e::build::wasm;
use e2e::project::{self, say, stopwatch};
use e2e::stack::Stack;
use futures_util::future::try_join_all;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Map, Value, json};

#[path = "same/cases.rs"]
mod cases;
#[path = "same/in_a_page.rs"]
mod in_a_page;
#[path = "same/stories.rs"]
mod stories;

/// As many as the promise says.
const CASES: usize = 1000;
/// How many the Worker is asked at a time.
const AT_A_TIME: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_cases_get_the_same_bytes_everywhere_and_words_get_none() -> Result<()> {
    let core = wasm::example("same")?;
    build_native()?;
    let elapsed = stopwatch();
    let cases: Vec<String> = cases::cases(CASES)?.iter().map(Value::to_string).collect();
    project::write(&file("cases"), cases.join("\n"))?;
    let stack = Stack::start_with(&[("MATCH", "on")]).await?;

    takes_no_words(&stack).await?;
    let day = today(&stack).await?;
    let (native_day, wasm_day) = (day.clone(), day.clone());
    let native = tokio::task::spawn_blocking(move || ask_native(&native_day, "cases", "native"));
    let wasm = tokio::task::spawn_blocking(move || ask_wasm(&core, &wasm_day));
    ask_worker(&stack, &cases).await?;
    native.await??;
    wasm.await??;
    ensure!(day == today(&stack).await?, "midnight in Stockholm: run it again");

    let bytes = compare(&cases)?;
    // What differs is kept to be looked at; what does not is 400 MB.
    for of in ["native", "wasm", "worker"] {
        fs::remove_file(file(of))?;
    }
    let seconds = elapsed().as_secs_f32();
    say(format_args!("{CASES} cases, {bytes} bytes, the same everywhere ({seconds:.0} s)"));
    Ok(())
}

/// The Worker says so to any page that asks.
async fn takes_no_words(stack: &Stack) -> Result<()> {
    let case = json!({ "lang": "sv", "facts": { "trl": 8 } });
    let words = json!({ "lang": "sv", "text": "En app för hjärtsvikt" });
    let long = json!({ "concepts": vec!["area.cardiology"; 2000] });
    for (body, status, problem) in [
        (case, StatusCode::OK, ""),
        (words, StatusCode::UNPROCESSABLE_ENTITY, "free-text"),
        (long, StatusCode::PAYLOAD_TOO_LARGE, "/problems/too-large"),
    ] {
        let answer = ask(stack, Method::POST, &body.to_string()).await?;
        assert_eq!(answer.status(), status);
        let readers = answer.headers().get("access-control-allow-origin");
        assert_eq!(readers.context("no page may read it")?, "*");
        let text = answer.text().await?;
        assert!(text.contains(problem) && !text.contains("hjärtsvikt"), "{text}");
    }
    let may = ask(stack, Method::OPTIONS, "").await?;
    assert_eq!(may.status(), StatusCode::OK);
    let taken = may.headers().get("access-control-allow-headers");
    assert_eq!(taken.context("JSON may not be sent")?, "Content-Type");
    Ok(())
}

async fn ask(stack: &Stack, method: Method, body: &str) -> Result<Response> {
    let request = Client::new().request(method, stack.url("/v1/match"));
    let request = request.header("origin", "https://park.example").body(body.to_owned());
    Ok(request.header("content-type", "application/json").send().await?)
}

/// The day that the Worker matches on.
async fn today(stack: &Stack) -> Result<String> {
    let told = reqwest::get(stack.url("/v1/catalogue")).await?.text().await?;
    let told: Value = serde_json::from_str(&told)?;
    Ok(told.get("today").and_then(Value::as_str).context("the Worker tells no day")?.to_owned())
}

/// A file of cases or answers, a line each.
fn file(of: &str) -> PathBuf {
    project::target().join(format!("same/{of}.jsonl"))
}

fn build_native() -> Result<()> {
    let mut cargo = project::cargo();
    project::run(cargo.args(["build", "--quiet", "--package=shared", "--example=match"]))
}

/// Asks the native program the cases of a file, and keeps its answers in another.
fn ask_native(day: &str, cases: &str, answers: &str) -> Result<()> {
    let mut program = project::tool(project::target().join("debug/examples/match"));
    program.args(["--today", day, "--cases"]).arg(file(cases));
    project::run(program.stdout(File::create(file(answers))?))
}

/// Asks the wasm core with the pieces that visitors get.
fn ask_wasm(core: &Path, day: &str) -> Result<()> {
    let pieces = file("pieces").with_extension("json");
    project::write(&pieces, served_pieces()?.to_string())?;
    let mut node = project::tool("node");
    node.arg(project::root().join("e2e/tests/same/ask.mjs")).arg(core).arg(&pieces).arg(day);
    project::run(node.arg(file("cases")).arg(file("wasm")))
}

async fn ask_worker(stack: &Stack, cases: &[String]) -> Result<()> {
    let mut answers = BufWriter::new(File::create(file("worker"))?);
    for some in cases.chunks(AT_A_TIME) {
        let asking = some.iter().map(|case| async {
            Ok::<_, anyhow::Error>(ask(stack, Method::POST, case).await?.text().await?)
        });
        for answer in try_join_all(asking).await? {
            writeln!(answers, "{answer}")?;
        }
    }
    Ok(answers.flush()?)
}

/// Gives the built pieces by name, as files.
fn served_pieces() -> Result<Value> {
    let settings = project::read(&project::dist().join("wrangler.jsonc"))?;
    let settings: Value = serde_json::from_slice(&settings)?;
    let manifest = settings.pointer("/vars/MANIFEST").and_then(Value::as_str);
    let manifest: Value = serde_json::from_str(manifest.context("run `cargo bundle` first")?)?;
    let pieces = manifest.pointer("/catalogue/pieces").and_then(Value::as_object);
    let file = |(name, url): (&String, &Value)| {
        let path = project::dist().join("public").join(url.as_str()?.trim_start_matches('/'));
        Some((name.clone(), json!(path)))
    };
    Ok(Value::Object(pieces.context("no pieces")?.iter().filter_map(file).collect::<Map<_, _>>()))
}

/// Gives how many bytes each of them answered.
fn compare(cases: &[String]) -> Result<usize> {
    let [mut native, mut wasm, mut worker] = [lines("native")?, lines("wasm")?, lines("worker")?];
    let mut bytes = 0;
    for case in cases {
        let native = native.next().context("too few native answers")??;
        for (name, others) in [("wasm", &mut wasm), ("Worker", &mut worker)] {
            let other = others.next().with_context(|| format!("too few answers: {name}"))??;
            ensure!(native == other, "native and {name} part {}: {case}", near(&native, &other));
        }
        bytes += native.len();
    }
    Ok(bytes)
}

fn lines(of: &str) -> Result<Lines<BufReader<File>>> {
    Ok(BufReader::new(File::open(file(of))?).lines())
}

/// Where two answers part.
fn near(one: &str, other: &str) -> String {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let part = |text: &str| {
        let bytes: Vec<u8> = text.bytes().skip(same.saturating_sub(60)).take(160).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    format!("at {same}: …{}… and …{}…", part(one), part(other))
}
