//! Where it is measured: a partner's pages on one address and the way in on
//! another, with files compressed as a network sends them, all requests counted,
//! and the service there or not.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use brotli::enc::BrotliEncoderParams;
use reqwest::Client;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::project::process::free_port;
use crate::project::{self, root};
use crate::recipient::Recipient;
use crate::worker::{Runtime, Settings, Worker};

/// How the service takes a lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Manner {
    /// As always.
    #[default]
    There,
    /// Nobody answers.
    Away,
}

/// A running stage.
pub(super) struct Stage {
    /// Where the partner's pages are.
    pub(super) pages: String,
    /// Where the way in is.
    pub(super) way_in: String,
    pub(super) recipient: Recipient,
    inner: Arc<Inner>,
    servers: [AbortHandle; 2],
    _worker: Worker,
}

/// What was sent to a browser.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) path: String,
    /// In bytes, as it went.
    pub(super) size: usize,
    /// In milliseconds, as a page counts them.
    pub(super) at: f64,
}

struct Inner {
    worker: String,
    way_in: String,
    client: Client,
    pages: Mutex<BTreeMap<String, String>>,
    folders: Mutex<Vec<(String, PathBuf)>>,
    packed: Mutex<BTreeMap<String, Bytes>>,
    asked: Mutex<Vec<Sent>>,
    manner: Mutex<Manner>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stage {
    pub(super) async fn start() -> Result<Self> {
        let [pages, way_in] = [listener().await?, listener().await?];
        let [at_pages, at_way_in] = [origin(&pages)?, origin(&way_in)?];
        let recipient = Recipient::start(listener().await?)?;
        let folder = project::target().join("stacks/bench-embed");
        let _ = fs::remove_dir_all(&folder);
        let settings = Settings {
            port: free_port()?,
            origin: Some(at_way_in.clone()),
            dist: project::dist(),
            folder,
            recipient: recipient.origin.clone(),
            site: at_pages.clone(),
            keys: None,
            vars: &[],
            files: None,
            runtime: Runtime::default(),
        };
        let mut worker = Worker::start(settings).await?;
        worker.tick_every(std::time::Duration::from_secs(2));
        let inner = Arc::new(Inner {
            worker: worker.origin(),
            way_in: at_way_in.clone(),
            client: Client::builder().redirect(reqwest::redirect::Policy::none()).build()?,
            pages: Mutex::default(),
            folders: Mutex::default(),
            packed: Mutex::default(),
            asked: Mutex::default(),
            manner: Mutex::default(),
        });
        let serve = |listener, inner: &Arc<Inner>| {
            let app = Router::new().fallback(answer).with_state(Arc::clone(inner));
            tokio::spawn(async move { axum::serve(listener, app).await }).abort_handle()
        };
        let servers = [serve(pages, &inner), serve(way_in, &inner)];
        let (pages, way_in) = (at_pages, at_way_in);
        let stage = Self { pages, way_in, recipient, inner, servers, _worker: worker };
        stage.warm().await?;
        Ok(stage)
    }

    /// Puts a page on the partner's site. Gives its address.
    pub(super) fn page(&self, name: &str, html: &str) -> String {
        let html = html.replace("https://HOST", &self.way_in);
        lock(&self.inner.pages).insert(format!("/{name}"), html);
        format!("{}/{name}", self.pages)
    }

    /// Serves a folder on the partner's site.
    pub(super) fn folder(&self, prefix: &str, folder: PathBuf) {
        lock(&self.inner.folders).push((prefix.to_owned(), folder));
    }

    pub(super) fn is(&self, manner: Manner) {
        *lock(&self.inner.manner) = manner;
    }

    /// Gives what was sent since the last time.
    pub(super) fn sent(&self) -> Vec<Sent> {
        std::mem::take(&mut *lock(&self.inner.asked))
    }

    /// So that the first visitor does not wait for the packing.
    async fn warm(&self) -> Result<()> {
        let manifest = project::read(&project::dist().join("manifest.json"))?;
        let manifest: Value = serde_json::from_slice(&manifest)?;
        let files = manifest.get("files").and_then(Value::as_array).context("no files")?;
        for url in files.iter().filter_map(|file| file.get("url")?.as_str()) {
            let ask = self.inner.client.get(format!("{}{url}", self.way_in));
            ask.header("accept-encoding", "br").send().await?;
        }
        self.sent();
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
    }
}

async fn listener() -> Result<TcpListener> {
    Ok(TcpListener::bind(("127.0.0.1", 0)).await?)
}

fn origin(listener: &TcpListener) -> Result<String> {
    Ok(format!("http://{}", listener.local_addr()?))
}

async fn answer(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let packs = request.headers().get(header::ACCEPT_ENCODING);
    let packs = packs.and_then(|value| value.to_str().ok()).is_some_and(|all| all.contains("br"));
    if *lock(&inner.manner) == Manner::Away && path.starts_with("/v1/leads") {
        // As a connection that is lost on the way.
        return std::future::pending().await;
    }
    let given = match inner.own(&path) {
        Some(own) => Ok(own),
        None => inner.passed(request).await,
    };
    match given {
        Ok(given) => {
            let (status, headers, bytes) = inner.packed(&path, packs, given);
            lock(&inner.asked).push(Sent { path, size: bytes.len(), at: now() });
            (status, headers, Body::from(bytes)).into_response()
        }
        Err(error) => (StatusCode::BAD_GATEWAY, format!("{error:#}")).into_response(),
    }
}

type Given = (StatusCode, HeaderMap, Bytes);

impl Inner {
    fn own(&self, path: &str) -> Option<Given> {
        let page = lock(&self.pages).get(path).cloned().map(String::into_bytes);
        let bytes = page.or_else(|| self.file(path))?;
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
        Some((StatusCode::OK, headers, bytes.into()))
    }

    fn file(&self, path: &str) -> Option<Vec<u8>> {
        let folders = lock(&self.folders).clone();
        let found = folders.iter().find_map(|(prefix, folder)| {
            Some(folder.join(path.strip_prefix(prefix.as_str())?.trim_start_matches('/')))
        });
        if let Some(file) = found {
            return fs::read(file).ok();
        }
        let name = path.trim_start_matches('/');
        let is_page = name.starts_with("park-") && !name.contains('/');
        let text = is_page.then(|| fs::read_to_string(root().join("e2e/pages").join(name)));
        Some(text?.ok()?.replace("https://HOST", &self.way_in).into_bytes())
    }

    async fn passed(&self, request: Request) -> Result<Given> {
        let (parts, body) = request.into_parts();
        let asked = parts.uri.path_and_query().map_or("/", |asked| asked.as_str());
        let mut headers = parts.headers;
        for name in [header::HOST, header::CONTENT_LENGTH, header::ACCEPT_ENCODING] {
            headers.remove(name);
        }
        let body = to_bytes(body, usize::MAX).await?;
        let url = format!("{}{asked}", self.worker);
        let sent = self.client.request(parts.method, url).headers(headers).body(body);
        let given = sent.send().await?;
        let (status, mut headers) = (given.status(), given.headers().clone());
        for name in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION] {
            headers.remove(name);
        }
        Ok((status, headers, given.bytes().await?))
    }

    /// As Cloudflare sends it: files that never change at their smallest.
    fn packed(&self, path: &str, packs: bool, (status, mut headers, bytes): Given) -> Given {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let gains = kind.is_some_and(|kind| PACKED.iter().any(|one| kind.starts_with(one)));
        if !packs || !gains || bytes.is_empty() {
            return (status, headers, bytes);
        }
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        headers.remove(header::ETAG);
        let is_file =
            path.starts_with("/assets/") || media_type(path).starts_with("text/javascript");
        let known = lock(&self.packed).get(path).cloned().filter(|_| is_file);
        let small = known.unwrap_or_else(|| pack(&bytes, if is_file { 11 } else { 5 }));
        if is_file {
            lock(&self.packed).insert(path.to_owned(), small.clone());
        }
        (status, headers, small)
    }
}

fn now() -> f64 {
    #[expect(clippy::disallowed_methods, reason = "this runs on the machine, never in wasm")]
    let now = std::time::SystemTime::now();
    now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0
}

const PACKED: [&str; 5] =
    ["text/", "application/json", "application/wasm", "application/x-protobuf", "image/svg"];

fn pack(bytes: &[u8], quality: i32) -> Bytes {
    let mut packed = Vec::new();
    let how = BrotliEncoderParams { quality, lgwin: 22, ..Default::default() };
    // Writing to memory does not fail.
    let _ = brotli::BrotliCompress(&mut &*bytes, &mut packed, &how);
    packed.into()
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js" | "mjs" | "cjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("html") | None => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}
