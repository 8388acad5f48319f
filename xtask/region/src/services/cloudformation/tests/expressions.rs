//! Intrinsic functions, parameters and conditions.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::evaluate::{Pseudo, Resources, Scope};
use super::super::parameter::{Given, Held, resolve};
use super::super::template::Template;

struct Two;

impl Resources for Two {
    fn reference(&self, logical_id: &str) -> Option<Value> {
        (logical_id == "Thing").then(|| "thing-1".into())
    }
    fn attribute(&self, logical_id: &str, attribute: &str) -> Option<Value> {
        (logical_id == "Thing" && attribute == "Arn").then(|| "arn:aws:x:::thing-1".into())
    }
}

fn pseudo() -> Pseudo {
    Pseudo {
        account: "000000000000".to_owned(),
        region: "us-east-1".to_owned(),
        stack_id: "arn:aws:cloudformation:us-east-1:000000000000:stack/app/1".to_owned(),
        stack_name: "app".to_owned(),
    }
}

/// The value of `expression` in a template with a parameter of each kind.
fn value(expression: &Value, given: &[(&str, &str)]) -> Result<Option<Value>, String> {
    let template = json!({
        "Parameters": {
            "Name": {"Type": "String", "Default": "ada"},
            "Count": {"Type": "Number", "Default": 3},
            "Names": {"Type": "CommaDelimitedList", "Default": "a, b ,c"},
        },
        "Mappings": {"Sizes": {"small": {"cpu": "1", "zones": ["x", "y"]}}},
        "Conditions": {
            "IsAda": {"Fn::Equals": [{"Ref": "Name"}, "ada"]},
            "IsThree": {"Fn::Equals": [{"Ref": "Count"}, 3]},
            "Both": {"Fn::And": [{"Condition": "IsAda"}, {"Condition": "IsThree"}]},
            "Neither": {"Fn::Not": [{"Fn::Or": [{"Condition": "IsAda"}, {"Condition": "IsThree"}]}]},
        },
        "Resources": {"Thing": {
            "Type": "AWS::CloudFormation::WaitConditionHandle",
        }},
        "Outputs": {"O": {"Value": expression}},
    });
    let template = Template::parse(&template.to_string()).map_err(|error| error.0)?;
    let given: Vec<Given> = given
        .iter()
        .map(|(name, value)| Given {
            name: (*name).into(),
            value: Some((*value).into()),
        })
        .collect();
    let parameters =
        resolve(&template.parameters, &given, &BTreeMap::new()).map_err(|error| error.0)?;
    let (pseudo, exports) = (
        pseudo(),
        BTreeMap::from([("shared".to_owned(), "v".to_owned())]),
    );
    let scope = Scope::new(&template, &parameters, &pseudo, &exports).map_err(|error| error.0)?;
    scope
        .evaluate(&template.outputs["O"].value, &Two)
        .map_err(|error| error.0)
}

#[test]
fn functions_have_the_values_that_aws_documents() {
    for (expression, expected) in [
        (json!({"Ref": "Name"}), json!("ada")),
        (json!({"Ref": "Count"}), json!("3")),
        (json!({"Ref": "Names"}), json!(["a", "b", "c"])),
        (json!({"Ref": "Thing"}), json!("thing-1")),
        (json!({"Ref": "AWS::Region"}), json!("us-east-1")),
        (json!({"Ref": "AWS::Partition"}), json!("aws")),
        (
            json!({"Fn::GetAtt": ["Thing", "Arn"]}),
            json!("arn:aws:x:::thing-1"),
        ),
        (
            json!({"Fn::GetAtt": "Thing.Arn"}),
            json!("arn:aws:x:::thing-1"),
        ),
        (
            json!({"Fn::Sub": "${AWS::AccountId}/${Thing.Arn}/${Thing}/${!Kept}/$x"}),
            json!("000000000000/arn:aws:x:::thing-1/thing-1/${Kept}/$x"),
        ),
        (
            json!({"Fn::Sub": ["${A}-${Name}", {"A": {"Fn::Join": ["+", ["1", {"Ref": "Count"}]]}}]}),
            json!("1+3-ada"),
        ),
        (json!({"Fn::Join": [",", {"Ref": "Names"}]}), json!("a,b,c")),
        (
            json!({"Fn::Select": ["1", {"Fn::Split": ["/", "x/y/z"]}]}),
            json!("y"),
        ),
        (json!({"Fn::Split": [",", "a,b"]}), json!(["a", "b"])),
        (
            json!({"Fn::FindInMap": ["Sizes", "small", "zones"]}),
            json!(["x", "y"]),
        ),
        (json!({"Fn::Base64": "hello"}), json!("aGVsbG8=")),
        (
            json!({"Fn::GetAZs": ""}),
            json!(["us-east-1a", "us-east-1b", "us-east-1c"]),
        ),
        (
            json!({"Fn::ImportValue": {"Fn::Sub": "shared"}}),
            json!("v"),
        ),
        (json!({"Fn::If": ["Both", "yes", "no"]}), json!("yes")),
        (json!({"Fn::If": ["Neither", "yes", "no"]}), json!("no")),
        (
            json!([1, {"Ref": "AWS::NoValue"}, {"a": {"Ref": "AWS::NoValue"}, "b": true}]),
            json!([1, {"b": true}]),
        ),
        (
            json!({"Condition": {"StringEquals": {}}}),
            json!({"Condition": {"StringEquals": {}}}),
        ),
    ] {
        assert_eq!(value(&expression, &[]), Ok(Some(expected)), "{expression}");
    }
    assert_eq!(value(&json!({"Ref": "AWS::NoValue"}), &[]), Ok(None));
}

#[test]
fn functions_that_cannot_be_evaluated_say_so() {
    for (expression, said) in [
        (
            json!({"Fn::Select": [3, {"Ref": "Names"}]}),
            "Template error: Fn::Select cannot select nonexistent value at index 3",
        ),
        (
            json!({"Fn::FindInMap": ["Sizes", "large", "cpu"]}),
            "Template error: Unable to get mapping for Sizes::large::cpu",
        ),
        (
            json!({"Fn::ImportValue": "other"}),
            "No export named other found",
        ),
        (
            json!({"Fn::Join": [",", "a"]}),
            "Template error: every Fn::Join object requires",
        ),
        (
            json!({"Fn::If": ["Both", "a"]}),
            "Template error: Fn::If requires a list argument",
        ),
        (
            json!({"Fn::Equals": ["a", "b"]}),
            "Template error: Fn::Equals may only be used in the Conditions block",
        ),
    ] {
        let refused = value(&expression, &[]).unwrap_err();
        assert!(refused.starts_with(said), "{expression}: {refused}");
    }
}

#[test]
fn parameters_keep_to_their_declarations() {
    let declared = json!({
        "Resources": {"A": {"Type": "AWS::CloudFormation::WaitConditionHandle"}},
        "Parameters": {
            "Word": {"Type": "String", "AllowedPattern": "[a-z]+", "MinLength": 2, "MaxLength": 4},
            "Said": {"Type": "String", "Default": "xx", "AllowedPattern": "x+",
                     "ConstraintDescription": "only x"},
            "Size": {"Type": "Number", "Default": 1, "MinValue": 1, "MaxValue": "10"},
            "Pick": {"Type": "String", "Default": "a", "AllowedValues": ["a", "b"]},
        },
    });
    let declared = Template::parse(&declared.to_string()).unwrap().parameters;
    let with = |given: &[(&str, &str)]| {
        let given: Vec<Given> = given
            .iter()
            .map(|(name, value)| Given {
                name: (*name).into(),
                value: Some((*value).into()),
            })
            .collect();
        resolve(&declared, &given, &BTreeMap::new()).map_err(|error| error.0)
    };
    for (given, said) in [
        (vec![], "Parameters: [Word] must have values"),
        (
            vec![("Word", "ab"), ("X", "1")],
            "Parameters: [X] do not exist in the template",
        ),
        (
            vec![("Word", "AB")],
            "Parameter 'Word' must match pattern [a-z]+",
        ),
        (
            vec![("Word", "a")],
            "Parameter 'Word' must contain at least 2 characters",
        ),
        (
            vec![("Word", "abcde")],
            "Parameter 'Word' must contain at most 4 characters",
        ),
        (
            vec![("Word", "ab"), ("Said", "y")],
            "Parameter 'Said' failed to satisfy constraint: only x",
        ),
        (
            vec![("Word", "ab"), ("Size", "x")],
            "Parameter 'Size' must be a number.",
        ),
        (
            vec![("Word", "ab"), ("Size", "11")],
            "Parameter 'Size' must be a number not greater than 10",
        ),
        (
            vec![("Word", "ab"), ("Pick", "c")],
            "Parameter 'Pick' must be one of AllowedValues [a, b]",
        ),
    ] {
        assert_eq!(with(&given), Err(said.to_owned()));
    }
    assert_eq!(with(&[("Word", "ab")]).unwrap()["Size"].value, "1");
}

#[test]
fn a_value_taken_over_is_the_one_the_stack_has() {
    let declared = json!({
        "Resources": {"A": {"Type": "AWS::CloudFormation::WaitConditionHandle"}},
        "Parameters": {"P": {"Type": "String", "Default": "default", "NoEcho": true}},
    });
    let declared = Template::parse(&declared.to_string()).unwrap().parameters;
    let had = BTreeMap::from([(
        "P".to_owned(),
        Held {
            value: "had".to_owned(),
            no_echo: true,
        },
    )]);
    let keep = [Given {
        name: "P".to_owned(),
        value: None,
    }];
    assert_eq!(resolve(&declared, &keep, &had).unwrap()["P"].value, "had");
    assert_eq!(resolve(&declared, &[], &had).unwrap()["P"].value, "default");
    assert_eq!(resolve(&declared, &[], &had).unwrap()["P"].shown(), "****");
}

proptest! {
    /// `Fn::Sub` of a text without variables is the text, and `Fn::Join` undoes `Fn::Split`.
    #[test]
    fn splitting_and_joining_keeps_the_text(text in "[a-z,/ ]{0,40}") {
        let joined = json!({"Fn::Join": ["/", {"Fn::Split": ["/", text]}]});
        prop_assert_eq!(value(&joined, &[]), Ok(Some(Value::from(text.clone()))));
        prop_assert_eq!(value(&json!({"Fn::Sub": text}), &[]), Ok(Some(Value::from(text))));
    }

    /// Whatever a template holds, reading it ends with a template or a refusal.
    #[test]
    fn reading_never_panics(
        key in "(Fn::[A-Z][a-zA-Z]{1,9}|Ref|Condition)",
        argument in "[\\[\\]{}\":, a-z0-9$!]{0,30}",
    ) {
        let text = format!(
            "{{\"Resources\": {{\"A\": {{\"Type\": \"AWS::IAM::Role\", \"Properties\": {{\"P\": \
             {{\"{key}\": {argument}}}}}}}}}}}"
        );
        let _ = Template::parse(&text);
        let quoted = json!({"Resources": {"A": {"Type": "T", "Properties": {
            "P": {key: argument},
        }}}});
        let _ = Template::parse(&quoted.to_string());
    }
}
