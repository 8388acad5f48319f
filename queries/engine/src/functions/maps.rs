//! Maps and rows, and what is picked from them:
//! <https://trino.io/docs/current/functions/map.html>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::generic::{
    element_type, elements, entries, entry_types, fields, list, list_of, map, map_of, row, row_of,
    rows, text, whole,
};
use super::names;
use super::scalar::{Call, Scalar, is_text, is_whole};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new("map", of_arrays, from_arrays),
        Scalar::new(
            "map_concat",
            |t| {
                let all = t.len() >= 2 && t.iter().all(|of| entry_types(of).is_some());
                all.then(|| entry_types(&t[0]).map(|(key, value)| map_of(key, value)))
                    .flatten()
            },
            concat,
        ),
        Scalar::new(
            "map_entries",
            |t| {
                let (key, value) = entry_types(t.first()?).filter(|_| t.len() == 1)?;
                Some(list_of(&row_of(&[key.clone(), value.clone()])))
            },
            as_rows,
        ),
        Scalar::new("map_from_entries", of_rows, from_rows),
        Scalar::new(
            "multimap_from_entries",
            |t| {
                let [DataType::Struct(pair)] = [element_type(t.first()?)?] else {
                    return None;
                };
                let fits = t.len() == 1 && pair.len() == 2;
                fits.then(|| map_of(pair[0].data_type(), &list_of(pair[1].data_type())))
            },
            many_from_rows,
        ),
        Scalar::new(
            "split_to_multimap",
            |t| {
                let fits = t.len() == 3 && t.iter().all(is_text);
                fits.then(|| map_of(&DataType::Utf8, &list_of(&DataType::Utf8)))
            },
            split_to_many,
        ),
        Scalar::new(
            "split_to_map",
            |t| {
                let fits = t.len() == 3 && t.iter().all(is_text);
                fits.then(|| map_of(&DataType::Utf8, &DataType::Utf8))
            },
            split,
        ),
        Scalar::new(
            names::ROW,
            |t| (!t.is_empty()).then(|| row_of(t)),
            |call| rows(call, |values| row(values.to_vec(), call.result).map(Some)),
        ),
        Scalar::new(names::SUBSCRIPT, picked, pick),
    ]
}

fn of_arrays(types: &[DataType]) -> Option<DataType> {
    match types {
        [] => Some(map_of(&DataType::Utf8, &DataType::Utf8)),
        [keys, values] => Some(map_of(element_type(keys)?, element_type(values)?)),
        _ => None,
    }
}

fn from_arrays(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (key, value) = types(call.result);
    rows(call, |values| {
        let [keys, of] = values else {
            return map(Vec::new(), &key, &value).map(Some);
        };
        let (Some(keys), Some(of)) = (elements(keys)?, elements(of)?) else {
            return Ok(None);
        };
        if keys.len() != of.len() {
            return Err("Key and value arrays must be the same length".to_owned());
        }
        map(unique(keys.into_iter().zip(of))?, &key, &value).map(Some)
    })
}

/// A map from each key to all of its values.
fn gathered(
    pairs: impl Iterator<Item = Result<Pair, String>>,
    of: &DataType,
) -> Result<ScalarValue, String> {
    let (key, lists) = types(of);
    let element = element_type(&lists).cloned().unwrap_or(DataType::Null);
    let mut groups: Vec<(ScalarValue, Vec<ScalarValue>)> = Vec::new();
    for pair in pairs {
        let (key, value) = pair?;
        if key.is_null() {
            return Err("map key cannot be null".to_owned());
        }
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    let pairs = groups.into_iter();
    let pairs = pairs.map(|(key, values)| Ok((key, list(&values, &element)?)));
    map(pairs.collect::<Result<_, String>>()?, &key, &lists)
}

fn many_from_rows(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(items) = elements(&values[0])? else {
            return Ok(None);
        };
        let pairs = items.iter().map(|item| {
            let mut parts = fields(item)?.ok_or("map entry cannot be null")?.into_iter();
            let pair = parts.next().zip(parts.next());
            pair.ok_or_else(|| "an entry has a key and a value".to_owned())
        });
        gathered(pairs, call.result).map(Some)
    })
}

fn split_to_many(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let parts = (text(&values[0]), text(&values[1]), text(&values[2]));
        let (Some(whole), Some(between), Some(within)) = parts else {
            return Ok(None);
        };
        if between.is_empty() || within.is_empty() || between == within {
            return Err("the delimiters must be two texts that are not empty".to_owned());
        }
        let entries = whole.split(between).filter(|entry| !entry.is_empty());
        let pairs = entries.map(|entry| {
            let pair = entry.split_once(within);
            let (key, value) = pair.ok_or_else(|| {
                format!(
                    "Key-value delimiter must appear exactly once in each entry. Bad input: {entry}"
                )
            })?;
            Ok((ScalarValue::from(key), ScalarValue::from(value)))
        });
        gathered(pairs, call.result).map(Some)
    })
}

fn types(of: &DataType) -> (DataType, DataType) {
    entry_types(of).map_or((DataType::Null, DataType::Null), |(key, value)| {
        (key.clone(), value.clone())
    })
}

type Pair = (ScalarValue, ScalarValue);

fn unique(pairs: impl Iterator<Item = Pair>) -> Result<Vec<Pair>, String> {
    let mut kept: Vec<Pair> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (key, value) in pairs {
        if key.is_null() {
            return Err("map key cannot be null".to_owned());
        }
        if !seen.insert(key.clone()) {
            return Err(format!("Duplicate map keys ({key}) are not allowed"));
        }
        kept.push((key, value));
    }
    Ok(kept)
}

/// The last of a key's values counts.
fn concat(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (key, value) = types(call.result);
    rows(call, |values| {
        let mut all: Vec<Pair> = Vec::new();
        for value in values {
            let Some(pairs) = entries(value)? else {
                return Ok(None);
            };
            for (key, value) in pairs {
                match all.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, known)) => *known = value,
                    None => all.push((key, value)),
                }
            }
        }
        map(all, &key, &value).map(Some)
    })
}

fn as_rows(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let element = element_type(call.result).cloned().unwrap_or(DataType::Null);
    rows(call, |values| {
        let Some(pairs) = entries(&values[0])? else {
            return Ok(None);
        };
        let rows = pairs
            .into_iter()
            .map(|(key, value)| row(vec![key, value], &element));
        list(&rows.collect::<Result<Vec<_>, _>>()?, &element).map(Some)
    })
}

fn of_rows(types: &[DataType]) -> Option<DataType> {
    match element_type(types.first()?).filter(|_| types.len() == 1)? {
        DataType::Struct(pair) if pair.len() == 2 => {
            Some(map_of(pair[0].data_type(), pair[1].data_type()))
        }
        _ => None,
    }
}

fn from_rows(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let (key, value) = types(call.result);
    rows(call, |values| {
        let Some(rows) = elements(&values[0])? else {
            return Ok(None);
        };
        let mut pairs = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut pair = fields(row)?.ok_or("map entry cannot be null")?.into_iter();
            if let (Some(key), Some(value)) = (pair.next(), pair.next()) {
                pairs.push((key, value));
            }
        }
        map(unique(pairs.into_iter())?, &key, &value).map(Some)
    })
}

fn split(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let [Some(whole), Some(between), Some(sign)] = [0, 1, 2].map(|at| text(&values[at])) else {
            return Ok(None);
        };
        let parts = whole.split(between).filter(|part| !part.is_empty());
        let pairs = parts.map(|part| {
            let (key, value) = part.split_once(sign).ok_or_else(|| {
                format!("Key-value delimiter must appear exactly once in each entry. Bad input: '{part}'")
            })?;
            Ok((ScalarValue::from(key), ScalarValue::from(value)))
        });
        let pairs = pairs.collect::<Result<Vec<_>, String>>()?;
        map(unique(pairs.into_iter())?, &DataType::Utf8, &DataType::Utf8).map(Some)
    })
}

fn picked(types: &[DataType]) -> Option<DataType> {
    let [of, at] = types else { return None };
    match (element_type(of), entry_types(of)) {
        (Some(element), _) => is_whole(at).then(|| element.clone()),
        (_, Some((_, value))) => Some(value.clone()),
        _ => None,
    }
}

/// `a[1]` and `m['key']`, which fail where there is nothing.
fn pick(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        if values[1].is_null() {
            return Ok(None);
        }
        if entry_types(&values[0].data_type()).is_some() {
            let Some(pairs) = entries(&values[0])? else {
                return Ok(None);
            };
            let is_it = |key: &ScalarValue| {
                values[1]
                    .cast_to(&key.data_type())
                    .is_ok_and(|wanted| wanted == *key)
            };
            let found = pairs.into_iter().find(|(key, _)| is_it(key));
            return match found {
                Some((_, value)) => Ok(Some(value)),
                None => Err(format!("Key not present in map: {}", values[1])),
            };
        }
        let (Some(items), Some(at)) = (elements(&values[0])?, whole(&values[1])) else {
            return Ok(None);
        };
        match usize::try_from(at) {
            Ok(0) => Err("SQL array indices start at 1".to_owned()),
            Err(_) => Err(format!("Array subscript is negative: {at}")),
            Ok(at) => match items.get(at - 1) {
                Some(item) => Ok(Some(item.clone())),
                None => Err(format!(
                    "Array subscript must be less than or equal to array length: {at} > {}",
                    items.len()
                )),
            },
        }
    })
}
