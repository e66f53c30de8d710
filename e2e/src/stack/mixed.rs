//! Two versions of us at once, behind one address: what a partner's page meets
//! while a release is on its way, or after it with a page that was open.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use tokio::task::AbortHandle;

use super::{Stack, TICK, local};
use crate::project::process::free_port;
use crate::project::{self};
use crate::recipient::Recipient;
use crate::site::Site;
use crate::worker::{Runtime, Settings, Worker};

/// As after an update: pages of the version before send no step token.
const UPDATED: &[(&str, &str)] = &[(
    "LIMITS",
    r#"{"least_seconds": 0, "network_pass": 1000, "network_hold": 1000, "partner": 1000, "all": 1000,
        "tokenless_until": "2999-12-31"}"#,
)];

/// Before, or now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The newest release.
    Before,
    /// What is built here.
    Now,
}

/// Which version answers for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mix {
    /// `/v1/embed.js`.
    pub loader: Version,
    /// The frame's document and what it names.
    pub assets: Version,
    /// All else.
    pub api: Version,
}

/// Both versions, and one address before them.
pub struct Mixed {
    /// One that looks like any other, with this build behind it.
    pub stack: Stack,
    door: Arc<Door>,
    server: AbortHandle,
    _before: Worker,
}

struct Door {
    mix: Mutex<Mix>,
    /// Where this version is, and where that before it.
    now: String,
    before: String,
    client: Client,
}

impl Mixed {
    /// Starts this build and that of `dist`, each with a memory of its own.
    pub async fn start(dist: std::path::PathBuf) -> Result<Self> {
        let listener = local().await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let recipient = Recipient::start(local().await?)?;
        let site = Site::start(local().await?, &origin)?;
        let folder = project::target().join("stacks/mixed");
        let _ = fs::remove_dir_all(&folder);
        let settings = |name: &str, dist| -> Result<Settings> {
            Ok(Settings {
                port: free_port()?,
                origin: Some(origin.clone()),
                folder: folder.join(name),
                dist,
                recipient: recipient.origin.clone(),
                site: site.origin.clone(),
                keys: None,
                vars: UPDATED,
                files: None,
                runtime: Runtime::default(),
            })
        };
        let (now, before) = (settings("now", project::dist())?, settings("before", dist)?);
        let (mut now, mut before) = tokio::try_join!(Worker::start(now), Worker::start(before))?;
        now.tick_every(TICK);
        before.tick_every(TICK);
        let mix = Mix { loader: Version::Now, assets: Version::Now, api: Version::Now };
        let door = Arc::new(Door {
            mix: Mutex::new(mix),
            now: now.origin(),
            before: before.origin(),
            client: Client::builder().redirect(reqwest::redirect::Policy::none()).build()?,
        });
        let app = Router::new().fallback(pass).with_state(Arc::clone(&door));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        let stack = Stack { recipient, site, worker: Some(now), origin, _issuer: None };
        Ok(Self { stack, door, server: server.abort_handle(), _before: before })
    }

    /// Lets these versions answer from now on.
    pub fn mix(&self, mix: Mix) {
        *self.door.mix.lock().unwrap_or_else(PoisonError::into_inner) = mix;
    }
}

impl Drop for Mixed {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Door {
    /// A file with a hash in its name comes from the newest deployment, which
    /// keeps those of the release before.
    fn origin_for(&self, path: &str) -> &str {
        let mix = *self.mix.lock().unwrap_or_else(PoisonError::into_inner);
        let version = match path.split('/').collect::<Vec<_>>().as_slice() {
            ["", "v1", "embed.js"] => mix.loader,
            ["", "assets", ..] => Version::Now,
            ["", "f", ..] => mix.assets,
            _ => mix.api,
        };
        match version {
            Version::Before => &self.before,
            Version::Now => &self.now,
        }
    }

    async fn passed(&self, request: Request) -> Result<Response> {
        let (parts, body) = request.into_parts();
        let asked = parts.uri.path_and_query().map_or("/", |asked| asked.as_str());
        let url = format!("{}{asked}", self.origin_for(parts.uri.path()));
        let body = to_bytes(body, usize::MAX).await?;
        let sent = self.client.request(parts.method, url).headers(without_own(parts.headers));
        let answer = sent.body(body).send().await?;
        let (status, headers) = (answer.status(), without_own(answer.headers().clone()));
        Ok((status, headers, Body::from(answer.bytes().await?)).into_response())
    }
}

/// What each connection says for itself.
fn without_own(mut headers: HeaderMap) -> HeaderMap {
    for name in
        [header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION]
    {
        headers.remove(name);
    }
    headers
}

async fn pass(State(door): State<Arc<Door>>, request: Request) -> Response {
    match door.passed(request).await {
        Ok(response) => response,
        Err(error) => (StatusCode::BAD_GATEWAY, format!("{error:#}")).into_response(),
    }
}
