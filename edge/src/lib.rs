//! What is kept and forwarded: a Cloudflare Worker.
//!
//! Three events come in, and this is all that happens on each:
//!
//! ```text
//! fetch      a page, or a lead: judged again, kept, acknowledged, the sender woken
//! queue      the sender: what is due is signed and sent
//! scheduled  the same every minute, whether woken or not; then what is old is erased
//! ```
//!
//! Read in this order: configuration (`settings`), time (`calendar`), whose
//! turn it is (`error`), requests and answers (`http`), the rules
//! (`catalogue`), what is kept and for how long (`ledger`), how it is sent
//! (`delivery`), how it comes in (`intake`), what is shown (`page`), who looks
//! after it (`operators`), how it goes (`watch`), and which address is what
//! (`routes`).

mod settings;

mod calendar;

mod error;

mod http;

mod catalogue;

mod ledger;

mod delivery;

mod intake;

mod page;

mod operators;

mod watch;

mod routes;

use calendar::Moment;
use delivery::sending::Left;
use error::Error;
use http::{Asked, Reply};
use ledger::Ledger;
use serde_json::Value;
use settings::{Faulty, Settings};
use std::sync::OnceLock;
use worker::{
    Context, Env, Headers, MessageBatch, Method, Request, Response, ScheduleContext,
    ScheduledEvent, event,
};

/// What every answer depends on besides its own body.
pub(crate) struct Here<'a> {
    pub(crate) env: &'a Env,
    pub(crate) settings: &'static Settings,
    pub(crate) asked: &'a Asked,
    pub(crate) now: Moment,
}

/// A visitor, a partner or a company asks for something.
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    let asked = Asked::of(&request);
    let is_head = request.method() == Method::Head;
    let reply = match settings(&env) {
        Ok(settings) => {
            if let Some(id) = routes::opened(&asked, settings).filter(|_| !is_head) {
                context.wait_until(count(env.clone(), id.to_owned()));
            }
            let here = Here { env: &env, settings, asked: &asked, now: now() };
            let reply = routes::answer(request, &here).await;
            if watch::is_counted(&asked.path, reply.status()) {
                context.wait_until(count_answer(env.clone(), reply.status()));
            }
            reply
        }
        Err(error) => {
            error.log();
            error.reply(asked.language(), "")
        }
    };
    respond(&reply)
}

/// Counts a frame, after it was answered: nobody waits for it.
async fn count(env: Env, partner: String) {
    let counted = async { Ledger::open(&env)?.count_frame(&partner, now()).await };
    note(counted.await);
}

/// Counts an answer that went wrong, for the alerts.
async fn count_answer(env: Env, status: u16) {
    note(watch::note_answer(status, &env, now()).await);
}

/// A message is a nudge, not the truth: what is due stands in the ledger. It is
/// always acknowledged, since an error here would take the instance down.
#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _context: Context) -> worker::Result<()> {
    note(send(&env).await);
    note(look(&env).await);
    batch.ack_all();
    Ok(())
}

/// The clock ticks: who is back, what no nudge woke, what is too old.
#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    note(look(&env).await);
    note(tick(&env).await);
    // First, so that nobody is sent who was erased before an export was restored.
    note(erase(&env).await);
    note(probe(&env).await);
    note(send(&env).await);
    note(rewrap(&env).await);
    note(look(&env).await);
}

async fn tick(env: &Env) -> Result<(), Error> {
    let recipients = &settings(env)?.recipients;
    let address = |(id, recipient): (&'static String, &'static settings::Recipient)| {
        (id.as_str(), delivery::address(recipient))
    };
    let addresses: Vec<_> = recipients.iter().map(address).collect();
    for recipient in Ledger::open(env)?.tick(&addresses, now()).await? {
        log("recipient-parked", &serde_json::json!({ "recipient": recipient }));
    }
    Ok(())
}

async fn send(env: &Env) -> Result<(), Error> {
    let outside = delivery::Real { env, settings: settings(env)? };
    match delivery::sending::send_what_is_due(&Ledger::open(env)?, &outside).await? {
        Left::Nothing => Ok(()),
        // One event may ask for so much only: the next one goes on.
        Left::More => delivery::wake(env, "more").await,
    }
}

async fn probe(env: &Env) -> Result<(), Error> {
    let outside = delivery::Real { env, settings: settings(env)? };
    delivery::sending::probe(&Ledger::open(env)?, &outside).await
}

async fn erase(env: &Env) -> Result<(), Error> {
    ledger::retention::erase(&Ledger::open(env)?, settings(env)?.keep, now()).await?;
    Ledger::open(env)?.erased(now()).await
}

/// Before the tick too: what the clock missed is told when it is back.
async fn look(env: &Env) -> Result<(), Error> {
    watch::round(&Ledger::open(env)?, settings(env)?, now()).await
}

/// Some of the keys that an older secret locks: it can go when none are left.
async fn rewrap(env: &Env) -> Result<(), Error> {
    const AT_ONCE: u32 = 200;
    let vault = &settings(env)?.vault;
    Ledger::open(env)?.rewrap(vault, AT_ONCE, &intake::random::bytes).await.map(drop)
}

fn note(done: Result<(), Error>) {
    if let Err(error) = done {
        error.log();
    }
}

/// The configuration, read once an instance. A fault is logged by the name of
/// its variable, every time.
fn settings(env: &Env) -> Result<&'static Settings, Error> {
    static SETTINGS: OnceLock<Result<Settings, Faulty>> = OnceLock::new();
    let variable = |name: &str| {
        let var = env.var(name).map(|var| var.to_string());
        var.or_else(|_| env.secret(name).map(|secret| secret.to_string())).ok()
    };
    let read = SETTINGS.get_or_init(|| Settings::read(&variable));
    read.as_ref().map_err(|faulty| Error::Broken(format!("reading the settings: {faulty}")))
}

/// Every fault of a configuration: `wrangler.toml`, and variables by name. With
/// `for_real`, being an example is one too. For `cargo check-config`.
#[cfg(not(target_arch = "wasm32"))]
pub fn faults(
    wrangler: &Value,
    variable: &dyn Fn(&str) -> Option<String>,
    for_real: bool,
) -> Vec<String> {
    let given = settings::Given { wrangler, variable, for_real };
    given.faults().iter().map(ToString::to_string).collect()
}

/// The moment, by the platform's clock.
pub(crate) fn now() -> Moment {
    calendar::from_millis(i64::try_from(worker::Date::now().as_millis()).unwrap_or(0))
}

/// Writes a line to the log: an event of a known name, and ids without meaning.
/// Nothing that a visitor wrote comes here.
pub(crate) fn log(event: &str, details: &Value) {
    worker::console_log!("{}", watch::line(event, details, now()));
}

fn respond(reply: &Reply) -> worker::Result<Response> {
    let headers = Headers::new();
    for (name, value) in reply.headers() {
        headers.set(name, value)?;
    }
    let response = Response::from_bytes(reply.body().as_bytes().to_vec())?;
    Ok(response.with_status(reply.status()).with_headers(headers))
}

#[cfg(test)]
#[path = "../../shared/tests/odd/mod.rs"]
mod odd;
