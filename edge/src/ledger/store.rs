//! Where statements run: D1 in the Worker, and in tests SQLite itself, which is
//! what D1 is made of. Both get the same statements.

use crate::calendar::{Moment, millis};
use crate::error::{Doing, Error};
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use std::borrow::Cow;
use worker::D1Database;
use worker::wasm_bindgen::JsValue;

/// What a statement's `?1`, `?2` … stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// NULL.
    Nothing,
    /// A count, a flag, or a moment in milliseconds.
    Number(i64),
    /// Anything else.
    Text(String),
}

/// A statement with its values.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// With `?1`, `?2` … for each value.
    pub(crate) sql: Cow<'static, str>,
    /// The values, in order.
    pub(crate) values: Vec<Bound>,
}

/// A row: a JSON object, a field a column.
pub(crate) type Row = Value;

/// The rows that each statement of a batch gave.
pub(crate) type Done = Vec<Vec<Row>>;

/// A database.
pub(crate) trait Store {
    /// Runs statements in order as one transaction: all, or none. `what` is
    /// what an error says was being done.
    ///
    /// # Errors
    /// Time's turn. Then the batch may have been done nevertheless: the
    /// connection can be lost after the commit.
    fn batch<'a>(
        &'a self,
        all: Vec<Statement>,
        what: &'static str,
    ) -> LocalBoxFuture<'a, Result<Done, Error>>;
}

/// A statement with its values.
pub(crate) fn sql<const N: usize>(
    sql: impl Into<Cow<'static, str>>,
    values: [Bound; N],
) -> Statement {
    Statement { sql: sql.into(), values: values.into() }
}

impl Store for D1Database {
    /// Batches alone: only their errors come in a form that can be read.
    fn batch<'a>(
        &'a self,
        all: Vec<Statement>,
        what: &'static str,
    ) -> LocalBoxFuture<'a, Result<Done, Error>> {
        Box::pin(async move {
            let prepare = |one: Statement| {
                let values: Vec<_> = one.values.into_iter().map(JsValue::from).collect();
                self.prepare(one.sql).bind(&values).doing(what)
            };
            let all = all.into_iter().map(prepare).collect::<Result<Vec<_>, _>>()?;
            let done = D1Database::batch(self, all).await.doing(what)?;
            done.iter().map(|one| one.results::<Row>().doing(what)).collect()
        })
    }
}

impl From<Bound> for JsValue {
    /// JavaScript's numbers have 53 bits, which last for 285,000 years of
    /// milliseconds.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds are far below 2^53")]
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Nothing => Self::NULL,
            Bound::Number(number) => Self::from_f64(number as f64),
            Bound::Text(text) => Self::from(text),
        }
    }
}

impl From<&str> for Bound {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Bound {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Option<&str>> for Bound {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Nothing, Self::from)
    }
}

impl From<Moment> for Bound {
    fn from(moment: Moment) -> Self {
        Self::Number(millis(moment))
    }
}

impl From<u32> for Bound {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Bound {
    fn from(is: bool) -> Self {
        Self::Number(is.into())
    }
}
