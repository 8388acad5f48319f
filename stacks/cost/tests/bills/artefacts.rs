//! What is read of artefacts, and what is said of those that cannot be read.

use cost::{CloseLookKind, Deployment, Files, PriceBook, Request, estimate};
use diagnostics::Address;
use serde_json::{Value, json};

use crate::fixture::{EASY, Small, assumptions, price, request, usage};

/// The items of a small environment's bill.
fn items(small: &Small) -> Vec<String> {
    let report = price(small, &assumptions("10%", &EASY), &request(1000));
    let lines = report.regions[0].lines.iter();
    lines
        .map(|line| format!("{}: {}", line.item, line.usage))
        .collect()
}

fn has(small: &Small, line: &str) -> bool {
    let items = items(small);
    items.iter().any(|item| item == line)
}

#[test]
fn every_committed_region_can_be_priced() {
    let generated = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let mut read = 0;
    let folders = |folder: &std::path::Path| {
        let entries = std::fs::read_dir(folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    for region in folders(&generated).iter().flat_map(|path| folders(path)) {
        let entries = std::fs::read_dir(&region)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let files: Files = entries
            .filter(|path| path.is_file())
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read_to_string(path).unwrap())
            })
            .collect();
        let deployment = Deployment::read(&Address::root(), &files).unwrap();
        let book = PriceBook::shipped().unwrap();
        let report = estimate(
            &[deployment],
            &assumptions("10%", &[]),
            &book,
            &request(100_000),
        );
        let report = report.unwrap();
        let notes = report.regions[0].notes.join("\n");
        assert!(
            !notes.contains("not priced"),
            "{}: {notes}",
            region.display()
        );
        assert!(report.total > cost::Usd::ZERO);
        read += 1;
    }
    assert!(read >= 5, "{read}");
}

#[test]
fn what_the_first_look_may_call_is_what_is_paid_for() {
    let of = |first_look| Small {
        first_look,
        ..Small::default()
    };
    assert!(has(
        &of(vec!["rekognition:DetectLabels"]),
        "pictures looked at: 1000"
    ));
    assert!(has(
        &of(vec!["rekognition:DetectLabels"]),
        "image properties: 1000"
    ));
    let three = of(vec![
        "rekognition:DetectLabels",
        "rekognition:DetectModerationLabels",
        "rekognition:DetectProtectiveEquipment",
    ]);
    assert!(has(&three, "pictures looked at: 3000"));
    // A right that is denied, or of another kind, is none.
    let none = items(&of(vec!["rekognition:DescribeProjects"]));
    assert!(
        !none
            .iter()
            .any(|item| item.starts_with("pictures looked at")),
        "{none:?}"
    );
}

#[test]
fn what_the_close_look_may_call_is_what_looks() {
    let kind = |close_look| {
        let small = Small {
            close_look,
            ..Small::default()
        };
        price(&small, &assumptions("10%", &[]), &request(1)).regions[0].close_look
    };
    assert_eq!(kind(vec![]), CloseLookKind::Embedded);
    assert_eq!(
        kind(vec!["rekognition:DetectCustomLabels"]),
        CloseLookKind::CustomLabels
    );
    assert_eq!(
        kind(vec!["sagemaker:InvokeEndpointAsync"]),
        CloseLookKind::Asynchronous
    );
    assert_eq!(
        kind(vec!["sagemaker:CreateTransformJob"]),
        CloseLookKind::BatchTransform
    );
}

#[test]
fn of_endpoints_that_are_called_alike_the_manifest_tells_which() {
    let kind = |image: Option<&str>, variant| {
        let small = Small {
            close_look: vec!["sagemaker:InvokeEndpoint"],
            looks: Some(serde_json::json!({
                "by": "sageMaker", "endpoints": {}, "roleArn": "arn", "image": image,
                "variant": variant,
            })),
            ..Small::default()
        };
        price(&small, &assumptions("10%", &[]), &request(1)).regions[0].close_look
    };
    let real_time =
        serde_json::json!({ "runs": "realTime", "instanceType": "ml.m5.large", "instances": 1 });
    let serverless =
        serde_json::json!({ "runs": "serverless", "memoryMb": 2048, "maxConcurrency": 5 });
    assert_eq!(
        kind(Some("i:1"), real_time.clone()),
        CloseLookKind::RealTime
    );
    assert_eq!(kind(None, real_time), CloseLookKind::Marketplace);
    assert_eq!(kind(Some("i:1"), serverless), CloseLookKind::Serverless);
}

/// 100 batches of 999 pictures, 4 states each, and 10,000 children of them. A chunk enters 5 states, 4 where it is
/// spared a close look: 50,000 or 40,000.
#[test]
fn steps_are_known_by_whatever_their_placeholders_refer_to() {
    let transitions = |small: &Small, suspicious| {
        let report = price(small, &assumptions(suspicious, &EASY), &request(99_900));
        usage(&report.regions[0], "state transitions").to_owned()
    };
    let called: [fn(&str) -> Value; 3] = [
        |task| json!({ "Ref": format!("{task}Version") }),
        |task| json!({ "Ref": format!("{task}Alias") }),
        |task| json!({ "Fn::GetAtt": [task, "Arn"] }),
    ];
    for called in called {
        let small = Small {
            called,
            ..Small::default()
        };
        assert_eq!(transitions(&small, "100%"), "60.4");
        assert_eq!(transitions(&small, "0%"), "50.4");
    }
    let unknown = Small {
        called: |_| json!({ "Ref": "Machine" }),
        ..Small::default()
    };
    let told = unknown.read().unwrap_err().to_string();
    assert!(
        told.contains("no step of its chunks calls first-look"),
        "{told}"
    );
}

/// 1,000 pictures are 101 chunks. In each, what is live is read for the models of one class.
#[test]
fn what_is_live_is_read_where_a_rule_asks_a_model() {
    let get = |rules| {
        let small = Small {
            rules: Some(rules),
            ..Small::default()
        };
        let report = price(&small, &assumptions("0%", &EASY), &request(1000));
        usage(&report.regions[0], "GET").parse::<f64>().unwrap()
    };
    let asked = get(json!({ "suspiciousLabels": ["Rust"], "minAnomalyConfidence": 50.0 }));
    let not = get(json!({ "suspiciousLabels": ["Rust"], "minAnomalyConfidence": null }));
    assert!((asked - not - 0.101).abs() < 1e-6, "{asked} {not}");
}

#[test]
fn quality_and_colours_are_paid_for_where_a_rule_speaks_of_them() {
    let of = |rules| Small {
        rules: Some(rules),
        ..Small::default()
    };
    let properties = "image properties: 1000";
    assert!(has(
        &of(serde_json::json!({ "minBrightness": 12.0 })),
        properties
    ));
    let labels = serde_json::json!({ "suspiciousLabels": ["Rust"], "minSharpness": null });
    assert!(!has(&of(labels.clone()), properties));
    // Labels as well, and properties alone have no price of labels.
    assert!(has(&of(labels), "pictures looked at: 1000"));
    let alone = serde_json::json!({ "suspiciousLabels": [], "minBrightness": 12.0 });
    let alone = items(&of(alone));
    assert!(
        !alone
            .iter()
            .any(|item| item.starts_with("pictures looked at")),
        "{alone:?}"
    );
    let any = serde_json::json!({ "suspiciousLabels": [], "expectedObjects": [] });
    assert!(has(&of(any), "pictures looked at: 1000"));
}

#[test]
fn every_mistake_in_a_request_is_told() {
    let small = Small {
        close_look: vec!["sagemaker:InvokeEndpoint"],
        ..Small::default()
    };
    let asked = Request {
        pictures: 2_000_000_000,
        close_look: None,
        instance: "ml.m5.xlarg",
    };
    let book = PriceBook::shipped().unwrap();
    let told = estimate(
        &[small.read().unwrap()],
        &assumptions("1%", &[]),
        &book,
        &asked,
    );
    insta::assert_snapshot!(told.unwrap_err().to_string());
    let nowhere = estimate(&[], &assumptions("1%", &[]), &book, &request(1));
    assert!(nowhere.unwrap_err().to_string().contains("--region"));
}

#[test]
fn functions_are_paid_for_as_they_are_deployed() {
    let x86 = Small {
        architecture: "x86_64",
        ..Small::default()
    };
    assert!(
        items(&x86)
            .iter()
            .any(|item| item.starts_with("duration, x86_64"))
    );
    // 2 environments of 1 GB, 730 hours.
    let ready = Small {
        provisioned: 2,
        ..Small::default()
    };
    assert!(has(&ready, "provisioned concurrency, arm64: 5256000"));
    // prepare: 1,000 x 0.3 s + 101 x 0.1 s, 1 GB.
    assert!(has(&ready, "provisioned duration, arm64: 310.1"));
}

#[test]
fn express_chunks_are_paid_for_by_their_time() {
    let express = Small {
        express: true,
        ..Small::default()
    };
    // Batches of 999 and of 1: 100 chunks and 1; 2 x 4 states and 101 children.
    assert!(has(&express, "state transitions: 0.109"));
    assert!(has(&express, "express executions: 0.000101"));
    assert!(
        items(&express)
            .iter()
            .any(|item| item.starts_with("express duration"))
    );
}

#[test]
fn what_expires_is_not_paid_for_any_longer() {
    let storage = |incoming_days| {
        let small = Small {
            incoming_days,
            ..Small::default()
        };
        let year = [
            ("months", "12"),
            ("prepared-bytes", "0"),
            ("row-bytes", "0"),
        ];
        let set = [&EASY[..], &year[..]].concat();
        let report = price(&small, &assumptions("0%", &set), &request(1_000_000));
        let line = report.regions[0]
            .lines
            .iter()
            .find(|line| line.item == "storage");
        line.unwrap().usage.clone()
    };
    // 1,000,000 x 4,000,000 bytes = 3,725.290 GB for (10 + 30) x 24 of 730 hours.
    assert_eq!(storage(10), "4899.012");
    // For 12 months: nothing has expired.
    assert_eq!(storage(730), "44703.484");
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let told = |change: &dyn Fn(&mut Files)| {
        let mut files = Small::default().files();
        change(&mut files);
        let place = Address::root().join_all(["small", "us-east-1"]);
        Deployment::read(&place, &files).unwrap_err().to_string()
    };
    let missing = told(&|files| {
        files.remove("all.template.json");
        files.remove("inspection.asl.json");
    });
    insta::assert_snapshot!("missing", missing);
    let broken = told(&|files| {
        files.insert("manifest.json".to_owned(), "{".to_owned());
    });
    assert!(
        broken.contains("small.us-east-1.manifest.json: it is no JSON"),
        "{broken}"
    );
    let looping = told(&|files| {
        let machine = json!({ "StartAt": "A", "States": {
            "A": { "Type": "Succeed" },
        }});
        files.insert("inspection.asl.json".to_owned(), machine.to_string());
    });
    assert!(
        looping.contains("not exactly one distributed map"),
        "{looping}"
    );
}

/// What is scheduled and cannot be read would cost nothing without a word.
#[test]
fn watching_that_cannot_be_counted_is_told() {
    let told = |schedule: &str, machine: Option<&str>| {
        let scheduled = Small {
            more: json!({ "Daily": { "Type": "AWS::Events::Rule", "Properties": {
                "ScheduleExpression": schedule,
            } } }),
            ..Small::default()
        };
        let mut files = scheduled.files();
        match machine {
            Some(text) => files.insert("monitor.asl.json".to_owned(), text.to_owned()),
            None => files.remove("monitor.asl.json"),
        };
        let place = Address::root().join_all(["small", "us-east-1"]);
        Deployment::read(&place, &files).unwrap_err().to_string()
    };
    let without_map = json!({ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } });
    let told = [
        told("rate(1 day)", None),
        told("rate(1 day)", Some("{")),
        told("rate(1 day)", Some(&without_map.to_string())),
        told("at(2026-12-01T00:00:00)", Some(&without_map.to_string())),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    error[cost::artefact] small.us-east-1.monitor.asl.json: it is missing
      help: run `cargo xtask generate`
    error[cost::artefact] small.us-east-1.monitor.asl.json: it is no sound state machine
      help: `cargo xtask workflow check` tells why
    error[cost::artefact] small.us-east-1.monitor.asl.json: it has not exactly one map, over the classes that are watched
    error[cost::artefact] small.us-east-1.ScheduleExpression: nobody can tell how often "at(2026-12-01T00:00:00)" is due
      help: write rate(N minutes), rate(N hours), rate(N days) or cron(...)
    "#);
    // Nothing is scheduled: the machine is started by hand, and not counted.
    let mut files = Small::default().files();
    files.remove("monitor.asl.json");
    assert!(Deployment::read(&Address::root(), &files).is_ok());
}
