//! The topic takes what alarms tell, and hands it on over TLS alone.
//! <https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::{list, referred};

/// What a subscription may be, but for plain HTTP.
const PROTOCOLS: [&str; 8] = [
    "application",
    "email",
    "email-json",
    "firehose",
    "https",
    "lambda",
    "sms",
    "sqs",
];

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    for (id, policy) in scene.of_kind("AWS::SNS::TopicPolicy") {
        let topics = list(policy.properties().get("Topics"));
        let is_told = scene.of_kind("AWS::CloudWatch::Alarm").any(|(_, alarm)| {
            let actions = list(alarm.properties().get("AlarmActions"));
            let told = actions.into_iter().filter_map(referred);
            let mut told = told.into_iter();
            told.any(|told| topics.iter().any(|topic| referred(topic) == Some(told)))
        });
        let document = policy.properties().get("PolicyDocument");
        let statements = list(document.and_then(|document| document.get("Statement")));
        if is_told && !statements.into_iter().any(lets_alarms_publish) {
            let path = ["Properties", "PolicyDocument"];
            let summary = "alarms tell the topic, and its policy does not let them".to_owned();
            let problem = scene.problem(id, &path, "topic-policy", summary);
            found.push(problem.with_help("allow cloudwatch.amazonaws.com to sns:Publish"));
        }
    }
    for (id, subscription) in scene.of_kind("AWS::SNS::Subscription") {
        let protocol = subscription.properties().get("Protocol");
        let protocol = protocol.and_then(Json::as_str).unwrap_or_default();
        if !PROTOCOLS.contains(&protocol) {
            let path = ["Properties", "Protocol"];
            let summary = format!("{protocol:?} is no protocol that messages are sent by");
            let problem = scene.problem(id, &path, "subscription", summary);
            found.push(problem.with_help(format!("allowed: {}", PROTOCOLS.join(", "))));
        }
    }
}

fn lets_alarms_publish(statement: &Json) -> bool {
    let principal = statement.get("Principal");
    let services = list(principal.and_then(|principal| principal.get("Service")));
    statement.get("Effect").and_then(Json::as_str) == Some("Allow")
        && services
            .iter()
            .any(|one| *one == "cloudwatch.amazonaws.com")
        && list(statement.get("Action"))
            .iter()
            .any(|one| *one == "sns:Publish")
}
