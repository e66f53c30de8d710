//! The partners' sites: ordinary pages that embed the widget.
//!
//! Each page stands as a partner would have pasted it, with `https://HOST`
//! where the way in is; only that is filled in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::project;

/// A running site.
pub struct Site {
    /// Where it is.
    pub origin: String,
    server: AbortHandle,
}

struct Pages {
    folder: PathBuf,
    host: String,
}

impl Site {
    /// Serves the pages of `e2e/pages/`, with the way in at `host`.
    pub fn start(listener: TcpListener, host: &str) -> Result<Self> {
        let origin = format!("http://{}", listener.local_addr()?);
        let pages = Pages { folder: pages(), host: host.to_owned() };
        let app = Router::new().fallback(serve).with_state(Arc::new(pages));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { origin, server: server.abort_handle() })
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

async fn serve(State(pages): State<Arc<Pages>>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let nothing = StatusCode::NOT_FOUND;
    if path.split('/').any(|part| part.starts_with('.')) || !pages.folder.join(&path).is_file() {
        return nothing.into_response();
    }
    match page(&path, &pages.host) {
        Ok(text) => ([(header::CONTENT_TYPE, media_type(&path))], text).into_response(),
        Err(_) => nothing.into_response(),
    }
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
