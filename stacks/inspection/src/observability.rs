//! Alarms and the dashboard.

use cfn::{LogicalId, PseudoParameter, Resource, Template, Value, join};
use serde_json::{Value as Json, json};

use crate::ResourceNames;
use crate::functions::Function;

/// Adds alarms on failures, and a dashboard of batches and functions.
pub(crate) fn add(
    template: &mut Template,
    names: &ResourceNames,
    functions: &[Function],
    machine: &LogicalId,
    topic: &LogicalId,
) {
    for function in functions {
        for (metric, says) in [
            ("Errors", "fails"),
            ("Throttles", "is not run at once because too many are"),
        ] {
            let dimension = Value::Ref(function.id.clone());
            template.resource(
                LogicalId::from_words([function.task, metric, "alarm"]),
                alarm(
                    &format!("{}-{}", function.name, metric.to_lowercase()),
                    &format!("The function {} {says}.", function.name),
                    ("AWS/Lambda", metric),
                    ("FunctionName", dimension),
                    topic,
                ),
            );
        }
    }
    for (metric, says) in [
        ("ExecutionsFailed", "An inspection failed."),
        ("ExecutionsTimedOut", "An inspection took too long."),
        ("ExecutionThrottled", "State transitions are throttled."),
    ] {
        template.resource(
            LogicalId::from_words(["inspection", metric, "alarm"]),
            alarm(
                &format!("{}-{}", names.state_machine(), metric.to_lowercase()),
                says,
                ("AWS/States", metric),
                ("StateMachineArn", Value::Ref(machine.clone())),
                topic,
            ),
        );
    }
    template.resource(
        LogicalId::from_words(["dashboard"]),
        Resource::new("AWS::CloudWatch::Dashboard")
            .with("DashboardName", names.prefix())
            .with("DashboardBody", dashboard(functions, machine)),
    );
}

fn alarm(
    name: &str,
    description: &str,
    (namespace, metric): (&str, &str),
    (dimension, value): (&str, Value<String>),
    topic: &LogicalId,
) -> Resource {
    let topic = Json::from(Value::<String>::Ref(topic.clone()));
    Resource::new("AWS::CloudWatch::Alarm")
        .with("AlarmName", name)
        .with("AlarmDescription", description)
        .with("AlarmActions", json!([topic]))
        .with("ComparisonOperator", "GreaterThanOrEqualToThreshold")
        .with(
            "Dimensions",
            json!([{ "Name": dimension, "Value": Json::from(value) }]),
        )
        .with("EvaluationPeriods", 1)
        .with("MetricName", metric)
        .with("Namespace", namespace)
        .with("Period", 300)
        .with("Statistic", "Sum")
        .with("Threshold", 1)
        .with("TreatMissingData", "notBreaching")
}

/// The dashboard's body, a JSON text that holds references to the stack's resources.
fn dashboard(functions: &[Function], machine: &LogicalId) -> Value<String> {
    let executions = [
        "ExecutionsStarted",
        "ExecutionsSucceeded",
        "ExecutionsFailed",
    ];
    let mut parts: Vec<Value<String>> = vec!["{\"widgets\":[".into()];
    let machine = Value::Ref(machine.clone());
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
            let id = Value::Ref(function.id.clone());
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
