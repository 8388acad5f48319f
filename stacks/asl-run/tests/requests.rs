//! Requests with definitions, through the public door.

use asl_run::requests::{Surroundings, check_machine_request, validate_definition};
use serde_json::{Value, json};

fn definition() -> Value {
    json!({ "StartAt": "A", "States": { "A": { "Type": "Choice", "Choices": [
        { "Variable": "$.a", "IsNull": true, "Next": "B" },
    ]}, "B": { "Type": "Succeed" } } })
}

fn checked(request: &Value, taken: Option<&str>, has_group: bool) -> Result<(), String> {
    let world = Surroundings {
        taken,
        has_log_group: &|_| has_group,
    };
    check_machine_request(request, &world).map_err(|refusal| refusal.to_string())
}

#[test]
fn a_request_is_accepted_or_refused_with_its_reason() {
    let good = json!({ "name": "m", "definition": definition().to_string() });
    assert_eq!(checked(&good, None, true), Ok(()));

    let arn = "arn:aws:states:eu-central-1:000000000000:stateMachine:m";
    assert_eq!(
        checked(&good, Some(arn), true),
        Err(format!(
            "StateMachineAlreadyExists: State Machine Already Exists: '{arn}'"
        ))
    );

    let mut bad = good.clone();
    bad["definition"] = "{}".into();
    assert_eq!(
        checked(&bad, None, true),
        Err(
            "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: \
             These fields are required: [States, StartAt] at /'"
                .to_owned()
        )
    );

    let group =
        json!({ "cloudWatchLogsLogGroup": { "logGroupArn": "arn:aws:logs:::log-group:g:*" } });
    let not_found =
        "InvalidLoggingConfiguration: Invalid Logging Configuration: Log Destination not found.";
    let not_one = "InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.";
    for (level, destinations, has_group, expected) in [
        ("ALL", json!([group]), true, Ok(())),
        ("ERROR", json!([group]), false, Err(not_found)),
        ("FATAL", json!([]), true, Err(not_one)),
        ("ALL", json!([group, group]), true, Err(not_one)),
        ("OFF", json!([]), true, Ok(())),
    ] {
        let mut request = good.clone();
        request["loggingConfiguration"] = json!({ "level": level, "destinations": destinations });
        assert_eq!(
            checked(&request, None, has_group),
            expected.map_err(str::to_owned),
            "{level}"
        );
    }
}

#[test]
fn warnings_are_told_where_they_are_asked_for() {
    let mut request = json!({ "definition": definition().to_string() });
    let answer = validate_definition(&request).unwrap();
    assert_eq!(
        answer,
        json!({ "result": "OK", "diagnostics": [], "truncated": false })
    );
    request["severity"] = "WARNING".into();
    let answer = validate_definition(&request).unwrap();
    assert_eq!(answer["result"], "OK");
    assert_eq!(answer["diagnostics"][0]["severity"], "WARNING");
    assert_eq!(answer["diagnostics"][0]["location"], "/States/A");
    request["type"] = "FAST".into();
    assert!(validate_definition(&request).is_err());
}
