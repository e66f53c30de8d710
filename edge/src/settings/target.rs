//! Where leads may be sent: an address that is what it looks like.
//!
//! Targets are configuration, never a caller's words. This keeps a slip, or
//! someone who may write configuration and nothing else, from turning the
//! Worker against what only it can reach. What is checked is the text as it is
//! written, so that nothing is put right silently by reading it as a URL.

use super::is_this_machine;
use worker::Url;

/// The longest address that is taken.
const LONGEST: usize = 500;

/// Whether leads may be sent there: over https to a host with a name, at its own
/// port; or to this machine while we are on it ourselves. `allowed` are the
/// hosts that may be sent to; with none, every named host may.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(text: &str, origin: &str, allowed: &[String]) -> Result<(), &'static str> {
    let url = Url::parse(text).map_err(|_| "is no address")?;
    let at_home = Url::parse(origin).is_ok_and(|origin| is_this_machine(&origin));
    if at_home && is_this_machine(&url) {
        return Ok(());
    }
    if url.scheme() != "https" {
        return Err("must be https");
    }
    // A host's name ends where a reader thinks it does, and was not put right.
    let rest = text.strip_prefix("https://").ok_or("must begin with https://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if LONGEST < text.len() || !text.chars().all(|c| c.is_ascii_graphic() && c != '\\') {
        return Err("must be plain letters, at most 500");
    }
    if host.contains('@') {
        return Err("must have no user name");
    }
    if host.contains(':') || url.port().is_some() {
        return Err("must have no port");
    }
    if !is_name(host) || url.host_str() != Some(host) {
        return Err("must have a host name in small letters");
    }
    if url.fragment().is_some() {
        return Err("must have no fragment");
    }
    if !allowed.is_empty() && allowed.iter().all(|own| own != host) {
        return Err("is not on the list of hosts");
    }
    Ok(())
}

/// A public name: dots between labels, and a last one that is no number. So no
/// address in any notation, and no name that only a local network knows.
fn is_name(host: &str) -> bool {
    const LOCAL: [&str; 6] = ["local", "localhost", "internal", "intranet", "lan", "arpa"];
    let label = |label: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (1..=63).contains(&label.len())
            && label.chars().all(plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    host.split('.').all(label)
        && last.chars().any(|c| c.is_ascii_lowercase())
        && !LOCAL.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::figures::say;
    use std::collections::BTreeSet;

    const AWAY: &str = "https://vagen-in.example";

    const BAD: [&str; 40] = [
        "http://hooks.region.example/",
        "HTTPS://hooks.region.example/",
        "ftp://hooks.region.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "hooks.region.example",
        "//hooks.region.example/",
        "",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://localhost/",
        "https://metadata.google.internal/",
        "https://intranet/",
        "https://user@hooks.region.example/",
        "https://hooks.region.example@evil.example/",
        "https://hooks.region.example:443/",
        "https://hooks.region.example:22/",
        "https://hooks.region.example:8443/",
        "https://hooks.region.example\\@evil.example/",
        "https://evil.example\\.hooks.region.example/",
        "https://hooks.region.example.evil.example/",
        "https://evil-hooks.region.example/",
        "https://HOOKS.region.example/",
        "https://hooks.region.example./",
        "https://hooks..region.example/",
        "https://hooks.region.example#@evil.example/",
        "https://hooks.région.example/",
        "https://１２７.０.０.１/",
        "https:\thooks.region.example/",
        " https://hooks.region.example/",
        "https://hooks.region.example/\r\nX-Other: 1",
        "https:///hooks.region.example/",
        "https://%68ooks.region.example/",
    ];

    #[test]
    fn leads_go_to_a_named_host_over_https_alone() {
        let allowed = ["hooks.region.example".to_owned()];
        let good = "https://hooks.region.example/leads?x=1";
        assert_eq!(check(good, AWAY, &[]), Ok(()));
        assert_eq!(check(good, AWAY, &allowed), Ok(()));
        assert_eq!(check("https://xn--hlsa-loa.example/", AWAY, &[]), Ok(()));
        assert_eq!(check("http://127.0.0.1:9000/hooks/x", "http://127.0.0.1:8787", &[]), Ok(()));
    }

    #[test]
    fn nothing_else_is_sent_to() {
        let allowed = ["hooks.region.example".to_owned()];
        let is_let_in = |text: &&&str| check(text, AWAY, &allowed).is_ok();
        let accepted: Vec<_> = BAD.iter().filter(is_let_in).collect();
        say(format_args!("targets: {} of {} accepted", accepted.len(), BAD.len()));
        assert!(accepted.is_empty(), "{accepted:?}");
        assert_eq!(BAD.iter().collect::<BTreeSet<_>>().len(), BAD.len(), "one is there twice");
        // Without a list, those that are a public name still pass; no other does.
        let passing = BAD.iter().filter(|text| check(text, AWAY, &[]).is_ok()).count();
        assert_eq!(passing, 2);
        assert!(check("http://127.0.0.1:9000/", AWAY, &[]).is_err());
        assert!(check("http://10.0.0.1/", "http://127.0.0.1:8787", &[]).is_err());
    }

    #[test]
    fn an_address_is_checked_without_a_panic() {
        let right = [&BAD[..], &["https://hooks.region.example/leads?x=1"]].concat();
        crate::odd::inputs("target", &right, |_, text| {
            let _ = check(text, AWAY, &["hooks.region.example".to_owned()]);
        });
    }
}
