//! What is deployed is priced as it is configured, whatever is asked for what is not.

use cost::{CloseLookKind, PriceBook, RegionReport, Request, estimate};
use serde_json::{Value, json};

use crate::fixture::{EASY, Small, assumptions, price, request};

const IMAGE: &str = "111111111111.dkr.ecr.us-east-1.amazonaws.com/inspector:1";

/// The bill of 10,000 pictures, of which 1,000 are looked at closely, for three classes.
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
    // 3 classes x 3 instances x 730 h
    assert_eq!(usage(&real_time, "ml.m5.large"), Some("6570"));
    assert_eq!(usage(&real_time, "ml.m5.xlarge"), None);
    let later = json!({ "runs": "asynchronous", "instanceType": "ml.m5.large", "instances": 1 });
    let later = bill("sagemaker:InvokeEndpointAsync", endpoints(&later));
    assert_eq!(usage(&later, "ml.m5.large"), Some("2190"));
    // What is compared with it is asked for.
    let compared = later.close_looks.iter();
    let mut compared = compared.filter(|look| look.kind == CloseLookKind::RealTime);
    // 3 x 730 h x 0.23 = 503.70, and what the pictures take.
    assert_eq!(compared.next().unwrap().usd.to_cents() / 100, 503);
}

#[test]
fn an_instance_that_nobody_knows_the_price_of_has_that_of_another_and_is_told() {
    let unknown = json!({ "runs": "realTime", "instanceType": "ml.c7g.large", "instances": 2 });
    let unknown = bill("sagemaker:InvokeEndpoint", endpoints(&unknown));
    assert_eq!(usage(&unknown, "ml.m5.xlarge"), Some("4380"));
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
    // 3 classes x 3 units x 730 h
    assert_eq!(usage(&units, "custom labels, inference"), Some("6570"));
}

/// `inspect` makes a model of the user's own pictures as ready as any other.
#[test]
fn the_class_of_ones_own_pictures_is_counted_and_told() {
    let units = json!({ "by": "customLabels", "projects": {}, "inferenceUnits": 1 });
    let units = bill("rekognition:DetectCustomLabels", units);
    assert_eq!(usage(&units, "custom labels, inference"), Some("2190"));
    let notes = units.notes.join("\n");
    assert!(
        notes.contains("own, the class of one's own pictures, is counted as any other"),
        "{notes}"
    );
}

/// The embedded region alone serves it; nobody has a price of it.
#[test]
fn a_close_look_that_has_ended_is_not_priced_as_another_unasked() {
    let ended = Small {
        close_look: vec!["lookoutvision:DetectAnomalies"],
        looks: Some(json!({ "by": "lookoutForVision", "projects": {} })),
        ..Small::default()
    };
    let book = PriceBook::shipped().unwrap();
    let assumed = assumptions("10%", &EASY);
    let of = |asked: &Request<'_>| estimate(&[ended.read().unwrap()], &assumed, &book, asked);
    insta::assert_snapshot!(of(&request(1000)).unwrap_err().to_string(), @r"
    error[cost::request] --close-look: the close look in us-east-1 is Amazon Lookout for Vision, which ended on 2025-10-31 and has no price
      help: say --close-look KIND to price another in its place, such as embedded or marketplace
    ");
    let asked = Request {
        close_look: Some(CloseLookKind::Marketplace),
        ..request(1000)
    };
    assert_eq!(
        of(&asked).unwrap().regions[0].close_look,
        CloseLookKind::Marketplace
    );
}
