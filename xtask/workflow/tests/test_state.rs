//! `workflow test-state`: one state by itself.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that can't be read fails the test"
)]

mod common;

use asl_run::test_state::{Answer, Configuration, InspectionLevel, Mock, Request, Setting, Status};
use common::{machine, noon, source};
use serde_json::json;
use ui::Problem;
use workflow::Source;
use workflow::test_state::{is_failure, is_machine, known, parse_mock, test, to_table};

fn mock(text: &str, attempt: u64) -> Result<Mock, Problem> {
    parse_mock(&Source::new("--mock", text), "orders", "Look up", attempt)
}

fn tested(state: &str, request: Request) -> Result<Answer, Problem> {
    let request = Request {
        definition: source("orders.asl.json").text,
        state_name: Some(state.to_owned()),
        ..request
    };
    test(
        &request,
        &Setting::new("aws", "us-east-1", "123456789012", noon(), 0),
    )
}

#[test]
fn a_choice_tells_where_it_goes() {
    let with = |input: &str| {
        let input = Some(input.to_owned());
        let request = Request {
            input,
            ..Request::default()
        };
        tested("Anything?", request).unwrap().next_state
    };
    assert_eq!(with(r#"{"items": [1]}"#).as_deref(), Some("Ship"));
    assert_eq!(with(r#"{"items": []}"#).as_deref(), Some("Wait for stock"));
}

#[test]
fn the_data_between_the_steps_are_told_in_their_order() {
    let request = Request {
        input: Some(r#"{"id": 7}"#.to_owned()),
        inspection_level: InspectionLevel::Debug,
        mock: Some(mock(r#"{"Return": {"Payload": {"items": ["lamp"]}}}"#, 0).unwrap()),
        ..Request::default()
    };
    let answer = tested("Look up", request).unwrap();
    insta::assert_snapshot!(ui::unstyled(&to_table(&answer).render(None)));
}

#[test]
fn the_mock_file_of_a_run_serves_each_attempt() {
    let file = source("orders.mocks.json");
    let at = |attempt| {
        let request = Request {
            mock: Some(parse_mock(&file, "orders", "Look up", attempt).unwrap()),
            configuration: Configuration {
                retrier_retry_count: Some(attempt),
                ..Configuration::default()
            },
            ..Request::default()
        };
        tested("Look up", request).unwrap()
    };
    assert_eq!(at(0).status, Status::Retriable);
    assert!(is_failure(&at(1)));
    assert_eq!(at(2).status, Status::Succeeded);
    assert!(!is_failure(&at(2)));
    let none = parse_mock(&file, "orders", "Look up", 3).unwrap_err();
    assert!(none.to_string().contains("attempt 3"), "{none}");
}

#[test]
fn an_error_is_caught_by_whom_it_concerns() {
    for text in [
        r#"{"Throw": {"Error": "Odd", "Cause": "why"}}"#,
        r#"{"errorOutput": {"error": "Odd", "cause": "why"}}"#,
    ] {
        let mock = Some(mock(text, 0).unwrap());
        let answer = tested(
            "Look up",
            Request {
                mock,
                ..Request::default()
            },
        )
        .unwrap();
        assert_eq!(answer.status, Status::CaughtError);
        assert_eq!(answer.next_state.as_deref(), Some("Apologise"));
        assert_eq!(answer.output, Some(json!({"Error": "Odd", "Cause": "why"})));
    }
}

#[test]
fn the_apis_own_mocks_are_json_or_its_text() {
    let of = |text: &str| mock(text, 0).unwrap().result.unwrap();
    assert_eq!(of(r#"{"result": {"a": 1}}"#), r#"{"a":1}"#);
    assert_eq!(of(r#"{"result": "{\"a\": 1}"}"#), r#"{"a": 1}"#);
    assert!(mock(r#"{"Retrun": 1}"#, 0).is_err());
}

#[test]
fn what_cannot_be_tested_is_told_with_the_way_out() {
    let mut told = String::new();
    for state in ["Look up", "Ship", "Bill"] {
        let problem = tested(state, Request::default()).unwrap_err();
        told += &ui::unstyled(&ui::render_error(&problem));
    }
    let mock = Some(mock(r#"{"Return": {"StatusCode": "no"}}"#, 0).unwrap());
    let problem = tested(
        "Look up",
        Request {
            mock,
            ..Request::default()
        },
    )
    .unwrap_err();
    told += &ui::unstyled(&ui::render_error(&problem));
    let file = source("orders.asl.json");
    let problem = known(&file, &machine("orders.asl.json"), "Shipp").unwrap_err();
    told += &ui::unstyled(&ui::render_error(&problem));
    insta::assert_snapshot!(told);
}

#[test]
fn a_state_without_its_machine_is_told_apart() {
    assert!(is_machine(&source("orders.asl.json")));
    assert!(!is_machine(&Source::new(
        "s.json",
        r#"{"Type": "Pass", "End": true}"#
    )));
}
