//! What is particular to the edge cases, beside what every story shows.

use anyhow::{Context, Result, ensure};
use e2e::browser::visitor::words::{button, field, heading};
use e2e::browser::{Browser, Role, Visitor};
use e2e::lead;
use reqwest::StatusCode;
use serde_json::Value;

use crate::story::Story;
use crate::{CONTACT, Scene, reference_of, text_at};

const PERSONAL_NUMBER: &str = "Det ser ut som ett personnummer";

/// Plays what is particular to a story; none when nothing is.
pub(crate) async fn play(
    scene: &Scene,
    story: &Story,
    visitor: &Visitor<'_>,
) -> Result<Option<String>> {
    let result = match story.name.as_str() {
        "edge-06-personnummer" => personal_number(scene, visitor.browser, story).await?,
        "edge-08-on-behalf" => on_behalf(scene, visitor.browser, story).await?,
        "edge-09-three-times" => three_times(scene).await?,
        "edge-10-no-benefit" => no_benefit(visitor).await?,
        "edge-11-marketing-words" => marketing_words(visitor).await?,
        _ => return Ok(None),
    };
    Ok(Some(result))
}

/// What a visitor is told beside the own words, as they are written.
pub(crate) fn warning(story: &Story) -> Option<&'static str> {
    match story.name.as_str() {
        "edge-05-pasted-tender" => Some("Skriv inget pris här"),
        "edge-06-personnummer" => Some(PERSONAL_NUMBER),
        _ => None,
    }
}

/// The number keeps it from being sent, the text stays, and without the number
/// it goes.
async fn personal_number(scene: &Scene, browser: &Browser, story: &Story) -> Result<String> {
    const NUMBER: &str = "19121212-1212";
    let mut whole = scene.story("company-01")?;
    whole.text = format!("{} {}", whole.text, story.text);
    let visitor = scene.visit(browser, &whole).await?;
    visitor.to_check(&[], CONTACT).await?;
    visitor.press(visitor.say(button::SEND)).await?;
    browser.wait_for_text(PERSONAL_NUMBER).await?;
    ensure!(visitor.reference().await?.is_empty(), "it was sent");

    browser.press(Role::Link, PERSONAL_NUMBER).await?;
    browser.find(Role::Field, visitor.say(field::WORDS)).await?;
    let kept = visitor.written(visitor.say(field::WORDS)).await?;
    ensure!(kept == whole.text, "of the text this stayed: {kept}");
    visitor.write(visitor.say(field::WORDS), &whole.text.replace(NUMBER, "")).await?;
    visitor.arrive(visitor.say(button::SAVE), heading::CHECK).await?;
    let reference = visitor.send().await?;
    let delivery = scene.delivered(&reference).await?;
    ensure!(!delivery.body.to_string().contains(NUMBER), "the number arrived");
    Ok(format!("refused with the number, sent without, {reference}"))
}

/// Whoever fills in for a company says what they are.
async fn on_behalf(scene: &Scene, browser: &Browser, story: &Story) -> Result<String> {
    let mut whole = scene.story("company-06")?;
    whole.text = format!("{} {}", story.text, whole.text);
    let visitor = scene.visit(browser, &whole).await?;
    visitor.to_contact(&[]).await?;
    ensure!(visitor.is_asked(visitor.say(field::ROLE)).await?, "the role is not asked for");
    let mut contact = CONTACT;
    contact.role = "Affärsutvecklare på en inkubator";
    visitor.fill_in(contact).await?;
    visitor.arrive(visitor.say(button::GO_ON), heading::CHECK).await?;
    let reference = visitor.send().await?;
    let delivery = scene.delivered(&reference).await?;
    let role = text_at(&delivery.body, "/data/company/role_of_contact");
    ensure!(role == contact.role, "the role arrived as “{role}”");
    Ok(format!("role asked and delivered, {reference}"))
}

/// The same key is the same lead; another key is another lead, marked.
async fn three_times(scene: &Scene) -> Result<String> {
    let lead = lead::example(&scene.stack).await?;
    let first = lead::send(&scene.stack, &lead, "three-times-the-same-key").await?;
    ensure!(first.status == StatusCode::ACCEPTED, "{first:?}");
    for _ in 0..2 {
        let again = lead::send(&scene.stack, &lead, "three-times-the-same-key").await?;
        ensure!(again == first, "the same key is answered with {again:?}");
    }
    let other = lead::send(&scene.stack, &lead, "the-fourth-with-a-new-key").await?;
    ensure!(other.status == StatusCode::ACCEPTED, "{other:?}");
    let is_marked = other.body.get("possible_duplicate").and_then(Value::as_bool);
    ensure!(is_marked == Some(true), "not marked: {other:?}");
    let (one, two) = (text_at(&first.body, "/reference"), text_at(&other.body, "/reference"));
    ensure!(one != two, "both are {one}");
    scene.delivered(two).await?;
    scene.delivered(one).await?;
    let all = scene.stack.recipient.deliveries();
    let mut ids: Vec<_> =
        all.iter().filter(|it| [one, two].contains(&reference_of(it))).map(|it| &it.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ensure!(ids.len() == 2, "four sends became {ids:?}");
    Ok(format!("{one} once, {two} marked as a possible duplicate"))
}

/// Both benefits are asked for, each with an example; with both it goes on.
async fn no_benefit(visitor: &Visitor<'_>) -> Result<String> {
    visitor.arrive(visitor.say(button::TO_SEND), heading::NOT_YET).await?;
    let asked = both_benefits_are_asked(visitor).await?;
    ensure!(!visitor.can_send().await?, "it can be sent");
    let text = visitor.browser.text().await?;
    let examples = text.matches("Till exempel: ").count();
    ensure!(2 <= examples, "{examples} examples in\n{text}");
    for (question, benefit) in
        asked.iter().zip(["Färre akuta besök på natten", "Tryggare nätter hemma"])
    {
        visitor.write(question, benefit).await?;
    }
    visitor.press(visitor.say(button::AGAIN)).await?;
    visitor.browser.find(Role::Heading, visitor.say(heading::RECIPIENTS)).await?;
    Ok("both benefits asked for with examples; with them it can be sent".into())
}

async fn both_benefits_are_asked(visitor: &Visitor<'_>) -> Result<Vec<String>> {
    let mut asked = Vec::new();
    for benefit in ["org_benefit", "user_benefit"] {
        let question = visitor.question(benefit)?;
        ensure!(visitor.is_asked(&question).await?, "“{question}” is not asked");
        asked.push(question);
    }
    Ok(asked)
}

/// Words that say nothing are no benefit: what changes, and for whom?
async fn marketing_words(visitor: &Visitor<'_>) -> Result<String> {
    visitor.arrive(visitor.say(button::WHY_NOT), heading::NOT_YET).await?;
    both_benefits_are_asked(visitor).await?;
    visitor.browser.wait_for_text("Säg vad som ändras och för vem").await?;
    visitor.browser.wait_for_text("Vad vården vinner är inte beskrivet").await?;
    ensure!(!visitor.can_send().await?, "it can be sent");
    let kept = visitor.written(&visitor.question("org_benefit")?).await?;
    ensure!(kept == "Revolutionerande", "of the words this stayed: {kept}");
    let heading = visitor.heading().await.context("no heading")?;
    Ok(format!("{heading}: asks what changes, for whom"))
}
