//! Distributions: <https://trino.io/docs/current/functions/math.html#cumulative-distribution-functions>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use statrs::distribution::{Beta, ContinuousCDF, Normal};

use super::generic::{double, is_number, rows};
use super::scalar::{Call, Scalar};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new("normal_cdf", three, |call| {
            over(call, |mean, deviation, value| {
                Ok(normal(mean, deviation)?.cdf(value))
            })
        }),
        Scalar::new("inverse_normal_cdf", three, |call| {
            over(call, |mean, deviation, share| {
                if share <= 0.0 || share >= 1.0 {
                    return Err("p must be 0 > p > 1".to_owned());
                }
                Ok(normal(mean, deviation)?.inverse_cdf(share))
            })
        }),
        Scalar::new("beta_cdf", three, |call| {
            over(call, |a, b, value| {
                if !(0.0..=1.0).contains(&value) {
                    return Err("value must be in the interval [0, 1]".to_owned());
                }
                Ok(beta(a, b)?.cdf(value))
            })
        }),
        Scalar::new("inverse_beta_cdf", three, |call| {
            over(call, |a, b, share| {
                if !(0.0..=1.0).contains(&share) {
                    return Err("p must be in the interval [0, 1]".to_owned());
                }
                Ok(beta(a, b)?.inverse_cdf(share))
            })
        }),
    ]
}

fn three(types: &[DataType]) -> Option<DataType> {
    (types.len() == 3 && types.iter().all(is_number)).then_some(DataType::Float64)
}

fn over(
    call: &Call<'_>,
    value: impl Fn(f64, f64, f64) -> Result<f64, String>,
) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let numbers: Option<Vec<f64>> = values.iter().map(double).collect();
        match numbers.as_deref() {
            Some([a, b, c]) => value(*a, *b, *c).map(|found| Some(ScalarValue::from(found))),
            _ => Ok(None),
        }
    })
}

fn normal(mean: f64, deviation: f64) -> Result<Normal, String> {
    Normal::new(mean, deviation).map_err(|_| "standardDeviation must be > 0".to_owned())
}

fn beta(a: f64, b: f64) -> Result<Beta, String> {
    Beta::new(a, b).map_err(|_| "a and b must be > 0".to_owned())
}
