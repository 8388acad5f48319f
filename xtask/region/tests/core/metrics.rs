//! Metrics and the alarms on them, over the wire.

use serde_json::{Value, json};

use crate::alarms::{deploy, state};
use crate::support::{ACCOUNT, REGION, Served, send, until};

/// An alarm that says ALARM from 1 on and stays in its state where nothing is put, told to a topic
/// and, by a rule, to a log group.
fn template() -> Value {
    let alarm = json!({
        "AlarmName": "drift", "AlarmDescription": "It drifts.",
        "Namespace": "Sightline", "MetricName": "Drifted", "Statistic": "Maximum",
        "Dimensions": [{ "Name": "DeviceClass", "Value": "pipe" }],
        "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "TreatMissingData": "ignore",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "AlarmActions": [{ "Ref": "Topic" }],
    });
    let rule = json!({
        "EventPattern": {
            "source": ["aws.cloudwatch"],
            "detail-type": ["CloudWatch Alarm State Change"],
            "detail": { "alarmName": ["drift"], "state": { "value": ["ALARM"] } },
        },
        "Targets": [{
            "Id": "log",
            "Arn": format!("arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/events/drift"),
        }],
    });
    json!({ "Resources": {
        "Group": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "/aws/events/drift" } },
        "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "told" } },
        "Alarm": { "Type": "AWS::CloudWatch::Alarm", "Properties": alarm },
        "Rule": { "Type": "AWS::Events::Rule", "Properties": rule },
    }})
}

async fn put(served: &Served, class: &str, value: &str) {
    let form = format!(
        "Action=PutMetricData&Namespace=Sightline&MetricData.member.1.MetricName=Drifted&\
         MetricData.member.1.Dimensions.member.1.Name=DeviceClass&\
         MetricData.member.1.Dimensions.member.1.Value={class}&MetricData.member.1.Value={value}"
    );
    let put = served.query("monitoring", &form).await;
    assert_eq!(put.status, 200, "{put:?}");
}

async fn logged(served: &Served, group: &str) -> Vec<Value> {
    let asked = json!({ "logGroupName": group });
    let answer = served
        .call("logs", "Logs_20140328.FilterLogEvents", &asked)
        .await;
    let answer = answer.json();
    let events = answer["events"].as_array().into_iter().flatten();
    let messages = events.map(|event| event["message"].as_str().unwrap());
    messages
        .map(|message| serde_json::from_str(message).unwrap())
        .collect()
}

#[tokio::test]
async fn an_alarm_says_what_is_measured_and_its_change_reaches_a_rule() {
    let served = Served::start().await;
    deploy(&served, &template()).await;
    assert_eq!(state(&served, "drift").await, "INSUFFICIENT_DATA");
    // Of another class: another metric.
    put(&served, "meter", "1").await;
    assert_eq!(state(&served, "drift").await, "INSUFFICIENT_DATA");
    put(&served, "pipe", "0").await;
    assert_eq!(state(&served, "drift").await, "OK");
    put(&served, "pipe", "1").await;
    assert_eq!(state(&served, "drift").await, "ALARM");
    let told = until(|| async { logged(&served, "/aws/events/drift").await.pop() }).await;
    assert_eq!(
        told["resources"],
        json!([format!("arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:drift")])
    );
    let detail = &told["detail"];
    assert_eq!(detail["previousState"]["value"], "OK");
    assert_eq!(detail["state"]["value"], "ALARM");
    assert!(
        detail["state"]["timestamp"]
            .as_str()
            .unwrap()
            .ends_with("+0000"),
        "{detail:#}"
    );
    let metric = &detail["configuration"]["metrics"][0]["metricStat"];
    assert_eq!(
        metric["metric"]["dimensions"],
        json!({ "DeviceClass": "pipe" })
    );
    assert_eq!(metric["stat"], "Maximum");
    let messages = logged(&served, "/aws/sns/told").await;
    assert!(
        messages[0]["Subject"]
            .as_str()
            .unwrap()
            .starts_with("ALARM: \"drift\""),
        "{messages:#?}"
    );
    // What is said once is not said again, and SetAlarmState is honoured and told.
    put(&served, "pipe", "1").await;
    let ok = "Action=SetAlarmState&AlarmName=drift&StateValue=OK&StateReason=seen";
    assert_eq!(served.query("monitoring", ok).await.status, 200);
    assert_eq!(state(&served, "drift").await, "OK");
    put(&served, "pipe", "1").await;
    assert_eq!(state(&served, "drift").await, "ALARM");
    until(|| async {
        let told = logged(&served, "/aws/events/drift").await;
        (told.len() == 2).then_some(())
    })
    .await;
    let served = served.restart().await;
    assert_eq!(state(&served, "drift").await, "ALARM");
}

#[tokio::test]
async fn what_is_put_can_be_asked_for_in_both_protocols() {
    let served = Served::start().await;
    let form = "Action=PutMetricData&Namespace=N&MetricData.member.1.MetricName=M&\
                MetricData.member.1.Timestamp=%NOW%&MetricData.member.1.Values.member.1=1&\
                MetricData.member.1.Values.member.2=4&MetricData.member.1.Counts.member.1=1&\
                MetricData.member.1.Counts.member.2=3";
    let now = jiff::Timestamp::now();
    let hour = jiff::SignedDuration::from_hours(1);
    let (from, until) = ((now - hour).to_string(), (now + hour).to_string());
    let put = served
        .query("monitoring", &form.replace("%NOW%", &now.to_string()))
        .await;
    assert_eq!(put.status, 200, "{put:?}");
    let asked = format!(
        "Action=GetMetricStatistics&Namespace=N&MetricName=M&StartTime={from}&EndTime={until}&\
         Period=60&Statistics.member.1=Average&Statistics.member.2=SampleCount"
    );
    let told = served.query("monitoring", &asked).await;
    assert!(
        told.body.contains("<Average>3.25<") && told.body.contains("<SampleCount>4.0<"),
        "{told:?}"
    );
    let listed = served
        .query("monitoring", "Action=ListMetrics&Namespace=N")
        .await;
    assert!(listed.body.contains("<MetricName>M<"), "{listed:?}");
    let asked = format!(
        "Action=GetMetricData&StartTime={from}&EndTime={until}&MetricDataQueries.member.1.Id=a&\
         MetricDataQueries.member.1.MetricStat.Metric.Namespace=N&\
         MetricDataQueries.member.1.MetricStat.Metric.MetricName=M&\
         MetricDataQueries.member.1.MetricStat.Period=60&\
         MetricDataQueries.member.1.MetricStat.Stat=Maximum"
    );
    let told = served.query("monitoring", &asked).await;
    assert!(
        told.body.contains("<Values><member>4.0<") && told.body.contains("<Timestamps><member>2"),
        "{told:?}"
    );
    // {"Namespace": "N"}
    let ask = [&[0xa1, 0x69][..], b"Namespace", &[0x61], b"N"].concat();
    let told = send(
        &served.endpoint,
        "monitoring",
        "POST",
        "/service/GraniteServiceVersion20100801/operation/ListMetrics",
        &[("smithy-protocol", "rpc-v2-cbor")],
        &ask,
    )
    .await;
    assert!(
        told.status == 200 && told.body.contains("MetricName"),
        "{told:?}"
    );
    for (form, why) in [
        (
            form.replace("%NOW%", "2001-01-01T00:00:00Z"),
            "more than two weeks ago",
        ),
        (form.replace("%NOW%", "soon"), "Timestamp is a time"),
        (
            form.replace("%NOW%", &now.to_string()).replace("=4", "=x"),
            "Values is a number",
        ),
        (asked.replace("Maximum", "p99"), "knows the statistics"),
        (asked.replace("Period=60", "Period=7"), "a multiple of 60"),
    ] {
        let refused = served.query("monitoring", &form).await;
        assert!(
            refused.status == 400 && refused.body.contains(why),
            "{why}: {refused:?}"
        );
    }
}
