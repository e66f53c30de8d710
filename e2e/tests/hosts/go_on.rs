//! Whatever rung a visitor got, there is a way on from it.

use anyhow::{Result, bail};
use e2e::browser::visitor::words::say;
use e2e::browser::{Browser, Role};
use shared::text::Lang;

use crate::next_heading;

/// Goes on from a rung, wherever the browser stands: on the partner's page.
pub(crate) async fn go_on(browser: &Browser, rung: &str) -> Result<()> {
    match rung {
        "frame" => {
            browser.enter_frame().await?;
            answer(browser).await
        }
        "inline" => answer(browser).await,
        "html" => {
            browser.enter_frame().await?;
            write_to_us(browser).await
        }
        "link" => {
            browser.press(Role::Link, "Vägen in till Region Stockholm").await?;
            works_alone(browser).await
        }
        other => bail!("“{other}” is no rung"),
    }
}

async fn answer(browser: &Browser) -> Result<()> {
    let (go_on, next) = next_heading(Lang::Sv);
    browser.press(Role::Choice, "Vi vet inte var vi ska börja").await?;
    browser.press(Role::Button, go_on).await?;
    browser.find(Role::Heading, next).await.map(drop)
}

/// Our page alone, in the language that the browser asks for; without scripts
/// it leads to the form.
async fn works_alone(browser: &Browser) -> Result<()> {
    const THERE: &str = "return location.pathname.startsWith('/f/')
        && (!!document.getElementById('email')
          || document.documentElement.classList.contains('is-ready'))";
    browser.wait_until(THERE).await?;
    let is_plain: bool =
        browser.script("return !!document.getElementById('email')", Vec::new()).await?;
    if is_plain {
        return write_to_us(browser).await;
    }
    let lang: String = browser.script("return document.documentElement.lang", Vec::new()).await?;
    let (go_on, next) = next_heading(Lang::from_tag(&lang));
    browser.press(Role::Button, go_on).await?;
    browser.find(Role::Heading, next).await.map(drop)
}

/// Fills in the form of the plain page and sends it.
pub(crate) async fn write_to_us(browser: &Browser) -> Result<()> {
    const FIELDS: [(&str, &str); 5] = [
        ("summary", "En app som visar patienten nästa steg efter ett besök."),
        ("org_benefit", "Färre samtal till mottagningen."),
        ("user_benefit", "Tryggare hemma."),
        ("company", "Exempelbolaget AB"),
        ("name", "Kim Exempel"),
    ];
    browser.wait_until("return !!document.getElementById('email')").await?;
    for (id, text) in FIELDS {
        browser.write_in(&format!("#{id}"), text).await?;
    }
    browser.write_in("#email", "kim@example.org").await?;
    browser.script::<()>(CHOOSE, Vec::new()).await?;
    let lang: String = browser.script("return document.documentElement.lang", Vec::new()).await?;
    let send = ("Skicka till Region Stockholm", "Send to Region Stockholm");
    browser.press(Role::Button, say(Lang::from_tag(&lang), send)).await?;
    browser.wait_for_text("VI-").await
}

/// The first of what can be sought.
const CHOOSE: &str = "const seek = document.getElementById('seek');
    if (seek) seek.selectedIndex = 1";
