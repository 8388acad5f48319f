//! What is in arrays: sequences, means, numbers of elements; and arrays in no order:
//! <https://trino.io/docs/current/functions/array.html>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::collections::{is_equal, over, same_array};
use super::generic::{double, element_type, elements, entry_types, is_number, map, map_of, rows};
use super::scalar::{Call, Scalar};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            "contains_sequence",
            |t| {
                (t.len() == 2 && t.iter().all(|of| element_type(of).is_some()))
                    .then_some(DataType::Boolean)
            },
            contains_sequence,
        ),
        Scalar::new(
            "array_average",
            |t| {
                let fits = t.len() == 1 && element_type(&t[0]).is_some_and(is_number);
                fits.then_some(DataType::Float64)
            },
            average,
        ),
        Scalar::new(
            "array_histogram",
            |t| {
                let element = element_type(t.first()?).filter(|_| t.len() == 1)?;
                Some(map_of(element, &DataType::Int64))
            },
            histogram,
        ),
        Scalar::new(
            "shuffle",
            |t| same_array(t, 1),
            |call| {
                over(call, |mut values, _| {
                    // Of so many that are left, any may come next.
                    for left in (1..values.len()).rev() {
                        values.swap(left, fastrand::usize(..=left));
                    }
                    Ok(values)
                })
            },
        )
        .volatile(),
    ]
}

fn contains_sequence(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(items), Some(wanted)) = (elements(&values[0])?, elements(&values[1])?) else {
            return Ok(None);
        };
        let is_same = |part: &[ScalarValue]| {
            part.iter()
                .zip(&wanted)
                .all(|(one, other)| is_equal(one, other))
        };
        let found = wanted.is_empty() || items.windows(wanted.len()).any(is_same);
        Ok(Some(ScalarValue::Boolean(Some(found))))
    })
}

/// Of the elements that are not null.
fn average(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(items) = elements(&values[0])? else {
            return Ok(None);
        };
        let numbers: Vec<f64> = items.iter().filter_map(double).collect();
        let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
        Ok((!numbers.is_empty()).then(|| ScalarValue::from(mean)))
    })
}

/// How often each element that is not null is there.
fn histogram(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let element = entry_types(call.result).map_or(DataType::Null, |(key, _)| key.clone());
    rows(call, |values| {
        let Some(items) = elements(&values[0])? else {
            return Ok(None);
        };
        let mut counts: Vec<(ScalarValue, i64)> = Vec::new();
        for item in items.into_iter().filter(|item| !item.is_null()) {
            match counts.iter_mut().find(|(known, _)| *known == item) {
                Some((_, count)) => *count += 1,
                None => counts.push((item, 1)),
            }
        }
        let pairs = counts.into_iter();
        let pairs = pairs.map(|(item, count)| (item, ScalarValue::from(count)));
        map(pairs.collect(), &element, &DataType::Int64).map(Some)
    })
}
