//! State machines of a small environment beside the one that inspects.

use serde_json::{Value, json};

/// A run of watching enters 3 states, and 2 more for each class.
pub(crate) fn watching() -> Value {
    let pass = |next: &str| json!({ "Type": "Pass", "Next": next });
    json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Begin",
        "States": {
            "Begin": pass("Classes"),
            "Classes": {
                "Type": "Map", "Next": "Done",
                "ItemProcessor": {
                    "ProcessorConfig": { "Mode": "INLINE" },
                    "StartAt": "Ask",
                    "States": { "Ask": pass("Put"), "Put": { "Type": "Pass", "End": true } },
                },
            },
            "Done": { "Type": "Succeed" },
        },
    })
}

/// A training enters 3 states.
pub(crate) fn model_machine(trains: &Value) -> Value {
    let mut train = trains.clone();
    train["Type"] = "Task".into();
    train["Next"] = "Told".into();
    json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Begin",
        "States": {
            "Begin": { "Type": "Pass", "Next": "Train" },
            "Train": train,
            "Told": { "Type": "Succeed" },
        },
    })
}
