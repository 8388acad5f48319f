//! Alarms and the dashboard.

use cfn::cloudwatch::alarm::{ComparisonOperator, Dimension, Handle, Statistic, TreatMissingData};
use cfn::cloudwatch::{Alarm, Dashboard};
use cfn::identifiers::TopicArn;
use cfn::{LogicalId, PseudoParameter, Template, Value, fixed, join};
use serde_json::json;

use crate::ResourceNames;
use crate::functions::Function;

/// Adds alarms on failures of a state machine and of the functions that it calls. `word` is the
/// first of their ids, `name` the state machine's.
pub(crate) fn alarms(
    template: &mut Template,
    (word, name): (&str, &str),
    functions: &[Function],
    machine: &Value<String>,
    topic: &Value<TopicArn>,
) -> Vec<Handle> {
    let mut alarms = Vec::new();
    for function in functions {
        for (metric, says) in [
            ("Errors", "fails"),
            ("Throttles", "is not run at once because too many are"),
        ] {
            let dimension = function.handle.reference();
            let alarm = template.add(
                LogicalId::from_words([function.task, metric, "alarm"]),
                alarm(
                    &format!("{}-{}", function.name, metric.to_lowercase()),
                    &format!("The function {} {says}.", function.name),
                    ("AWS/Lambda", metric),
                    ("FunctionName", dimension),
                    topic,
                ),
            );
            alarms.push(alarm);
        }
    }
    for (metric, says) in [
        ("ExecutionsFailed", "failed."),
        ("ExecutionsTimedOut", "took too long."),
        (
            "ExecutionThrottled",
            "is throttled in its state transitions.",
        ),
    ] {
        let alarm = template.add(
            LogicalId::from_words([word, metric, "alarm"]),
            alarm(
                &format!("{name}-{}", metric.to_lowercase()),
                &format!("An execution of {name} {says}"),
                ("AWS/States", metric),
                ("StateMachineArn", machine.clone()),
                topic,
            ),
        );
        alarms.push(alarm);
    }
    alarms
}

/// Adds a dashboard of batches and functions.
pub(crate) fn dashboard(
    template: &mut Template,
    names: &ResourceNames,
    functions: &[Function],
    machine: &Value<String>,
) {
    let dashboard = Dashboard::new(body(functions, machine)).dashboard_name(names.prefix());
    template.add("dashboard", dashboard);
}

fn alarm(
    name: &str,
    description: &str,
    (namespace, metric): (&str, &str),
    (dimension, value): (&str, Value<String>),
    topic: &Value<TopicArn>,
) -> Alarm {
    Alarm::new()
        .alarm_name(name)
        .alarm_description(description)
        .alarm_actions([topic.clone()])
        .comparison_operator(ComparisonOperator::GreaterThanOrEqualToThreshold)
        .dimensions([Dimension::new(dimension, value)])
        .evaluation_periods(fixed::<1>())
        .metric_name(metric)
        .namespace(namespace)
        .period(fixed::<300>())
        .statistic(Statistic::Sum)
        .threshold(1)
        .treat_missing_data(TreatMissingData::NotBreaching)
}

/// The dashboard's body, a JSON text that holds references to the stack's resources.
fn body(functions: &[Function], machine: &Value<String>) -> Value<String> {
    let executions = [
        "ExecutionsStarted",
        "ExecutionsSucceeded",
        "ExecutionsFailed",
    ];
    let mut parts: Vec<Value<String>> = vec!["{\"widgets\":[".into()];
    let batches = executions.map(|metric| {
        let statistic = "Sum";
        (
            "AWS/States",
            metric,
            "StateMachineArn",
            machine.clone(),
            statistic,
        )
    });
    widget(&mut parts, "Batches", (0, 0), batches);
    for (at, (title, metric, statistic)) in [
        ("Invocations", "Invocations", "Sum"),
        ("Errors", "Errors", "Sum"),
        ("Duration (ms, 95th percentile)", "Duration", "p95"),
    ]
    .into_iter()
    .enumerate()
    {
        parts.push(",".into());
        let metrics = functions.iter().map(|function| {
            let id = function.handle.reference();
            ("AWS/Lambda", metric, "FunctionName", id, statistic)
        });
        let place = [(12, 0), (0, 6), (12, 6)][at];
        widget(&mut parts, title, place, metrics);
    }
    parts.push("]}".into());
    join(parts)
}

type Metric<'a> = (&'a str, &'a str, &'a str, Value<String>, &'a str);

fn widget<'a>(
    parts: &mut Vec<Value<String>>,
    title: &str,
    (x, y): (u32, u32),
    metrics: impl IntoIterator<Item = Metric<'a>>,
) {
    let head = json!({ "type": "metric", "x": x, "y": y, "width": 12, "height": 6 }).to_string();
    let head = head.trim_end_matches('}');
    parts.push(
        format!(
            "{head},\"properties\":{{\"title\":{},\"region\":\"",
            json!(title)
        )
        .into(),
    );
    parts.push(PseudoParameter::Region.into());
    parts.push("\",\"view\":\"timeSeries\",\"period\":300,\"metrics\":[".into());
    for (at, (namespace, metric, dimension, value, statistic)) in metrics.into_iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        parts.push(format!("{comma}[\"{namespace}\",\"{metric}\",\"{dimension}\",\"").into());
        parts.push(value);
        parts.push(format!("\",{{\"stat\":\"{statistic}\"}}]").into());
    }
    parts.push("]}}".into());
}
