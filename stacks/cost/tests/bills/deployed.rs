//! What is deployed is priced as it is configured, whatever is asked for what is not.

use cost::RegionReport;
use serde_json::{Value, json};

use crate::fixture::{EASY, Small, assumptions, price, request};

const IMAGE: &str = "111111111111.dkr.ecr.us-east-1.amazonaws.com/inspector:1";

/// The bill of 10,000 pictures, of which 1,000 are looked at closely, for two classes.
fn bill(action: &'static str, looks: Value) -> RegionReport {
    let small = Small {
        close_look: vec![action],
        looks: Some(looks),
        ..Small::default()
    };
    let mut report = price(&small, &assumptions("10%", &EASY), &request(10_000));
    report.regions.remove(0)
}

fn endpoints(variant: &Value) -> Value {
    json!({
        "by": "sageMaker", "endpoints": {}, "roleArn": "arn", "image": IMAGE, "variant": variant,
    })
}

fn usage<'a>(region: &'a RegionReport, item: &str) -> Option<&'a str> {
    let mut lines = region.lines.iter();
    let line = lines.find(|line| line.item == item);
    line.map(|line| line.usage.as_str())
}

#[test]
fn instances_always_run_behind_an_endpoint_for_each_class() {
    let real_time = json!({ "runs": "realTime", "instanceType": "ml.m5.large", "instances": 3 });
    let real_time = bill("sagemaker:InvokeEndpoint", endpoints(&real_time));
    // 2 classes x 3 instances x 730 h
    assert_eq!(usage(&real_time, "ml.m5.large"), Some("4380"));
    assert_eq!(usage(&real_time, "ml.m5.xlarge"), None);
    let later = json!({ "runs": "asynchronous", "instanceType": "ml.m5.large", "instances": 1 });
    let later = bill("sagemaker:InvokeEndpointAsync", endpoints(&later));
    assert_eq!(usage(&later, "ml.m5.large"), Some("1460"));
    // What is compared with it is asked for.
    let compared = later.close_looks.iter();
    let mut compared = compared.filter(|look| look.kind == cost::CloseLookKind::RealTime);
    // 2 x 730 h x 0.23, and what the pictures take.
    assert_eq!(compared.next().unwrap().usd.to_cents() / 100, 335);
}

#[test]
fn an_instance_that_nobody_knows_the_price_of_has_that_of_another_and_is_told() {
    let unknown = json!({ "runs": "realTime", "instanceType": "ml.c7g.large", "instances": 2 });
    let unknown = bill("sagemaker:InvokeEndpoint", endpoints(&unknown));
    assert_eq!(usage(&unknown, "ml.m5.xlarge"), Some("2920"));
    let notes = unknown.notes.join("\n");
    assert!(
        notes.contains("no price is known of ml.c7g.large"),
        "{notes}"
    );
}

#[test]
fn memory_and_inference_units_are_those_of_the_configuration() {
    let serverless = json!({ "runs": "serverless", "memoryMb": 2048, "maxConcurrency": 5 });
    let serverless = bill("sagemaker:InvokeEndpoint", endpoints(&serverless));
    // 1,000 x 0.2 s x 2 GB
    assert_eq!(usage(&serverless, "serverless endpoint"), Some("400"));
    // 1,000 x (250,000 + 1,000) bytes / 2^30
    assert_eq!(usage(&serverless, "data of endpoints"), Some("0.233762"));
    let units = json!({ "by": "customLabels", "projects": {}, "inferenceUnits": 3 });
    let units = bill("rekognition:DetectCustomLabels", units);
    // 2 classes x 3 units x 730 h
    assert_eq!(usage(&units, "custom labels, inference"), Some("4380"));
}
