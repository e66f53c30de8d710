//! A recipient of leads, as the region could run one: checks the signature,
//! keeps what came, and shows it.
//!
//! Knows nothing of our code: only the Standard Webhooks specification.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{Html, IntoResponse, Response, Sse};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{Stream, stream};
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::project::digest;

mod page;
pub mod scripted;

/// A running recipient. Stands for all recipients: each has its own path.
pub struct Recipient {
    /// Where it is, also while it is down.
    pub origin: String,
    mailbox: Arc<Mailbox>,
    server: Option<AbortHandle>,
}

/// One delivery as it came.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Which recipient it was for.
    pub recipient: String,
    /// The id of the message: the same each time it is sent.
    pub id: String,
    /// Whether the signature is right.
    pub is_genuine: bool,
    /// What was sent.
    pub body: Value,
    /// The hash of its bytes.
    pub hash: [u8; 32],
}

#[derive(Default)]
struct Mailbox {
    deliveries: Mutex<Vec<Delivery>>,
    manner: Mutex<Manner>,
    count: watch::Sender<usize>,
    asked: watch::Sender<usize>,
}

/// How a recipient answers.
#[derive(Clone, Copy, Default)]
pub enum Manner {
    /// Takes what comes.
    #[default]
    Accepting,
    /// Answers with this status, and keeps nothing.
    Refusing(u16),
    /// Takes what comes, in its own time.
    Slow(Duration),
    /// Takes what comes; its clock is months off.
    Skewed,
}

impl Recipient {
    /// Starts on a listener of its own.
    pub fn start(listener: TcpListener) -> Result<Self> {
        let origin = format!("http://{}", listener.local_addr()?);
        let mut recipient = Self { origin, mailbox: Arc::default(), server: None };
        recipient.serve(listener);
        Ok(recipient)
    }

    /// Goes away: connections are refused.
    pub fn go_down(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }

    /// Comes back to the same address.
    pub async fn come_up(&mut self) -> Result<()> {
        let address = self.origin.trim_start_matches("http://");
        self.serve(TcpListener::bind(address).await?);
        Ok(())
    }

    /// Answers in another manner from now on.
    pub fn answer(&self, manner: Manner) {
        *lock(&self.mailbox.manner) = manner;
    }

    /// Gives all that has come, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        lock(&self.mailbox.deliveries).clone()
    }

    /// Waits until what has come is enough.
    ///
    /// # Errors
    /// When it is not, in time.
    pub async fn wait_until(
        &self,
        patience: Duration,
        is_enough: impl Fn(&[Delivery]) -> bool,
    ) -> Result<Vec<Delivery>> {
        let mut count = self.mailbox.count.subscribe();
        let enough = async {
            loop {
                let deliveries = self.deliveries();
                if is_enough(&deliveries) {
                    return Ok(deliveries);
                }
                count.changed().await.context("the recipient is gone")?;
            }
        };
        match tokio::time::timeout(patience, enough).await {
            Ok(deliveries) => deliveries,
            Err(_) => bail!("{} deliveries came in {patience:?}", self.deliveries().len()),
        }
    }

    /// Waits until it has been asked twice, taken or not: so the first answer has
    /// been heard.
    pub async fn wait_until_asked_again(&self, patience: Duration) -> Result<()> {
        let mut asked = self.mailbox.asked.subscribe();
        let twice = tokio::time::timeout(patience, asked.wait_for(|asked| 2 <= *asked));
        twice.await.context("nobody asked")?.context("the recipient is gone")?;
        Ok(())
    }

    fn serve(&mut self, listener: TcpListener) {
        let app = Router::new()
            .route("/", get(|| async { Html(page::EMPTY) }))
            .route("/events", get(events))
            .route("/hooks/{recipient}", post(receive))
            .with_state(Arc::clone(&self.mailbox));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        self.server = Some(server.abort_handle());
    }
}

impl Drop for Recipient {
    fn drop(&mut self) {
        self.go_down();
    }
}

/// Gives a recipient's secret on this machine, in the form of Standard
/// Webhooks. It guards nothing: only what is invented is sent here.
pub fn secret(recipient: &str) -> String {
    format!("whsec_{}", STANDARD.encode(key(recipient)))
}

fn key(recipient: &str) -> [u8; 32] {
    digest(format!("only on this machine: {recipient}").as_bytes())
}

async fn receive(
    State(mailbox): State<Arc<Mailbox>>,
    Path(recipient): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let manner = *lock(&mailbox.manner);
    mailbox.asked.send_modify(|asked| *asked += 1);
    match manner {
        Manner::Accepting | Manner::Skewed => {}
        Manner::Refusing(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            return status.into_response();
        }
        Manner::Slow(pause) => tokio::time::sleep(pause).await,
    }
    let is_genuine = is_genuine(&recipient, &headers, &body);
    let id = header(&headers, "webhook-id").to_owned();
    let hash = digest(&body);
    let body = serde_json::from_slice(&body).unwrap_or_default();
    let count = {
        let mut deliveries = lock(&mailbox.deliveries);
        deliveries.push(Delivery { recipient, id, is_genuine, body, hash });
        deliveries.len()
    };
    mailbox.count.send_replace(count);
    let status = if is_genuine { StatusCode::NO_CONTENT } else { StatusCode::UNAUTHORIZED };
    if matches!(manner, Manner::Skewed) {
        return (status, [("date", "Thu, 01 Jan 2026 00:00:00 GMT")]).into_response();
    }
    status.into_response()
}

/// <https://www.standardwebhooks.com>: HMAC-SHA256 over id, time and body,
/// any one of several signatures, and not older than five minutes.
fn is_genuine(recipient: &str, headers: &HeaderMap, body: &[u8]) -> bool {
    const TOLERANCE_SECONDS: u64 = 300;
    let (id, sent_at) = (header(headers, "webhook-id"), header(headers, "webhook-timestamp"));
    let is_recent =
        sent_at.parse().is_ok_and(|sent: u64| now().abs_diff(sent) <= TOLERANCE_SECONDS);
    let signed = [id.as_bytes(), b".", sent_at.as_bytes(), b".", body].concat();
    let is_ours = header(headers, "webhook-signature").split(' ').any(|signature| {
        let Some(code) = signature.strip_prefix("v1,") else { return false };
        let Ok(code) = STANDARD.decode(code) else { return false };
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(&key(recipient)) else { return false };
        mac.chain_update(&signed).verify_slice(&code).is_ok()
    });
    is_recent && is_ours
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "this runs on the machine, never in wasm")]
    let now = std::time::SystemTime::now();
    now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// What has come so far, and then each delivery as it comes.
async fn events(
    State(mailbox): State<Arc<Mailbox>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let start = (mailbox.count.subscribe(), mailbox, 0);
    let cards = stream::unfold(start, async |(mut count, mailbox, shown)| {
        count.wait_for(|count| shown < *count).await.ok()?;
        let card = lock(&mailbox.deliveries).get(shown).map(page::card)?;
        Some((Ok(Event::default().data(card)), (count, mailbox, shown + 1)))
    });
    Sse::new(cards).keep_alive(KeepAlive::default())
}

/// A panic elsewhere does not spoil what has come.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
