//! Metrics as they are put and asked: `PutMetricData`, `GetMetricStatistics`, `GetMetricData` and
//! `ListMetrics`.
//!
//! Values are kept by the minute, for as long as CloudWatch keeps periods of five of them.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::PoisonError;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::CloudWatch;
use super::metric::{Metric, Statistic, Summary, invalid};
use crate::error::ServiceError;
use crate::protocol::query::Params;
use crate::store::key;

/// Seconds in which values are put together.
pub(super) const MINUTE: i64 = 60;
/// How long values are kept, in seconds: 63 days.
const KEPT: i64 = 63 * 24 * 3600;
/// How old and how new a value may be when it is put, in seconds: two weeks and two hours.
const OLDEST: i64 = 14 * 24 * 3600;
const NEWEST: i64 = 2 * 3600;
/// Most metrics of a request.
const METRICS: usize = 1000;
/// Most values of a metric in a request.
const VALUES: usize = 150;
/// The largest value there is, either way.
const LARGEST: f64 = 2.348_542_582_773_833_2e108;
/// Most data points of an answer.
const POINTS: i64 = 100_800;
/// Metrics on a page.
const PAGE: usize = 500;

impl CloudWatch {
    /// Puts values; gives the metrics that they are of.
    pub(super) fn put_data(
        &self,
        now: Timestamp,
        params: &Params,
    ) -> Result<Vec<Metric>, ServiceError> {
        let namespace = params.required("Namespace")?;
        let data = params.structures("MetricData");
        if data.is_empty() || data.len() > METRICS {
            return Err(invalid(format!(
                "MetricData has 1 to {METRICS} metrics, not {}",
                data.len()
            )));
        }
        // All of them or none.
        let mut read = Vec::with_capacity(data.len());
        for datum in &data {
            let metric = Metric::of(datum, Some(namespace))?;
            let at = match datum.get("Timestamp") {
                None => now,
                Some(text) => time("Timestamp", text)?,
            };
            let age = now.as_second() - at.as_second();
            if !(-NEWEST..=OLDEST).contains(&age) {
                return Err(invalid(format!(
                    "the Timestamp {at} of {} is more than two weeks ago or two hours ahead",
                    metric.name
                )));
            }
            read.push((metric, minute(at), summary(datum)?));
        }
        let _one_at_a_time = self.putting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut together: BTreeMap<(Metric, i64), Summary> = BTreeMap::new();
        for (metric, minute, summary) in read {
            let place = key([&metric.key(), &order(minute)]);
            let all = match together.get(&(metric.clone(), minute)) {
                Some(before) => before.and(summary),
                None => match self.points.get(&place)? {
                    Some(before) => before.and(summary),
                    None => summary,
                },
            };
            together.insert((metric, minute), all);
        }
        let mut batch = self.store.batch();
        let mut metrics: Vec<Metric> = Vec::new();
        for ((metric, minute), summary) in together {
            let of = metric.key();
            batch.put(&self.metrics, &of, &metric);
            batch.put(&self.points, &key([&of, &order(minute)]), &summary);
            let (first, last) = (
                key([&of, &order(0)]),
                key([&of, &order(now.as_second() - KEPT)]),
            );
            let old = self
                .points
                .range(Bound::Included(&first), Bound::Excluded(&last));
            for entry in old {
                batch.delete(&self.points, &entry?.0);
            }
            if metrics.last() != Some(&metric) {
                metrics.push(metric);
            }
        }
        batch.commit()?;
        Ok(metrics)
    }

    /// The values of a metric in periods of so many seconds that begin at `from` and end before
    /// `until`, by the begin of their period. Periods without a value are left out.
    pub(super) fn periods(
        &self,
        metric: &Metric,
        (from, until): (i64, i64),
        period: i64,
    ) -> Result<BTreeMap<i64, Summary>, ServiceError> {
        let of = metric.key();
        let (first, last) = (key([&of, &order(from)]), key([&of, &order(until)]));
        let mut periods: BTreeMap<i64, Summary> = BTreeMap::new();
        for entry in self
            .points
            .range(Bound::Included(&first), Bound::Excluded(&last))
        {
            let (place, summary) = entry?;
            let minute = place.rsplit(crate::store::SEPARATOR).next();
            let Some(minute) = minute.and_then(|text| text.parse::<i64>().ok()) else {
                continue;
            };
            let begin = from + (minute - from).div_euclid(period) * period;
            let together = periods
                .get(&begin)
                .map_or(summary, |before| before.and(summary));
            periods.insert(begin, together);
        }
        Ok(periods)
    }

    /// Whether anything was ever put of a metric.
    pub(super) fn is_measured(&self, metric: &Metric) -> Result<bool, ServiceError> {
        Ok(self.metrics.get(&metric.key())?.is_some())
    }

    pub(super) fn statistics(&self, params: &Params) -> Result<Value, ServiceError> {
        let metric = Metric::of(params, None)?;
        let asked = params.list("Statistics");
        if asked.is_empty() {
            return Err(invalid("Statistics names at least one"));
        }
        let asked = asked
            .iter()
            .map(|name| statistic(name))
            .collect::<Result<Vec<_>, _>>()?;
        let span = Span::of(params, params)?;
        let points = self.periods(&metric, (span.from, span.until), span.period)?;
        let points = points.into_iter().map(|(begin, summary)| {
            let mut point = json!({ "Timestamp": told(begin), "Unit": "None" });
            for statistic in &asked {
                point[statistic.name()] = summary.value(*statistic).into();
            }
            point
        });
        Ok(json!({ "Label": metric.name, "Datapoints": points.collect::<Vec<_>>() }))
    }

    pub(super) fn data(&self, params: &Params) -> Result<Value, ServiceError> {
        let ascending = params.get("ScanBy") == Some("TimestampAscending");
        let mut results = Vec::new();
        for query in params.structures("MetricDataQueries") {
            let id = query.required("Id")?.to_owned();
            if query.get("Expression").is_some() {
                return Err(invalid(format!(
                    "{id}: the embedded region does not calculate with metrics; ask for each by \
                     MetricStat"
                )));
            }
            if query.get("ReturnData") == Some("false") {
                continue;
            }
            let stat = query.structure("MetricStat");
            let metric = Metric::of(&stat.structure("Metric"), None)?;
            let statistic = statistic(stat.required("Stat")?)?;
            let span = Span::of(params, &stat)?;
            let points = self.periods(&metric, (span.from, span.until), span.period)?;
            let mut points: Vec<(i64, f64)> = points
                .into_iter()
                .map(|(begin, summary)| (begin, summary.value(statistic)))
                .collect();
            if !ascending {
                points.reverse();
            }
            let (times, values): (Vec<String>, Vec<f64>) = points
                .into_iter()
                .map(|(begin, value)| (told(begin), value))
                .unzip();
            results.push(json!({
                "Id": id,
                "Label": query.get("Label").unwrap_or(&metric.name),
                "Timestamps": times,
                "Values": values,
                "StatusCode": "Complete",
            }));
        }
        Ok(json!({ "MetricDataResults": results, "Messages": [] }))
    }

    pub(super) fn list_metrics(&self, params: &Params) -> Result<Value, ServiceError> {
        let (namespace, name) = (params.get("Namespace"), params.get("MetricName"));
        let dimensions = params.structures("Dimensions");
        let has = |metric: &Metric| {
            dimensions.iter().all(|dimension| {
                let value = dimension
                    .get("Name")
                    .and_then(|name| metric.dimensions.get(name));
                value.is_some_and(|value| {
                    dimension.get("Value").is_none_or(|wanted| wanted == value)
                })
            })
        };
        let after = params.get("NextToken").unwrap_or_default();
        let mut found: Vec<Metric> = Vec::new();
        let mut more = None;
        for (at, metric) in self.metrics.all()?.into_iter().enumerate() {
            let asked = namespace.is_none_or(|wanted| wanted == metric.namespace)
                && name.is_none_or(|wanted| wanted == metric.name)
                && has(&metric);
            if !asked || after.parse::<usize>().is_ok_and(|after| at < after) {
                continue;
            }
            if found.len() == PAGE {
                more = Some(at.to_string());
                break;
            }
            found.push(metric);
        }
        let metrics = found.into_iter().map(|metric| {
            let dimensions = metric.dimensions.iter();
            let dimensions =
                dimensions.map(|(name, value)| json!({ "Name": name, "Value": value }));
            json!({
                "Namespace": metric.namespace,
                "MetricName": metric.name,
                "Dimensions": dimensions.collect::<Vec<_>>(),
            })
        });
        Ok(json!({ "Metrics": metrics.collect::<Vec<_>>(), "NextToken": more }))
    }
}

/// The times that are asked about.
struct Span {
    from: i64,
    until: i64,
    period: i64,
}

impl Span {
    fn of(times: &Params, period: &Params) -> Result<Self, ServiceError> {
        let text = period.required("Period")?;
        let period = text
            .parse()
            .ok()
            .filter(|period| *period > 0 && period % MINUTE == 0);
        let period: i64 = period.ok_or_else(|| {
            invalid(format!(
                "Period is a multiple of {MINUTE} seconds, not {text:?}"
            ))
        })?;
        let at = |name: &str| {
            let at = time(name, times.required(name)?)?;
            Ok::<_, ServiceError>(at.as_second())
        };
        let (start, end) = (at("StartTime")?, at("EndTime")?);
        if end <= start {
            return Err(invalid("StartTime is before EndTime"));
        }
        if (end - start) / period > POINTS {
            return Err(invalid(format!(
                "an answer has at most {POINTS} data points"
            )));
        }
        // Periods begin at multiples of themselves.
        Ok(Self {
            from: start.div_euclid(period) * period,
            until: end,
            period,
        })
    }
}

/// The values of a metric in a request: one, several with how often, or their statistics.
fn summary(datum: &Params) -> Result<Summary, ServiceError> {
    let number = |name: &str, text: &str| {
        let number = text.parse::<f64>().ok();
        number
            .filter(|number| number.is_finite() && number.abs() <= LARGEST)
            .ok_or_else(|| invalid(format!("{name} is a number, not {text:?}")))
    };
    let set = datum.structure("StatisticValues");
    let values = datum.list("Values");
    if let Some(value) = datum.get("Value") {
        return Ok(Summary::of(number("Value", value)?, 1.0));
    }
    if set.get("SampleCount").is_some() {
        let member = |name: &str| number(name, set.required(name)?);
        let (count, sum) = (member("SampleCount")?, member("Sum")?);
        let (least, most) = (member("Minimum")?, member("Maximum")?);
        if count <= 0.0 || least > most {
            return Err(invalid(
                "StatisticValues has a SampleCount above 0 and a Minimum of at most its Maximum",
            ));
        }
        return Ok(Summary {
            count,
            sum,
            least,
            most,
        });
    }
    let counts = datum.list("Counts");
    if values.is_empty() || values.len() > VALUES {
        return Err(invalid(format!(
            "a metric has a Value, StatisticValues, or 1 to {VALUES} Values"
        )));
    }
    if !counts.is_empty() && counts.len() != values.len() {
        return Err(invalid("Counts has one for each of Values"));
    }
    let mut all: Option<Summary> = None;
    for (at, value) in values.iter().enumerate() {
        let count = counts
            .get(at)
            .map_or(Ok(1.0), |count| number("Counts", count))?;
        let one = Summary::of(number("Values", value)?, count);
        all = Some(all.map_or(one, |all| all.and(one)));
    }
    all.filter(|all| all.count > 0.0)
        .ok_or_else(|| invalid("Counts are above 0"))
}

fn statistic(name: &str) -> Result<Statistic, ServiceError> {
    Statistic::parse(name).ok_or_else(|| {
        let known = Statistic::ALL.map(Statistic::name).join(", ");
        invalid(format!(
            "the embedded region knows the statistics {known}, not {name:?}"
        ))
    })
}

/// A time: ISO 8601 in a form, seconds since 1970 in CBOR.
fn time(name: &str, text: &str) -> Result<Timestamp, ServiceError> {
    let seconds = text.parse::<f64>().ok().map(|seconds| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds are told apart"
        )]
        Timestamp::from_millisecond((seconds * 1000.0) as i64)
    });
    match seconds {
        Some(Ok(time)) => Ok(time),
        _ => text.parse().map_err(|_| {
            invalid(format!(
                "{name} is a time such as 2026-11-22T10:00:00Z, not {text:?}"
            ))
        }),
    }
}

/// The begin of the minute of a time, in seconds since 1970.
pub(super) fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(MINUTE) * MINUTE
}

/// A time that sorts as text.
fn order(second: i64) -> String {
    format!("{:012}", second.max(0))
}

fn told(second: i64) -> String {
    Timestamp::from_second(second)
        .unwrap_or_default()
        .to_string()
}
