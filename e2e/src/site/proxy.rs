//! Someone between us and the visitor, who spoils our files on their way.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Response, StatusCode, header};
use reqwest::Client;
use reqwest::redirect::Policy;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// A running proxy. What it says of itself is its own address, everywhere.
pub struct Proxy {
    /// Where it is.
    pub origin: String,
    shared: Arc<Shared>,
    server: AbortHandle,
}

struct Shared {
    client: Client,
    origin: String,
    worker: String,
    spoil: Mutex<Option<Spoil>>,
}

/// What is done to which files.
#[derive(Clone, Debug)]
pub struct Spoil {
    /// What the file's address contains.
    pub file: &'static str,
    /// What is done to it.
    pub how: How,
}

/// What is done to a file.
#[derive(Clone, Copy, Debug)]
pub enum How {
    /// One bit is turned, so many thousandths into it.
    Flip(usize),
    /// It ends so many thousandths into it.
    Cut(usize),
    /// Something stands before it.
    Before(&'static str),
    /// Something stands after it.
    After(&'static str),
    /// It does not come; this status does.
    Refuse(u16),
}

impl How {
    fn apply(self, bytes: &[u8]) -> Vec<u8> {
        let at = |thousandths: usize| bytes.len().saturating_sub(1) * thousandths / 1000;
        match self {
            Self::Flip(place) => {
                let mut bytes = bytes.to_vec();
                let place = at(place);
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= 1;
                }
                bytes
            }
            Self::Cut(place) => bytes.get(..at(place)).unwrap_or_default().to_vec(),
            Self::Before(text) => [text.as_bytes(), bytes].concat(),
            Self::After(text) => [bytes, text.as_bytes()].concat(),
            Self::Refuse(_) => Vec::new(),
        }
    }
}

impl Proxy {
    /// Starts in front of the Worker at an origin.
    pub async fn start(worker: &str) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            client: Client::builder().redirect(Policy::none()).build()?,
            origin: origin.clone(),
            worker: worker.to_owned(),
            spoil: Mutex::default(),
        });
        let app = Router::new().fallback(pass).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { origin, shared, server: server.abort_handle() })
    }

    /// Does something else from now on.
    pub fn spoil(&self, spoil: Option<Spoil>) {
        *self.shared.spoil.lock().unwrap_or_else(PoisonError::into_inner) = spoil;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Does not outlive the request: bodies have a length of their own.
const HOP: [HeaderName; 4] =
    [header::HOST, header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];

async fn pass(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let asked = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    match answer(&shared, &asked, request).await {
        Ok(response) => response,
        Err(_) => status(502),
    }
}

async fn answer(shared: &Shared, asked: &str, request: Request) -> Result<Response<Body>> {
    let spoil = shared.spoil.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let how = spoil.filter(|spoil| asked.contains(spoil.file)).map(|spoil| spoil.how);
    if let Some(How::Refuse(code)) = how {
        return Ok(status(code));
    }
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await?;
    let mut headers = renamed(&parts.headers, &shared.origin, &shared.worker);
    headers.remove(header::ACCEPT_ENCODING);
    let url = format!("{}{asked}", shared.worker);
    let came = shared.client.request(parts.method, url).headers(headers).body(body).send().await?;
    let (code, headers) = (came.status(), came.headers().clone());
    let mut bytes = came.bytes().await?;
    let is_text = headers.get(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.to_str().is_ok_and(|kind| kind.starts_with("text/html") || kind.contains("json"))
    });
    if is_text {
        let text = String::from_utf8_lossy(&bytes).replace(&shared.worker, &shared.origin);
        bytes = Bytes::from(text);
    }
    if let Some(how) = how {
        bytes = how.apply(&bytes).into();
    }
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = code;
    *response.headers_mut() = renamed(&headers, &shared.worker, &shared.origin);
    Ok(response)
}

fn renamed(headers: &HeaderMap, from: &str, to: &str) -> HeaderMap {
    let kept = headers.iter().filter(|(name, _)| !HOP.contains(name));
    let renamed = kept.filter_map(|(name, value)| {
        let value = value.to_str().ok()?.replace(from, to);
        Some((name.clone(), value.parse().ok()?))
    });
    renamed.collect()
}

fn status(code: u16) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_GATEWAY);
    response
}
