//! Alarms and identity providers, over the wire.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, Served, send, until};

/// Makes a stack and waits for it.
pub(crate) async fn deploy(served: &Served, template: &Value) {
    let body = utf8_percent_encode(&template.to_string(), NON_ALPHANUMERIC).to_string();
    let form = format!("Action=CreateStack&StackName=app&TemplateBody={body}");
    let made = served.query("cloudformation", &form).await;
    assert_eq!(made.status, 200, "{made:?}");
    until(|| async {
        let told = served
            .query("cloudformation", "Action=DescribeStacks&StackName=app")
            .await;
        told.body.contains("CREATE_COMPLETE").then_some(())
    })
    .await;
}

/// What an alarm says.
pub(crate) async fn state(served: &Served, name: &str) -> String {
    let form = format!("Action=DescribeAlarms&AlarmNames.member.1={name}");
    let told = served.query("monitoring", &form).await;
    let state = told.body.split("<StateValue>").nth(1);
    let state = state.and_then(|rest| rest.split('<').next());
    state.unwrap_or_else(|| panic!("{told:?}")).to_owned()
}

fn alarm(name: &str) -> Value {
    json!({"Type": "AWS::CloudWatch::Alarm", "Properties": {
        "AlarmName": name, "MetricName": "Errors", "Namespace": "AWS/Lambda",
        "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
        "ComparisonOperator": "GreaterThanThreshold",
    }})
}

#[tokio::test]
async fn an_alarm_says_what_it_was_set_to() {
    let served = Served::start().await;
    let template = json!({"Resources": {"A": alarm("a"), "B": alarm("b")}});
    deploy(&served, &template).await;
    let quiet = "Action=DescribeAlarms&StateValue=ALARM";
    let told = served.query("monitoring", quiet).await;
    assert!(!told.body.contains("<AlarmName>"), "{told:?}");
    let raise = "Action=SetAlarmState&AlarmName=a&StateValue=ALARM&StateReason=a%20test";
    let raised = served.query("monitoring", raise).await;
    assert_eq!(raised.status, 200, "{raised:?}");
    let served = served.restart().await;
    let told = served.query("monitoring", quiet).await;
    assert!(
        told.body.contains("<AlarmName>a<") && told.body.contains("<StateReason>a test<"),
        "{told:?}"
    );
    assert!(!told.body.contains("<AlarmName>b<"), "{told:?}");
    let first = served
        .query("monitoring", "Action=DescribeAlarms&MaxRecords=1")
        .await;
    assert!(first.body.contains("<NextToken>a<"), "{first:?}");
    let second = served
        .query(
            "monitoring",
            "Action=DescribeAlarms&MaxRecords=1&NextToken=a",
        )
        .await;
    assert!(
        second.body.contains("<AlarmName>b<") && !second.body.contains("NextToken"),
        "{second:?}"
    );
    for (form, code) in [
        (
            "Action=SetAlarmState&AlarmName=x&StateValue=OK&StateReason=r",
            "ResourceNotFound",
        ),
        (
            "Action=SetAlarmState&AlarmName=a&StateValue=LOUD&StateReason=r",
            "ValidationError",
        ),
        (
            "Action=SetAlarmState&AlarmName=a&StateValue=OK&StateReason=r&StateReasonData=%7B",
            "InvalidFormat",
        ),
    ] {
        let refused = served.query("monitoring", form).await;
        assert!(
            refused.body.contains(&format!("<Code>{code}<")),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn alarms_are_told_in_cbor_as_well() {
    let served = Served::start().await;
    deploy(&served, &json!({"Resources": {"A": alarm("a")}})).await;
    // {"AlarmNames": ["a"]}
    let ask = [&[0xa1, 0x6a][..], b"AlarmNames", &[0x81, 0x61], b"a"].concat();
    let told = send(
        &served.endpoint,
        "monitoring",
        "POST",
        "/service/GraniteServiceVersion20100801/operation/DescribeAlarms",
        &[("smithy-protocol", "rpc-v2-cbor")],
        &ask,
    )
    .await;
    assert_eq!(told.status, 200, "{told:?}");
    assert_eq!(told.header("smithy-protocol"), Some("rpc-v2-cbor"));
    assert!(told.body.contains("INSUFFICIENT_DATA"), "{told:?}");
}

#[tokio::test]
async fn an_identity_provider_is_made_read_and_removed() {
    let served = Served::start().await;
    let template = json!({"Resources": {"P": {"Type": "AWS::IAM::OIDCProvider", "Properties": {
        "Url": "https://token.example.com", "ClientIdList": ["sts.amazonaws.com"],
    }}}});
    deploy(&served, &template).await;
    let arn = format!("arn:aws:iam::{ACCOUNT}:oidc-provider/token.example.com");
    let listed = served
        .query("iam", "Action=ListOpenIDConnectProviders")
        .await;
    assert!(listed.body.contains(&arn), "{listed:?}");
    let named = |action: &str| format!("Action={action}&OpenIDConnectProviderArn={arn}");
    let told = served
        .query("iam", &named("GetOpenIDConnectProvider"))
        .await;
    assert!(
        told.body.contains("<Url>token.example.com<")
            && told
                .body
                .contains("<ClientIDList><member>sts.amazonaws.com<"),
        "{told:?}"
    );
    let gone = served
        .query("iam", &named("DeleteOpenIDConnectProvider"))
        .await;
    assert_eq!(gone.status, 200, "{gone:?}");
    let missing = served
        .query("iam", &named("GetOpenIDConnectProvider"))
        .await;
    assert_eq!(missing.status, 404, "{missing:?}");
    let refused = served
        .query(
            "iam",
            "Action=CreateOpenIDConnectProvider&Url=http://token.example.com",
        )
        .await;
    assert!(refused.body.contains("<Code>InvalidInput<"), "{refused:?}");
}
