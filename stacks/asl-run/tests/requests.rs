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

/// The code and the place of each problem that is told of a definition.
fn told(definition: &Value, severity: &str) -> Vec<(String, String)> {
    let request = json!({ "definition": definition.to_string(), "severity": severity });
    let Ok(answer) = validate_definition(&request) else {
        return Vec::new();
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    answer["diagnostics"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| (text(&one["code"]), text(&one["location"])))
        .collect()
}

#[test]
fn a_problem_has_the_services_code_and_place() {
    let inner = json!({ "StartAt": "0", "States": { "0": { "Type": "Task", "End": true,
        "Resource": "arn:aws:states:::sagemakr:createModel" } } });
    for (states, severity, expected) in [
        (
            json!({ "A": { "Type": "Parallel", "Branches": [inner], "End": true } }),
            "ERROR",
            (
                "SCHEMA_VALIDATION_FAILED",
                "/States/A/Branches[0]/States/0/Resource",
            ),
        ),
        (
            json!({ "A": { "Type": "Choice", "Choices": [
                { "And": [{ "Variable": "a", "NumericEqualsPath": "$.a", "Next": "B" }], "Next": "A" },
            ] } }),
            "ERROR",
            (
                "SCHEMA_VALIDATION_FAILED",
                "/States/A/Choices[0]/And[0]/Next",
            ),
        ),
        (
            json!({ "A": { "Type": "Choice", "Default": "B", "Choices": [
                { "Or": [{ "Variable": "a", "NumericEqualsPath": "$.a" }], "Next": "B" },
            ] }, "B": { "Type": "Succeed" } }),
            "ERROR",
            (
                "SCHEMA_VALIDATION_FAILED",
                "/States/A/Choices[0]/Or[0]/Variable",
            ),
        ),
        (
            json!({ "A": { "Type": "Choice", "Default": "B", "Choices": [
                { "Not": { "Variable": "$.a", "NumericEqualsPath": "b[" }, "Next": "B" },
            ] }, "B": { "Type": "Succeed" } }),
            "ERROR",
            (
                "SCHEMA_VALIDATION_FAILED",
                "/States/A/Choices[0]/Not/NumericEqualsPath",
            ),
        ),
        (
            json!({ "A": { "Type": "Fail", "CausePath": "States.Format('\\q')" } }),
            "ERROR",
            ("SCHEMA_VALIDATION_FAILED", "/States/A/CausePath"),
        ),
        (
            json!({ "A": { "Type": "Wait", "Seconds": 1.5, "End": true } }),
            "ERROR",
            ("SCHEMA_VALIDATION_FAILED", "/States/A/Seconds"),
        ),
        (
            json!({ "A": { "Type": "Pass", "Next": "A" } }),
            "ERROR",
            ("MISSING_END_STATE", "/"),
        ),
        (
            json!({ "A": { "Type": "Pass", "Result": { "a": "$.a" }, "End": true } }),
            "WARNING",
            ("PASS_RESULT_IS_STATIC", "/States/A/Result/a"),
        ),
        (
            json!({ "A": { "Type": "Pass", "Parameters": { "a": "$.a" }, "End": true } }),
            "WARNING",
            ("NO_DOLLAR", "/States/A/Parameters/a"),
        ),
    ] {
        let definition = json!({ "StartAt": "A", "States": states });
        let told = told(&definition, severity);
        let expected = (expected.0.to_owned(), expected.1.to_owned());
        assert!(told.contains(&expected), "{definition}: {told:?}");
    }
}

#[test]
fn what_aws_refuses_of_variables_is_refused_when_a_machine_is_made() {
    let inner = |field: &str, value: &Value| {
        json!({ "QueryLanguage": "JSONata", "StartAt": "Begin", "States": {
            "Begin": { "Type": "Pass", "Assign": { "failure": null }, "Next": "All" },
            "All": { "Type": "Map", "Items": [1], "End": true, "ItemProcessor": {
                "ProcessorConfig": { "Mode": "INLINE" }, "StartAt": "One",
                "States": { "One": { "Type": "Pass", field: value, "End": true } },
            }},
        }})
    };
    let start = "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ";
    let one = "at /States/All/ItemProcessor/States/One";
    for (definition, expected) in [
        (
            inner("Assign", &json!({ "caught": "{% $failure %}" })),
            Ok(()),
        ),
        (
            inner("Assign", &json!({ "failure": 1 })),
            Err(format!(
                "\"One\" assigns the variable $failure, which \"Begin\" assigns in a flow around it \
                 {one}/Assign/failure'"
            )),
        ),
        (
            inner("Assign", &json!({ "states": 1 })),
            Err(format!(
                "The variable $states is the language's own: nothing assigns it {one}/Assign/states'"
            )),
        ),
        (
            inner("Output", &json!("{% $states.result %}")),
            Err(format!("This field has no $states.result {one}/Output'")),
        ),
        (
            json!({ "StartAt": "A", "States": {
                "A": { "Type": "Pass", "Assign": { "x": {} }, "Next": "B" },
                "B": { "Type": "Pass", "ResultPath": "$x.y", "End": true },
            }}),
            Err("Value is not a Reference Path at /States/B/ResultPath'".to_owned()),
        ),
    ] {
        let request = json!({ "name": "m", "definition": definition.to_string() });
        assert_eq!(
            checked(&request, None, true),
            expected.map_err(|why| format!("{start}{why}"))
        );
    }
}
