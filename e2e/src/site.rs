//! The partners' sites: ordinary pages that embed the widget, and hostile ones.
//!
//! Each page stands as a partner would have pasted it, with `https://HOST`
//! where the way in is; only that is filled in. `?host=` names another place
//! for it, such as a [`proxy::Proxy`]; `?bare` leaves the loader out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::project;
use hosts::Host;

pub mod hosts;
pub mod proxy;

/// A running site.
pub struct Site {
    /// Where it is.
    pub origin: String,
    pages: Arc<Pages>,
    server: AbortHandle,
}

struct Pages {
    folder: PathBuf,
    host: String,
    hosts: Vec<Host>,
    /// What a partner wrote while the site stands, by its name.
    written: Mutex<BTreeMap<String, String>>,
}

impl Site {
    /// Serves the pages of `e2e/pages/`, with the way in at `host`.
    pub fn start(listener: TcpListener, host: &str) -> Result<Self> {
        let origin = format!("http://{}", listener.local_addr()?);
        let written = Mutex::default();
        let pages = Pages { folder: pages(), host: host.to_owned(), hosts: Host::all()?, written };
        let pages = Arc::new(pages);
        let app = Router::new().fallback(serve).with_state(Arc::clone(&pages));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { origin, pages, server: server.abort_handle() })
    }

    /// Puts up a page as a partner wrote it and gives its address.
    pub fn write(&self, name: &str, html: String) -> String {
        let mut written = self.pages.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.insert(name.to_owned(), html);
        format!("{}/{name}", self.origin)
    }

    /// Gives the address of a hostile page, with the way in where `Site` has it
    /// or elsewhere.
    pub fn hostile(&self, host: &Host, way_in: Option<&str>) -> String {
        let elsewhere = way_in.map(|origin| format!("?host={origin}")).unwrap_or_default();
        format!("{}/hostile/{}{elsewhere}", self.origin, host.name)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Gives a partner's page with the way in at `host`.
pub fn page(name: &str, host: &str) -> Result<String> {
    let text = String::from_utf8(project::read(&pages().join(name))?)?;
    Ok(text.replace("https://HOST", host))
}

fn pages() -> PathBuf {
    project::root().join("e2e/pages")
}

async fn serve(
    State(pages): State<Arc<Pages>>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let written = pages.written.lock().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
    if let Some(text) = written {
        return (html, text).into_response();
    }
    let named = path.strip_prefix("hostile/");
    let host = named.and_then(|name| pages.hosts.iter().find(|host| host.name == name));
    let path = host.map_or(path.clone(), |host| format!("hostile/{}", host.page));
    let nothing = StatusCode::NOT_FOUND;
    if path.split('/').any(|part| part.starts_with('.')) || !pages.folder.join(&path).is_file() {
        return nothing.into_response();
    }
    let way_in = query.get("host").unwrap_or(&pages.host);
    let Ok(mut text) = page(&path, way_in) else { return nothing.into_response() };
    if let Some(host) = host {
        text = host.fill_in(&text);
    }
    if query.contains_key("bare") {
        text = without_loader(&text);
    }
    let mut reply = ([(header::CONTENT_TYPE, media_type(&path))], text).into_response();
    for (name, value) in host.into_iter().flat_map(|host| host.headers(way_in)) {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
            reply.headers_mut().append(name, value);
        }
    }
    reply
}

/// The loader's tag stands on a line of its own.
fn without_loader(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains("/v1/embed.js")).collect();
    lines.join("\n")
}

fn media_type(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}
