//! An `Assign` with names that no variable may have, or with more than one may set.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-name-syntax>

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use super::assigned::{assignments, plain_name};
use super::limits::{LONGEST_NAME, MOST_BYTES, too_long};
use crate::{QueryLanguage, State};

/// The variable that is the language's own.
const RESERVED: &str = "states";

pub(super) fn check(
    state: &State,
    language: QueryLanguage,
    address: &Address,
    problems: &mut Diagnostics,
) {
    for (address, assign) in assignments(state, address) {
        for field in assign.keys() {
            let name = match language {
                QueryLanguage::JsonPath => plain_name(field),
                QueryLanguage::Jsonata => field,
            };
            check_name(name, &address.join(field.as_str()), problems);
        }
        let bytes: usize = assign.values().map(bytes).sum();
        if bytes > MOST_BYTES {
            problems.push(Diagnostic::warning(
                "asl::limits",
                address,
                format!("One Assign sets at most {MOST_BYTES} bytes; this one holds {bytes}"),
            ));
        }
    }
}

fn bytes(value: &Value) -> usize {
    value.to_string().len()
}

fn check_name(name: &str, address: &Address, problems: &mut Diagnostics) {
    if let Some(length) = too_long(name, LONGEST_NAME) {
        problems.push(Diagnostic::error(
            "asl::limits",
            address.clone(),
            format!(
                "A variable's name has at most {LONGEST_NAME} characters; this one has {length}"
            ),
        ));
    }
    if name == RESERVED {
        let summary = format!("The variable ${RESERVED} is the language's own: nothing assigns it");
        problems.push(
            Diagnostic::error("asl::variable-name", address.clone(), summary)
                .with_help("give the variable another name"),
        );
    } else if !is_identifier(name) {
        let summary = format!("\"{name}\" cannot be a variable's name");
        problems.push(
            Diagnostic::error("asl::variable-name", address.clone(), summary)
                .with_detail("A name is a letter and then letters, digits and underscores")
                .with_help("only whole variables are assigned: no part of one, and no item"),
        );
    }
}

/// Whether a text may be an identifier of Unicode's Annex 31. Beyond ASCII, only what is surely
/// none is refused: the standard library does not tell marks, which may be in one, from symbols.
fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    let starts = |c: char| c.is_alphabetic() || (!c.is_ascii() && !c.is_numeric() && goes_on(c));
    letters.next().is_some_and(starts) && letters.all(goes_on)
}

fn goes_on(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || !(c.is_ascii() || c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{ExecutionType, QueryLanguage, check_machine, parse_value};

    fn is_refused(language: QueryLanguage, field: &str) -> bool {
        let language = match language {
            QueryLanguage::JsonPath => "JSONPath",
            QueryLanguage::Jsonata => "JSONata",
        };
        let (machine, _) = parse_value(&json!({
            "QueryLanguage": language, "StartAt": "A",
            "States": { "A": { "Type": "Pass", "Assign": { field: "$.a" }, "End": true } },
        }));
        let problems = machine.map(|machine| check_machine(&machine, ExecutionType::Standard));
        problems.is_some_and(|problems| problems.has_errors())
    }

    #[test]
    fn a_name_is_an_identifier_and_not_the_languages_own() {
        let path = QueryLanguage::JsonPath;
        let expression = QueryLanguage::Jsonata;
        for name in [
            "x",
            "x1",
            "productName",
            "snake_case",
            "größe",
            "変数",
            "नमस्ते",
            "state",
        ] {
            assert!(!is_refused(path, name), "{name}");
            assert!(!is_refused(path, &format!("{name}.$")), "{name}");
            assert!(!is_refused(expression, name), "{name}");
        }
        for name in [
            "",
            "1x",
            "_x",
            "x.y",
            "x[2]",
            "a b",
            "$x",
            "x-y",
            "x\u{2003}y",
            "٣",
            "states",
        ] {
            assert!(is_refused(path, name), "{name}");
            assert!(is_refused(path, &format!("{name}.$")), "{name}");
            assert!(is_refused(expression, name), "{name}");
        }
        // Only paths go by `.$`.
        assert!(is_refused(expression, "x.$"));
    }

    #[test]
    fn the_way_out_is_told() {
        let (machine, _) = parse_value(&json!({ "StartAt": "A", "States": {
            "A": { "Type": "Choice", "Default": "B", "Choices": [
                { "Variable": "$", "IsNull": true, "Next": "B", "Assign": { "x.y": 1, "states": 1 } },
            ]},
            "B": { "Type": "Succeed" },
        }}));
        let problems = machine.map(|machine| check_machine(&machine, ExecutionType::Standard));
        insta::assert_snapshot!(problems.unwrap_or_default(), @r#"
        error[asl::variable-name] States.A.Choices.0.Assign.x.y: "x.y" cannot be a variable's name
          A name is a letter and then letters, digits and underscores
          help: only whole variables are assigned: no part of one, and no item
        error[asl::variable-name] States.A.Choices.0.Assign.states: The variable $states is the language's own: nothing assigns it
          help: give the variable another name
        "#);
    }

    #[test]
    fn states_that_end_an_execution_assign_nothing() {
        for state in [
            json!({ "Type": "Succeed", "Assign": { "x": 1 } }),
            json!({ "Type": "Fail", "Assign": { "x": 1 } }),
        ] {
            let (_, problems) = parse_value(&json!({ "StartAt": "A", "States": { "A": state } }));
            assert!(problems.has_errors(), "{state}");
        }
    }
}
