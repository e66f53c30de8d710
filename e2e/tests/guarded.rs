//! Who is let in where: the two host names, sign-in, roles; and what a page of
//! someone else's can read or change.

use anyhow::{Context, Result};
use e2e::lead;
use e2e::stack::{Stack, issuer};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

#[path = "guarded/routes.rs"]
mod routes;

use routes::{ORIGINS, ROLES};

const TOKEN: &str = "cf-access-jwt-assertion";

async fn me(stack: &Stack, token: Option<&str>) -> Result<(StatusCode, Value)> {
    let mut request = Client::new().get(stack.desk("/v1/admin/me"));
    if let Some(token) = token {
        request = request.header(TOKEN, token);
    }
    let answer = request.send().await?;
    let status = answer.status();
    Ok((status, serde_json::from_str(&answer.text().await?).context("not JSON")?))
}

fn header<'a>(answer: &'a Response, name: &str) -> Option<&'a str> {
    answer.headers().get(name).and_then(|value| value.to_str().ok())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_is_let_in_by_its_token_on_its_own_host_name_alone() -> Result<()> {
    let stack = Stack::start().await?;
    let token = issuer::token("vagen-in-operators")?;
    let (status, told) = me(&stack, Some(&token)).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    assert_eq!(told.get("role"), Some(&json!("operator")));

    assert_eq!(me(&stack, None).await?.0, StatusCode::UNAUTHORIZED);
    let tampered = token.replacen('.', ".e", 1);
    assert_eq!(me(&stack, Some(&tampered)).await?.0, StatusCode::UNAUTHORIZED);
    let cookie = Client::new()
        .get(stack.desk("/v1/admin/me"))
        .header("cookie", format!("CF_Authorization={token}"));
    assert_eq!(cookie.send().await?.status(), StatusCode::UNAUTHORIZED);

    for route in routes::all()? {
        let (ours, theirs) = (stack.url(&route.path), stack.desk(&route.path));
        let elsewhere = if route.is_operators() { ours } else { theirs };
        if !route.is_watchers() {
            let request = Client::new().request(route.method.clone(), elsewhere);
            let status = request.header(TOKEN, token.as_str()).send().await?.status();
            assert_eq!(status, StatusCode::NOT_FOUND, "{route}");
        }
    }
    Ok(())
}

/// The whole matrix: every operators' address by everyone.
#[tokio::test(flavor = "multi_thread")]
async fn each_role_opens_what_the_table_says_and_nothing_else() -> Result<()> {
    let stack = Stack::start().await?;
    for route in routes::all()?.iter().filter(|route| route.is_operators()) {
        for (place, role) in ROLES.iter().enumerate() {
            let request = Client::new().request(route.method.clone(), stack.desk(&route.path));
            let request = request.header("content-type", "application/json").body("{}");
            let request = match *role {
                "anonymous" => request,
                group => request.header(TOKEN, issuer::token(group)?),
            };
            let status = request.send().await?.status();
            let is_let_in = ![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status);
            let expected = route.lets_in(place)?;
            assert_eq!(is_let_in, expected, "{route} as {role}: {status}");
            assert_eq!(*role == "anonymous", status == StatusCode::UNAUTHORIZED, "{route} {role}");
        }
    }
    Ok(())
}

/// 14 origins, every address: what is public has a fixed star, all else nothing;
/// credentials never; and nobody's page sends but ours.
#[tokio::test(flavor = "multi_thread")]
async fn each_route_answers_any_origin_as_the_table_says() -> Result<()> {
    let stack = Stack::start().await?;
    let ours = stack.url("");
    let mut asked = 0;
    for route in routes::all()? {
        let base = if route.is_operators() { stack.desk("") } else { ours.clone() };
        for origin in ORIGINS {
            let origin = origin.replace("{ours}", &ours).replace("{site}", &stack.site.origin);
            let request =
                Client::new().request(route.method.clone(), format!("{base}{}", route.path));
            let answer = request.header("origin", &origin).send().await?;
            let allowed = header(&answer, "access-control-allow-origin");
            assert_eq!(allowed, route.is_open().then_some("*"), "{route} from {origin}");
            let credentials = header(&answer, "access-control-allow-credentials");
            assert_eq!(credentials, None, "{route} from {origin}");
            if route.is_sent_by_our_pages_alone() && origin != ours {
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{route} from {origin}");
            }
            asked += 1;
        }
    }
    assert!(14 * 30 <= asked, "{asked}");
    Ok(())
}

/// Every address, right and wrong, on both host names.
#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_the_headers_of_its_class() -> Result<()> {
    let stack = Stack::start().await?;
    let token = issuer::token("vagen-in-viewers")?;
    let mut paths: Vec<(Method, String)> = Vec::new();
    for route in routes::all()? {
        for path in [route.path.clone(), format!("{}/nothing", route.path)] {
            paths.push((route.method.clone(), stack.url(&path)));
            paths.push((route.method.clone(), stack.desk(&path)));
        }
        paths.push((Method::PATCH, stack.url(&route.path)));
    }
    for (method, url) in paths {
        for accept in ["text/html", "application/json"] {
            let request = Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
            let request = request.request(method.clone(), &url).header("accept", accept);
            let answer = request.header(TOKEN, token.as_str()).send().await?;
            is_guarded(&answer).with_context(|| format!("{method} {url}: {}", answer.status()))?;
        }
    }
    Ok(())
}

fn is_guarded(answer: &Response) -> Result<()> {
    let value = |name| header(answer, name).with_context(|| format!("no {name}"));
    for (name, exact) in [
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        anyhow::ensure!(value(name)? == exact, "{name}: {}", value(name)?);
    }
    let policy = value("content-security-policy")?;
    anyhow::ensure!(policy.starts_with("default-src 'none'"), "{policy}");
    for part in ["base-uri 'none'", "frame-ancestors "] {
        anyhow::ensure!(policy.contains(part), "{policy} has no {part}");
    }
    anyhow::ensure!(
        !policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    for name in
        ["permissions-policy", "cross-origin-resource-policy", "cache-control", "content-type"]
    {
        value(name)?;
    }
    let is_open = header(answer, "access-control-allow-origin").is_some();
    let is_kept = value("cache-control")?.starts_with("public");
    let is_error = answer.status().is_client_error() || answer.status().is_server_error();
    anyhow::ensure!(!(is_kept && is_error), "an error that is kept");
    anyhow::ensure!(
        is_open == (value("cross-origin-resource-policy")? == "cross-origin") || !is_open
    );
    anyhow::ensure!(header(answer, "set-cookie").is_none(), "a cookie");
    Ok(())
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const EVIL: &str = "https://evil.example";

/// What another page can make a browser send: to withdraw a lead, and to pause
/// a recipient. `TOKEN` is what Access puts in for whoever is signed in.
type Sent = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Ways in which a page of someone else's tries to change something.
const TRIES: [Sent; 9] = [
    ("a form", "POST", "withdraw", &[("content-type", FORM), ("origin", EVIL)]),
    ("a form of a sandbox", "POST", "withdraw", &[("content-type", FORM), ("origin", "null")]),
    (
        "fetch without cors",
        "POST",
        "pause",
        &[("content-type", "text/plain"), ("origin", EVIL), (TOKEN, "good")],
    ),
    ("an image", "GET", "withdraw", &[("sec-fetch-site", "cross-site")]),
    (
        "method override",
        "POST",
        "link",
        &[("x-http-method-override", "DELETE"), ("content-type", FORM), ("origin", EVIL)],
    ),
    (
        "another host of the domain",
        "POST",
        "pause",
        &[("content-type", JSON), ("sec-fetch-site", "same-site"), (TOKEN, "good")],
    ),
    ("a stale token", "POST", "pause", &[("content-type", JSON), (TOKEN, "old")]),
    ("a sign-in by cookie", "POST", "pause", &[("content-type", JSON), ("cookie", "good")]),
    ("delete from another page", "DELETE", "link", &[("origin", EVIL)]),
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_changed_by_another_sites_page() -> Result<()> {
    let stack = Stack::start().await?;
    stack.recipient.answer(e2e::recipient::Manner::Refusing(503));
    let sent = lead::send(&stack, &lead::example(&stack).await?, "csrf-csrf-csrf-csrf").await?;
    let link = sent.body.get("status_url").and_then(Value::as_str).context("no link")?.to_owned();
    let good = issuer::token("vagen-in-operators")?;
    let old = issuer::signed(&json!({ "iss": "x", "iat": 1, "exp": 2 }))?;
    for (what, method, to, headers) in TRIES {
        let url = match to {
            "withdraw" => format!("{link}/withdraw"),
            "link" => link.clone(),
            _ => stack.desk("/v1/admin/recipients/rs-innovation/pause"),
        };
        let mut request = Client::new().request(method.parse()?, url).body("{\"reason\":\"x\"}");
        for (name, value) in headers {
            let value = match (*name, *value) {
                ("cookie", _) => format!("CF_Authorization={good}"),
                (_, "good") => good.clone(),
                (_, "old") => old.clone(),
                (_, other) => other.to_owned(),
            };
            request = request.header(*name, value);
        }
        let status = request.send().await?.status();
        assert!(status.is_client_error(), "{what}: {status}");
    }
    nothing_has_changed(&stack, &link, &good).await
}

async fn nothing_has_changed(stack: &Stack, link: &str, token: &str) -> Result<()> {
    let state = Client::new().get(link).header("accept", JSON).send().await?.text().await?;
    assert!(!state.contains("withdrawn\""), "{state}");
    let told = Client::new().get(stack.desk("/v1/admin/recipients")).header(TOKEN, token);
    let told: Value = serde_json::from_str(&told.send().await?.text().await?)?;
    let all = told.get("recipients").and_then(Value::as_array).context("no recipients")?;
    for one in all {
        assert_eq!(one.get("paused_at"), Some(&Value::Null), "{one}");
    }
    Ok(())
}
