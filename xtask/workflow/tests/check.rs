//! `workflow check`, as people and programs see it.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that can't be read fails the test"
)]

mod common;

use asl::ExecutionType;
use common::source;
use workflow::Source;
use workflow::check::{check, render, to_json};

#[test]
fn every_mistake_is_told_with_its_place_and_the_way_out() {
    let checked = check(&source("broken.asl.json"), ExecutionType::Standard);
    assert!(checked.has_errors());
    insta::assert_snapshot!(ui::unstyled(&render(&[checked])));
}

#[test]
fn programs_read_the_same() {
    let checked = check(&source("broken.asl.json"), ExecutionType::Standard);
    let sound = check(&source("orders.asl.json"), ExecutionType::Standard);
    let told = to_json(&[checked, sound]);
    let dangling = told["files"][0]["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|problem| problem["pointer"] == "/States/Look/Next")
        .unwrap();
    assert_eq!(dangling["line"], 11);
    assert_eq!(dangling["column"], 15);
    assert_eq!(dangling["severity"], "error");
    assert_eq!(told["files"][0]["valid"], false);
    assert_eq!(told["files"][1]["valid"], true);
    assert_eq!(told["files"][1]["diagnostics"].as_array().unwrap().len(), 0);
    let of_first = told["files"][0]["diagnostics"].as_array().unwrap().len();
    assert_eq!(
        told["errors"].as_u64().unwrap() + told["warnings"].as_u64().unwrap(),
        of_first as u64
    );
}

#[test]
fn what_is_not_json_is_told_with_its_place() {
    let checked = check(
        &Source::new("a.json", "{\n  \"StartAt\": x\n}"),
        ExecutionType::Standard,
    );
    let told = to_json(&[checked]);
    assert_eq!(told["errors"], 1);
    assert_eq!(told["files"][0]["diagnostics"][0]["code"], "asl::json");
    assert_eq!(told["files"][0]["diagnostics"][0]["line"], 2);
}

#[test]
fn an_express_workflow_cannot_wait_for_a_job() {
    let standard = check(&source("orders.asl.json"), ExecutionType::Standard);
    let express = check(&source("orders.asl.json"), ExecutionType::Express);
    assert!(!standard.has_errors());
    assert!(express.has_errors());
}
