//! CloudWatch Logs and STS.

use serde_json::{Value, json};

use crate::support::{ACCOUNT, Served};

fn target(operation: &str) -> String {
    format!("Logs_20140328.{operation}")
}

fn messages(answer: &Value) -> Vec<&str> {
    let events = answer["events"].as_array().unwrap();
    events
        .iter()
        .map(|event| event["message"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn events_are_read_back_filtered_and_paged() {
    let served = Served::start().await;
    let call =
        async |operation: &str, input: Value| served.get("logs", &target(operation), &input).await;
    call(
        "CreateLogGroup",
        json!({ "logGroupName": "/a", "tags": { "k": "v" } }),
    )
    .await;
    call(
        "PutRetentionPolicy",
        json!({ "logGroupName": "/a", "retentionInDays": 7 }),
    )
    .await;
    for stream in ["one", "two"] {
        call(
            "CreateLogStream",
            json!({ "logGroupName": "/a", "logStreamName": stream }),
        )
        .await;
    }
    for (stream, events) in [
        ("one", [(1000, "a ERROR"), (3000, "b")]),
        ("two", [(2000, "c"), (4000, "d ERROR")]),
    ] {
        let events: Vec<_> = events
            .iter()
            .map(|(time, message)| json!({ "timestamp": time, "message": message }))
            .collect();
        let input = json!({ "logGroupName": "/a", "logStreamName": stream, "logEvents": events });
        call("PutLogEvents", input).await;
    }
    let all = call("FilterLogEvents", json!({ "logGroupName": "/a" })).await;
    assert_eq!(messages(&all), ["a ERROR", "c", "b", "d ERROR"]);
    let some = json!({ "logGroupName": "/a", "filterPattern": "ERROR", "startTime": 1500 });
    assert_eq!(messages(&call("FilterLogEvents", some).await), ["d ERROR"]);
    let first = call(
        "FilterLogEvents",
        json!({ "logGroupName": "/a", "limit": 3 }),
    )
    .await;
    let next = json!({ "logGroupName": "/a", "nextToken": first["nextToken"] });
    assert_eq!(messages(&call("FilterLogEvents", next).await), ["d ERROR"]);
    let head = json!({
        "logGroupName": "/a", "logStreamName": "one", "startFromHead": true, "limit": 1,
    });
    let head = call("GetLogEvents", head).await;
    assert_eq!(messages(&head), ["a ERROR"]);
    let forward = json!({
        "logGroupName": "/a", "logStreamName": "one", "nextToken": head["nextForwardToken"],
    });
    assert_eq!(messages(&call("GetLogEvents", forward).await), ["b"]);
    let groups = call("DescribeLogGroups", json!({ "logGroupNamePrefix": "/a" })).await;
    assert_eq!(groups["logGroups"][0]["retentionInDays"], 7);
    let streams = call("DescribeLogStreams", json!({ "logGroupName": "/a" })).await;
    assert_eq!(streams["logStreams"][1]["lastEventTimestamp"], 4000);
    call("DeleteLogGroup", json!({ "logGroupName": "/a" })).await;
    let gone = served
        .call(
            "logs",
            &target("FilterLogEvents"),
            &json!({ "logGroupName": "/a" }),
        )
        .await;
    assert_eq!(
        (gone.status, &gone.json()["__type"]),
        (400, &json!("ResourceNotFoundException"))
    );
}

#[tokio::test]
async fn what_is_not_served_is_told_in_the_protocols_own_form() {
    let served = Served::start().await;
    let json = served.call("logs", &target("StartQuery"), &json!({})).await;
    assert_eq!(json.status, 400);
    assert_eq!(json.json()["__type"], "UnknownOperationException");
    let query = served
        .query("sns", "Action=CreatePlatformApplication")
        .await;
    assert_eq!(query.status, 400);
    assert!(
        query.body.contains("<Code>InvalidAction</Code>"),
        "{}",
        query.body
    );
    let rest = served
        .lambda("POST", "/2015-03-31/event-source-mappings", &[], b"{}")
        .await;
    assert_eq!(rest.status, 404);
    assert_eq!(
        rest.header("x-amzn-errortype"),
        Some("UnknownOperationException")
    );
    let service = served.query("dynamodb", "").await;
    assert!(service.body.contains("dynamodb"), "{}", service.body);
}

#[tokio::test]
async fn the_root_is_told_who_it_is_and_roles_get_sessions() {
    let served = Served::start().await;
    let who = served
        .query("sts", "Action=GetCallerIdentity&Version=2011-06-15")
        .await;
    assert!(
        who.body
            .contains(&format!("<Arn>arn:aws:iam::{ACCOUNT}:root</Arn>")),
        "{}",
        who.body
    );
    let role = format!("arn%3Aaws%3Aiam%3A%3A{ACCOUNT}%3Arole%2Ffunction");
    let form = format!("Action=AssumeRole&RoleSessionName=me&RoleArn={role}");
    let assumed = served.query("sts", &form).await;
    assert_eq!(assumed.status, 200, "{assumed:?}");
    assert!(
        assumed.body.contains("assumed-role/function/me"),
        "{}",
        assumed.body
    );
    assert!(assumed.body.contains("<SessionToken>"));
}
