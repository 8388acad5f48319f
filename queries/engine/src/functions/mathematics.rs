//! Numbers, where DataFusion's functions differ from Trino's or are missing:
//! <https://trino.io/docs/current/functions/math.html>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;

use super::generic::{
    double, element_type, elements, entries, entry_types, is_number, rows, text, whole,
};
use super::scalar::{Call, Scalar, is_text, is_whole};

pub(super) fn functions() -> Vec<Scalar> {
    let constants = [
        Scalar::new("e", none, |call| constant(call, std::f64::consts::E)),
        Scalar::new("nan", none, |call| constant(call, f64::NAN)),
        Scalar::new("infinity", none, |call| constant(call, f64::INFINITY)),
    ];
    let tests = [
        Scalar::new("is_nan", test, |call| is(call, f64::is_nan)),
        Scalar::new("is_finite", test, |call| is(call, f64::is_finite)),
        Scalar::new("is_infinite", test, |call| is(call, f64::is_infinite)),
    ];
    let bits = [
        Scalar::new("bitwise_and", wholes, |call| two(call, |a, b| a & b)),
        Scalar::new("bitwise_or", wholes, |call| two(call, |a, b| a | b)),
        Scalar::new("bitwise_xor", wholes, |call| two(call, |a, b| a ^ b)),
        Scalar::new("bitwise_left_shift", wholes, |call| {
            two(call, |a, b| shift(b).map_or(0, |by| a.wrapping_shl(by)))
        }),
        Scalar::new("bitwise_right_shift", wholes, |call| {
            // The sign is a bit like the others.
            two(call, |a, b| {
                shift(b).map_or(0, |by| (a.cast_unsigned() >> by).cast_signed())
            })
        }),
        Scalar::new("bitwise_right_shift_arithmetic", wholes, |call| {
            two(call, |a, b| a >> shift(b).unwrap_or(63))
        }),
        Scalar::new(
            "bitwise_not",
            |t| (t.len() == 1 && is_whole(&t[0])).then_some(DataType::Int64),
            |call| {
                rows(call, |values| {
                    Ok(whole(&values[0]).map(|a| ScalarValue::from(!a)))
                })
            },
        ),
        Scalar::new("bit_count", wholes, bit_count),
    ];
    let others = [
        Scalar::new("truncate", truncated, truncate),
        Scalar::new(super::names::CEIL, rounded_type, |call| {
            rounded(call, f64::ceil, 1)
        }),
        Scalar::new(super::names::FLOOR, rounded_type, |call| {
            rounded(call, f64::floor, -1)
        }),
        Scalar::new(
            super::names::LIKE_INPUT,
            |t| (t.len() == 2 && t.iter().all(is_number)).then(|| t[1].clone()),
            |call| rows(call, |values| Ok(Some(values[0].clone()))),
        ),
        Scalar::new(
            super::names::LIKE_DECIMAL,
            |t| match t {
                [_, DataType::Decimal128(precision, scale)] => {
                    Some(DataType::Decimal128(*precision, *scale))
                }
                [of, _] => Some(of.clone()),
                _ => None,
            },
            |call| rows(call, |values| Ok(Some(values[0].clone()))),
        ),
        Scalar::new("width_bucket", bucket_type, width_bucket),
        Scalar::new(
            "from_base",
            |t| (t.len() == 2 && is_text(&t[0]) && is_whole(&t[1])).then_some(DataType::Int64),
            from_base,
        ),
        Scalar::new(
            "to_base",
            |t| (t.len() == 2 && t.iter().all(is_whole)).then_some(DataType::Utf8),
            to_base,
        ),
        Scalar::new(
            "cosine_similarity",
            |t| {
                let maps = t.len() == 2 && t.iter().all(|of| entry_types(of).is_some());
                maps.then_some(DataType::Float64)
            },
            cosine_similarity,
        ),
        Scalar::new("wilson_interval_lower", wilson_type, |call| {
            wilson(call, -1.0)
        }),
        Scalar::new("wilson_interval_upper", wilson_type, |call| {
            wilson(call, 1.0)
        }),
    ];
    constants
        .into_iter()
        .chain(tests)
        .chain(bits)
        .chain(others)
        .collect()
}

fn rounded_type(types: &[DataType]) -> Option<DataType> {
    match types {
        [DataType::Decimal128(precision, scale)] => {
            let digits = precision
                .saturating_sub(scale.unsigned_abs())
                .saturating_add(1);
            Some(DataType::Decimal128(digits.min(38), 0))
        }
        [of] if is_number(of) => Some(of.clone()),
        _ => None,
    }
}

/// A whole number on one side: above with 1, below with -1.
fn rounded(
    call: &Call<'_>,
    of_double: fn(f64) -> f64,
    side: i128,
) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        Ok(match &values[0] {
            ScalarValue::Decimal128(Some(value), _, scale) => {
                let unit = 10_i128.checked_pow(u32::try_from(*scale).unwrap_or(0));
                let unit = unit.ok_or("the scale is out of range")?;
                let (whole, rest) = (value.div_euclid(unit), value.rem_euclid(unit));
                let whole = if side > 0 && rest > 0 {
                    whole + 1
                } else {
                    whole
                };
                let DataType::Decimal128(precision, _) = call.result else {
                    return Ok(None);
                };
                Some(ScalarValue::Decimal128(Some(whole), *precision, 0))
            }
            value if value.data_type().is_floating() => {
                double(value).map(|number| ScalarValue::from(of_double(number)))
            }
            value => Some(value.clone()),
        })
    })
}

fn none(types: &[DataType]) -> Option<DataType> {
    types.is_empty().then_some(DataType::Float64)
}

fn constant(call: &Call<'_>, value: f64) -> Result<ArrayRef, DataFusionError> {
    rows(call, |_| Ok(Some(ScalarValue::from(value))))
}

fn test(types: &[DataType]) -> Option<DataType> {
    (types.len() == 1 && is_number(&types[0])).then_some(DataType::Boolean)
}

fn is(call: &Call<'_>, test: fn(f64) -> bool) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        Ok(double(&values[0]).map(|number| ScalarValue::from(test(number))))
    })
}

fn wholes(types: &[DataType]) -> Option<DataType> {
    (types.len() == 2 && types.iter().all(is_whole)).then_some(DataType::Int64)
}

fn two(call: &Call<'_>, of: impl Fn(i64, i64) -> i64) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let pair = whole(&values[0]).zip(whole(&values[1]));
        Ok(pair.map(|(a, b)| ScalarValue::from(of(a, b))))
    })
}

/// By how much to shift; `None` where nothing is left.
fn shift(by: i64) -> Option<u32> {
    u32::try_from(by).ok().filter(|by| *by < 64)
}

fn bit_count(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some((number, bits)) = whole(&values[0]).zip(whole(&values[1])) else {
            return Ok(None);
        };
        let bits = u32::try_from(bits)
            .ok()
            .filter(|bits| (2..=64).contains(bits));
        let bits = bits.ok_or("Bits specified in bit_count must be between 2 and 64")?;
        let mask = u64::MAX >> (64 - bits);
        let count = (number.cast_unsigned() & mask).count_ones();
        Ok(Some(ScalarValue::from(i64::from(count))))
    })
}

fn truncated(types: &[DataType]) -> Option<DataType> {
    match types {
        [DataType::Decimal128(precision, scale)] => {
            let digits = precision.saturating_sub(scale.unsigned_abs()).max(1);
            Some(DataType::Decimal128(digits, 0))
        }
        [of] | [of, DataType::Int64 | DataType::Int32] if is_number(of) => Some(of.clone()),
        _ => None,
    }
}

/// Towards zero, keeping so many digits after the point.
fn truncate(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let digits = match values.get(1) {
            Some(digits) => whole(digits),
            None => Some(0),
        };
        let Some(digits) = digits else {
            return Ok(None);
        };
        match &values[0] {
            ScalarValue::Decimal128(Some(value), precision, scale) => {
                let drop = i64::from(*scale) - digits;
                let unit = u32::try_from(drop.max(0))
                    .ok()
                    .and_then(|drop| 10_i128.checked_pow(drop));
                let kept = unit.map_or(0, |unit| value / unit * unit);
                Ok(Some(ScalarValue::Decimal128(
                    Some(kept),
                    *precision,
                    *scale,
                )))
            }
            value if value.is_null() => Ok(None),
            value if value.data_type().is_floating() => {
                let digits = i32::try_from(digits).map_err(|_| "decimals are out of range")?;
                let unit = 10_f64.powi(digits);
                let number = double(value).unwrap_or_default();
                Ok(Some(ScalarValue::from((number * unit).trunc() / unit)))
            }
            value => Ok(Some(value.clone())),
        }
    })
}

fn bucket_type(types: &[DataType]) -> Option<DataType> {
    let fits = match types {
        [of, bins] => is_number(of) && element_type(bins).is_some_and(is_number),
        [of, low, high, count] => [of, low, high].into_iter().all(is_number) && is_whole(count),
        _ => false,
    };
    fits.then_some(DataType::Int64)
}

fn width_bucket(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(number) = double(&values[0]) else {
            return Ok(None);
        };
        if let [_, bins] = values {
            let Some(bins) = elements(bins)? else {
                return Ok(None);
            };
            let bins: Option<Vec<f64>> = bins.iter().map(double).collect();
            let bins = bins.ok_or("Bin value cannot be null")?;
            if !bins.is_sorted() {
                return Err("Bin values are not sorted in ascending order".to_owned());
            }
            let below = bins.partition_point(|bin| *bin <= number);
            return Ok(Some(ScalarValue::Int64(i64::try_from(below).ok())));
        }
        let (Some(low), Some(high), Some(count)) =
            (double(&values[1]), double(&values[2]), whole(&values[3]))
        else {
            return Ok(None);
        };
        if count <= 0 {
            return Err("bucketCount must be greater than 0".to_owned());
        }
        if low == high || !low.is_finite() || !high.is_finite() || number.is_nan() {
            return Err("bounds cannot equal each other, and all must be finite".to_owned());
        }
        // Bounds may fall.
        let share = (number - low) / (high - low);
        let bucket = if share < 0.0 {
            0
        } else if share >= 1.0 {
            count + 1
        } else {
            (share * count as f64).floor() as i64 + 1
        };
        Ok(Some(ScalarValue::from(bucket)))
    })
}

fn radix(value: &ScalarValue) -> Result<u32, String> {
    let radix = whole(value).and_then(|radix| u32::try_from(radix).ok());
    radix
        .filter(|radix| (2..=36).contains(radix))
        .ok_or_else(|| "Radix must be between 2 and 36".to_owned())
}

fn from_base(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(digits) = text(&values[0]).filter(|_| !values[1].is_null()) else {
            return Ok(None);
        };
        let radix = radix(&values[1])?;
        let number = i64::from_str_radix(digits, radix);
        let number = number.map_err(|_| format!("Not a valid base-{radix} number: {digits}"))?;
        Ok(Some(ScalarValue::from(number)))
    })
}

fn to_base(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let Some(number) = whole(&values[0]).filter(|_| !values[1].is_null()) else {
            return Ok(None);
        };
        let radix = radix(&values[1])?;
        let (mut rest, mut digits) = (number.unsigned_abs(), Vec::new());
        loop {
            let digit = u32::try_from(rest % u64::from(radix)).unwrap_or(0);
            digits.extend(char::from_digit(digit, radix));
            rest /= u64::from(radix);
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            digits.push('-');
        }
        let shown: String = digits.iter().rev().collect();
        Ok(Some(ScalarValue::Utf8(Some(shown))))
    })
}

fn cosine_similarity(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(one), Some(other)) = (entries(&values[0])?, entries(&values[1])?) else {
            return Ok(None);
        };
        let length = |of: &[(ScalarValue, ScalarValue)]| {
            let squares = of
                .iter()
                .filter_map(|(_, value)| double(value))
                .map(|v| v * v);
            squares.sum::<f64>().sqrt()
        };
        let both = length(&one) * length(&other);
        let product: f64 = one
            .iter()
            .filter_map(|(key, value)| {
                let (_, twin) = other.iter().find(|(known, _)| known == key)?;
                Some(double(value)? * double(twin)?)
            })
            .sum();
        Ok((both != 0.0).then(|| ScalarValue::from(product / both)))
    })
}

fn wilson_type(types: &[DataType]) -> Option<DataType> {
    (types.len() == 3 && types.iter().all(is_number)).then_some(DataType::Float64)
}

/// A bound of the Wilson score interval of so many successes in so many trials.
fn wilson(call: &Call<'_>, side: f64) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let numbers: Option<Vec<f64>> = values.iter().map(double).collect();
        let Some([successes, trials, z]) = numbers.as_deref() else {
            return Ok(None);
        };
        if *successes < 0.0 || *trials <= 0.0 || successes > trials || *z < 0.0 {
            return Err("number of successes must be from 0 to the number of trials".to_owned());
        }
        let p = successes / trials;
        let z2 = z * z;
        let centre = p + z2 / (2.0 * trials);
        let spread = z * ((p * (1.0 - p) + z2 / (4.0 * trials)) / trials).sqrt();
        let bound = (centre + side * spread) / (1.0 + z2 / trials);
        Ok(Some(ScalarValue::from(bound)))
    })
}
