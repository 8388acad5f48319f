//! What an alarm says by what is measured: pure.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html>

use serde_json::{Value, json};

use super::metric::{Metric, Statistic};

/// Periods before those that are evaluated in which data are looked for as well, so that data that
/// come late are not taken for missing.
const FURTHER_BACK: u32 = 2;

/// An alarm on one metric, as far as it is evaluated.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub(super) metric: Metric,
    pub(super) statistic: Statistic,
    /// In seconds.
    pub(super) period: i64,
    pub(super) periods: u32,
    pub(super) to_alarm: u32,
    pub(super) operator: Operator,
    pub(super) threshold: f64,
    pub(super) missing: Gap,
}

/// How a value is compared with the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    AtLeast,
    Above,
    Below,
    AtMost,
}

/// What a period without data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    Unknown,
    Ignored,
    Breaching,
    NotBreaching,
}

/// What an alarm says from now on, and why.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Verdict {
    pub(super) state: &'static str,
    pub(super) reason: String,
    pub(super) data: Value,
}

impl Rule {
    /// Of an alarm's properties; `None` for those that the region does not evaluate: on several
    /// metrics, on percentiles, on bands.
    pub(super) fn of(alarm: &Value) -> Option<Self> {
        let text = |name: &str| alarm.get(name).and_then(Value::as_str);
        let number = |name: &str| match alarm.get(name)? {
            Value::String(text) => text.parse::<f64>().ok(),
            other => other.as_f64(),
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "periods are small whole numbers"
        )]
        let whole = |name: &str| number(name).map(|number| number as u32);
        let dimensions = alarm.get("Dimensions").and_then(Value::as_array);
        let dimensions = dimensions.into_iter().flatten().filter_map(|dimension| {
            let part = |name: &str| dimension.get(name)?.as_str().map(str::to_owned);
            Some((part("Name")?, part("Value")?))
        });
        let periods = whole("EvaluationPeriods")?.max(1);
        Some(Self {
            metric: Metric {
                namespace: text("Namespace")?.to_owned(),
                name: text("MetricName")?.to_owned(),
                dimensions: dimensions.collect(),
            },
            statistic: Statistic::parse(text("Statistic")?)?,
            period: i64::from(whole("Period")?.max(60)),
            periods,
            to_alarm: whole("DatapointsToAlarm")
                .unwrap_or(periods)
                .clamp(1, periods),
            operator: match text("ComparisonOperator")? {
                "GreaterThanOrEqualToThreshold" => Operator::AtLeast,
                "GreaterThanThreshold" => Operator::Above,
                "LessThanThreshold" => Operator::Below,
                "LessThanOrEqualToThreshold" => Operator::AtMost,
                _ => return None,
            },
            threshold: number("Threshold")?,
            missing: match text("TreatMissingData") {
                Some("ignore") => Gap::Ignored,
                Some("breaching") => Gap::Breaching,
                Some("notBreaching") => Gap::NotBreaching,
                _ => Gap::Unknown,
            },
        })
    }

    /// How many periods back data are asked for.
    pub(super) const fn range(&self) -> u32 {
        self.periods + FURTHER_BACK
    }

    fn is_breaching(&self, value: f64) -> bool {
        match self.operator {
            Operator::AtLeast => value >= self.threshold,
            Operator::Above => value > self.threshold,
            Operator::Below => value < self.threshold,
            Operator::AtMost => value <= self.threshold,
        }
    }

    /// What it says of the values of the last periods, the newest first; `None` when it stays in its
    /// state. Where there are enough data, what is missing among them is passed over; otherwise what
    /// is missing is what the alarm says that it is.
    pub(super) fn evaluate(&self, values: &[Option<f64>]) -> Option<Verdict> {
        let real: Vec<(usize, f64)> = values
            .iter()
            .enumerate()
            .filter_map(|(back, value)| Some((back, (*value)?)))
            .take(self.periods as usize)
            .collect();
        let breaching: Vec<usize> = real
            .iter()
            .filter(|(_, value)| self.is_breaching(*value))
            .map(|(back, _)| *back)
            .collect();
        let wanted = self.to_alarm as usize;
        let missing = self.periods as usize - real.len();
        let sound = real.len() - breaching.len();
        let by_data = |breaching: usize| Some(breaching >= wanted);
        let alarm = if missing == 0 {
            by_data(breaching.len())
        } else {
            match self.missing {
                Gap::Breaching => by_data(breaching.len() + missing),
                Gap::NotBreaching => by_data(breaching.len()),
                Gap::Unknown if real.is_empty() => {
                    return Some(self.verdict("INSUFFICIENT_DATA", &real, 0));
                }
                _ if breaching.len() >= wanted => Some(true),
                _ if sound > 0 => Some(false),
                // What began to breach long enough ago and was never sound since.
                Gap::Unknown => {
                    (breaching.last().map_or(0, |back| back + 1) >= wanted).then_some(true)
                }
                Gap::Ignored => None,
            }
        };
        let alarm = alarm?;
        let state = if alarm { "ALARM" } else { "OK" };
        Some(self.verdict(state, &real, breaching.len()))
    }

    fn verdict(&self, state: &'static str, real: &[(usize, f64)], breaching: usize) -> Verdict {
        let values: Vec<f64> = real.iter().map(|(_, value)| *value).collect();
        let listed: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
        let compared = match self.operator {
            Operator::AtLeast => "greater than or equal to",
            Operator::Above => "greater than",
            Operator::Below => "less than",
            Operator::AtMost => "less than or equal to",
        };
        let reason = match (state, values.len()) {
            ("INSUFFICIENT_DATA", _) => format!(
                "Insufficient Data: {} datapoints were unknown.",
                self.periods
            ),
            (_, 0) => format!(
                "no datapoints were received for {} periods, which are treated as {}",
                self.periods,
                if state == "ALARM" {
                    "breaching"
                } else {
                    "not breaching"
                }
            ),
            ("ALARM", count) => format!(
                "Threshold Crossed: {breaching} out of the last {count} datapoints [{}] were {compared} \
                 the threshold ({:?}).",
                listed.join(", "),
                self.threshold
            ),
            (_, count) => format!(
                "Threshold Crossed: {} out of the last {count} datapoints [{}] were not {compared} the \
                 threshold ({:?}).",
                count - breaching,
                listed.join(", "),
                self.threshold
            ),
        };
        Verdict {
            state,
            reason,
            data: json!({
                "version": "1.0",
                "statistic": self.statistic.name(),
                "period": self.period,
                "recentDatapoints": values,
                "threshold": self.threshold,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(periods: u32, to_alarm: u32, missing: &str) -> Rule {
        Rule::of(&json!({
            "Namespace": "n", "MetricName": "m", "Statistic": "Maximum", "Period": 60,
            "EvaluationPeriods": periods, "DatapointsToAlarm": to_alarm, "Threshold": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": missing,
        }))
        .unwrap()
    }

    /// The periods as AWS's own tables write them, the newest last: `0` is sound, `X` breaching,
    /// `-` missing.
    fn says(rule: &Rule, periods: &str) -> &'static str {
        let values: Vec<Option<f64>> = periods
            .chars()
            .rev()
            .map(|c| match c {
                '0' => Some(0.0),
                'X' => Some(1.0),
                _ => None,
            })
            .collect();
        rule.evaluate(&values)
            .map_or("stays", |verdict| verdict.state)
    }

    #[test]
    fn missing_data_are_what_the_alarm_says_that_they_are() {
        // Three of three: the table of the documentation, "missing", "ignore", "breaching" and
        // "notBreaching".
        let treated = ["missing", "ignore", "breaching", "notBreaching"];
        for (periods, expected) in [
            ("0-X-X", ["OK", "OK", "OK", "OK"]),
            ("----0", ["OK", "OK", "OK", "OK"]),
            ("-----", ["INSUFFICIENT_DATA", "stays", "ALARM", "OK"]),
            ("0XX-X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
            ("--X--", ["ALARM", "stays", "ALARM", "OK"]),
        ] {
            let said = treated.map(|missing| says(&rule(3, 3, missing), periods));
            assert_eq!(said, expected, "{periods}");
        }
        // Two of three.
        for (periods, expected) in [
            ("0-X-X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
            ("00X0X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
            ("0-X--", ["OK", "OK", "ALARM", "OK"]),
            ("----0", ["OK", "OK", "ALARM", "OK"]),
            ("---X-", ["ALARM", "stays", "ALARM", "OK"]),
        ] {
            let said = treated.map(|missing| says(&rule(3, 2, missing), periods));
            assert_eq!(said, expected, "{periods}");
        }
    }

    #[test]
    fn a_verdict_says_what_it_is_of() {
        let verdict = rule(1, 1, "ignore").evaluate(&[Some(1.0)]).unwrap();
        assert_eq!(
            verdict.reason,
            "Threshold Crossed: 1 out of the last 1 datapoints [1.0] were greater than or equal to \
             the threshold (1.0)."
        );
        assert_eq!(verdict.data["recentDatapoints"], json!([1.0]));
    }
}
