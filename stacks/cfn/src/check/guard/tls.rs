//! Buckets and topics are reached through TLS alone.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::{Subject, names_everyone, statements};

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let (policy, property, what) = match subject.resource.kind() {
        "AWS::S3::Bucket" => ("AWS::S3::BucketPolicy", "Bucket", "bucket"),
        "AWS::SNS::Topic" => ("AWS::SNS::TopicPolicy", "Topics", "topic"),
        "AWS::SQS::Queue" => ("AWS::SQS::QueuePolicy", "Queues", "queue"),
        _ => return,
    };
    let denies = subject.others(policy).any(|policy| {
        subject.is_named_by(policy, property)
            && statements(policy.properties().get("PolicyDocument")).any(denies_plain)
    });
    if !denies {
        subject.report(
            found,
            "guard::tls-only",
            &[],
            format!("no policy denies what comes to the {what} without TLS"),
            "add a statement that denies everyone where aws:SecureTransport is false",
        );
    }
}

/// Whether a statement denies everyone what comes without TLS.
fn denies_plain(statement: &Json) -> bool {
    let is_false = |value: &Json| value == "false" || value == &Json::Bool(false);
    let condition = statement.get("Condition").and_then(Json::as_object);
    let on_transport = condition.is_some_and(|operators| {
        operators.iter().any(|(operator, keys)| {
            let keys = keys.as_object().into_iter().flatten();
            operator.starts_with("Bool")
                && keys.into_iter().any(|(key, value)| {
                    let values = value.as_array();
                    key.eq_ignore_ascii_case("aws:SecureTransport")
                        && values.map_or_else(|| is_false(value), |all| all.iter().all(is_false))
                })
        })
    });
    statement["Effect"] == "Deny" && names_everyone(statement) && on_transport
}
