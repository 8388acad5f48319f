//! Statements that change something: tables and views made and dropped, rows written.

use std::sync::Arc;

use datafusion::physical_plan::execute_stream;
use datafusion::sql::sqlparser::ast::{
    CreateTable, CreateTableOptions, CreateView, Insert, ObjectName, ObjectType, Query, Statement,
    TableObject,
};
use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::answer::{Answer, StatementKind};
use crate::catalog::GlueTable;
use crate::error::{ErrorKind, QueryError};
use crate::objects::Scan;
use crate::session::{Engine, Joins, Request, TableName};
use crate::write::{self, CreateOptions, UnloadOptions};
use crate::{statement, view};

impl Engine {
    /// Does what the statement says; nothing where it is none of these.
    pub(crate) async fn change(
        &self,
        request: &Request<'_>,
        statement: Statement,
        tokens: &[TokenWithSpan],
    ) -> Result<Option<Answer>, QueryError> {
        Ok(Some(match statement {
            Statement::CreateView(create) => self.create_view(request, create).await?,
            Statement::CreateTable(create) if create.query.is_some() => {
                self.create_table(request, create).await?
            }
            Statement::Insert(insert) => self.insert(request, insert).await?,
            Statement::Unload {
                query: Some(query),
                to,
                with,
                ..
            } => {
                let options = UnloadOptions::read(&with)?;
                let scan = Arc::new(Scan::new(request.scan_limit));
                let stream = self.rows(request, query, &scan, tokens).await?;
                let id = identity(request);
                let rows = write::folder(
                    self.objects.as_ref(),
                    &to.value,
                    id,
                    &options.format,
                    stream,
                )
                .await
                .map_err(|error| scan.cause(error))?;
                Answer::written(StatementKind::Dml, rows, scan)
            }
            Statement::Drop {
                object_type: object_type @ (ObjectType::Table | ObjectType::View),
                if_exists,
                names,
                ..
            } => self.drop_all(request, object_type, if_exists, &names)?,
            _ => return Ok(None),
        }))
    }

    /// The rows of a query, as they come.
    async fn rows(
        &self,
        request: &Request<'_>,
        query: Box<Query>,
        scan: &Arc<Scan>,
        tokens: &[TokenWithSpan],
    ) -> Result<datafusion::physical_plan::SendableRecordBatchStream, QueryError> {
        let (state, plan) = self
            .plan(request, Statement::Query(query), scan, Joins::Hashed)
            .await
            .map_err(|error| crate::session::located(scan.cause(error), tokens))?;
        Ok(execute_stream(plan, state.task_ctx())?)
    }

    /// A name, which must be of a database that there is, and what has it already.
    fn target(
        &self,
        request: &Request<'_>,
        name: &ObjectName,
    ) -> Result<(TableName, Option<serde_json::Value>), QueryError> {
        let name = TableName::parse(name, request.database)?;
        name.check_database(self.catalog.as_ref())?;
        let present = self.catalog.table(&name.database, &name.table)?;
        Ok((name, present))
    }

    async fn create_view(
        &self,
        request: &Request<'_>,
        create: CreateView,
    ) -> Result<Answer, QueryError> {
        if create.materialized || !create.columns.is_empty() {
            return Err(QueryError::not_supported(
                "CREATE VIEW with a list of columns; AS in its SELECT is, so that this",
            ));
        }
        let (name, present) = self.target(request, &create.name)?;
        if let Some(present) = &present {
            let is_view = view::read(present)?.is_some();
            if !is_view || !create.or_replace {
                let kind = if is_view { "View" } else { "Table" };
                return Err(QueryError::new(
                    ErrorKind::TableExists,
                    format!("{kind} '{}.{}' already exists", name.database, name.table),
                ));
            }
        }
        // The text as it was written: what was read is spelled for the parser.
        let sql = after_as(request.sql)?;
        let (_, parsed) = statement::parse(&sql, &[])?;
        let scan = Arc::new(Scan::new(None));
        let (_, plan) = self.plan(request, parsed, &scan, Joins::Hashed).await?;
        let input = view::input(&name.table, &sql, request.database, &plan.schema())?;
        self.catalog.put_table(&name.database, input)?;
        Ok(Answer::known(StatementKind::Ddl, Vec::new(), Vec::new()))
    }

    async fn create_table(
        &self,
        request: &Request<'_>,
        create: CreateTable,
    ) -> Result<Answer, QueryError> {
        let (name, present) = self.target(request, &create.name)?;
        if present.is_some() {
            if create.if_not_exists {
                return Ok(Answer::known(StatementKind::Ddl, Vec::new(), Vec::new()));
            }
            return Err(QueryError::new(
                ErrorKind::TableExists,
                format!("Table '{}.{}' already exists", name.database, name.table),
            ));
        }
        let options = match &create.table_options {
            CreateTableOptions::With(options) => CreateOptions::read(options)?,
            _ => CreateOptions::default(),
        };
        let id = identity(request);
        let location = match (options.location, request.output) {
            (Some(location), _) => format!("{}/", location.trim_end_matches('/')),
            (None, Some(output)) => format!("{output}tables/{id}/"),
            (None, None) => {
                return Err(QueryError::new(
                    ErrorKind::InvalidTableProperty,
                    "the statement has no place for its table: say external_location",
                ));
            }
        };
        let Some(query) = create.query else {
            return Err(QueryError::not_supported("CREATE TABLE without AS"));
        };
        let scan = Arc::new(Scan::new(request.scan_limit));
        let stream = self.rows(request, query, &scan, &[]).await?;
        // Columns that no table can have are told before anything is written.
        let input = write::table_input(
            &name.table,
            &location,
            options.compression,
            &stream.schema(),
        )?;
        let format = write::Format::Parquet(options.compression);
        let rows = write::folder(self.objects.as_ref(), &location, id, &format, stream)
            .await
            .map_err(|error| scan.cause(error))?;
        self.catalog.put_table(&name.database, input)?;
        Ok(Answer::written(StatementKind::Ddl, rows, scan))
    }

    async fn insert(&self, request: &Request<'_>, insert: Insert) -> Result<Answer, QueryError> {
        let (TableObject::TableName(name), Some(query)) = (&insert.table, insert.source) else {
            return Err(QueryError::not_supported("an INSERT of this form"));
        };
        if insert.overwrite {
            return Err(QueryError::not_supported("INSERT OVERWRITE"));
        }
        let (name, present) = self.target(request, name)?;
        let TableName { database, table } = &name;
        let input = present.ok_or_else(|| {
            QueryError::new(
                ErrorKind::TableNotFound,
                format!("Table 'awsdatacatalog.{database}.{table}' does not exist"),
            )
        })?;
        let into = GlueTable::parse(&input)?;
        if into.is_view {
            return Err(QueryError::not_supported("inserting into a view"));
        }
        let columns: Vec<String> = insert
            .columns
            .iter()
            .map(|column| column.to_string().replace('"', "").to_lowercase())
            .collect();
        let scan = Arc::new(Scan::new(request.scan_limit));
        let stream = self.rows(request, query, &scan, &[]).await?;
        let id = identity(request);
        let rows = write::table(self.objects.as_ref(), &into, &columns, id, stream)
            .await
            .map_err(|error| scan.cause(error))?;
        Ok(Answer::written(StatementKind::Dml, rows, scan))
    }

    fn drop_all(
        &self,
        request: &Request<'_>,
        kind: ObjectType,
        if_exists: bool,
        names: &[ObjectName],
    ) -> Result<Answer, QueryError> {
        for name in names {
            let (name, present) = self.target(request, name)?;
            let TableName { database, table } = &name;
            let Some(present) = present else {
                if if_exists {
                    continue;
                }
                return Err(QueryError::new(
                    ErrorKind::TableNotFound,
                    format!("Table '{database}.{table}' does not exist"),
                ));
            };
            let is_view = view::read(&present)?.is_some();
            if is_view != (kind == ObjectType::View) {
                let (is, use_) = if is_view {
                    ("view", "DROP VIEW")
                } else {
                    ("table", "DROP TABLE")
                };
                return Err(QueryError::new(
                    ErrorKind::SyntaxError,
                    format!("'{database}.{table}' is a {is}: use {use_}"),
                ));
            }
            self.catalog.delete_table(database, table)?;
        }
        Ok(Answer::known(StatementKind::Ddl, Vec::new(), Vec::new()))
    }
}

/// What names the files of a statement.
const fn identity<'a>(request: &Request<'a>) -> &'a str {
    match request.id {
        Some(id) => id,
        None => "part",
    }
}

/// The text after the first `AS` that is in no bracket.
fn after_as(sql: &str) -> Result<String, QueryError> {
    let syntax = |message: String| QueryError::new(ErrorKind::SyntaxError, message);
    let tokens = trino::tokenize(sql).map_err(|error| syntax(error.to_string()))?;
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match &token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            Token::Word(word) if depth == 0 && word.value.eq_ignore_ascii_case("as") => {
                let rest = tokens[at + 1..].iter().map(|token| token.token.to_string());
                let rest: String = rest.collect();
                return Ok(rest.trim().trim_end_matches(';').trim_end().to_owned());
            }
            _ => {}
        }
    }
    Err(syntax("the statement has no AS".to_owned()))
}
