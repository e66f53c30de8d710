//! Content-Security-Policy, as far as it can be in our way (CSP level 3).

use worker::Url;

/// One policy: what each directive allows.
#[derive(Clone, Debug)]
pub(super) struct Policy(Vec<(String, Vec<String>)>);

/// Every policy of a header, which may hold several.
pub(super) fn policies(header: &str) -> impl Iterator<Item = Policy> {
    header.split(',').map(Policy::of).filter(|policy| !policy.0.is_empty())
}

/// A script that a page asks for.
pub(super) struct Asked<'a> {
    pub(super) url: &'a Url,
    pub(super) page: &'a Url,
    pub(super) nonce: Option<&'a str>,
    pub(super) integrity: Option<&'a str>,
}

impl Policy {
    fn of(text: &str) -> Self {
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next().map(str::to_ascii_lowercase) else { continue };
            // The first of two counts.
            if !all.iter().any(|(other, _)| *other == name) {
                all.push((name, words.map(str::to_owned).collect()));
            }
        }
        Self(all)
    }

    /// The first of some directives that is there, with what it allows.
    pub(super) fn first<'a>(&self, names: &[&'a str]) -> Option<(&'a str, &[String])> {
        names.iter().find_map(|name| {
            let found = self.0.iter().find(|(other, _)| other == name)?;
            Some((*name, found.1.as_slice()))
        })
    }

    /// The directive that keeps a script from running, if one does.
    pub(super) fn keeps_out(&self, script: &Asked<'_>) -> Option<(&'static str, &[String])> {
        let (name, allowed) = self.first(&["script-src-elem", "script-src", "default-src"])?;
        (!script.may_run(allowed)).then_some((name, allowed))
    }

    /// The directive that keeps an address out of frames, connections and so on.
    pub(super) fn keeps_from(
        &self,
        names: &[&'static str],
        url: &Url,
        page: &Url,
    ) -> Option<&'static str> {
        let (name, allowed) = self.first(names)?;
        (!allowed.iter().any(|source| matches(source, url, page))).then_some(name)
    }
}

impl Asked<'_> {
    fn may_run(&self, allowed: &[String]) -> bool {
        let has_nonce = |source: &String| {
            let nonce = keyword(source, "nonce-");
            nonce.is_some() && nonce == self.nonce
        };
        let has_hash = |source: &String| {
            let hash = source.trim_matches('\'');
            let given = self.integrity.unwrap_or_default();
            hash.starts_with("sha") && given.split_ascii_whitespace().any(|one| one == hash)
        };
        if allowed.iter().any(|source| has_nonce(source) || has_hash(source)) {
            return true;
        }
        // With it, no address counts.
        let is_strict = is_strict(allowed);
        !is_strict && allowed.iter().any(|source| matches(source, self.url, self.page))
    }
}

/// Whether only scripts with a nonce, and what they bring, may run.
pub(super) fn is_strict(allowed: &[String]) -> bool {
    allowed.iter().any(|source| source.eq_ignore_ascii_case("'strict-dynamic'"))
}

fn keyword<'a>(source: &'a str, start: &str) -> Option<&'a str> {
    source.strip_prefix('\'')?.strip_suffix('\'')?.strip_prefix(start)
}

/// Whether a source of a policy allows an address.
fn matches(source: &str, url: &Url, page: &Url) -> bool {
    let source = source.to_ascii_lowercase();
    match source.as_str() {
        "*" => url.scheme() == "https" || url.scheme() == page.scheme(),
        "'self'" => url.origin() == page.origin(),
        _ if source.starts_with('\'') => false,
        _ => source.strip_suffix(':').map_or_else(
            || is_host(&source, url, page),
            |scheme| scheme == url.scheme() || (scheme == "http" && url.scheme() == "https"),
        ),
    }
}

/// `https://host:port/path`, of which only the host must be there.
fn is_host(source: &str, url: &Url, page: &Url) -> bool {
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => (page.scheme(), source),
    };
    let fits_scheme = scheme == url.scheme() || (scheme == "http" && url.scheme() == "https");
    let (authority, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let theirs = url.host_str().unwrap_or_default();
    let fits_host = host.strip_prefix('*').map_or(host == theirs, |end| {
        end.starts_with('.') && theirs.ends_with(end) || end.is_empty()
    });
    let fits_port = match port {
        Some("*") => true,
        Some(port) => {
            url.port_or_known_default().map(|port| port.to_string()).as_deref() == Some(port)
        }
        None => url.port().is_none(),
    };
    let asked = url.path().trim_start_matches('/');
    let fits_path = path.is_empty()
        || if path.ends_with('/') { asked.starts_with(path) } else { asked == path };
    fits_scheme && fits_host && fits_port && fits_path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn sources_allow_what_the_specification_says() {
        let page = url("https://park.example/page");
        let ours = url("https://vagen-in.example/v1/embed.js");
        for source in [
            "*",
            "https:",
            "http:",
            "https://vagen-in.example",
            "vagen-in.example",
            "VAGEN-IN.example",
            "https://vagen-in.example:443",
            "https://vagen-in.example:*",
            "*.example",
            "https://vagen-in.example/v1/",
            "https://vagen-in.example/v1/embed.js",
        ] {
            assert!(matches(source, &ours, &page), "{source}");
        }
        for source in [
            "'self'",
            "'none'",
            "'unsafe-inline'",
            "data:",
            "https://park.example",
            "https://vagen-in.example:8443",
            "*.vagen-in.example",
            "https://vagen-in.example/v2/",
            "https://vagen-in.example/v1/embed",
            "example",
        ] {
            assert!(!matches(source, &ours, &page), "{source}");
        }
        let local = url("http://127.0.0.1:8787/v1/embed.js");
        assert!(matches("http://127.0.0.1:8787", &local, &page));
        assert!(!matches("http://127.0.0.1", &local, &page));
    }
}
