//! Everything that is wrong with a configuration, before it is deployed.
//!
//! The Worker itself stops at the first fault ([`Settings::read`]); whoever
//! deploys wants them all, and those of `wrangler.toml` too.

use super::{
    Faulty, Partner, Settings, accessibility, alerts, counting, faulty, guard, json, keep,
};
use super::{larger, matching, operators, origin, recipients, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is checked.
pub(crate) struct Given<'a> {
    /// `wrangler.toml`.
    pub(crate) wrangler: &'a Value,
    /// Variables and secrets, by name.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    /// It is to be deployed: nothing in it may be an example.
    pub(crate) for_real: bool,
}

impl Given<'_> {
    /// Every fault, by variable.
    pub(crate) fn faults(&self) -> Vec<Faulty> {
        let mut all = self.variables();
        all.extend(self.life());
        all.extend(self.names());
        all.extend(self.bindings());
        if self.for_real {
            all.extend(self.examples());
        }
        // What two checks both see is said once.
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|fault| seen.insert(fault.to_string()));
        all
    }

    fn variables(&self) -> Vec<Faulty> {
        let variable = self.variable;
        let ours = text(variable, "ORIGIN").and_then(|said| origin(&said));
        // The others are checked as if it were right.
        let at = ours.clone().unwrap_or_else(|_| "https://vagen-in.example".to_owned());
        let recipients = json(variable, "RECIPIENTS")
            .and_then(|written| recipients::read(written, &at, variable).map(drop));
        let checks = [
            ours.map(drop),
            recipients,
            self.partners(),
            json::<super::Privacy>(variable, "PRIVACY").map(drop),
            matching(variable("MATCH").as_deref()).map(drop),
            larger::read(variable).map(drop),
            counting::read(variable).map(drop),
            accessibility::read(variable).map(drop),
            alerts::read(variable).map(drop),
            keep::read(variable).map(drop),
            keep::vault(variable).map(drop),
            guard::limits(variable).map(drop),
            guard::secret(variable).map(drop),
            operators::read(variable, &at).map(drop),
            Settings::read(variable).map(drop),
        ];
        checks.into_iter().filter_map(Result::err).collect()
    }

    fn partners(&self) -> Result<(), Faulty> {
        let partners: BTreeMap<String, Partner> = json(self.variable, "PARTNERS")?;
        let wrong = partners.iter().find_map(|(id, partner)| Some((id, partner.check(id).err()?)));
        wrong.map_or(Ok(()), |(id, why)| Err(faulty("PARTNERS", format!("{id}: {why}"))))
    }

    /// What is kept for no time is erased before anyone has read it; what is
    /// kept for decades is an archive, which this is not.
    fn life(&self) -> Vec<Faulty> {
        const MOST_DAYS: u64 = 3650;
        let Ok(keep) = json::<BTreeMap<String, u64>>(self.variable, "KEEP") else {
            return Vec::new();
        };
        let days = keep.iter().filter(|(name, _)| name.ends_with("_days"));
        let odd = days.filter(|(_, days)| **days == 0 || MOST_DAYS < **days);
        odd.map(|(name, _)| faulty("KEEP", format!("{name}: 1 to {MOST_DAYS}"))).collect()
    }

    /// An officer of a recipient that is not there reads nothing.
    fn names(&self) -> Vec<Faulty> {
        let ids = |name: &str, field: &str| -> Vec<String> {
            let value: Value = json(self.variable, name).unwrap_or_default();
            let object = if field.is_empty() { Some(&value) } else { value.get(field) };
            let object = object.and_then(Value::as_object);
            object.map(|object| object.keys().cloned().collect()).unwrap_or_default()
        };
        let recipients = ids("RECIPIENTS", "");
        let strange =
            ids("OPERATORS", "officers").into_iter().filter(|id| !recipients.contains(id));
        strange.map(|id| faulty("OPERATORS", format!("officers: {id} is no recipient"))).collect()
    }

    fn bindings(&self) -> Vec<Faulty> {
        let has = |list: &str, field: &str, value: &str| {
            let all = self.at(list).and_then(Value::as_array);
            all.is_some_and(|all| all.iter().any(|one| one.get(field) == Some(&value.into())))
        };
        let is = |path: &str, value: Value| self.at(path) == Some(&value);
        let crons = self.at("/triggers/crons").and_then(Value::as_array);
        let ticks = crons.is_some_and(|crons| crons.contains(&"* * * * *".into()));
        let queue = self.at("/queues/producers/0/queue");
        let woken = queue.is_some() && queue == self.at("/queues/consumers/0/queue");
        let mails = (self.variable)("RECIPIENTS").is_some_and(|said| said.contains("\"email\""));
        let wanted = [
            ("send_email", "binding MAIL is missing", !mails || has("/send_email", "name", "MAIL")),
            ("d1_databases", "binding DB is missing", has("/d1_databases", "binding", "DB")),
            ("assets", "binding ASSETS is missing", is("/assets/binding", "ASSETS".into())),
            (
                "queues",
                "producer DELIVERIES is missing",
                has("/queues/producers", "binding", "DELIVERIES"),
            ),
            ("queues", "nothing consumes what DELIVERIES takes", woken),
            ("triggers", "crons: must have \"* * * * *\"", ticks),
            (
                "observability",
                "logs.invocation_logs: must be false, as a status link is a key",
                is("/observability/logs/invocation_logs", false.into()),
            ),
            ("workers_dev", "must be false", is("/workers_dev", false.into())),
            ("preview_urls", "must be false", is("/preview_urls", false.into())),
        ];
        let missing = wanted.into_iter().filter(|(.., is)| !is);
        missing.map(|(name, why, _)| faulty(name, why)).collect()
    }

    fn at(&self, path: &str) -> Option<&Value> {
        self.wrangler.pointer(path)
    }

    fn examples(&self) -> Vec<Faulty> {
        let mut all = Vec::new();
        for name in ["PARTNERS", "RECIPIENTS", "OPERATORS"] {
            let text = (self.variable)(name).unwrap_or_default();
            let value: Value = serde_json::from_str(&text).unwrap_or_default();
            let is_example = |value: &Value| value.get("example") == Some(&true.into());
            let inside = value.as_object().is_some_and(|all| all.values().any(is_example));
            if is_example(&value) || inside {
                all.push(faulty(name, "is an example"));
            }
        }
        if (self.variable)("ORIGIN").is_some_and(|origin| origin.contains("example")) {
            all.push(faulty("ORIGIN", "is an example"));
        }
        let id = self.at("/d1_databases/0/database_id").and_then(Value::as_str);
        if id.is_none_or(|id| id.chars().all(|c| "0-".contains(c))) {
            all.push(faulty("d1_databases", "database_id: as `wrangler d1 create` printed it"));
        }
        all
    }
}

#[cfg(test)]
mod tests;
