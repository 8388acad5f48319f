//! From a new object to the target of a rule.

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{EventBridgeConfiguration, NotificationConfiguration};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, REGION, Served, until};

/// A bucket that tells EventBridge, a rule on `/_READY`, and a topic as its target.
async fn wired(served: &Served) {
    let s3 = served.s3();
    s3.create_bucket().bucket("pictures").send().await.unwrap();
    let notification = NotificationConfiguration::builder()
        .event_bridge_configuration(EventBridgeConfiguration::builder().build())
        .build();
    s3.put_bucket_notification_configuration()
        .bucket("pictures")
        .notification_configuration(notification)
        .send()
        .await
        .unwrap();
    served.query("sns", "Action=CreateTopic&Name=told").await;
    let pattern = json!({
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {
            "bucket": { "name": ["pictures"] },
            "object": { "key": [{ "suffix": "/_READY" }] },
        },
    });
    let rule = json!({ "Name": "ready", "EventPattern": pattern.to_string() });
    served.get("events", "AWSEvents.PutRule", &rule).await;
    let targets = json!({ "Rule": "ready", "Targets": [{
        "Id": "topic",
        "Arn": format!("arn:aws:sns:{REGION}:{ACCOUNT}:told"),
        "InputTransformer": {
            "InputPathsMap": { "key": "$.detail.object.key", "size": "$.detail.object.size" },
            "InputTemplate": "{\"key\": <key>, \"size\": <size>}",
        },
    }]});
    served.get("events", "AWSEvents.PutTargets", &targets).await;
}

async fn put(served: &Served, key: &str) {
    let body = ByteStream::from_static(b"abc");
    served
        .s3()
        .put_object()
        .bucket("pictures")
        .key(key)
        .body(body)
        .send()
        .await
        .unwrap();
}

/// What was published to the topic.
async fn told(served: &Served) -> Vec<Value> {
    let group = json!({ "logGroupName": "/aws/sns/told" });
    let answer = served
        .call("logs", "Logs_20140328.FilterLogEvents", &group)
        .await;
    if answer.status != 200 {
        return Vec::new();
    }
    let answer = answer.json();
    let events = answer["events"].as_array().unwrap();
    events
        .iter()
        .map(|event| serde_json::from_str(event["message"].as_str().unwrap()).unwrap())
        .map(|message: Value| serde_json::from_str(message["Message"].as_str().unwrap()).unwrap())
        .collect()
}

#[tokio::test]
async fn the_marker_of_a_batch_reaches_the_target_and_other_objects_do_not() {
    let served = Served::start().await;
    wired(&served).await;
    put(&served, "incoming/one/panel/p1/a.jpg").await;
    put(&served, "incoming/one/_READY").await;
    put(&served, "incoming/two/_READY").await;
    let messages = until(async || Some(told(&served).await).filter(|all| all.len() >= 2)).await;
    let mut keys: Vec<_> = messages
        .iter()
        .map(|one| one["key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, ["incoming/one/_READY", "incoming/two/_READY"]);
    assert_eq!(messages[0]["size"], 3);
}

#[tokio::test]
async fn events_of_ones_own_reach_targets_and_mistakes_are_told_one_by_one() {
    let served = Served::start().await;
    wired(&served).await;
    let rule = json!({ "Name": "own", "EventPattern": "{\"source\": [{\"prefix\": \"grid.\"}]}" });
    served.get("events", "AWSEvents.PutRule", &rule).await;
    let target = json!({ "Rule": "own", "Targets": [{
        "Id": "t", "Arn": format!("arn:aws:sns:{REGION}:{ACCOUNT}:told"), "InputPath": "$.detail",
    }]});
    served.get("events", "AWSEvents.PutTargets", &target).await;
    let entries = json!({ "Entries": [
        { "Source": "grid.meter", "DetailType": "Read", "Detail": "{\"value\": 7}" },
        { "Source": "aws.s3", "DetailType": "Object Created", "Detail": "{}" },
        { "Source": "grid.meter", "DetailType": "Read", "Detail": "[]" },
    ]});
    let answer = served.get("events", "AWSEvents.PutEvents", &entries).await;
    assert_eq!(answer["FailedEntryCount"], 2);
    assert_eq!(
        answer["Entries"][1]["ErrorCode"],
        "NotAuthorizedForSourceException"
    );
    assert_eq!(answer["Entries"][2]["ErrorCode"], "MalformedDetail");
    let messages = until(async || Some(told(&served).await).filter(|all| !all.is_empty())).await;
    assert_eq!(messages, [json!({ "value": 7 })]);
}

#[tokio::test]
async fn a_rule_that_can_not_work_is_refused() {
    let served = Served::start().await;
    wired(&served).await;
    let refused = async |operation: &str, input: Value| {
        let answer = served
            .call("events", &format!("AWSEvents.{operation}"), &input)
            .await;
        assert_eq!(answer.status, 400, "{answer:?}");
        answer.json()["__type"].as_str().unwrap().to_owned()
    };
    let pattern = json!({ "Name": "x", "EventPattern": "{\"source\": \"a\"}" });
    assert_eq!(
        refused("PutRule", pattern).await,
        "InvalidEventPatternException"
    );
    for rule in [
        json!({ "Name": "x", "ScheduleExpression": "rate(1 days)" }),
        json!({ "Name": "x" }),
    ] {
        assert_eq!(refused("PutRule", rule).await, "ValidationException");
    }
    let machine = json!({ "Rule": "ready", "Targets": [{
        "Id": "m", "Arn": format!("arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:x"),
    }]});
    assert_eq!(refused("PutTargets", machine).await, "ValidationException");
    assert_eq!(
        refused("DeleteRule", json!({ "Name": "ready" })).await,
        "ValidationException"
    );
    let unknown = json!({ "Rule": "none", "Targets": [] });
    assert_eq!(
        refused("PutTargets", unknown).await,
        "ResourceNotFoundException"
    );
}
