//! Fetches a partner's page: briefly, without cookies, and no further.

use crate::error::{Doing, Error};
use futures_util::StreamExt;
use worker::{AbortSignal, Fetch, Headers, Request, RequestInit, RequestRedirect, Response, Url};

/// The most that is read of a page.
const LONGEST: usize = 512 * 1024;

const PATIENCE_MILLISECONDS: u32 = 10_000;

/// What came.
pub(super) struct Came {
    pub(super) status: u16,
    pub(super) policy: String,
    pub(super) embedder: String,
    pub(super) html: String,
}

/// Fetches a page. Where it leads on to is not followed.
pub(super) async fn fetched(url: &Url) -> Result<Came, Error> {
    let headers = Headers::new();
    for (name, value) in [
        ("Accept", "text/html"),
        ("User-Agent", concat!("vagen-in/", env!("CARGO_PKG_VERSION"), " (self-test)")),
    ] {
        headers.set(name, value).doing("setting a header")?;
    }
    let mut init = RequestInit::new();
    init.with_headers(headers).with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(url.as_str(), &init).doing("making a request")?;
    let patience =
        AbortSignal::from(worker::web_sys::AbortSignal::timeout_with_u32(PATIENCE_MILLISECONDS));
    let asking = Fetch::Request(request);
    let response = asking.send_with_signal(&patience).await.doing("reading a partner's page")?;
    let header = |name: &str| response.headers().get(name).ok().flatten().unwrap_or_default();
    let (policy, embedder) =
        (header("Content-Security-Policy"), header("Cross-Origin-Embedder-Policy"));
    Ok(Came { status: response.status_code(), policy, embedder, html: text(response).await })
}

/// As much of the body as is read. A page that breaks off is judged by what came.
async fn text(mut response: Response) -> String {
    let mut bytes = Vec::new();
    if let Ok(mut stream) = response.stream() {
        while let Some(Ok(chunk)) = stream.next().await {
            bytes.extend(chunk);
            if LONGEST < bytes.len() {
                break;
            }
        }
    }
    bytes.truncate(LONGEST);
    String::from_utf8_lossy(&bytes).into_owned()
}
