//! `workflow run`: definitions run with mocks, in no time.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that can't be read fails the test"
)]

mod common;

use std::time::Instant;

use asl::{Choice, ExecutionType, Fail, Pass, StateMachine, Task, Wait};
use asl_run::{Moment, Outcome};
use common::{import, machine, mocks, noon, orders, run_with, source};
use serde_json::{Value, json};
use workflow::history;
use workflow::mock::{Mocks, parse_mocks};
use workflow::run::{Clock, Real, RunError, run, start};

fn output(outcome: &Outcome) -> &Value {
    assert_eq!(outcome.status(), "SUCCEEDED", "{outcome:?}");
    match outcome {
        Outcome::Succeeded { output } => output,
        _ => &Value::Null,
    }
}

fn error(outcome: &Outcome) -> (Option<&str>, Option<&str>) {
    match outcome {
        Outcome::Failed { error, cause } => (error.as_deref(), cause.as_deref()),
        _ => (None, None),
    }
}

#[test]
fn retries_branches_and_items_take_their_mocks_in_turn() {
    let run = orders();
    let wanted = json!([["box 1", "freight", "box 2"], "SUCCEEDED"]);
    assert_eq!(*output(&run.outcome), wanted);
    // Two retries: after a minute, and after two more.
    assert_eq!(run.stopped, noon().after_seconds(180.0));
}

#[test]
fn the_history_is_a_table_for_people() {
    let table = history::to_table(&orders()).render(None);
    insta::assert_snapshot!(ui::unstyled(&table));
}

#[test]
fn the_history_is_told_to_programs_as_aws_tells_it() {
    let told = history::to_json(&orders());
    let events = told["events"].as_array().unwrap();
    assert_eq!(events[0]["type"], "ExecutionStarted");
    assert_eq!(events[0]["id"], 1);
    assert_eq!(events[0]["previousEventId"], 0);
    let entered = &events[1];
    assert_eq!(entered["type"], "TaskStateEntered");
    assert_eq!(entered["stateEnteredEventDetails"]["name"], "Look up");
    assert_eq!(events.last().unwrap()["type"], "ExecutionSucceeded");
    assert!(told.get("childExecutions").is_none());
}

#[test]
fn a_distributed_map_reads_its_objects_runs_its_children_and_writes_what_became_of_them() {
    let run = import();
    let map = &run.map_runs[0];
    assert_eq!(
        (map.items.total, map.items.succeeded, map.items.failed),
        (5, 3, 2)
    );
    assert_eq!(run.children.len(), 3);
    assert_eq!(run.children_left_out, 0);
    assert_eq!(run.written.len(), 3);
    assert!(
        run.written[2].ends_with("/manifest.json"),
        "{:?}",
        run.written
    );
    // Two children rest at the same time; none waits for the other.
    assert_eq!(run.stopped, noon().after_seconds(3600.0));
    let told = history::to_json(&run);
    let children = told["childExecutions"].as_array().unwrap();
    let statuses: Vec<_> = children.iter().map(|child| &child["status"]).collect();
    assert_eq!(statuses, ["FAILED", "SUCCEEDED", "SUCCEEDED"]);
    assert_eq!(
        children[0]["events"].as_array().unwrap().last().unwrap()["type"],
        "ExecutionFailed"
    );
}

#[test]
fn a_run_is_the_same_each_time() {
    let told = || history::to_json(&import()).to_string();
    assert_eq!(told(), told());
}

#[test]
fn many_children_run_in_bounded_memory() {
    let items: Vec<u32> = (0..5_000).collect();
    let definition = json!({
        "QueryLanguage": "JSONata", "StartAt": "Each",
        "States": { "Each": {
            "Type": "Map", "Items": items, "Output": {}, "End": true,
            "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
                "StartAt": "Wait", "States": { "Wait": { "Type": "Wait", "Seconds": 1, "End": true } }
            }
        } }
    });
    let (machine, _) = asl::parse_definition(&definition.to_string());
    let run = run_with(&machine.unwrap(), json!({}), &mut Mocks::default()).unwrap();
    assert_eq!(run.map_runs[0].items.succeeded, 5_000);
    assert_eq!(run.children.len() + run.children_left_out, 5_000);
    assert!(run.children_left_out > 0);
    // A thousand at once: five rounds of a second.
    assert_eq!(run.stopped, noon().after_seconds(5.0));
}

#[test]
fn the_mock_file_of_step_functions_local_is_understood() {
    let file = source("MockConfigFile.json");
    let machine = machine("orders.asl.json");
    let mut happy = parse_mocks(&file, "orders", Some("HappyPath")).unwrap();
    let ran = run_with(&machine, json!({}), &mut happy).unwrap();
    assert_eq!(*output(&ran.outcome), json!([["box 1"], "SUCCEEDED"]));
    let mut broken = parse_mocks(&file, "other", Some("orders/OutOfOrder")).unwrap();
    let ran = run_with(&machine, json!({}), &mut broken).unwrap();
    assert_eq!(
        error(&ran.outcome),
        (Some("NotShipped"), Some("the index is gone"))
    );
    let problem = parse_mocks(&file, "orders", None).unwrap_err();
    insta::assert_snapshot!(ui::unstyled(&ui::render_error(&problem)));
}

#[test]
fn a_task_without_a_mock_is_told_with_the_way_out() {
    let machine = machine("orders.asl.json");
    let failed = run_with(&machine, json!({}), &mut Mocks::default()).unwrap_err();
    let told = ui::unstyled(&ui::render_error(&failed.problem(&machine, None)));
    let mut some =
        mocks(r#"{"States": {"Look up": {"0": {"Throw": {"Error": "Busy"}}}}}"#).unwrap();
    let failed = run_with(&machine, json!({}), &mut some).unwrap_err();
    let told = told + &ui::unstyled(&ui::render_error(&failed.problem(&machine, Some(&some))));
    insta::assert_snapshot!(told);
}

#[test]
fn objects_that_nobody_mocked_are_told_with_the_way_out() {
    let machine = machine("import.asl.json");
    let failed = run_with(&machine, json!({}), &mut Mocks::default()).unwrap_err();
    assert!(
        matches!(&failed, RunError::NoObjects { address } if address == "s3://pictures/incoming/")
    );
    let told = ui::render_error(&failed.problem(&machine, None));
    assert!(told.contains("Objects"), "{told}");
}

#[test]
fn the_rows_of_a_parquet_object_are_mocked_as_an_array() {
    let mut machine = machine("import.asl.json").to_json();
    let map = &mut machine["States"]["Import"];
    map["ItemReader"] = json!({
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": { "InputType": "PARQUET" },
        "Arguments": { "Bucket": "pictures", "Key": "list.parquet" }
    });
    let (machine, problems) = asl::parse_value(&machine);
    assert!(!problems.has_errors(), "{problems}");
    let machine = machine.unwrap();
    let with = |objects: &str| {
        let text = format!(r#"{{"States": {{"Read": {{"Return": 1}}}}, "Objects": {objects}}}"#);
        run_with(&machine, json!({}), &mut mocks(&text).unwrap())
    };
    let ran = with(r#"{"s3://pictures/list.parquet": [{"n": 1}, {"n": 2}, {"n": 3}]}"#).unwrap();
    assert_eq!(ran.map_runs[0].items.succeeded, 3);
    let ran = with(r#"{"s3://pictures/other.parquet": []}"#).unwrap();
    assert_eq!(error(&ran.outcome).0, Some("States.ItemReaderFailed"));
    let failed = with(r#"{"s3://pictures/list.parquet": "PAR1"}"#).unwrap_err();
    assert!(matches!(failed, RunError::NoRows { .. }), "{failed}");
}

#[test]
fn mistakes_in_a_mock_file_are_told_together() {
    let text = r#"{
  "States": {
    "Look": {"Retrun": {}},
    "Pack": [],
    "Bill": {"0": {"Return": 1}, "two": {"Return": 2}},
    "Ship": {"Return": {}, "Throw": {}}
  },
  "Objects": {"bucket/key": ""},
  "Stats": {}
}"#;
    let problem = mocks(text).unwrap_err();
    insta::assert_snapshot!(ui::unstyled(&ui::render_error(&problem)));
}

#[test]
fn mocks_for_what_is_not_there_are_pointed_out() {
    let mocks = mocks(r#"{"States": {"Lok up": {"Return": 1}, "Ship": {"Return": 2}}}"#).unwrap();
    let problems = mocks.check(&machine("orders.asl.json")).to_string();
    assert!(problems.contains("did you mean \"Look up\"?"), "{problems}");
    assert!(problems.contains("is a Parallel"), "{problems}");
}

#[test]
fn tokens_and_activities_are_answered_too() {
    let machine = StateMachine::new("Ask")
        .state(
            "Ask",
            Task::new("arn:aws:states:::sqs:sendMessage.waitForTaskToken").next("Work"),
        )
        .state(
            "Work",
            Task::new("arn:aws:states:us-east-1:123456789012:activity:work"),
        );
    let mut mocks = mocks(r#"{"States": {"Ask": {"Return": 1}, "Work": {"Return": 2}}}"#).unwrap();
    let ran = run_with(&machine, json!({}), &mut mocks).unwrap();
    assert_eq!(*output(&ran.outcome), json!(2));
    let kinds: Vec<_> = ran.events.iter().map(|event| event.kind).collect();
    for kind in [
        "TaskSubmitted",
        "ActivityScheduled",
        "ActivityStarted",
        "ActivitySucceeded",
    ] {
        assert!(kinds.contains(&kind), "{kind} is not in {kinds:?}");
    }
}

#[test]
fn a_task_can_run_out_of_time() {
    let machine = StateMachine::new("Look").state(
        "Look",
        Task::new("arn:aws:states:::lambda:invoke").timeout_seconds(90),
    );
    let text = r#"{"States": {"Look": {"Throw": {"Error": "States.Timeout"}}}}"#;
    let ran = run_with(&machine, json!({}), &mut mocks(text).unwrap()).unwrap();
    assert_eq!(error(&ran.outcome).0, Some("States.Timeout"));
    assert!(ran.events.iter().any(|event| event.kind == "TaskTimedOut"));
    assert_eq!(ran.stopped, noon().after_seconds(90.0));
}

#[test]
fn what_never_ends_is_given_up() {
    let round = StateMachine::new("A")
        .state("A", Pass::new().next("B"))
        .state("B", Pass::new().next("A"));
    // A Standard execution ends with its history; an Express one would go on.
    let ran = run_with(&round, json!({}), &mut Mocks::default()).unwrap();
    assert!(matches!(ran.outcome, Outcome::Failed { .. }));
    let mut express = start("round", ExecutionType::Express, json!({}), noon(), 0);
    express.keeps_history = false;
    let clock = &mut workflow::run::Virtual::from(noon());
    let ended = run(&round, &express, &mut Mocks::default(), clock);
    assert!(matches!(ended, Err(RunError::Endless)), "{ended:?}");
}

#[test]
fn real_time_passes_as_it_does() {
    let machine = StateMachine::new("Wait").state("Wait", Wait::seconds(1));
    let now = Real.now();
    let began = Instant::now();
    let start = start("wait", ExecutionType::Standard, json!({}), now, 0);
    let ran = run(&machine, &start, &mut Mocks::default(), &mut Real).unwrap();
    assert!(began.elapsed().as_millis() >= 900, "{:?}", began.elapsed());
    assert!(ran.stopped >= Moment::from_millis(now.as_millis() + 1000));
}

#[test]
fn a_choice_sees_what_the_clock_tells() {
    let machine = StateMachine::new("Wait")
        .query_language(asl::QueryLanguage::Jsonata)
        .state(
            "Wait",
            Wait::timestamp("2026-02-01T00:00:00Z").next("Late?"),
        )
        .state(
            "Late?",
            Choice::new()
                .when(
                    "{% $states.context.State.EnteredTime >= '2026-02-01T00:00:00.000Z' %}",
                    "Late",
                )
                .otherwise("Early"),
        )
        .state("Late", Pass::new())
        .state("Early", Fail::new("Early", "the wait was left out"));
    let ran = run_with(&machine, json!({}), &mut Mocks::default()).unwrap();
    assert_eq!(ran.outcome.status(), "SUCCEEDED", "{:?}", ran.outcome);
}
