//! The engine: plans a statement over the catalogue and starts it.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use datafusion::catalog::memory::{MemoryCatalogProvider, MemorySchemaProvider};
use datafusion::catalog::{CatalogProvider, SchemaProvider, TableProvider};
use datafusion::datasource::ViewTable;
use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::execution::{SessionState, SessionStateDefaults};
use datafusion::logical_expr::planner::ExprPlanner;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::display::DisplayableExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{ExecutionPlan, SendableRecordBatchStream, execute_stream};
use datafusion::prelude::SessionConfig;
use datafusion::sql::parser::Statement as PlannerStatement;
use datafusion::sql::sqlparser::ast::{ObjectName, Statement};
use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};
use futures::StreamExt;
use futures::future::BoxFuture;
use tokio::time::Instant;

use crate::answer::{Answer, ColumnInfo, StatementKind, out_of_time};
use crate::catalog::{Catalog, GlueTable};
use crate::error::{ErrorKind, QueryError};
use crate::objects::{Objects, Scan};
use crate::planner::Operators;
use crate::rewrite::{self, UnnestPlanner};
use crate::table::{Buckets, LakeTable};
use crate::view;
use crate::{functions, show, statement, strict};

/// How deep views stand for views.
const MOST_VIEWS: usize = 16;
/// The one data catalogue there is.
pub(crate) const CATALOG: &str = "awsdatacatalog";

/// What one statement may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory for sorting, grouping and joining. What does not fit is written to
    /// temporary files; what cannot be, fails.
    pub memory: usize,
    /// Bytes of temporary files.
    pub spill: u64,
    /// How long it may run. Athena's own limit for DML is 30 minutes.
    pub time: Option<Duration>,
    /// How many parts of a statement run at the same time.
    pub parallelism: NonZeroUsize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 512 * 1024 * 1024,
            spill: 4 * 1024 * 1024 * 1024,
            time: Some(Duration::from_secs(30 * 60)),
            parallelism: std::thread::available_parallelism()
                .unwrap_or(NonZeroUsize::MIN)
                .min(NonZeroUsize::MIN.saturating_add(7)),
        }
    }
}

/// A statement and where its names are looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request<'a> {
    /// One statement; a semicolon may follow.
    pub sql: &'a str,
    /// A literal for every `?`, in SQL: a text comes in single quotes.
    pub parameters: &'a [String],
    /// The database of tables that are named without one.
    pub database: Option<&'a str>,
    /// Bytes of data files that it may read.
    pub scan_limit: Option<u64>,
    /// The statement's id, which names the files that it writes.
    pub id: Option<&'a str>,
    /// `s3://bucket/prefix/`, below which tables go that a statement makes and places nowhere.
    pub output: Option<&'a str>,
}

/// Answers statements.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(crate) catalog: Arc<dyn Catalog>,
    pub(crate) objects: Arc<dyn Objects>,
    limits: Limits,
}

impl Engine {
    /// An engine over the tables of `catalog`, whose files `objects` gives.
    pub fn new(catalog: Arc<dyn Catalog>, objects: Arc<dyn Objects>, limits: Limits) -> Self {
        Self {
            catalog,
            objects,
            limits,
        }
    }

    /// Plans a statement and starts it. The rows come from the answer.
    ///
    /// # Errors
    /// When it is no statement, names what does not exist, does not fit its tables' types, or
    /// asks for what this engine does not do.
    pub async fn start(&self, request: &Request<'_>) -> Result<Answer, QueryError> {
        let deadline = self.limits.time.map(|time| Instant::now() + time);
        let started = self.run(request, deadline);
        match deadline {
            None => started.await,
            Some(deadline) => tokio::time::timeout_at(deadline, started)
                .await
                .unwrap_or_else(|_| Err(out_of_time())),
        }
    }

    async fn run(
        &self,
        request: &Request<'_>,
        deadline: Option<Instant>,
    ) -> Result<Answer, QueryError> {
        let (tokens, mut statement) = statement::parse(request.sql, request.parameters)?;
        if let Some(answer) = show::answer(self.catalog.as_ref(), request.database, &statement)? {
            return Ok(answer);
        }
        let explain = match statement {
            Statement::Query(_) => false,
            Statement::Explain {
                statement: inner,
                analyze: false,
                ..
            } if matches!(*inner, Statement::Query(_)) => {
                statement = *inner;
                true
            }
            other => {
                let done = self.change(request, other, &tokens).await?;
                return done.ok_or_else(|| QueryError::not_supported(first_words(&tokens)));
            }
        };
        let scan = Arc::new(Scan::new(request.scan_limit));
        let again = statement.clone();
        let (state, plan) = self
            .plan(request, statement, &scan, Joins::Hashed)
            .await
            .map_err(|error| located(scan.cause(error), &tokens))?;
        if explain {
            let shown = DisplayableExecutionPlan::new(plan.as_ref())
                .indent(false)
                .to_string();
            let rows = shown
                .lines()
                .map(|line| vec![Some(line.to_owned())])
                .collect();
            let columns = vec![ColumnInfo::text("Query Plan")];
            return Ok(Answer::known(StatementKind::Utility, columns, rows));
        }
        let stream = execute_stream(plan, state.task_ctx())?;
        let Some(stream) = begin(stream).await else {
            // A table that is hashed must fit into memory; sorted ones go to files.
            let scan = Arc::new(Scan::new(request.scan_limit));
            let (state, plan) = self.plan(request, again, &scan, Joins::Sorted).await?;
            let stream = execute_stream(plan, state.task_ctx())?;
            return Ok(Answer::streamed(stream, scan, deadline));
        };
        Ok(Answer::streamed(stream, scan, deadline))
    }

    pub(crate) async fn plan(
        &self,
        request: &Request<'_>,
        mut statement: Statement,
        scan: &Arc<Scan>,
        joins: Joins,
    ) -> Result<(SessionState, Arc<dyn ExecutionPlan>), QueryError> {
        rewrite::rewrite(&mut statement)?;
        let state = self.state(request.database, joins)?;
        let statement = PlannerStatement::Statement(Box::new(statement));
        let buckets = Arc::new(Buckets::new(Arc::clone(&self.objects), Arc::clone(scan)));
        let plan = self
            .logical(&state, statement, request.database, &buckets, 0)
            .await?;
        let plan = state.optimize(&plan)?;
        let plan = state
            .query_planner()
            .create_physical_plan(&plan, &state)
            .await?;
        Ok((state, plan))
    }

    /// The plan of a statement whose tables and views are found first.
    async fn logical(
        &self,
        state: &SessionState,
        statement: PlannerStatement,
        database: Option<&str>,
        buckets: &Arc<Buckets>,
        depth: usize,
    ) -> Result<LogicalPlan, QueryError> {
        self.add_tables(state, &statement, database, buckets, depth)
            .await?;
        let plan = state.statement_to_plan(statement).await?;
        strict::check(&plan)?;
        Ok(plan)
    }

    /// What a view stands for.
    fn view<'s>(
        &'s self,
        name: &'s TableName,
        view: schema::View,
        buckets: &'s Arc<Buckets>,
        depth: usize,
    ) -> BoxFuture<'s, Result<Arc<dyn TableProvider>, QueryError>> {
        Box::pin(async move {
            if depth == MOST_VIEWS {
                return Err(QueryError::new(
                    ErrorKind::InvalidView,
                    format!(
                        "View '{}' stands for itself, or views are nested deeper than {MOST_VIEWS}",
                        name.table
                    ),
                ));
            }
            let (_, mut statement) = statement::parse(&view.sql, &[])?;
            rewrite::rewrite(&mut statement)?;
            let database = view.database.as_deref().or(Some(name.database.as_str()));
            // Of a view only the logical plan is taken.
            let state = self.state(database, Joins::Hashed)?;
            let statement = PlannerStatement::Statement(Box::new(statement));
            let plan = self
                .logical(&state, statement, database, buckets, depth + 1)
                .await?;
            let table: Arc<dyn TableProvider> = Arc::new(ViewTable::new(named(plan)?, None));
            Ok(table)
        })
    }

    /// A session for one statement.
    fn state(&self, database: Option<&str>, joins: Joins) -> Result<SessionState, QueryError> {
        let database = database.unwrap_or("default");
        let mut config = SessionConfig::new()
            .with_default_catalog_and_schema(CATALOG, database)
            .with_create_default_catalog_and_schema(false)
            // What waits between parts that run at once takes memory, too.
            .with_batch_size(match joins {
                Joins::Hashed => 8_192,
                Joins::Sorted => 1_024,
            })
            .with_target_partitions(match joins {
                Joins::Hashed => self.limits.parallelism.get(),
                Joins::Sorted => 2,
            });
        let options = config.options_mut();
        options.sql_parser.map_string_types_to_utf8view = false;
        options.sql_parser.parse_float_as_decimal = true;
        options.sql_parser.default_null_ordering = "nulls_last".to_owned();
        // An element that is not there ends the statement, so it is asked for after the filter.
        options.optimizer.enable_leaf_expression_pushdown = false;
        options.optimizer.prefer_hash_join = joins == Joins::Hashed;
        if joins == Joins::Sorted {
            options.execution.sort_spill_reservation_bytes = self.limits.memory / 32;
        }
        options.execution.parquet.schema_force_view_types = false;
        options.execution.parquet.pushdown_filters = true;
        options.execution.parquet.reorder_filters = true;
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(self.limits.memory)))
            .with_max_temp_directory_size(self.limits.spill)
            .build_arc()?;
        let builder = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(runtime)
            .with_expr_planners(expr_planners())
            .with_relation_planners(vec![Arc::new(UnnestPlanner)])
            .with_scalar_functions(SessionStateDefaults::default_scalar_functions())
            .with_higher_order_functions(SessionStateDefaults::default_higher_order_functions())
            .with_aggregate_functions(SessionStateDefaults::default_aggregate_functions())
            .with_window_functions(SessionStateDefaults::default_window_functions());
        let mut state = functions::register(builder, CATALOG, database);
        state.mark_start_execution();
        Ok(state)
    }

    /// Makes the tables known that the statement names, and no others.
    async fn add_tables(
        &self,
        state: &SessionState,
        statement: &PlannerStatement,
        database: Option<&str>,
        buckets: &Arc<Buckets>,
        depth: usize,
    ) -> Result<(), QueryError> {
        let now = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now());
        let provider = MemoryCatalogProvider::new();
        for reference in state.resolve_table_references(statement)? {
            let name = TableName::new(
                reference.catalog(),
                reference.schema().or(database),
                reference.table(),
            )?;
            let input = name.look_up_input(self.catalog.as_ref())?;
            let schema = match provider.schema(&name.database) {
                Some(schema) => schema,
                None => {
                    let schema: Arc<dyn SchemaProvider> = Arc::new(MemorySchemaProvider::new());
                    provider.register_schema(&name.database, Arc::clone(&schema))?;
                    schema
                }
            };
            if !schema.table_exist(&name.table) {
                let table: Arc<dyn TableProvider> = match view::read(&input)? {
                    Some(view) => self.view(&name, view, buckets, depth).await?,
                    None => {
                        let table = GlueTable::parse(&input)?;
                        Arc::new(LakeTable::new(&table, now, Arc::clone(buckets))?)
                    }
                };
                schema.register_table(name.table, table)?;
            }
        }
        state
            .catalog_list()
            .register_catalog(CATALOG.to_owned(), Arc::new(provider));
        Ok(())
    }
}

/// What plans operators: ours before DataFusion's.
fn expr_planners() -> Vec<Arc<dyn ExprPlanner>> {
    let mut all: Vec<Arc<dyn ExprPlanner>> = vec![Arc::new(Operators)];
    all.extend(SessionStateDefaults::default_expr_planners());
    all
}

/// How tables are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joins {
    /// One of them is kept in memory: faster.
    Hashed,
    /// Both are sorted, in files where they are large.
    Sorted,
}

/// A stream with its first rows at hand; nothing where memory is at an end before there are any.
async fn begin(mut stream: SendableRecordBatchStream) -> Option<SendableRecordBatchStream> {
    let schema = stream.schema();
    let first = stream.next().await;
    if let Some(Err(error)) = &first
        && matches!(error.find_root(), DataFusionError::ResourcesExhausted(_))
    {
        return None;
    }
    let all = futures::stream::iter(first).chain(stream);
    Some(Box::pin(RecordBatchStreamAdapter::new(schema, all)))
}

/// A table's name, complete.
pub(crate) struct TableName {
    pub(crate) database: String,
    pub(crate) table: String,
}

impl TableName {
    pub(crate) fn new(
        catalog: Option<&str>,
        database: Option<&str>,
        table: &str,
    ) -> Result<Self, QueryError> {
        if let Some(catalog) = catalog
            && !catalog.eq_ignore_ascii_case(CATALOG)
        {
            return Err(QueryError::new(
                ErrorKind::CatalogNotFound,
                format!(
                    "Catalog '{catalog}' does not exist; the embedded region has 'AwsDataCatalog'"
                ),
            ));
        }
        let database = database.ok_or_else(|| {
            QueryError::new(
                ErrorKind::SchemaNotFound,
                format!("Schema must be specified when session schema is not set: no database is named for table '{table}'"),
            )
        })?;
        Ok(Self {
            database: database.to_lowercase(),
            table: table.to_lowercase(),
        })
    }

    /// From a name in a statement.
    pub(crate) fn parse(name: &ObjectName, database: Option<&str>) -> Result<Self, QueryError> {
        let parts: Vec<String> = name
            .0
            .iter()
            .filter_map(|part| part.as_ident().map(|ident| ident.value.to_lowercase()))
            .collect();
        match parts.as_slice() {
            [table] => Self::new(None, database, table),
            [database, table] => Self::new(None, Some(database), table),
            [catalog, database, table] => Self::new(Some(catalog), Some(database), table),
            _ => Err(QueryError::new(
                ErrorKind::SyntaxError,
                format!("{name} names no table"),
            )),
        }
    }

    pub(crate) fn look_up(&self, catalog: &dyn Catalog) -> Result<GlueTable, QueryError> {
        GlueTable::parse(&self.look_up_input(catalog)?)
    }

    /// Makes sure that there is the database.
    pub(crate) fn check_database(&self, catalog: &dyn Catalog) -> Result<(), QueryError> {
        if catalog.has_database(&self.database)? {
            return Ok(());
        }
        Err(QueryError::new(
            ErrorKind::SchemaNotFound,
            format!("Schema '{}' does not exist", self.database),
        ))
    }

    /// The table or view in the form of Glue's `TableInput`.
    pub(crate) fn look_up_input(
        &self,
        catalog: &dyn Catalog,
    ) -> Result<serde_json::Value, QueryError> {
        self.check_database(catalog)?;
        let Self { database, table } = self;
        catalog.table(database, table)?.ok_or_else(|| {
            QueryError::new(
                ErrorKind::TableNotFound,
                format!("Table '{CATALOG}.{database}.{table}' does not exist"),
            )
        })
    }
}

/// A plan whose columns have the names that people see.
fn named(plan: LogicalPlan) -> Result<LogicalPlan, QueryError> {
    let columns: Vec<Expr> = plan
        .schema()
        .columns()
        .into_iter()
        .map(|column| {
            let label = rewrite::label(column.name()).to_owned();
            Expr::Column(column).alias(label)
        })
        .collect();
    Ok(LogicalPlanBuilder::from(plan).project(columns)?.build()?)
}

/// The statement's first two words, to name what is not supported.
fn first_words(tokens: &[TokenWithSpan]) -> String {
    let words: Vec<String> = tokens
        .iter()
        .filter(|token| matches!(token.token, Token::Word(_)))
        .take(2)
        .map(|token| token.token.to_string().to_uppercase())
        .collect();
    format!("the statement {}", words.join(" "))
}

/// Adds the place of the name that the error is about, which DataFusion does not tell.
pub(crate) fn located(error: QueryError, tokens: &[TokenWithSpan]) -> QueryError {
    let named = matches!(
        error.kind,
        ErrorKind::ColumnNotFound
            | ErrorKind::TableNotFound
            | ErrorKind::SchemaNotFound
            | ErrorKind::FunctionNotFound
    );
    if !named || error.message.starts_with("line ") {
        return error;
    }
    let Some(name) = error.message.split('\'').nth(1) else {
        return error;
    };
    let last = name.rsplit('.').next().unwrap_or(name);
    let found = tokens.iter().find(
        |token| matches!(&token.token, Token::Word(word) if word.value.eq_ignore_ascii_case(last)),
    );
    match found {
        Some(token) => QueryError {
            message: format!("{}{}", statement::place(token.span.start), error.message),
            ..error
        },
        None => error,
    }
}
