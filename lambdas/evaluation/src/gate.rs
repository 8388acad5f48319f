//! Whether a model may go live: one measure, its bound or its value, and a minimum; and a part of the
//! defects that it has to find whatever the measure. Where defects are rare, a model that finds none is
//! right about nearly every picture.

use std::fmt;

use serde::de::IntoDeserializer;
use serde::{Deserialize, Serialize};

use crate::proportion::{CONFIDENCE, Proportion};
use crate::report::Report;

/// A measure that a gate may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Right verdicts of all.
    Accuracy,
    /// Anomalous pictures of those called so.
    Precision,
    /// Found pictures of those anomalous.
    Recall,
    /// The harmonic mean of precision and recall.
    F1,
    /// The area under the receiver operating characteristic over pictures.
    Auroc,
    /// Average precision over pictures.
    AveragePrecision,
    /// Overlap of heat maps and masks.
    PixelAupro,
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accuracy => "accuracy",
            Self::Precision => "precision",
            Self::Recall => "recall",
            Self::F1 => "F1",
            Self::Auroc => "AUROC",
            Self::AveragePrecision => "average precision",
            Self::PixelAupro => "pixel AUPRO",
        })
    }
}

/// What of a measure has to reach the minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judged {
    /// What the true value is at least, with 95 % confidence: few pictures prove little. For
    /// accuracy, precision and recall, which are parts of a number of pictures.
    LowerBound,
    /// The value on these very pictures.
    Value,
}

/// What a model has to reach. The default asks that the accuracy be at least 99 % with 95 %
/// confidence, which takes 299 right verdicts in a row, and that half of the anomalous pictures be
/// found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Asked", into = "Asked")]
pub struct Gate {
    asked: Asked,
}

/// A gate as it is written, before it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Asked {
    metric: Metric,
    judged: Judged,
    at_least: f64,
    #[serde(default = "least_recall")]
    least_recall: f64,
}

/// What a gate asks of the recall where nothing is said.
const fn least_recall() -> f64 {
    Gate::LEAST_RECALL
}

/// A gate that cannot be: everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the gate cannot be used: {}", mistakes.join("; "))]
pub struct GateError {
    mistakes: Vec<String>,
}

/// A gate's decision on a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Whether the model may go live.
    pub passed: bool,
    /// What was held against the minimum, 0 to 1; absent where the report does not say it.
    pub found: Option<f64>,
    /// The minimum.
    pub at_least: f64,
    /// The part of the anomalous pictures that were found, 0 to 1; absent where none is anomalous.
    pub recall: Option<f64>,
    /// Its minimum.
    pub least_recall: f64,
    /// The device that all pictures are of, where they are of one: what was found says nothing of others.
    pub only_device: Option<String>,
    /// Why, as a sentence for people.
    pub explanation: String,
}

impl Default for Gate {
    fn default() -> Self {
        let asked = Asked {
            metric: Metric::Accuracy,
            judged: Judged::LowerBound,
            at_least: 0.99,
            least_recall: Self::LEAST_RECALL,
        };
        Self { asked }
    }
}

impl Gate {
    /// The part of the anomalous pictures that a model must find at least where nothing is said: one
    /// that finds fewer than it misses is of no use, whatever the measure.
    pub const LEAST_RECALL: f64 = 0.5;

    /// A gate for what is `judged` of a `metric`, with a minimum above 0 and up to 1 (below 1
    /// for a lower bound, which never reaches it), which asks that of the anomalous pictures the part
    /// `least_recall` be found as well, 0 to 1; 0 asks for none.
    ///
    /// # Errors
    /// When a minimum is out of its range or the metric has no lower bound; all are told.
    pub fn new(
        metric: Metric,
        judged: Judged,
        at_least: f64,
        least_recall: f64,
    ) -> Result<Self, GateError> {
        Self::try_from(Asked {
            metric,
            judged,
            at_least,
            least_recall,
        })
    }

    /// A gate from words: a metric such as `accuracy` or `pixel-aupro`, and `lower-bound` or
    /// `value`.
    ///
    /// # Errors
    /// As [`Self::new`], and when a word is not known; all mistakes are told.
    pub fn parse(
        metric: &str,
        judged: &str,
        at_least: f64,
        least_recall: f64,
    ) -> Result<Self, GateError> {
        let told = |error: serde::de::value::Error| error.to_string();
        let metric = Metric::deserialize(metric.into_deserializer()).map_err(told);
        let judged = Judged::deserialize(judged.into_deserializer()).map_err(told);
        match (metric, judged) {
            (Ok(metric), Ok(judged)) => Self::new(metric, judged, at_least, least_recall),
            (metric, judged) => Err(GateError {
                mistakes: metric.err().into_iter().chain(judged.err()).collect(),
            }),
        }
    }

    /// Decides on a report. What the report does not say does not pass.
    pub fn judge(&self, report: &Report) -> Verdict {
        let Asked {
            metric,
            judged,
            at_least,
            least_recall,
        } = self.asked;
        let proportion = proportion(metric, report);
        let found = match (judged, proportion) {
            (Judged::LowerBound, Some(proportion)) => {
                (proportion.total > 0).then(|| proportion.lower_bound(CONFIDENCE))
            }
            _ => value(metric, report),
        };
        let reaches = found.is_some_and(|found| found >= at_least);
        let recall = report.overall.recall;
        let finds = least_recall == 0.0 || recall.is_some_and(|recall| recall >= least_recall);
        let passed = reaches && finds;
        let decision = if passed { "passed" } else { "refused" };
        let explanation = match found {
            None => format!(
                "{decision}: {}, so that there is no {metric}, of which the gate asks at least {}",
                missing(metric),
                percent(at_least)
            ),
            Some(found) => {
                let what = match (judged, proportion) {
                    (Judged::LowerBound, Some(Proportion { right, total })) => format!(
                        "{metric} is {right} of {total}, which shows at least {} with 95 % \
                         confidence",
                        percent(found)
                    ),
                    _ => format!("{metric} is {}", percent(found)),
                };
                let way_out = match proportion {
                    Some(Proportion { right, total }) if !reaches && right == total => format!(
                        "; without a mistake, that takes {} pictures",
                        Proportion::trials_to_show(at_least, CONFIDENCE)
                    ),
                    _ => String::new(),
                };
                let asks = percent(at_least);
                format!("{decision}: {what}; the gate asks at least {asks}{way_out}")
            }
        };
        let found_defects = told_recall(report, least_recall);
        let only_device = only_device(report);
        let of_one = only_device.as_ref().map_or_else(String::new, |device| {
            format!("; all pictures are of the device {device}, which says nothing of others")
        });
        Verdict {
            passed,
            found,
            at_least,
            recall,
            least_recall,
            only_device,
            explanation: explanation + &found_defects + &of_one,
        }
    }
}

impl TryFrom<Asked> for Gate {
    type Error = GateError;

    fn try_from(asked: Asked) -> Result<Self, GateError> {
        let mut mistakes = Vec::new();
        let bound = asked.judged == Judged::LowerBound;
        let in_range = asked.at_least > 0.0 && asked.at_least <= 1.0;
        if !in_range || (bound && asked.at_least == 1.0) {
            let most = if bound { "below" } else { "up to" };
            mistakes.push(format!(
                "the minimum is {}, allowed is above 0 and {most} 1",
                asked.at_least
            ));
        }
        if !(0.0..=1.0).contains(&asked.least_recall) {
            mistakes.push(format!(
                "the least recall is {}, allowed is 0 to 1",
                asked.least_recall
            ));
        }
        let has_bound = matches!(
            asked.metric,
            Metric::Accuracy | Metric::Precision | Metric::Recall
        );
        if bound && !has_bound {
            mistakes.push(format!(
                "{} has no lower bound here: judge its value, or the lower bound of accuracy, \
                 precision or recall",
                asked.metric
            ));
        }
        if mistakes.is_empty() {
            Ok(Self { asked })
        } else {
            Err(GateError { mistakes })
        }
    }
}

impl From<Gate> for Asked {
    fn from(gate: Gate) -> Self {
        gate.asked
    }
}

/// What the report says of the recall that is asked for; nothing where none is.
fn told_recall(report: &Report, least_recall: f64) -> String {
    if least_recall == 0.0 {
        return String::new();
    }
    let asks = percent(least_recall);
    let Proportion { right, total } = report.overall.confusion.recall();
    match report.overall.recall {
        Some(recall) => format!(
            "; the recall is {right} of {total}, {}, and at least {asks} is asked",
            percent(recall)
        ),
        None => format!(
            "; {}, and a recall of at least {asks} is asked",
            missing(Metric::Recall)
        ),
    }
}

/// The device that all pictures are of, where they are of one.
fn only_device(report: &Report) -> Option<String> {
    let mut devices = report.devices.iter();
    let (device, of_device) = devices.next()?;
    let is_only = devices.next().is_none() && of_device.pictures == report.overall.pictures;
    is_only.then(|| device.clone())
}

/// What the metric is a part of; `None` where it is no part of a number of pictures.
fn proportion(metric: Metric, report: &Report) -> Option<Proportion> {
    let confusion = report.overall.confusion;
    match metric {
        Metric::Accuracy => Some(confusion.accuracy()),
        Metric::Precision => Some(confusion.precision()),
        Metric::Recall => Some(confusion.recall()),
        Metric::F1 | Metric::Auroc | Metric::AveragePrecision | Metric::PixelAupro => None,
    }
}

fn value(metric: Metric, report: &Report) -> Option<f64> {
    let overall = &report.overall;
    match metric {
        Metric::Accuracy => Some(overall.accuracy),
        Metric::Precision => overall.precision,
        Metric::Recall => overall.recall,
        Metric::F1 => overall.f1,
        Metric::Auroc => overall.auroc,
        Metric::AveragePrecision => overall.average_precision,
        Metric::PixelAupro => report.pixel_aupro,
    }
}

/// Why a report has no value of a metric.
fn missing(metric: Metric) -> &'static str {
    match metric {
        Metric::Accuracy => "nothing was evaluated",
        Metric::Precision => "nothing was called anomalous",
        Metric::Recall | Metric::AveragePrecision => "nothing is labelled anomalous",
        Metric::F1 => "nothing is labelled or called anomalous",
        Metric::Auroc => "only one of the labels was evaluated",
        Metric::PixelAupro => {
            "no heat map was held against a mask (no picture has a mask, or models of this kind draw no \
             heat maps)"
        }
    }
}

fn percent(part: f64) -> String {
    // Rounded down: 98.96 % must not read as the 99 % that it missed.
    format!("{:.1} %", (part * 1000.0 + 1e-9).floor() / 10.0)
}
