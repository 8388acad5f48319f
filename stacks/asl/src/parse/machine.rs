//! The machine, its branches and their states.

use diagnostics::{Address, Diagnostics};
use serde_json::Value;

use super::fields::Fields;
use super::{kind, states};
use crate::{Branch, QueryLanguage, StateMachine, States};

/// The longest an execution may be allowed to run, in seconds.
const LONGEST: u64 = 99_999_999;

pub(super) fn language(fields: &mut Fields<'_>) -> Option<QueryLanguage> {
    match fields
        .words("QueryLanguage", &["JSONPath", "JSONata"])?
        .as_str()
    {
        "JSONata" => Some(QueryLanguage::Jsonata),
        _ => Some(QueryLanguage::JsonPath),
    }
}

pub(super) fn machine(fields: &mut Fields<'_>) -> Option<StateMachine> {
    let whole = fields.require(&["States", "StartAt"]);
    let query_language = language(fields);
    let machine = StateMachine {
        comment: fields.text("Comment"),
        query_language,
        version: fields.words("Version", &["1.0"]),
        timeout_seconds: fields.whole("TimeoutSeconds", 1, LONGEST),
        start_at: fields.text("StartAt").unwrap_or_default(),
        states: states_of(fields, query_language.unwrap_or_default()),
        keys: fields.keys(),
    };
    whole.then_some(machine)
}

/// The states of a machine, branch or item processor, from its `States` field.
pub(super) fn states_of(fields: &mut Fields<'_>, language: QueryLanguage) -> States {
    let Some(value) = fields.json("States") else {
        return States::new();
    };
    read_states(
        value,
        &fields.address.join("States"),
        language,
        fields.problems,
    )
}

fn read_states(
    value: &Value,
    address: &Address,
    language: QueryLanguage,
    problems: &mut Diagnostics,
) -> States {
    let Value::Object(object) = value else {
        problems.push(diagnostics::Diagnostic::error(
            "asl::schema",
            address.clone(),
            format!("The value must be an object, but is {}", kind(value)),
        ));
        return States::new();
    };
    let mut out = States::new();
    for (name, value) in object {
        if let Some(state) = states::state(
            value,
            &address.join(name.as_str()),
            language,
            false,
            problems,
        ) {
            out.insert(name.clone(), state);
        }
    }
    out
}

pub(super) fn branch(fields: &mut Fields<'_>, language: QueryLanguage) -> Option<Branch> {
    let whole = fields.require(&["States", "StartAt"]);
    let branch = Branch {
        comment: fields.text("Comment"),
        start_at: fields.text("StartAt").unwrap_or_default(),
        states: states_of(fields, language),
        keys: fields.keys(),
    };
    whole.then_some(branch)
}
