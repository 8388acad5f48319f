//! Rules on schedules, by a clock that the test has.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::context::Context;
use crate::services::testing;

async fn call(context: &Context, operation: &str, input: Value) -> Value {
    let answer = context
        .events()
        .call(context, &Caller::Root, operation, input)
        .await;
    answer.unwrap()
}

/// What the rule's target was sent, once it is as many.
async fn sent(context: &Context, wanted: usize) -> Vec<Value> {
    loop {
        let asked = json!({ "logGroupName": "/aws/events/daily" });
        let told = context
            .logs()
            .call(context, &Caller::Root, "FilterLogEvents", asked)
            .await
            .unwrap();
        let events = told["events"].as_array().unwrap();
        if events.len() >= wanted {
            let messages = events
                .iter()
                .map(|event| event["message"].as_str().unwrap());
            return messages
                .map(|message| serde_json::from_str(message).unwrap())
                .collect();
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_rule_on_a_schedule_is_due_once_however_long_nobody_looked() {
    let folder = tempfile::tempdir().unwrap();
    let (region, context) = testing::open(folder.path()).await;
    let group = json!({ "logGroupName": "/aws/events/daily" });
    context
        .logs()
        .call(&context, &Caller::Root, "CreateLogGroup", group)
        .await
        .unwrap();
    let rule = json!({ "Name": "daily", "ScheduleExpression": "rate(1 day)" });
    call(&context, "PutRule", rule.clone()).await;
    let target = json!({ "Rule": "daily", "Targets": [{
        "Id": "log",
        "Arn": context.arn("logs", "log-group:/aws/events/daily"),
    }]});
    call(&context, "PutTargets", target).await;
    let refused = json!({ "Name": "x", "ScheduleExpression": "rate(1 days)" });
    let refused = context
        .events()
        .call(&context, &Caller::Root, "PutRule", refused)
        .await;
    assert_eq!(refused.unwrap_err().code, "ValidationException");
    let described = call(&context, "DescribeRule", json!({ "Name": "daily" })).await;
    assert_eq!(described["ScheduleExpression"], "rate(1 day)");

    let begin = context.now();
    let in_hours = |hours: i64| -> Timestamp { begin + SignedDuration::from_hours(hours) };
    let events = context.events();
    let due = events.run_due(&context, in_hours(23)).unwrap().unwrap();
    assert!(due > in_hours(23) && due <= in_hours(24), "{due}");
    // Put again, it is due when it was.
    call(&context, "PutRule", rule.clone()).await;
    let next = events.run_due(&context, in_hours(73)).unwrap().unwrap();
    assert!(next > in_hours(95) && next <= in_hours(96), "{next}");
    let told = sent(&context, 1).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["detail-type"], "Scheduled Event");
    assert_eq!(told[0]["source"], "aws.events");
    assert_eq!(
        told[0]["resources"],
        json!([context.arn("events", "rule/daily")])
    );

    // One that is off is passed over, and goes on when it is on again.
    call(&context, "DisableRule", json!({ "Name": "daily" })).await;
    let next = events.run_due(&context, in_hours(97)).unwrap().unwrap();
    assert!(next > in_hours(119), "{next}");
    call(&context, "EnableRule", json!({ "Name": "daily" })).await;
    events.run_due(&context, in_hours(121)).unwrap();
    assert_eq!(sent(&context, 2).await.len(), 2);
    // Another expression has its own time; a rule that is gone has none.
    let other = json!({ "Name": "daily", "ScheduleExpression": "rate(5 minutes)" });
    call(&context, "PutRule", other).await;
    let next = events.run_due(&context, in_hours(0)).unwrap().unwrap();
    assert!(next <= in_hours(1), "{next}");
    call(
        &context,
        "RemoveTargets",
        json!({ "Rule": "daily", "Ids": ["log"] }),
    )
    .await;
    call(&context, "DeleteRule", json!({ "Name": "daily" })).await;
    assert_eq!(events.run_due(&context, in_hours(500)).unwrap(), None);
    testing::close(region, context).await;
}
