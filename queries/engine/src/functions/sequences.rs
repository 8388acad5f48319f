//! `sequence`: <https://trino.io/docs/current/functions/array.html#sequence>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::{DataType, IntervalUnit};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use jiff::Span;
use jiff::civil::DateTime;

use super::generic::{list, list_of, rows, whole};
use super::scalar::{Call, Scalar, is_time, is_whole, timestamp};
use crate::time::{datetime_of_millis, days_of_date, millis_of_datetime};

/// The most elements.
const LONGEST: usize = 10_000;

pub(super) fn functions() -> Vec<Scalar> {
    vec![Scalar::new("sequence", types, sequence)]
}

fn types(types: &[DataType]) -> Option<DataType> {
    let interval = DataType::Interval(IntervalUnit::MonthDayNano);
    match types {
        [from, to] if is_whole(from) && is_whole(to) => Some(list_of(&DataType::Int64)),
        [from, to, step] if [from, to, step].into_iter().all(is_whole) => {
            Some(list_of(&DataType::Int64))
        }
        [DataType::Date32, DataType::Date32] => Some(list_of(&DataType::Date32)),
        [DataType::Date32, DataType::Date32, step] if *step == interval => {
            Some(list_of(&DataType::Date32))
        }
        [from, to, step] if is_time(from) && is_time(to) && *step == interval => {
            Some(list_of(&timestamp()))
        }
        _ => None,
    }
}

fn sequence(call: &Call<'_>) -> Result<ArrayRef, DataFusionError> {
    let dates = *call.result == list_of(&DataType::Date32);
    if !dates && *call.result != list_of(&timestamp()) {
        return rows(call, |values| {
            if values.iter().any(ScalarValue::is_null) {
                return Ok(None);
            }
            let number = |at: usize| values.get(at).and_then(whole);
            let (Some(from), Some(to)) = (number(0), number(1)) else {
                return Ok(None);
            };
            let step = number(2).unwrap_or(if from <= to { 1 } else { -1 });
            let next = |at: &i64| at.checked_add(step);
            let items = counted(from, &to, step.signum(), next)?;
            let items: Vec<ScalarValue> = items.into_iter().map(ScalarValue::from).collect();
            list(&items, &DataType::Int64).map(Some)
        });
    }
    rows(call, |values| {
        if values.iter().any(ScalarValue::is_null) {
            return Ok(None);
        }
        let (from, to) = (time(&values[0])?, time(&values[1])?);
        let step = match values.get(2) {
            Some(ScalarValue::IntervalMonthDayNano(Some(step))) => Span::new()
                .try_months(step.months)
                .and_then(|span| span.try_days(step.days))
                .and_then(|span| span.try_nanoseconds(step.nanoseconds))
                .map_err(|error| error.to_string())?,
            _ => Span::new().days(if from <= to { 1 } else { -1 }),
        };
        let next = |at: &DateTime| at.checked_add(step).ok();
        let items = counted(from, &to, i64::from(step.signum()), next)?;
        let item = |at: DateTime| match dates {
            true => ScalarValue::Date32(days_of_date(at.date())),
            false => ScalarValue::TimestampMillisecond(millis_of_datetime(at), None),
        };
        let items: Vec<ScalarValue> = items.into_iter().map(item).collect();
        let element = if dates { DataType::Date32 } else { timestamp() };
        list(&items, &element).map(Some)
    })
}

fn time(value: &ScalarValue) -> Result<DateTime, String> {
    let value = value
        .cast_to(&timestamp())
        .map_err(|error| error.to_string())?;
    let millis = match value {
        ScalarValue::TimestampMillisecond(Some(millis), _) => datetime_of_millis(millis),
        _ => None,
    };
    millis.ok_or_else(|| "the time is out of range".to_owned())
}

/// From one value to another in steps of that direction.
fn counted<T: PartialOrd>(
    from: T,
    to: &T,
    direction: i64,
    next: impl Fn(&T) -> Option<T>,
) -> Result<Vec<T>, String> {
    let is_within = |at: &T| if direction > 0 { at <= to } else { at >= to };
    if direction == 0 || !is_within(&from) {
        return Err(
            "sequence stop value should be greater than or equal to start value if step is \
             greater than zero otherwise stop should be less than or equal to start"
                .to_owned(),
        );
    }
    let mut items = vec![from];
    while let Some(at) = items.last().and_then(&next).filter(is_within) {
        if items.len() >= LONGEST {
            return Err(format!(
                "result of sequence function must not have more than {LONGEST} entries"
            ));
        }
        items.push(at);
    }
    Ok(items)
}
