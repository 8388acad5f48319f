//! Aggregates that sum up a group's values: moments, entropy, checksums, histograms.
//!
//! <https://trino.io/docs/current/functions/aggregate.html>

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::AggregateUDF;

use super::collecting::{Rows, collecting, made};
use super::generic::{bytes, double, entries, entry_types, is_number, map_of, text, whole};
use super::scalar::is_whole;

/// What a hash is multiplied with in a checksum, and what stands for null.
const PRIME: u64 = 0x9E37_79B1_85EB_CA87;

pub(super) fn functions() -> Vec<AggregateUDF> {
    vec![
        collecting("entropy", of_number, |rows, _| entropy(&rows)),
        collecting("skewness", of_number, |rows, _| {
            let moments = Moments::of(&numbers(&rows));
            Ok(ScalarValue::Float64(moments.skewness()))
        }),
        collecting("kurtosis", of_number, |rows, _| {
            let moments = Moments::of(&numbers(&rows));
            Ok(ScalarValue::Float64(moments.kurtosis()))
        }),
        collecting(
            "checksum",
            |t| (t.len() == 1).then_some(DataType::Binary),
            |rows, _| Ok(checksum(&rows)),
        ),
        collecting(
            "map_union",
            |t| {
                let (key, value) = entry_types(t.first()?).filter(|_| t.len() == 1)?;
                Some(map_of(key, value))
            },
            union,
        ),
        collecting(
            "approx_most_frequent",
            |t| match t {
                [buckets, value, capacity] if is_whole(buckets) && is_whole(capacity) => {
                    Some(map_of(value, &DataType::Int64))
                }
                _ => None,
            },
            most_frequent,
        ),
        collecting(
            "numeric_histogram",
            |t| {
                let fits = (2..=3).contains(&t.len()) && is_whole(&t[0]);
                let fits = fits && t[1..].iter().all(is_number);
                fits.then(|| map_of(&DataType::Float64, &DataType::Float64))
            },
            histogram,
        ),
    ]
}

fn of_number(types: &[DataType]) -> Option<DataType> {
    (types.len() == 1 && is_number(&types[0])).then_some(DataType::Float64)
}

fn numbers(rows: &Rows) -> Vec<f64> {
    rows.iter()
        .filter_map(|row| row.first().and_then(double))
        .collect()
}

/// The entropy of counts, in bits.
fn entropy(rows: &Rows) -> Result<ScalarValue, String> {
    let counts = numbers(rows);
    if counts.iter().any(|count| *count < 0.0) {
        return Err("Entropy count argument must be non-negative".to_owned());
    }
    let total: f64 = counts.iter().sum();
    let parts = counts.iter().filter(|count| **count > 0.0);
    let parts = parts.map(|count| count / total * (total / count).log2());
    Ok(ScalarValue::from(parts.sum::<f64>()))
}

/// Sums of powers of the distances from the mean.
struct Moments {
    count: f64,
    second: f64,
    third: f64,
    fourth: f64,
}

impl Moments {
    fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let sum = |power: i32| values.iter().map(|value| (value - mean).powi(power)).sum();
        Self {
            count,
            second: sum(2),
            third: sum(3),
            fourth: sum(4),
        }
    }

    fn skewness(&self) -> Option<f64> {
        (self.count >= 3.0).then(|| self.count.sqrt() * self.third / self.second.powf(1.5))
    }

    /// Beyond that of the normal distribution, and without the bias of a sample.
    fn kurtosis(&self) -> Option<f64> {
        let n = self.count;
        let rest = (n - 2.0) * (n - 3.0);
        (n >= 4.0).then(|| {
            (n - 1.0) * n * (n + 1.0) / rest * self.fourth / (self.second * self.second)
                - 3.0 * (n - 1.0) * (n - 1.0) / rest
        })
    }
}

/// The same for the same values in any order. The hash of a value is our own.
fn checksum(rows: &Rows) -> ScalarValue {
    if rows.is_empty() {
        return ScalarValue::Binary(None);
    }
    let mut sum = 0_u64;
    for value in rows.iter().filter_map(|row| row.first()) {
        let part = match value {
            value if value.is_null() => PRIME,
            value => hash(value).wrapping_mul(PRIME),
        };
        sum = sum.wrapping_add(part);
    }
    ScalarValue::Binary(Some(sum.to_le_bytes().to_vec()))
}

fn hash(value: &ScalarValue) -> u64 {
    let kind = value.data_type();
    let own: Vec<u8> = match value {
        value if kind.is_integer() => whole(value).unwrap_or_default().to_le_bytes().to_vec(),
        value if kind.is_floating() => double(value).unwrap_or_default().to_le_bytes().to_vec(),
        value => match text(value) {
            Some(text) => text.as_bytes().to_vec(),
            None => bytes(value).unwrap_or_else(|| value.to_string().into_bytes()),
        },
    };
    twox_hash::XxHash64::oneshot(0, &own)
}

/// One of a key's values.
fn union(rows: Rows, of: &DataType) -> Result<ScalarValue, String> {
    let mut all: Vec<(ScalarValue, ScalarValue)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for value in rows.into_iter().flatten() {
        for (key, value) in entries(&value)?.unwrap_or_default() {
            if seen.insert(key.clone()) {
                all.push((key, value));
            }
        }
    }
    made(all, of)
}

/// The most frequent values with their numbers, exactly.
fn most_frequent(rows: Rows, of: &DataType) -> Result<ScalarValue, String> {
    let buckets = rows.first().and_then(|row| row.first()).and_then(whole);
    let buckets = buckets.map_or(Ok(0), |buckets| {
        usize::try_from(buckets)
            .ok()
            .filter(|buckets| *buckets >= 2)
            .ok_or_else(|| "approx_most_frequent bucket count must be greater than one".to_owned())
    })?;
    let mut counts: Vec<(ScalarValue, i64)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for value in rows
        .into_iter()
        .filter_map(|mut row| (row.len() > 1).then(|| row.swap_remove(1)))
    {
        if value.is_null() {
            continue;
        }
        let next = counts.len();
        let place = *places.entry(value.clone()).or_insert(next);
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(buckets);
    let pairs = counts
        .into_iter()
        .map(|(value, count)| (value, ScalarValue::from(count)));
    made(pairs.collect(), of)
}

/// The algorithm of Ben-Haim and Tom-Tov over the values in order: where there are too many, the two
/// nearest become one.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the form that all of these have"
)]
fn histogram(rows: Rows, of: &DataType) -> Result<ScalarValue, String> {
    let buckets = rows.first().and_then(|row| row.first()).and_then(whole);
    let buckets = usize::try_from(buckets.unwrap_or(2))
        .ok()
        .filter(|buckets| *buckets >= 2)
        .ok_or("numeric_histogram bucket count must be greater than one")?;
    let mut bins: Vec<(f64, f64)> = rows
        .iter()
        .filter_map(|row| {
            let weight = row.get(2).map_or(Some(1.0), double)?;
            Some((row.get(1).and_then(double)?, weight))
        })
        .collect();
    bins.sort_by(|one, other| one.0.total_cmp(&other.0));
    bins.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for bin in bins {
        kept.push(bin);
        if kept.len() <= buckets {
            continue;
        }
        let gap = |at: &usize| kept[at + 1].0 - kept[*at].0;
        let nearest = (0..kept.len() - 1).min_by(|one, other| gap(one).total_cmp(&gap(other)));
        let Some(at) = nearest else { continue };
        let (next, next_weight) = kept.remove(at + 1);
        let (value, weight) = kept[at];
        let both = weight + next_weight;
        kept[at] = ((value * weight + next * next_weight) / both, both);
    }
    let pairs = kept
        .into_iter()
        .map(|(value, weight)| (ScalarValue::from(value), ScalarValue::from(weight)));
    made(pairs.collect(), of)
}
