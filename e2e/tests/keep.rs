//! A visitor takes the answers along: in a file, in a link, on the phone from a
//! screen that others use; and leaves nothing behind.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Role};
use e2e::stack::Stack;
use serde_json::{Value, json};

const WRITTEN: &str = "Kvastfening: en sensor som följer hjärtsvikt hemma";

/// Opens a page of ours anew, whatever stood before.
async fn open(browser: &Browser, stack: &Stack, path: &str) -> Result<()> {
    browser.open("about:blank").await?;
    browser.open(&stack.url(path)).await?;
    let ready = "return document.documentElement.classList.contains('is-ready') ? 'yes' : ''";
    until(browser, ready).await?;
    Ok(())
}

/// Waits for a script to give a text that is not empty.
async fn until(browser: &Browser, script: &str) -> Result<String> {
    let wait = format!(
        "const done = arguments[0];
         const look = () => {{
             const found = (() => {{ {script} }})();
             if (found) done(found); else setTimeout(look, 50);
         }};
         look()"
    );
    browser.script_until(&wait, vec![]).await
}

async fn step(browser: &Browser) -> Result<String> {
    browser.script("return document.querySelector('#vi-title')?.innerText ?? ''", vec![]).await
}

/// What is ticked, by its code.
async fn ticked(browser: &Browser) -> Result<Vec<String>> {
    let all = "return [...document.querySelectorAll('input:checked')].map((e) => e.value)";
    browser.script(all, vec![]).await
}

/// Puts a file into the field for one.
async fn bring(browser: &Browser, text: &str) -> Result<()> {
    const BRING: &str = "const [text] = arguments;
        const all = new DataTransfer();
        all.items.add(new File([text], 'vagen-in.json'));
        const field = document.querySelector('#vi-file');
        field.files = all.files;
        field.dispatchEvent(new Event('change'));
        return true";
    let _: bool = browser.script(BRING, vec![json!(text)]).await?;
    Ok(())
}

/// The text of the last file that was handed out.
async fn handed_out(browser: &Browser, press: &str) -> Result<String> {
    const CATCH: &str = "URL.createObjectURL = (blob) => {
            blob.text().then((text) => (window.caught = text));
            return 'data:,';
        };
        return true";
    let _: bool = browser.script(CATCH, vec![]).await?;
    browser.press(Role::Button, press).await?;
    until(browser, "return window.caught ?? ''").await
}

/// Opens a prepared questionnaire.
async fn prepared(browser: &Browser, stack: &Stack) -> Result<()> {
    // A prepared questionnaire says that it is one.
    open(
        browser,
        stack,
        "/f/demo-park?lang=sv&start=seek%3Dseek.pilot%26class%3Ddevice%26nonsense%3D1",
    )
    .await?;
    ensure!(ticked(browser).await? == ["seek.pilot"]);
    browser.wait_for_text("Några svar är ifyllda från början.").await?;
    browser.picture("keep-1-prepared").await?;
    browser.press(Role::Button, "Fortsätt").await?;
    browser.write("Era ord", WRITTEN).await?;

    Ok(())
}

/// Opens a link to go on with, and takes the answers along.
async fn by_link(browser: &Browser, stack: &Stack) -> Result<Value> {
    // The link leads to the same step, without what was written.
    open(browser, stack, "/f/demo-park?lang=sv#k=seek=seek.pilot+seek.gone&class=device&step=101")
        .await?;
    ensure!(step(browser).await? == "Det här passar er", "{}", step(browser).await?);
    browser.wait_for_text("borttagna: 1").await?;
    ensure!(!browser.script::<String>("return location.href", vec![]).await?.contains('#'));
    browser.press(Role::Button, "Kopiera länken").await?;
    let value = "return document.querySelector('#vi-link')?.value ?? ''";
    let link: String = until(browser, value).await?;
    ensure!(
        link.ends_with("/f/demo-park?lang=sv#k=seek=seek.pilot&class=device&step=101"),
        "{link}"
    );
    for width in [1280, 320] {
        browser.resize(width, 900).await?;
        browser
            .script::<bool>(
                "document.querySelector('.vi-keep').scrollIntoView({block:'center'}); return true",
                vec![],
            )
            .await?;
        browser.picture(&format!("keep-2-results-{width}")).await?;
        ensure!(browser.accessibility_faults().await?.is_empty());
    }

    // The file has what was written, and gives it back.
    let file = handed_out(browser, "Ladda ner en fil").await?;
    let mut kept: Value = serde_json::from_str(&file)?;
    ensure!(kept.get("seek").and_then(Value::as_str) == Some("seek.pilot"), "{file}");
    let all = kept.as_object_mut().context("an object")?;
    all.insert("text".into(), json!(WRITTEN));
    all.insert("step".into(), json!("2"));

    Ok(kept)
}

/// Begins anew: nothing is left.
async fn anew(browser: &Browser) -> Result<()> {
    // It begins anew when asked twice.
    browser.press(Role::Button, "Börja om").await?;
    browser.picture("keep-3-anew").await?;
    browser.press(Role::Button, "Ta bort och börja om").await?;
    browser.find(Role::Button, "Fortsätt från en fil").await?;
    ensure!(ticked(browser).await?.is_empty());
    Ok(())
}

/// Brings a file back: wrong ones, then the right one.
async fn by_file(browser: &Browser, kept: &Value) -> Result<()> {
    bring(browser, "{\"facts\":{}}").await?;
    browser.wait_for_text("Filen kommer inte härifrån.").await?;
    browser.picture("keep-4-wrong-file").await?;
    bring(browser, "{\"vagen_in\":\"2\"}").await?;
    browser.wait_for_text("nyare version").await?;
    bring(browser, &"x".repeat(100_001)).await?;
    browser.wait_for_text("Filen är för stor.").await?;
    bring(browser, &kept.to_string()).await?;
    browser.wait_for_text("Dina svar är tillbaka.").await?;
    let written = "return document.querySelector('#vi-summary')?.value ?? ''";
    ensure!(until(browser, written).await? == WRITTEN);
    browser.picture("keep-5-back").await?;

    Ok(())
}

/// Opens a link to an entry.
async fn by_entry(browser: &Browser, stack: &Stack) -> Result<()> {
    // An entry that a link leads to stands first, and open.
    open(browser, stack, "/f/demo-park?lang=en&start=entry:path.test-agreement").await?;
    let first = "const one = document.querySelector('[data-entry]');
        return one?.querySelector('details')?.open ? one.dataset.entry : ''";
    ensure!(until(browser, first).await? == "path.test-agreement");
    for width in [1280, 320] {
        browser.resize(width, 900).await?;
        browser.picture(&format!("keep-6-entry-{width}")).await?;
    }
    Ok(())
}

/// Nothing went wrong, and the browser goes.
async fn ends_well(browser: Browser) -> Result<()> {
    let mut complaints = browser.complaints().await?;
    // Asked for by the browser alone, of a page that it opens by itself.
    complaints.retain(|one| !one.contains("/favicon.ico"));
    ensure!(complaints.is_empty(), "{complaints:?}");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_travel_in_a_file_and_in_a_link() -> Result<()> {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    browser.resize(1280, 900).await?;
    prepared(&browser, &stack).await?;
    let kept = by_link(&browser, &stack).await?;
    anew(&browser).await?;
    by_file(&browser, &kept).await?;
    by_entry(&browser, &stack).await?;
    ends_well(browser).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_others_use_gives_a_code_and_clears_itself() -> Result<()> {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    open(&browser, &stack, "/f/demo-park?lang=sv&kiosk=0.05#k=seek=seek.pilot&step=101").await?;
    let code = "return document.querySelector('.vi-qr svg[role=img] path:last-child')?.getAttribute('d') ?? ''";
    let code: String = until(&browser, code).await?;
    ensure!(100 < code.len());
    for width in [1280, 320] {
        browser.resize(width, 900).await?;
        browser
            .script::<bool>(
                "document.querySelector('.vi-qr').scrollIntoView({block:'center'}); return true",
                vec![],
            )
            .await?;
        browser.picture(&format!("keep-7-kiosk-{width}")).await?;
    }
    browser.press(Role::Button, "Kopiera länken").await?;
    browser.wait_for_text("Är du kvar?").await?;
    browser.picture("keep-8-still-there").await?;
    ensure!(browser.accessibility_faults().await?.is_empty());
    browser.press(Role::Button, "Jag är kvar").await?;
    ensure!(!browser.text().await?.contains("Är du kvar?"));
    browser.press(Role::Button, "Börja om").await?;
    browser.press(Role::Button, "Ta bort och börja om").await?;
    browser.find(Role::Button, "Fortsätt från en fil").await?;
    ensure!(ticked(&browser).await?.is_empty());
    ends_well(browser).await
}
