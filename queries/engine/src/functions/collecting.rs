//! Aggregates that look at all of a group's values together:
//! <https://trino.io/docs/current/functions/aggregate.html>.

use std::cmp::Ordering;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
};

use super::generic::{element_type, entry_types, list, list_of, map, map_of, whole};
use crate::error::{ErrorKind, QueryError};

pub(super) type Rows = Vec<Vec<ScalarValue>>;
pub(super) type Finish = fn(Rows, &DataType) -> Result<ScalarValue, String>;
pub(super) type Types = fn(&[DataType]) -> Option<DataType>;

pub(super) fn functions() -> Vec<AggregateUDF> {
    let all: [(&'static str, Types, Finish); 7] = [
        (
            "map_agg",
            |t| (t.len() == 2).then(|| map_of(&t[0], &t[1])),
            |rows, of| {
                let mut pairs: Vec<(ScalarValue, ScalarValue)> = Vec::new();
                for (key, value) in rows.into_iter().filter_map(pair) {
                    if !key.is_null() && !pairs.iter().any(|(known, _)| *known == key) {
                        pairs.push((key, value));
                    }
                }
                made(pairs, of)
            },
        ),
        (
            "multimap_agg",
            |t| (t.len() == 2).then(|| map_of(&t[0], &list_of(&t[1]))),
            |rows, of| {
                let mut groups: Vec<(ScalarValue, Vec<ScalarValue>)> = Vec::new();
                for (key, value) in rows.into_iter().filter_map(pair) {
                    match groups.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, values)) => values.push(value),
                        None if key.is_null() => {}
                        None => groups.push((key, vec![value])),
                    }
                }
                let lists = entry_types(of)
                    .and_then(|(_, list)| element_type(list))
                    .cloned();
                let element = lists.unwrap_or(DataType::Null);
                let pairs = groups
                    .into_iter()
                    .map(|(key, values)| Ok((key, list(&values, &element)?)));
                made(pairs.collect::<Result<_, String>>()?, of)
            },
        ),
        (
            "histogram",
            |t| (t.len() == 1).then(|| map_of(&t[0], &DataType::Int64)),
            |rows, of| {
                let mut counts: Vec<(ScalarValue, i64)> = Vec::new();
                for value in rows.into_iter().flatten().filter(|value| !value.is_null()) {
                    match counts.iter_mut().find(|(known, _)| *known == value) {
                        Some((_, count)) => *count += 1,
                        None => counts.push((value, 1)),
                    }
                }
                let pairs = counts
                    .into_iter()
                    .map(|(value, count)| (value, ScalarValue::from(count)));
                made(pairs.collect(), of)
            },
        ),
        (super::names::MAX_BY, by_type, |rows, of| {
            first_by(rows, of, Ordering::Greater)
        }),
        (super::names::MIN_BY, by_type, |rows, of| {
            first_by(rows, of, Ordering::Less)
        }),
        (super::names::MAX, most_type, |rows, of| {
            first_of(rows, of, Ordering::Greater)
        }),
        (super::names::MIN, most_type, |rows, of| {
            first_of(rows, of, Ordering::Less)
        }),
    ];
    let all = all.into_iter();
    all.map(|(name, types, finish)| collecting(name, types, finish))
        .collect()
}

/// An aggregate that is computed from all of a group's rows at once.
pub(super) fn collecting(name: &'static str, types: Types, finish: Finish) -> AggregateUDF {
    AggregateUDF::from(Collecting {
        name,
        types: TypesOf(types),
        finish: FinishOf(finish),
        signature: Signature::variadic_any(Volatility::Immutable),
    })
}

fn pair(row: Vec<ScalarValue>) -> Option<(ScalarValue, ScalarValue)> {
    let mut row = row.into_iter();
    Some((row.next()?, row.next()?))
}

pub(super) fn made(
    pairs: Vec<(ScalarValue, ScalarValue)>,
    of: &DataType,
) -> Result<ScalarValue, String> {
    match entry_types(of) {
        Some(_) if pairs.is_empty() => ScalarValue::try_from(of).map_err(|error| error.to_string()),
        Some((key, value)) => map(pairs, key, value),
        None => Err("no map".to_owned()),
    }
}

fn by_type(types: &[DataType]) -> Option<DataType> {
    (types.len() == 3 && types[2].is_integer()).then(|| list_of(&types[0]))
}

fn most_type(types: &[DataType]) -> Option<DataType> {
    (types.len() == 2 && types[1].is_integer()).then(|| list_of(&types[0]))
}

/// So many values, by the greatest or least of another.
fn first_by(mut rows: Rows, of: &DataType, wanted: Ordering) -> Result<ScalarValue, String> {
    rows.retain(|row| row.get(1).is_some_and(|key| !key.is_null()));
    let count = count(rows.first().and_then(|row| row.get(2)))?;
    rows.sort_by(|one, other| ordered(one.get(1), other.get(1), wanted));
    taken(rows, of, count)
}

fn first_of(mut rows: Rows, of: &DataType, wanted: Ordering) -> Result<ScalarValue, String> {
    rows.retain(|row| row.first().is_some_and(|value| !value.is_null()));
    let count = count(rows.first().and_then(|row| row.get(1)))?;
    rows.sort_by(|one, other| ordered(one.first(), other.first(), wanted));
    taken(rows, of, count)
}

fn count(value: Option<&ScalarValue>) -> Result<usize, String> {
    let count = value.map_or(Some(0), whole);
    let count = count.and_then(|count| usize::try_from(count).ok());
    count.ok_or_else(|| "third argument of max_by/min_by must be a positive integer".to_owned())
}

fn ordered(one: Option<&ScalarValue>, other: Option<&ScalarValue>, wanted: Ordering) -> Ordering {
    let ordering = one.partial_cmp(&other).unwrap_or(Ordering::Equal);
    if wanted == Ordering::Greater {
        ordering.reverse()
    } else {
        ordering
    }
}

fn taken(rows: Rows, of: &DataType, count: usize) -> Result<ScalarValue, String> {
    if rows.is_empty() {
        return ScalarValue::try_from(of).map_err(|error| error.to_string());
    }
    let values = rows
        .into_iter()
        .take(count)
        .filter_map(|row| row.into_iter().next());
    let element = element_type(of).cloned().unwrap_or(DataType::Null);
    list(&values.collect::<Vec<_>>(), &element)
}

/// Function pointers, which are compared and hashed by nothing: the name tells them apart.
#[derive(Clone, Copy)]
struct TypesOf(Types);
#[derive(Clone, Copy)]
struct FinishOf(Finish);

struct Collecting {
    name: &'static str,
    types: TypesOf,
    finish: FinishOf,
    signature: Signature,
}

impl std::fmt::Debug for Collecting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Collecting {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Collecting {}

impl std::hash::Hash for Collecting {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl AggregateUDFImpl for Collecting {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType, DataFusionError> {
        (self.types.0)(types).ok_or_else(|| {
            let shown = self.name.trim_start_matches("__");
            let message = format!("Unexpected parameters for function {shown}");
            QueryError::new(ErrorKind::FunctionNotFound, message).into()
        })
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>, DataFusionError> {
        let fields = args.input_fields.iter().enumerate();
        let fields = fields.map(|(at, field)| -> FieldRef {
            let name = format!("{}[{at}]", args.name);
            Arc::new(Field::new(name, list_of(field.data_type()), true))
        });
        Ok(fields.collect())
    }

    fn accumulator(
        &self,
        args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn Accumulator>, DataFusionError> {
        let types = args
            .expr_fields
            .iter()
            .map(|field| field.data_type().clone());
        Ok(Box::new(Collected {
            types: types.collect(),
            result: args.return_field.data_type().clone(),
            finish: self.finish.0,
            rows: Vec::new(),
        }))
    }
}

struct Collected {
    types: Vec<DataType>,
    result: DataType,
    finish: Finish,
    rows: Rows,
}

impl std::fmt::Debug for Collected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} rows", self.rows.len())
    }
}

impl Accumulator for Collected {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<(), DataFusionError> {
        let count = values.first().map_or(0, |array| array.len());
        for at in 0..count {
            let row = values
                .iter()
                .map(|array| ScalarValue::try_from_array(array, at));
            self.rows.push(row.collect::<Result<_, _>>()?);
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<(), DataFusionError> {
        let count = states.first().map_or(0, |array| array.len());
        for at in 0..count {
            let parts: Vec<ArrayRef> = states
                .iter()
                .map(|state| state.as_list::<i32>().value(at))
                .collect();
            self.update_batch(&parts)?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>, DataFusionError> {
        let column = |(at, of): (usize, &DataType)| {
            let values: Vec<ScalarValue> = self.rows.iter().map(|row| row[at].clone()).collect();
            ScalarValue::List(ScalarValue::new_list_nullable(&values, of))
        };
        Ok(self.types.iter().enumerate().map(column).collect())
    }

    fn evaluate(&mut self) -> Result<ScalarValue, DataFusionError> {
        let rows = std::mem::take(&mut self.rows);
        (self.finish)(rows, &self.result)
            .map_err(|message| QueryError::new(ErrorKind::InvalidFunctionArgument, message).into())
    }

    fn size(&self) -> usize {
        let values = self.rows.iter().flatten().map(ScalarValue::size);
        size_of_val(self) + values.sum::<usize>()
    }
}
