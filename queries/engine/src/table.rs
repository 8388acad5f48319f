//! A table of the lake as DataFusion scans it: its files, pruned by partition.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{Field, FieldRef, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DFSchema, ScalarValue, project_schema};
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::listing::helpers::expr_applicable_for_cols;
use datafusion::datasource::object_store::ObjectStoreUrl;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;

use crate::arrow_types::to_arrow;
use crate::catalog::{GlueColumn, GlueTable};
use crate::error::{ErrorKind, QueryError};
use crate::objects::{Bucket, Objects, Scan};
use crate::projection::Projection;

/// More files than this are not read by one statement: their list alone is held in memory.
const MOST_FILES: usize = 200_000;

/// The buckets of one statement, each registered with DataFusion as it is first named.
pub(crate) struct Buckets {
    objects: Arc<dyn Objects>,
    scan: Arc<Scan>,
    known: std::sync::Mutex<HashMap<String, Arc<Bucket>>>,
}

impl Buckets {
    pub(crate) fn new(objects: Arc<dyn Objects>, scan: Arc<Scan>) -> Self {
        Self {
            objects,
            scan,
            known: std::sync::Mutex::default(),
        }
    }

    fn get(
        &self,
        name: &str,
        state: &dyn Session,
    ) -> Result<(ObjectStoreUrl, Arc<Bucket>), DataFusionError> {
        let url = ObjectStoreUrl::parse(format!("s3://{name}"))?;
        let mut known = self
            .known
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let bucket = known.entry(name.to_owned()).or_insert_with(|| {
            let bucket = Bucket::new(name, Arc::clone(&self.objects), Arc::clone(&self.scan));
            let bucket = Arc::new(bucket);
            let store: Arc<Bucket> = Arc::clone(&bucket);
            state
                .runtime_env()
                .register_object_store(url.as_ref(), store);
            bucket
        });
        Ok((url, Arc::clone(bucket)))
    }
}

/// One table, for one statement.
pub(crate) struct LakeTable {
    name: String,
    /// `None` when the table is partitioned and nothing tells its partitions.
    projection: Option<Projection>,
    schema: TableSchema,
    buckets: Arc<Buckets>,
}

impl fmt::Debug for LakeTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LakeTable").field(&self.name).finish()
    }
}

impl LakeTable {
    pub(crate) fn new(
        table: &GlueTable,
        now: jiff::civil::DateTime,
        buckets: Arc<Buckets>,
    ) -> Result<Self, QueryError> {
        let field = |column: &GlueColumn| -> FieldRef {
            Arc::new(Field::new(&column.name, to_arrow(&column.data_type), true))
        };
        let files: Vec<FieldRef> = table.columns.iter().map(field).collect();
        let keys: Vec<FieldRef> = table.partition_keys.iter().map(field).collect();
        Ok(Self {
            name: table.name.clone(),
            projection: Projection::parse(table, now)?,
            schema: TableSchema::builder(Arc::new(Schema::new(files)))
                .with_table_partition_cols(keys)
                .build(),
            buckets,
        })
    }

    fn key_names(&self) -> Vec<&str> {
        let keys = self.schema.table_partition_cols();
        keys.iter().map(|key| key.name().as_str()).collect()
    }

    /// Lists the files of the partitions that the filters leave, and where they are stored.
    async fn files(
        &self,
        state: &dyn Session,
        filters: &[Expr],
    ) -> Result<Option<(ObjectStoreUrl, Vec<PartitionedFile>)>, DataFusionError> {
        let Some(projection) = &self.projection else {
            return Ok(None);
        };
        let named = named_values(filters);
        if let Some(key) = projection.injected().find(|key| !named.contains_key(*key)) {
            return Err(QueryError::new(
                ErrorKind::SyntaxError,
                format!("For the injected projected partition column {key}, the WHERE clause must contain only static equality conditions, and at least one such condition must be present."),
            )
            .into());
        }
        let mut pruning = Pruning::new(self, state, filters)?;
        let mut found: Option<(String, ObjectStoreUrl)> = None;
        let mut files = Vec::new();
        for prefix in projection.prefixes(&named) {
            let (name, prefix) = prefix
                .strip_prefix("s3://")
                .and_then(|rest| rest.split_once('/'))
                .ok_or_else(|| {
                    QueryError::new(
                        ErrorKind::InvalidTableProperty,
                        format!("Table '{}': {prefix:?} is no s3:// location", self.name),
                    )
                })?;
            if let Some((bucket, _)) = &found
                && bucket != name
            {
                return Err(QueryError::not_supported("a table in more than one bucket").into());
            }
            let (url, bucket) = self.buckets.get(name, state)?;
            found = Some((name.to_owned(), url));
            let mut after: Option<String> = None;
            loop {
                let page = self
                    .buckets
                    .objects
                    .list(name, prefix, after.as_deref())
                    .await;
                let page =
                    page.map_err(|error| QueryError::new(ErrorKind::CannotOpenSplit, error))?;
                let Some(last) = page.last() else { break };
                after = Some(last.key.clone());
                for object in page.iter().filter(|object| object.size > 0) {
                    let Some(values) = projection.values_of(&format!("s3://{name}/{}", object.key))
                    else {
                        continue;
                    };
                    if let Some(values) = pruning.keep(values)? {
                        let mut file = PartitionedFile::from(bucket.note(object)?);
                        file.partition_values = values;
                        files.push(file);
                    }
                }
                if files.len() > MOST_FILES {
                    return Err(QueryError::not_supported(format!(
                        "a statement over more than {MOST_FILES} files"
                    ))
                    .into());
                }
            }
        }
        Ok(found.map(|(_, url)| (url, files)))
    }
}

#[async_trait]
impl TableProvider for LakeTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(self.schema.table_schema())
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        let keys = self.key_names();
        let exact = |filter: &&&Expr| !keys.is_empty() && expr_applicable_for_cols(&keys, filter);
        Ok(filters
            .iter()
            .map(|filter| {
                if exact(&filter) {
                    TableProviderFilterPushDown::Exact
                } else {
                    TableProviderFilterPushDown::Inexact
                }
            })
            .collect())
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let keys = self.key_names();
        let (of_keys, of_files): (Vec<Expr>, Vec<Expr>) = filters
            .iter()
            .cloned()
            .partition(|filter| !keys.is_empty() && expr_applicable_for_cols(&keys, filter));
        let empty = || -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
            Ok(Arc::new(EmptyExec::new(project_schema(
                &self.schema(),
                projection,
            )?)))
        };
        let Some((url, files)) = self.files(state, &of_keys).await? else {
            return empty();
        };
        if files.is_empty() {
            return empty();
        }
        let mut source = ParquetSource::new(self.schema.clone())
            .with_table_parquet_options(state.table_options().parquet.clone());
        if let Some(filter) = conjunction(of_files.iter().cloned()) {
            let schema = DFSchema::try_from(self.schema())?;
            source = source.with_predicate(state.create_physical_expr(filter, &schema)?);
        }
        let groups = FileGroup::new(files).split_files(state.config().target_partitions());
        let config = FileScanConfigBuilder::new(url, Arc::new(source))
            .with_file_groups(groups)
            .with_projection_indices(projection.cloned())?
            .with_limit(if of_files.is_empty() { limit } else { None })
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }
}

/// Decides for every partition once whether the filters leave it.
struct Pruning {
    filter: Option<Arc<dyn datafusion::physical_plan::PhysicalExpr>>,
    schema: SchemaRef,
    known: HashMap<Vec<String>, Option<Vec<ScalarValue>>>,
}

impl Pruning {
    fn new(
        table: &LakeTable,
        state: &dyn Session,
        filters: &[Expr],
    ) -> Result<Self, DataFusionError> {
        let schema = Arc::new(Schema::new(table.schema.table_partition_cols().clone()));
        let filter = match conjunction(filters.iter().cloned()) {
            Some(filter) => {
                let schema = DFSchema::try_from(Arc::clone(&schema))?;
                Some(state.create_physical_expr(filter, &schema)?)
            }
            None => None,
        };
        Ok(Self {
            filter,
            schema,
            known: HashMap::new(),
        })
    }

    fn keep(&mut self, values: Vec<String>) -> Result<Option<Vec<ScalarValue>>, DataFusionError> {
        if let Some(known) = self.known.get(&values) {
            return Ok(known.clone());
        }
        let typed = values
            .iter()
            .zip(self.schema.fields())
            .map(|(value, field)| ScalarValue::try_from_string(value.clone(), field.data_type()))
            .collect::<Result<Vec<_>, _>>()?;
        let kept = match &self.filter {
            None => true,
            Some(filter) => {
                let arrays = typed
                    .iter()
                    .map(ScalarValue::to_array)
                    .collect::<Result<_, _>>()?;
                let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays)?;
                let answer = filter.evaluate(&batch)?.into_array(1)?;
                let answer = answer.as_boolean();
                answer.is_valid(0) && answer.value(0)
            }
        };
        let kept = kept.then_some(typed);
        self.known.insert(values, kept.clone());
        Ok(kept)
    }
}

/// The values that the filters name for a column, by `=` or `IN`.
fn named_values(filters: &[Expr]) -> BTreeMap<String, Vec<String>> {
    let text = |expr: &Expr| match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
        _ => None,
    };
    let mut named = BTreeMap::new();
    for filter in filters {
        let pair = match filter {
            Expr::BinaryExpr(BinaryExpr {
                left,
                op: Operator::Eq,
                right,
            }) => match (left.as_ref(), right.as_ref()) {
                (Expr::Column(column), other) | (other, Expr::Column(column)) => {
                    text(other).map(|value| (column, vec![value]))
                }
                _ => None,
            },
            Expr::InList(list) if !list.negated => match list.expr.as_ref() {
                Expr::Column(column) => list
                    .list
                    .iter()
                    .map(text)
                    .collect::<Option<Vec<_>>>()
                    .map(|values| (column, values)),
                _ => None,
            },
            _ => None,
        };
        if let Some((column, mut values)) = pair {
            values.sort();
            values.dedup();
            named.insert(column.name.clone(), values);
        }
    }
    named
}
