//! Asks the issuer for its keys.

use crate::error::{Doing, Error};
use futures_util::StreamExt;
use worker::{AbortSignal, Fetch, Method, Request, RequestInit, RequestRedirect};

/// The issuer answers at once or not at all.
const PATIENCE_MILLISECONDS: u32 = 5_000;

/// A set of keys is below 10 kB.
const LONGEST: usize = 64 * 1024;

/// The set of keys at an address; a redirect is no answer.
pub(super) async fn keys(address: &str) -> Result<Vec<u8>, Error> {
    const WHAT: &str = "asking for the issuer's keys";
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(address, &init).doing(WHAT)?;
    let patience =
        AbortSignal::from(worker::web_sys::AbortSignal::timeout_with_u32(PATIENCE_MILLISECONDS));
    let mut answer = Fetch::Request(request).send_with_signal(&patience).await.doing(WHAT)?;
    if answer.status_code() != 200 {
        return Err(Error::Unavailable(format!("{WHAT}: {}", answer.status_code())));
    }
    let mut bytes = Vec::new();
    let mut stream = answer.stream().doing(WHAT)?;
    while let Some(chunk) = stream.next().await {
        bytes.extend(chunk.doing(WHAT)?);
        if LONGEST < bytes.len() {
            return Err(Error::Unavailable(format!("{WHAT}: too long")));
        }
    }
    Ok(bytes)
}
