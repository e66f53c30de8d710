//! `GET /v1/partners/{id}/counts`: how many opened the way in at a partner, and
//! how many leads came of it. Small numbers are not told: they could be someone.

use crate::Here;
use crate::error::{Error, Kind};
use crate::http::Reply;
use crate::ledger::{CountRow, Ledger};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Fewer than this are not told apart.
const FEW: u32 = 5;

/// Answers whoever holds the partner's key.
pub(crate) async fn counts(id: &str, here: &Here<'_>) -> Result<Reply, Error> {
    let counting = here.settings.counting.as_ref().ok_or(Kind::CountsOff)?;
    // Before the partner is looked for: an answer tells nothing to others.
    if !counting.lets_in(id, here.asked.header("authorization")) {
        return Err(Kind::NotLetIn.into());
    }
    if !here.settings.partners.contains_key(id) {
        return Err(Kind::NotFound.into());
    }
    let rows = Ledger::open(here.env)?.counts(id).await?;
    Ok(Reply::json(200, &told(id, &rows)))
}

fn told(id: &str, rows: &[CountRow]) -> Value {
    let mut months: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
    for row in rows {
        let [frames, leads] = months.entry(&row.month).or_default();
        *(if row.what == "lead" { leads } else { frames }) = row.number;
    }
    let month = |(month, [frames, leads]): (&str, [u32; 2])| json!({ "month": month, "frames_opened": count(frames), "leads_sent": count(leads) });
    json!({ "partner": id, "months": months.into_iter().map(month).collect::<Vec<_>>() })
}

fn count(number: u32) -> Value {
    let few = number < FEW;
    let count = if few { json!(format!("<{FEW}")) } else { json!(number) };
    json!({ "count": count, "suppressed": few })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_and_none_at_all_read_the_same() {
        let row = |month: &str, what: &str, number| CountRow {
            month: month.to_owned(),
            what: what.to_owned(),
            number,
        };
        let rows =
            [row("2026-10", "frame", 140), row("2026-10", "lead", 5), row("2026-11", "frame", 4)];
        let few = json!({ "count": "<5", "suppressed": true });
        let many = |number: u32| json!({ "count": number, "suppressed": false });
        let expected = json!({ "partner": "demo-park", "months": [
            { "month": "2026-10", "frames_opened": many(140), "leads_sent": many(5) },
            { "month": "2026-11", "frames_opened": few, "leads_sent": few },
        ]});
        assert_eq!(told("demo-park", &rows), expected);
    }
}
