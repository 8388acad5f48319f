//! Arrays, as Trino has them: <https://trino.io/docs/current/functions/array.html>.

use std::cmp::Ordering;

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::generic::{element_type, elements, list, list_of, row, row_of, rows, text, whole};
use super::names;
use super::scalar::{Call, Scalar, is_text, is_whole};

/// The most elements of an array that a function makes.
const LONGEST: i64 = 10_000;

pub(super) fn functions() -> Vec<Scalar> {
    let same = |name, run| Scalar::new(name, |t| same_array(t, 1), run);
    let element = |name, run| {
        Scalar::new(
            name,
            |t| {
                (t.len() == 1)
                    .then(|| element_type(&t[0]).cloned())
                    .flatten()
            },
            run,
        )
    };
    let two = |name, run| Scalar::new(name, |t| same_array(t, 2), run);
    vec![
        same("array_sort", |call| {
            over(call, |mut values, _| {
                values.sort_by(nulls_last);
                Ok(values)
            })
        }),
        element("array_max", |call| extreme(call, Ordering::Greater)),
        element("array_min", |call| extreme(call, Ordering::Less)),
        Scalar::new(
            "contains",
            |t| (t.len() == 2 && element_type(&t[0]).is_some()).then_some(DataType::Boolean),
            contains,
        ),
        Scalar::new(
            "array_position",
            |t| (t.len() == 2 && element_type(&t[0]).is_some()).then_some(DataType::Int64),
            position,
        ),
        Scalar::new("array_remove", |t| same_array(t, 2), remove),
        two("array_union", |call| {
            sets(call, |one, other| distinct(one.into_iter().chain(other)))
        }),
        two("array_intersect", |call| {
            sets(call, |one, other| {
                distinct(one.into_iter().filter(|value| other.contains(value)))
            })
        }),
        two("array_except", |call| {
            sets(call, |one, other| {
                distinct(one.into_iter().filter(|value| !other.contains(value)))
            })
        }),
        Scalar::new("slice", |t| same_array(t, 3), slice),
        Scalar::new("trim_array", |t| same_array(t, 2), trim),
        Scalar::new(
            "repeat",
            |t| (t.len() == 2 && is_whole(&t[1])).then(|| list_of(&t[0])),
            repeat,
        ),
        Scalar::new("zip", zipped, zip),
        Scalar::new(
            "ngrams",
            |t| (t.len() == 2 && element_type(&t[0]).is_some()).then(|| list_of(&t[0])),
            ngrams,
        ),
        Scalar::new(
            "combinations",
            |t| (t.len() == 2 && element_type(&t[0]).is_some()).then(|| list_of(&t[0])),
            combinations,
        ),
        Scalar::new(
            names::CONCAT_ARRAYS,
            |t| {
                let all = t.len() >= 2 && t.iter().all(|of| element_type(of).is_some());
                all.then(|| t[0].clone())
            },
            concat,
        ),
        Scalar::new(
            names::CONCAT_ELEMENTS,
            |t| (t.len() == 2 && is_text(&t[0])).then_some(DataType::Utf8),
            concat_elements,
        ),
    ]
}

pub(super) fn same_array(types: &[DataType], count: usize) -> Option<DataType> {
    let first = types.first().filter(|_| types.len() == count)?;
    element_type(first).map(list_of)
}

fn nulls_last(one: &ScalarValue, other: &ScalarValue) -> Ordering {
    match (one.is_null(), other.is_null()) {
        (false, false) => one.partial_cmp(other).unwrap_or(Ordering::Equal),
        (one, other) => one.cmp(&other),
    }
}

/// A change of an array's elements; what is null stays so.
pub(super) fn over(
    call: &Call<'_>,
    change: impl Fn(Vec<ScalarValue>, &[ScalarValue]) -> Result<Vec<ScalarValue>, String>,
) -> Result<ArrayRef, DataFusionError> {
    let element = element_type(call.result).cloned().unwrap_or(DataType::Null);
    rows(call, |values| {
        if values[1..].iter().any(ScalarValue::is_null) {
            return Ok(None);
        }
        match elements(&values[0])? {
            Some(items) => list(&change(items, &values[1..])?, &element).map(Some),
            None => Ok(None),
        }
    })
}

/// Null where an element is.
fn extreme(call: &Call<'_>, wanted: Ordering) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(items) = elements(&values[0])? else {
            return Ok(None);
        };
        if items.iter().any(ScalarValue::is_null) {
            return Ok(None);
        }
        Ok(items.into_iter().reduce(|best, item| {
            if item.partial_cmp(&best) == Some(wanted) {
                item
            } else {
                best
            }
        }))
    })
}

/// Null where it is not found and an element is null.
fn contains(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(items) = elements(&values[0])?.filter(|_| !values[1].is_null()) else {
            return Ok(None);
        };
        let found = items.iter().any(|item| is_equal(item, &values[1]));
        let is_unknown = !found && items.iter().any(ScalarValue::is_null);
        Ok((!is_unknown).then_some(ScalarValue::Boolean(Some(found))))
    })
}

/// Equal, whatever kinds of numbers or texts they are.
pub(super) fn is_equal(one: &ScalarValue, other: &ScalarValue) -> bool {
    one == other
        || (one.cast_to(&other.data_type())).is_ok_and(|one| one == *other && !one.is_null())
}

fn position(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(items) = elements(&values[0])?.filter(|_| !values[1].is_null()) else {
            return Ok(None);
        };
        let at = items.iter().position(|item| is_equal(item, &values[1]));
        let at = at.map_or(0, |at| i64::try_from(at + 1).unwrap_or(i64::MAX));
        Ok(Some(ScalarValue::Int64(Some(at))))
    })
}

fn remove(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    over(call, |items, rest| {
        let kept = items.into_iter().filter(|item| !is_equal(item, &rest[0]));
        Ok(kept.collect())
    })
}

fn sets(
    call: &Call<'_>,
    combine: fn(Vec<ScalarValue>, Vec<ScalarValue>) -> Vec<ScalarValue>,
) -> Result<ArrayRef, DataFusionError> {
    let element = element_type(call.result).cloned().unwrap_or(DataType::Null);
    over(call, |items, rest| {
        let others = elements(&rest[0])?.unwrap_or_default();
        let others = others.iter().map(|other| other.cast_to(&element));
        let others = others.collect::<Result<Vec<_>, _>>();
        Ok(combine(items, others.map_err(|error| error.to_string())?))
    })
}

fn distinct(values: impl Iterator<Item = ScalarValue>) -> Vec<ScalarValue> {
    let mut seen = std::collections::HashSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}

fn slice(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    over(call, |items, rest| {
        let (start, length) = (whole(&rest[0]).unwrap_or(0), whole(&rest[1]).unwrap_or(0));
        if start == 0 {
            return Err("SQL array indices start at 1".to_owned());
        }
        let length =
            usize::try_from(length).map_err(|_| "length must be greater than or equal to 0")?;
        let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let from = if start > 0 { start - 1 } else { count + start };
        let Ok(from) = usize::try_from(from) else {
            return Ok(Vec::new());
        };
        Ok(items.into_iter().skip(from).take(length).collect())
    })
}

fn trim(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    over(call, |mut items, rest| {
        let count = usize::try_from(whole(&rest[0]).unwrap_or(0));
        let count = count.map_err(|_| "size must not be negative")?;
        let left = items.len().checked_sub(count);
        let left = left.ok_or_else(|| {
            format!(
                "size must not exceed array cardinality {}: {count}",
                items.len()
            )
        })?;
        items.truncate(left);
        Ok(items)
    })
}

fn repeat(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let element = element_type(call.result).cloned().unwrap_or(DataType::Null);
    rows(call, |values| {
        let Some(count) = whole(&values[1]) else {
            return Ok(None);
        };
        if count > LONGEST {
            return Err(format!(
                "count argument of repeat function must be less than or equal to {LONGEST}"
            ));
        }
        let count = usize::try_from(count).unwrap_or(0);
        list(&vec![values[0].clone(); count], &element).map(Some)
    })
}

fn zipped(types: &[DataType]) -> Option<DataType> {
    let elements: Option<Vec<DataType>> =
        types.iter().map(|of| element_type(of).cloned()).collect();
    elements
        .filter(|of| of.len() >= 2)
        .map(|of| list_of(&row_of(&of)))
}

/// What is missing in a shorter array is null.
fn zip(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let element = element_type(call.result).cloned().unwrap_or(DataType::Null);
    rows(call, |values| {
        let lists = values.iter().map(elements);
        let lists = lists.collect::<Result<Option<Vec<_>>, String>>()?;
        let Some(lists) = lists else { return Ok(None) };
        let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
        let pick =
            |list: &Vec<ScalarValue>, at: usize| list.get(at).cloned().unwrap_or(ScalarValue::Null);
        let rows =
            (0..longest).map(|at| row(lists.iter().map(|list| pick(list, at)).collect(), &element));
        list(&rows.collect::<Result<Vec<_>, _>>()?, &element).map(Some)
    })
}

fn ngrams(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    nested(call, |items, size| {
        if size >= items.len() {
            return vec![items.to_vec()];
        }
        items.windows(size).map(<[ScalarValue]>::to_vec).collect()
    })
}

fn combinations(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    nested(call, |items, size| {
        let mut found: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..size {
            found = found
                .iter()
                .flat_map(|chosen| {
                    let from = chosen.last().map_or(0, |last| last + 1);
                    (from..items.len()).map(|at| [chosen.as_slice(), &[at]].concat())
                })
                .collect();
        }
        let pick = |chosen: &Vec<usize>| chosen.iter().map(|at| items[*at].clone()).collect();
        found.iter().map(pick).collect()
    })
}

/// Arrays made of an array's elements, of a size from 1 to 5.
fn nested(
    call: &Call<'_>,
    make: fn(&[ScalarValue], usize) -> Vec<Vec<ScalarValue>>,
) -> Result<ArrayRef, DataFusionError> {
    let inner = element_type(call.result).cloned().unwrap_or(DataType::Null);
    let element = element_type(&inner).cloned().unwrap_or(DataType::Null);
    rows(call, |values| {
        let (Some(items), Some(size)) = (elements(&values[0])?, whole(&values[1])) else {
            return Ok(None);
        };
        let size = usize::try_from(size)
            .ok()
            .filter(|size| (1..=5).contains(size));
        let size = size.ok_or("combination size must be from 1 to 5")?;
        let lists = make(&items, size)
            .into_iter()
            .map(|items| list(&items, &element));
        list(&lists.collect::<Result<Vec<_>, _>>()?, &inner).map(Some)
    })
}

fn concat(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let element = element_type(call.result).cloned().unwrap_or(DataType::Null);
    rows(call, |values| {
        let mut all = Vec::new();
        for value in values {
            match elements(value)? {
                Some(items) => all.extend(items),
                None => return Ok(None),
            }
        }
        list(&all, &element).map(Some)
    })
}

fn concat_elements(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(between), Some(items)) = (text(&values[0]), elements(&values[1])?) else {
            return Ok(None);
        };
        let items: Vec<&str> = items.iter().filter_map(text).collect();
        Ok(Some(ScalarValue::Utf8(Some(items.join(between)))))
    })
}
