//! `UNNEST` beside a table whose arrays it takes apart, which DataFusion cannot plan by itself.
//!
//! `FROM t CROSS JOIN UNNEST(t.a) AS u (x)` is gathered into one relation, so that the planner
//! below plans `t`, then the arrays over `t`'s columns, then takes them apart.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Column, DFSchema, FunctionalDependencies, TableReference};
use datafusion::common::{NullHandling, UnnestOptions};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::planner::{
    PlannedRelation, RelationPlanner, RelationPlannerContext, RelationPlanning,
};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::sql::sqlparser::ast::{
    Expr as SqlExpr, Join, JoinConstraint, JoinOperator, TableAlias, TableFactor, TableWithJoins,
    Value,
};

use crate::error::{ErrorKind, QueryError};
use crate::functions;

/// Gathers every `UNNEST` of a `FROM` with what stands to its left.
pub(super) fn gather(from: &mut Vec<TableWithJoins>) {
    let mut gathered: Vec<TableWithJoins> = Vec::with_capacity(from.len());
    for item in from.drain(..) {
        if matches!(item.relation, TableFactor::UNNEST { .. }) {
            // `FROM t, UNNEST(t.a)` is a cross join in other words, with all that is before it.
            let before = gathered.drain(..).chain([item]).reduce(|mut left, right| {
                left.joins.push(Join {
                    relation: right.relation,
                    global: false,
                    join_operator: JoinOperator::CrossJoin(JoinConstraint::None),
                });
                left.joins.extend(right.joins);
                left
            });
            gathered.extend(before);
        } else {
            gathered.push(item);
        }
    }
    for item in &mut gathered {
        nest(item);
    }
    *from = gathered;
}

/// The same within brackets, where a chain that ends in its only `UNNEST` already is what the
/// planner takes.
pub(super) fn gather_nested(item: &mut TableWithJoins) {
    let count = item.joins.iter().filter(|join| is_unnest(join)).count();
    if count > 1 || !item.joins.last().is_some_and(is_unnest) {
        nest(item);
    }
}

/// Puts every `UNNEST` of a chain of joins in brackets with what stands to its left.
fn nest(item: &mut TableWithJoins) {
    if !item.joins.iter().any(is_unnest) {
        return;
    }
    let mut left = TableWithJoins {
        relation: item.relation.clone(),
        joins: Vec::new(),
    };
    for join in std::mem::take(&mut item.joins) {
        let unnest = is_unnest(&join);
        left.joins.push(join);
        if unnest {
            left = TableWithJoins {
                relation: TableFactor::NestedJoin {
                    table_with_joins: Box::new(left),
                    alias: None,
                },
                joins: Vec::new(),
            };
        }
    }
    *item = left;
}

fn is_unnest(join: &Join) -> bool {
    matches!(join.relation, TableFactor::UNNEST { .. })
}

/// Plans what [`gather`] has gathered.
#[derive(Debug)]
pub(crate) struct UnnestPlanner;

impl RelationPlanner for UnnestPlanner {
    fn plan_relation(
        &self,
        relation: TableFactor,
        context: &mut dyn RelationPlannerContext,
    ) -> Result<RelationPlanning, DataFusionError> {
        match relation {
            TableFactor::UNNEST { .. } => {
                let left = LogicalPlanBuilder::empty(true).build()?;
                planned(unnest(left, relation, NullHandling::Drop, context)?)
            }
            TableFactor::NestedJoin {
                mut table_with_joins,
                alias: None,
            } if table_with_joins.joins.last().is_some_and(is_unnest) => {
                let Some(join) = table_with_joins.joins.pop() else {
                    return Ok(RelationPlanning::Original(Box::new(
                        TableFactor::NestedJoin {
                            table_with_joins,
                            alias: None,
                        },
                    )));
                };
                let nulls = null_handling(&join.join_operator)?;
                let left = if table_with_joins.joins.is_empty() {
                    context.plan(table_with_joins.relation)?
                } else {
                    context.plan(TableFactor::NestedJoin {
                        table_with_joins,
                        alias: None,
                    })?
                };
                planned(unnest(left, join.relation, nulls, context)?)
            }
            other => Ok(RelationPlanning::Original(Box::new(other))),
        }
    }
}

fn planned(plan: LogicalPlan) -> Result<RelationPlanning, DataFusionError> {
    Ok(RelationPlanning::Planned(Box::new(PlannedRelation::new(
        plan, None,
    ))))
}

/// A cross join loses the rows whose arrays are empty; a left join keeps them.
fn null_handling(join: &JoinOperator) -> Result<NullHandling, QueryError> {
    let always = |constraint: &JoinConstraint| match constraint {
        JoinConstraint::None => true,
        JoinConstraint::On(SqlExpr::Value(value)) => value.value == Value::Boolean(true),
        _ => false,
    };
    match join {
        JoinOperator::CrossJoin(constraint)
        | JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
            if always(constraint) =>
        {
            Ok(NullHandling::Drop)
        }
        JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint)
            if always(constraint) =>
        {
            Ok(NullHandling::PreserveAndExpandEmpty)
        }
        _ => Err(QueryError::not_supported(
            "UNNEST in another join than CROSS JOIN or LEFT JOIN ... ON TRUE",
        )),
    }
}

/// The relation: the columns of `left`, then a column per array, or per field where an array
/// holds rows and per side where a map was given, then the number of the element.
fn unnest(
    left: LogicalPlan,
    factor: TableFactor,
    nulls: NullHandling,
    context: &mut dyn RelationPlannerContext,
) -> Result<LogicalPlan, DataFusionError> {
    let TableFactor::UNNEST {
        alias,
        array_exprs,
        with_ordinality,
        with_offset: false,
        ..
    } = factor
    else {
        return Err(QueryError::not_supported("UNNEST WITH OFFSET").into());
    };
    let schema = left.schema().clone();
    let mut outer: Vec<Expr> = schema.columns().into_iter().map(Expr::Column).collect();
    let width = outer.len();
    let mut arrays = Vec::new();
    for expr in array_exprs {
        arrays.push(as_array(context.sql_to_expr(expr, &schema)?, &schema)?);
    }
    if with_ordinality && let Some(first) = arrays.first() {
        arrays.push(functions::ordinality(first.clone()));
    }
    // Names that no statement can write, so that none is taken.
    let raw: Vec<Column> = (0..arrays.len())
        .map(|at| Column::new_unqualified(format!("{}unnest{at}", super::DUPLICATE)))
        .collect();
    outer.extend(
        arrays
            .into_iter()
            .zip(&raw)
            .map(|(array, column)| array.alias(&column.name)),
    );
    let options = UnnestOptions {
        null_handling: nulls,
        recursions: Vec::new(),
    };
    let plan = LogicalPlanBuilder::from(left)
        .project(outer)?
        .unnest_columns_with_options(raw, options)?
        .build()?;
    let plan = without_dependencies(plan)?;
    name_elements(plan, width, alias, with_ordinality)
}

/// What was one row is now several: what determined the others, because rows were grouped by it,
/// no longer does, though the planner hands it on.
fn without_dependencies(plan: LogicalPlan) -> Result<LogicalPlan, DataFusionError> {
    let LogicalPlan::Unnest(mut unnest) = plan else {
        return Ok(plan);
    };
    let schema = unnest.schema.as_ref().clone();
    let schema = schema.with_functional_dependencies(FunctionalDependencies::empty())?;
    unnest.schema = Arc::new(schema);
    Ok(LogicalPlan::Unnest(unnest))
}

/// A map is unnested as an array of its entries.
fn as_array(expr: Expr, schema: &DFSchema) -> Result<Expr, DataFusionError> {
    use datafusion::logical_expr::ExprSchemable;
    match expr.get_type(schema)? {
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => Ok(expr),
        DataType::Map(..) => Ok(datafusion::functions_nested::expr_fn::map_entries(expr)),
        other => Err(QueryError::new(
            ErrorKind::TypeMismatch,
            format!(
                "Cannot unnest type: {}",
                crate::arrow_types::type_name(&other)
            ),
        )
        .into()),
    }
}

fn name_elements(
    plan: LogicalPlan,
    width: usize,
    alias: Option<TableAlias>,
    with_ordinality: bool,
) -> Result<LogicalPlan, DataFusionError> {
    let schema = plan.schema().clone();
    let mut elements = Vec::new();
    for (at, column) in schema.columns().into_iter().enumerate().skip(width) {
        match schema.field(at).data_type() {
            DataType::Struct(fields) => {
                for field in fields {
                    let part = functions::field(Expr::Column(column.clone()), field.name());
                    elements.push((part, field.name().clone()));
                }
            }
            _ => elements.push((Expr::Column(column), String::new())),
        }
    }
    let (table, names) = match alias {
        Some(alias) => (
            Some(TableReference::bare(alias.name.value.to_lowercase())),
            alias
                .columns
                .iter()
                .map(|column| column.name.value.to_lowercase())
                .collect(),
        ),
        None => (None, Vec::new()),
    };
    if !names.is_empty() && names.len() != elements.len() {
        return Err(QueryError::new(
            ErrorKind::SyntaxError,
            format!(
                "Column alias list has {} entries but relation has {} columns",
                names.len(),
                elements.len()
            ),
        )
        .into());
    }
    let mut columns: Vec<Expr> = schema
        .columns()
        .into_iter()
        .take(width)
        .map(Expr::Column)
        .collect();
    let count = elements.len();
    for (at, (element, own)) in elements.into_iter().enumerate() {
        let name = match names.get(at) {
            Some(name) => name.clone(),
            None if !own.is_empty() => own,
            None if with_ordinality && at + 1 == count => "ordinality".to_owned(),
            None => format!("_col{at}"),
        };
        columns.push(match &table {
            Some(table) => element.alias_qualified(Some(table.clone()), name),
            None => element.alias(name),
        });
    }
    LogicalPlanBuilder::from(plan).project(columns)?.build()
}
