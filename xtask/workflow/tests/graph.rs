//! `workflow graph`: drawings, plain and coloured by a history.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that can't be read fails the test"
)]

mod common;

use common::{import, machine, mocks, orders, run_with, source};
use serde_json::json;
use workflow::Source;
use workflow::graph::{Graph, Status, Statuses, render_dot, render_mermaid, render_svg};
use workflow::history;
use workflow::run::Run;

fn statuses(run: &Run) -> Statuses {
    Statuses::parse(&Source::new(
        "history.json",
        history::to_json(run).to_string(),
    ))
    .unwrap()
}

fn draw(format: fn(&Graph) -> String) -> (String, String) {
    let machine = machine("orders.asl.json");
    let plain = format(&Graph::of(&machine, None));
    let coloured = format(&Graph::of(&machine, Some(&statuses(&orders()))));
    (plain, coloured)
}

#[test]
fn mermaid() {
    let (plain, coloured) = draw(render_mermaid);
    assert!(!plain.contains("classDef"), "{plain}");
    insta::assert_snapshot!(coloured);
}

#[test]
fn dot() {
    let (plain, coloured) = draw(render_dot);
    assert!(!plain.contains("color=\"#2c8a4b\""), "{plain}");
    insta::assert_snapshot!(coloured);
}

#[test]
fn svg() {
    let (plain, coloured) = draw(render_svg);
    assert!(!plain.contains("not reached"), "{plain}");
    assert!(
        coloured.contains("<title>Pack (Task · lambda:invoke, caught)</title>"),
        "{coloured}"
    );
    insta::assert_snapshot!(coloured);
}

#[test]
fn a_history_tells_how_each_state_went() {
    let statuses = statuses(&orders());
    // Tried again twice, and then it worked.
    assert_eq!(statuses.of("Look up"), Status::Succeeded);
    assert_eq!(statuses.of("Pack"), Status::Caught);
    assert_eq!(statuses.of("Send by freight"), Status::Succeeded);
    assert_eq!(statuses.of("Each item"), Status::Succeeded);
    assert_eq!(statuses.of("Ship"), Status::Succeeded);
    assert_eq!(statuses.of("Wait for stock"), Status::NotReached);
    assert_eq!(statuses.of("Apologise"), Status::NotReached);
}

#[test]
fn a_failure_colours_all_that_it_went_through_and_not_what_ran_beside_it() {
    let machine = machine("orders.asl.json");
    let text = r#"{"States": {
        "Look up": {"Return": {"Payload": {"items": [1]}}},
        "Pack": {"Throw": {"Error": "Burnt"}},
        "Bill": {"Return": {"Status": "SUCCEEDED"}}
    }}"#;
    let run = run_with(&machine, json!({}), &mut mocks(text).unwrap()).unwrap();
    assert_eq!(run.outcome.status(), "FAILED");
    let statuses = statuses(&run);
    for state in ["Pack", "Each item", "Ship"] {
        assert_eq!(statuses.of(state), Status::Failed, "{state}");
    }
    assert_eq!(statuses.of("Bill"), Status::Succeeded);
    assert_eq!(statuses.of("Done"), Status::NotReached);
    let text = r#"{"States": {"Look up": {"Throw": {"Error": "Broken"}}}}"#;
    let run = run_with(&machine, json!({}), &mut mocks(text).unwrap()).unwrap();
    let statuses = self::statuses(&run);
    assert_eq!(statuses.of("Look up"), Status::Caught);
    assert_eq!(statuses.of("Apologise"), Status::Failed);
}

#[test]
fn what_fails_inside_and_is_caught_outside_is_told_apart() {
    let definition = json!({
        "StartAt": "Both",
        "States": {
            "Both": {
                "Type": "Parallel", "Next": "After",
                "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "After" }],
                "Branches": [
                    { "StartAt": "Work", "States": { "Work": {
                        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true } } },
                    { "StartAt": "Rest", "States": { "Rest": {
                        "Type": "Wait", "Seconds": 10, "End": true } } }
                ]
            },
            "After": { "Type": "Succeed" }
        }
    });
    let (machine, _) = asl::parse_definition(&definition.to_string());
    let mut mocks = mocks(r#"{"States": {"Work": {"Throw": {"Error": "Broken"}}}}"#).unwrap();
    let statuses = statuses(&run_with(&machine.unwrap(), json!({}), &mut mocks).unwrap());
    assert_eq!(statuses.of("Both"), Status::Caught);
    assert_eq!(statuses.of("Work"), Status::Failed);
    assert_eq!(statuses.of("Rest"), Status::Unfinished);
    assert_eq!(statuses.of("After"), Status::Succeeded);
}

#[test]
fn the_children_of_a_distributed_map_colour_what_is_inside_it() {
    let statuses = statuses(&import());
    assert_eq!(statuses.of("Read"), Status::Failed);
    assert_eq!(statuses.of("Rest"), Status::Succeeded);
    assert_eq!(statuses.of("Import"), Status::Succeeded);
}

#[test]
fn the_histories_of_children_may_come_one_by_one() {
    let told = history::to_json(&import());
    let parse = |history: &serde_json::Value| {
        Statuses::parse(&Source::new("history.json", history.to_string())).unwrap()
    };
    let mut one_by_one = parse(&json!({ "events": told["events"] }));
    assert_eq!(one_by_one.of("Read"), Status::NotReached);
    for child in told["childExecutions"].as_array().unwrap() {
        one_by_one.add(parse(child));
    }
    assert_eq!(one_by_one, parse(&told));
}

#[test]
fn the_aws_cli_may_tell_a_history_backwards_and_with_texts_as_times() {
    let mut told = history::to_json(&orders());
    let events = told["events"].as_array_mut().unwrap();
    events.reverse();
    for event in events {
        event["timestamp"] = json!("2026-01-31T12:00:00.000000+00:00");
    }
    let parsed = Statuses::parse(&Source::new("history.json", told.to_string())).unwrap();
    assert_eq!(parsed, statuses(&orders()));
}

#[test]
fn what_is_no_history_is_refused_with_the_way_to_one() {
    for text in [
        "{}",
        "[1]",
        "{\"events\": 3}",
        "{\"events\": [{\"type\": 3}]}",
    ] {
        let problem = Statuses::parse(&Source::new("h.json", text)).unwrap_err();
        assert!(
            problem.to_string().contains("no execution history"),
            "{problem}"
        );
    }
    // Events that lead to each other end nowhere.
    let round = json!([
        { "id": 2, "previousEventId": 2, "type": "TaskFailed" },
        { "id": 3, "previousEventId": 4, "type": "ExecutionFailed" },
        { "id": 4, "previousEventId": 3, "type": "TaskStateExited",
          "stateExitedEventDetails": { "name": "A" } }
    ]);
    Statuses::parse(&Source::new("h.json", round.to_string())).unwrap();
}

/// Text that each format must keep from being read as its own.
#[test]
fn names_cannot_break_a_drawing() {
    let name = "a\"b <c> & `d` \\ #e |f| \u{7}\nend";
    let definition = json!({
        "StartAt": name,
        "States": { name: { "Type": "Pass", "End": true } }
    });
    let (machine, _) = asl::parse_definition(&definition.to_string());
    let graph = Graph::of(&machine.unwrap(), None);
    let svg = render_svg(&graph);
    assert!(svg.contains("a&quot;b &lt;c&gt; &amp; `d`"), "{svg}");
    assert!(!svg.contains('\u{7}'));
    let mermaid = render_mermaid(&graph);
    assert!(mermaid.contains("a#quot;b #lt;c#gt; #amp;"), "{mermaid}");
    let dot = render_dot(&graph);
    assert!(dot.contains("a\\\"b <c> & `d` \\\\ #e |f|"), "{dot}");
}

#[test]
fn a_broken_machine_is_drawn_as_far_as_it_goes() {
    let broken = source("broken.asl.json");
    let checked = workflow::check::check(&broken, asl::ExecutionType::Standard);
    let mermaid = render_mermaid(&Graph::of(&checked.machine.unwrap(), None));
    assert!(mermaid.contains("Record"), "{mermaid}");
}

#[test]
fn a_state_that_only_the_history_knows_is_named() {
    let machine = machine("import.asl.json");
    assert!(statuses(&import()).unknown(&machine).is_empty());
    assert!(statuses(&orders()).unknown(&machine).contains(&"Ship"));
}
