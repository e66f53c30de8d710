//! Who is let in where: the two host names, sign-in, and what each refuses.

use anyhow::{Context, Result};
use e2e::stack::{Stack, issuer};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

async fn me(stack: &Stack, token: Option<&str>) -> Result<(StatusCode, Value)> {
    let mut request = Client::new().get(stack.desk("/v1/admin/me"));
    if let Some(token) = token {
        request = request.header("cf-access-jwt-assertion", token);
    }
    let answer = request.send().await?;
    let status = answer.status();
    Ok((status, serde_json::from_str(&answer.text().await?).context("not JSON")?))
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

    let public = Client::new()
        .get(stack.url("/v1/admin/me"))
        .header("cf-access-jwt-assertion", token.as_str());
    assert_eq!(public.send().await?.status(), StatusCode::NOT_FOUND);
    for path in ["/f/demo-park", "/v1/catalogue", "/partners/", "/v1/leads/x"] {
        let answer = reqwest::get(stack.desk(path)).await?;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(reqwest::get(stack.desk("/healthz")).await?.status(), StatusCode::OK);
    Ok(())
}
