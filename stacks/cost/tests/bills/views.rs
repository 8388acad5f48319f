//! What people and programs see.

use crate::fixture::{EASY, Small, assumptions, price, request};
use cost::{
    CloseLookKind, PriceBook, Report, Request, Usd, estimate, render_markdown, render_table,
};
use serde_json::{Value, json};

/// The widest line of a terminal.
const WIDTH: usize = 80;

fn one_region() -> Report {
    price(
        &Small::default(),
        &assumptions("10%", &EASY),
        &request(99_900),
    )
}

/// Two regions, one of which has a price for little.
fn two_regions() -> Report {
    let small = |region| {
        let small = Small {
            region,
            more: json!({ "Key": { "Type": "AWS::KMS::Key", "Properties": {} } }),
            ..Small::default()
        };
        small.read().unwrap()
    };
    let deployments = [small("us-east-1"), small("ap-southeast-2")];
    let book = PriceBook::shipped().unwrap();
    let assumptions = assumptions("2.5%", &EASY);
    estimate(&deployments, &assumptions, &book, &request(3_000_001)).unwrap()
}

#[test]
fn a_report_reads_well_in_a_terminal() {
    insta::assert_snapshot!(render_table(&one_region()));
}

#[test]
fn several_regions_read_well_in_a_terminal() {
    insta::assert_snapshot!(render_table(&two_regions()));
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    let largest = Small {
        region: "eu-central-1",
        first_look: vec!["rekognition:DetectLabels", "rekognition:DetectFaces"],
        ..Small::default()
    };
    let dear = [("picture-bytes", "100000000"), ("trainings", "1000")];
    let largest = price(
        &largest,
        &assumptions("100%", &dear),
        &request(1_000_000_000),
    );
    for report in [one_region(), two_regions(), largest] {
        for line in render_table(&report).lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }
}

#[test]
fn a_report_reads_well_on_a_pull_request() {
    insta::assert_snapshot!(render_markdown(&one_region()));
}

#[test]
fn a_report_is_data() {
    insta::assert_json_snapshot!(one_region());
}

#[test]
fn a_thousand_of_none_has_no_price() {
    let dear = Request {
        close_look: Some(CloseLookKind::CustomLabels),
        ..request(1000)
    };
    let report = price(&Small::default(), &assumptions("0%", &EASY), &dear);
    let looks = &report.regions[0].close_looks;
    // 3 models run for nothing.
    let labels = looks
        .iter()
        .find(|look| look.kind == CloseLookKind::CustomLabels);
    assert_eq!(labels.unwrap().usd.to_string(), "8760");
    assert_eq!(labels.unwrap().per_thousand_looked, None);
    let text = render_table(&report);
    // In this bill, and cut off to say so.
    let mut lines = text.lines().map(str::trim_start);
    let row = lines.find(|line| line.starts_with("Rekognition Custom Labels"));
    let cells: Vec<&str> = row.unwrap().split_whitespace().rev().take(3).collect();
    assert_eq!(cells[1..], ["-", "8,760.00"], "{text}");

    let none = price(&Small::default(), &assumptions("10%", &EASY), &request(0));
    let data = serde_json::to_value(&none).unwrap();
    assert_eq!(data["perThousand"], Value::Null);
    assert_eq!(
        data["regions"][0]["closeLooks"][0]["perThousandLooked"],
        Value::Null
    );
    assert!(none.total > Usd::ZERO);
}
