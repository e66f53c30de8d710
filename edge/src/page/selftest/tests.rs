//! Pages with a fault each, and what is said of them.

use super::*;
use crate::settings::tests::example;

const TAG: &str = r#"<vagen-in partner="ki-science-park" lang="sv"><a href="https://vagen-in.example/f/ki-science-park">In</a></vagen-in>"#;
const SCRIPT: &str = r#"<script async src="https://vagen-in.example/v1/embed.js"></script>"#;
const PAGE: &str = "https://kisciencepark.se/samarbete";

/// What is found: the codes, and all that is to be written.
fn found(url: &str, policy: &str, html: &str) -> (Vec<&'static str>, String) {
    let mut settings = example();
    settings.partners.get_mut("flemingsberg-science").unwrap().paused = true;
    let url = Url::parse(url).unwrap();
    let page = Fetched { url: &url, status: 200, policy, embedder: "", html };
    let ours =
        Ours { origin: &settings.origin, partners: &settings.partners, id: "ki-science-park" };
    let findings = judge(&page, &ours);
    for Finding { what, change, .. } in &findings {
        for words in [what, change] {
            assert!(!words.sv.is_empty() && !words.en.is_empty() && words.sv != words.en);
        }
    }
    let write: Vec<String> = findings.iter().filter_map(|one| one.write.clone()).collect();
    (findings.iter().map(|finding| finding.code).collect(), write.join("\n"))
}

fn both(tag: &str, script: &str) -> String {
    format!("<!doctype html><html lang=sv><body><h1>Park</h1>{tag}\n{script}</body></html>")
}

#[test]
fn pages_that_are_right_have_no_faults() {
    let good = both(TAG, SCRIPT);
    for policy in [
        "",
        "script-src 'self' https://vagen-in.example; frame-src https://vagen-in.example",
        "default-src https:",
        "script-src https://vagen-in.example/v1/embed.js; child-src vagen-in.example",
        "style-src 'none'; connect-src 'none'; require-trusted-types-for 'script'",
    ] {
        assert_eq!(found(PAGE, policy, &good).0, [""; 0], "{policy}");
    }
    let nonce = both(TAG, &SCRIPT.replace("<script ", "<script nonce=abc "));
    let policy = "script-src 'strict-dynamic' 'nonce-abc'; frame-src https://vagen-in.example";
    assert_eq!(found(PAGE, policy, &nonce).0, [""; 0]);
    let pinned = SCRIPT.replace("/v1/", "/v1.1.0/").replace(" src", r#" integrity="sha384-x" src"#);
    assert_eq!(found(PAGE, "script-src 'sha384-x'", &both(TAG, &pinned)).0, [""; 0]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of pages")]
fn each_fault_is_named_and_what_to_write_is_said() {
    let meta = |policy: &str| {
        let head = format!("<meta http-equiv=Content-Security-Policy content=\"{policy}\">");
        format!("{head}{}", both(TAG, SCRIPT))
    };
    let unknown = TAG.replace("partner=\"ki-science-park\"", "partner=\"KI\"");
    let paused = TAG.replace("partner=\"ki-science-park\"", "partner=\"flemingsberg-science\"");
    let frame = r#"<iframe src="https://vagen-in.example/f/ki-science-park?lang=sv"></iframe>"#;
    let boxed = frame.replace("<iframe ", "<iframe sandbox=allow-scripts ");
    let escaped = TAG.replace('<', "&lt;").replace('>', "&gt;");
    let link = r#"<a href="https://vagen-in.example/f/ki-science-park">In</a>"#;
    let cases: &[(&str, &str, String, &str, &str)] = &[
        ("no tag", "", both("", SCRIPT), "tag-missing", ""),
        ("a comment", "", both(&format!("<!-- {TAG} -->"), SCRIPT), "tag-missing", ""),
        ("stripped", "", both(link, SCRIPT), "tag-stripped", ""),
        ("boxed", "", both(&boxed, ""), "boxed", "allow-same-origin"),
        ("in a box", "", both("<iframe sandbox srcdoc=x></iframe>", ""), "boxed", "allow-scripts"),
        ("as text", "", both(&escaped, SCRIPT), "tag-as-text", ""),
        ("no script", "", both(TAG, ""), "script-missing", SCRIPT),
        (
            "in a template",
            "",
            both(TAG, &format!("<template>{SCRIPT}</template>")),
            "script-missing",
            SCRIPT,
        ),
        (
            "other host",
            "",
            both(TAG, &SCRIPT.replace("vagen-in.example", "cdn.example")),
            "script-elsewhere",
            SCRIPT,
        ),
        ("http", "", both(TAG, &SCRIPT.replace("https:", "http:")), "script-elsewhere", SCRIPT),
        (
            "consent",
            "",
            both(TAG, &SCRIPT.replace("<script ", "<script type=text/plain ")),
            "script-held",
            SCRIPT,
        ),
        ("unknown", "", both(&unknown, SCRIPT), "partner-unknown", "partner=\"ki-science-park\""),
        ("paused", "", both(&paused, SCRIPT), "partner-paused", ""),
        (
            "script-src",
            "script-src 'self'",
            both(TAG, SCRIPT),
            "script-blocked",
            "script-src https://vagen-in.example",
        ),
        (
            "elem",
            "script-src *; script-src-elem 'self'",
            both(TAG, SCRIPT),
            "script-blocked",
            "script-src-elem https://vagen-in.example",
        ),
        (
            "default",
            "default-src 'self'; frame-src *",
            both(TAG, SCRIPT),
            "script-blocked",
            "script-src https://vagen-in.example",
        ),
        (
            "strict",
            "script-src https: 'strict-dynamic' 'nonce-x'",
            both(TAG, SCRIPT),
            "script-nonce",
            &SCRIPT.replace("<script ", "<script nonce=\"…\" "),
        ),
        (
            "frame-src",
            "frame-src 'none'",
            both(TAG, SCRIPT),
            "frame-blocked",
            "frame-src https://vagen-in.example",
        ),
        (
            "child-src",
            "child-src 'self'; script-src *",
            both(TAG, SCRIPT),
            "frame-blocked",
            "frame-src https://vagen-in.example",
        ),
        (
            "meta",
            "",
            meta("frame-src 'self'"),
            "frame-blocked",
            "frame-src https://vagen-in.example",
        ),
        (
            "the stricter of two",
            "frame-src *, frame-src 'self'",
            both(TAG, SCRIPT),
            "frame-blocked",
            "",
        ),
        ("sandbox", "sandbox", both(TAG, SCRIPT), "sandbox", "allow-scripts"),
        ("a frame alone", "", both(frame, ""), "frame-alone", ""),
        ("a frame that is blocked", "frame-src 'self'", both(frame, ""), "frame-blocked", ""),
    ];
    for (name, policy, html, code, write) in cases {
        let (codes, written) = found(PAGE, policy, html);
        assert_eq!(codes, [*code], "{name}");
        assert!(written.contains(write), "{name}: {written}");
    }
    assert!(15 <= cases.len());
    assert_eq!(found("https://other.example/", "", &both(TAG, SCRIPT)).0, ["origin"]);
}

#[test]
fn inline_is_told_what_makes_it_a_frame() {
    let tag = TAG.replace("<vagen-in ", "<vagen-in mode=inline style=\"--vi-accent: #1d5c3a\" ");
    let page = both(&tag, SCRIPT);
    let open = "script-src https://vagen-in.example 'wasm-unsafe-eval'; frame-src https://vagen-in.example";
    assert_eq!(found(PAGE, open, &page).0, [""; 0]);
    let strict = "default-src 'none'; script-src https://vagen-in.example; \
                  frame-src https://vagen-in.example; require-trusted-types-for 'script'";
    let (codes, write) = found(PAGE, strict, &page);
    assert_eq!(codes, ["inline-connect", "inline-wasm", "inline-trusted-types", "style-ignored"]);
    for line in ["connect-src https://vagen-in.example", "script-src 'wasm-unsafe-eval'"] {
        assert!(write.contains(line), "{write}");
    }
}

#[test]
fn a_page_that_cannot_be_read_is_said_to_be_so() {
    let settings = example();
    let url = Url::parse(PAGE).unwrap();
    let ours =
        Ours { origin: &settings.origin, partners: &settings.partners, id: "ki-science-park" };
    for (status, code) in [(301, "redirected"), (401, "page-not-read"), (500, "page-not-read")] {
        let page = Fetched { url: &url, status, policy: "", embedder: "", html: "" };
        let codes: Vec<_> = judge(&page, &ours).iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [code]);
    }
    let html = both(TAG, SCRIPT);
    let page =
        Fetched { url: &url, status: 200, policy: "", embedder: "require-corp", html: &html };
    assert_eq!(judge(&page, &ours).first().map(|finding| finding.code), Some("embedder-policy"));
}

#[test]
fn a_partners_page_is_read_without_a_panic() {
    let settings = example();
    let url = Url::parse(PAGE).unwrap();
    let ours =
        Ours { origin: &settings.origin, partners: &settings.partners, id: "ki-science-park" };
    let policy = "script-src 'nonce-a' *.example:*; frame-src https://vagen-in.example/f/";
    let meta = format!("<meta http-equiv=Content-Security-Policy content=\"{policy}\">");
    let inline = TAG.replace("partner=", "mode=inline style='--vi-accent: #fff' partner=");
    let frame = "<iframe sandbox src=https://vagen-in.example/f/ki-science-park?lang=sv></iframe>";
    let right = [both(TAG, SCRIPT), both(&inline, &meta), both(frame, "")];
    let right = right.map(|html| format!("{policy}\n{html}"));
    crate::odd::inputs("partner's page", &right, |_, text| {
        let (policy, html) = text.split_once('\n').unwrap_or(("", text));
        judge(&Fetched { url: &url, status: 200, policy, embedder: policy, html }, &ours);
    });
}
