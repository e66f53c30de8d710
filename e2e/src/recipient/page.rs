//! How delivered leads are shown.

use std::fmt::Write as _;

use serde_json::Value;

use super::Delivery;

/// The page before anything has come.
pub(super) const EMPTY: &str = include_str!("page.html");

/// Gives a delivery as a piece of the page, on one line.
pub(super) fn card(delivery: &Delivery) -> String {
    let seal = if delivery.is_genuine { "Signaturen stämmer" } else { "Fel signatur" };
    let mut card = format!(
        "<article><p class=\"meta\">Till <b>{}</b> · {seal} · <code>{}</code></p>",
        escaped(&delivery.recipient),
        escaped(&delivery.id)
    );
    write_value(&mut card, &delivery.body, 2);
    card.push_str("</article>");
    card.replace('\n', "<br>")
}

/// Objects become definition lists, lists become lists; the rest is text.
fn write_value(card: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(fields) => {
            card.push_str("<dl>");
            for (name, value) in fields {
                let _ = write!(card, "<dt>{}</dt><dd>", escaped(name));
                write_folded(card, value, depth);
                card.push_str("</dd>");
            }
            card.push_str("</dl>");
        }
        Value::Array(items) => {
            card.push_str("<ul>");
            for item in items {
                card.push_str("<li>");
                write_folded(card, item, depth);
                card.push_str("</li>");
            }
            card.push_str("</ul>");
        }
        Value::String(text) => card.push_str(&escaped(text)),
        Value::Null => card.push('–'),
        Value::Bool(yes) => card.push_str(if *yes { "ja" } else { "nej" }),
        Value::Number(number) => card.push_str(&number.to_string()),
    }
}

/// What lies deep is there for who wants it.
fn write_folded(card: &mut String, value: &Value, depth: usize) {
    let size = match value {
        Value::Object(fields) => fields.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if depth == 0 && 0 < size {
        let _ = write!(card, "<details><summary>{size} uppgifter</summary>");
        write_value(card, value, depth);
        card.push_str("</details>");
    } else {
        write_value(card, value, depth.saturating_sub(1));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn what_a_company_wrote_cannot_become_markup() {
    let body = serde_json::json!({ "text": "<script>1</script>\n<b>" });
    let (recipient, id, hash) = ("a".into(), "1".into(), [0; 32]);
    let delivery = Delivery { recipient, id, is_genuine: true, body, hash };
    let card = card(&delivery);
    assert!(!card.contains("<script>") && !card.contains('\n'), "{card}");
}
