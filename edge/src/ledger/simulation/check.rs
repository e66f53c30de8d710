//! What must hold at the end of every run.

use super::super::replay::Which;
use super::super::tests::at_once;
use super::{Stage, Sum};
use serde_json::Value;
use std::collections::BTreeSet;

/// When faults have stopped and the clock has gone on, with no one's help.
pub(super) fn settled(stage: &Stage, seed: u64, sum: &mut Sum) {
    let thanked = stage.thanked.borrow();
    sum.thanked += thanked.len();
    let kept = stage.store.look(
        "SELECT lead.id AS lead, key_hash FROM lead JOIN idempotency ON lead = lead.id
         WHERE EXISTS (SELECT 1 FROM delivery WHERE delivery.lead = lead.id)",
    );
    for (key, lead) in thanked.iter() {
        let is_it =
            |row: &&Value| row["lead"] == *lead.as_str() && row["key_hash"] == *key.as_str();
        if kept.iter().filter(is_it).count() != 1 {
            sum.missing += 1;
            sum.fault(seed, &format!("{lead} was thanked for and is not there"));
        }
    }
    for due in stage.store.look("SELECT * FROM delivery WHERE state = 'due'") {
        sum.stuck += 1;
        sum.fault(seed, &format!("stuck: {due}"));
    }
    sum.parked += stage.store.look("SELECT id FROM delivery WHERE state = 'parked'").len();
    sum.faults.add(stage.world.faults.get());
    double(stage, seed, sum);
}

/// When operators have taken up what was given to them.
pub(super) fn mended(stage: &Stage, seed: u64, sum: &mut Sum) {
    let receivers = stage.world.receivers.borrow();
    for row in stage.store.look("SELECT id, lead, recipient, state FROM delivery") {
        let (id, recipient) = (row["id"].as_str().unwrap(), row["recipient"].as_str().unwrap());
        let taken = receivers.get(recipient).and_then(|receiver| receiver.taken.get(id));
        let bodies: BTreeSet<_> = taken.into_iter().flatten().map(|(_, body)| body).collect();
        sum.deliveries += 1;
        sum.repeated += usize::from(1 < taken.map_or(0, Vec::len));
        if row["state"] != "delivered" || bodies.is_empty() {
            sum.missing += 1;
            sum.fault(seed, &format!("not taken: {row}"));
        }
        if 1 < bodies.len() {
            sum.double += 1;
            sum.fault(seed, &format!("{id} came with two bodies"));
        }
    }
    for (id, receiver) in receivers.iter() {
        if 10 < receiver.most_under_way {
            sum.fault(seed, &format!("{} at once to {id}", receiver.most_under_way));
        }
    }
    let parked = at_once(
        super::super::Ledger::of(std::rc::Rc::clone(&stage.store))
            .replayable(&Which { from: Some(0), ..Which::default() }),
    );
    if !parked.unwrap().is_empty() {
        sum.fault(seed, "still parked after a replay");
    }
    double(stage, seed, sum);
}

/// Nothing is there twice, and no row says two things.
fn double(stage: &Stage, seed: u64, sum: &mut Sum) {
    for query in [
        // A key that stands for two leads; a lead without its key.
        "SELECT likeness FROM lead GROUP BY likeness HAVING 1 < count(*)",
        "SELECT id FROM lead WHERE id NOT IN (SELECT lead FROM idempotency)",
        "SELECT lead FROM idempotency WHERE lead NOT IN (SELECT id FROM lead)",
        "SELECT lead FROM delivery GROUP BY lead, recipient HAVING 1 < count(*)",
        // An attempt that is counted twice, or not at all.
        "SELECT id FROM delivery WHERE attempts <>
           (SELECT count(*) FROM attempt WHERE delivery = delivery.id)",
        "SELECT delivery FROM attempt GROUP BY delivery, number HAVING 1 < count(*)",
        // What has ended is held by no one and says when; what is due does not.
        "SELECT id FROM delivery WHERE state <> 'due' AND ended_at IS NULL",
        "SELECT id FROM delivery WHERE state = 'due' AND ended_at IS NOT NULL",
        "SELECT id FROM delivery WHERE (state = 'parked') <> (parked_for IS NOT NULL)",
    ] {
        for row in stage.store.look(query) {
            sum.double += 1;
            sum.fault(seed, &format!("double: {row} from {query}"));
        }
    }
}
