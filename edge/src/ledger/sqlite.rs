//! SQLite in memory, with this repository's own migrations: the same statements
//! that D1 runs, in tests.

use super::store::{Bound, Done, Row, Statement, Store};
use crate::error::Error;
use futures_util::future::{LocalBoxFuture, ready};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// A database that is gone when it is dropped.
pub(crate) struct Sqlite(RefCell<Connection>);

impl Sqlite {
    /// An empty one of the newest schema.
    pub(crate) fn new() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        // As D1 does.
        connection.execute_batch("PRAGMA foreign_keys = ON").unwrap();
        // Read once, run often: no plan of its own for each value.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
        connection.set_prepared_statement_cache_capacity(200);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files.collect();
        files.sort();
        for file in files {
            connection.execute_batch(&fs::read_to_string(file).unwrap()).unwrap();
        }
        Self(RefCell::new(connection))
    }

    /// Empties it, which is faster than another one.
    pub(crate) fn clear(&self) {
        // Newest first: a table refers to older ones.
        let tables = self.look(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
             AND name <> 'schema_version' ORDER BY rowid DESC",
        );
        for table in tables.iter().filter_map(|row| row["name"].as_str()) {
            self.look(&format!("DELETE FROM {table}"));
        }
    }

    /// What a query gives, for a test to look at.
    pub(crate) fn look(&self, sql: &str) -> Vec<Row> {
        run(&self.0.borrow(), &super::store::sql(sql.to_owned(), [])).unwrap()
    }

    fn transaction(&self, all: &[Statement]) -> rusqlite::Result<Done> {
        let mut connection = self.0.borrow_mut();
        let transaction = connection.transaction()?;
        let done = all.iter().map(|one| run(&transaction, one)).collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(done)
    }
}

impl Store for Sqlite {
    fn batch<'a>(
        &'a self,
        all: Vec<Statement>,
        what: &'static str,
    ) -> LocalBoxFuture<'a, Result<Done, Error>> {
        let done = self.transaction(&all);
        let done = done.map_err(|error| Error::Unavailable(format!("{what}: {error}")));
        Box::pin(ready(done))
    }
}

/// For a test that looks at what its ledger writes.
impl<S: Store> Store for Rc<S> {
    fn batch<'a>(
        &'a self,
        all: Vec<Statement>,
        what: &'static str,
    ) -> LocalBoxFuture<'a, Result<Done, Error>> {
        S::batch(self, all, what)
    }
}

fn run(connection: &Connection, one: &Statement) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(&one.sql)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query(params_from_iter(&one.values))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let mut fields = Map::new();
        for (place, name) in names.iter().enumerate() {
            fields.insert(name.clone(), value(row.get_ref(place)?));
        }
        all.push(Value::Object(fields));
    }
    Ok(all)
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(_) => panic!("no column of ours holds bytes"),
    }
}

impl ToSql for Bound {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Nothing => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
        })
    }
}
