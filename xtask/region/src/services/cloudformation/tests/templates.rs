//! Templates that are refused, in CloudFormation's words.

use serde_json::{Value, json};

use super::super::check::check;
use super::super::template::Template;

fn refusal(template: &Value) -> String {
    Template::parse(&template.to_string())
        .and_then(|template| check(&template))
        .expect_err("refused")
        .to_string()
}

fn with(resources: &Value) -> Value {
    json!({ "Resources": resources })
}

fn handle() -> Value {
    json!({"Type": "AWS::CloudFormation::WaitConditionHandle"})
}

#[test]
fn malformed_templates_are_refused_in_the_words_of_aws() {
    let properties = |properties: Value| {
        with(&json!({"R": {"Type": "AWS::IAM::Role", "Properties": properties}}))
    };
    for (template, said) in [
        (
            json!({}),
            "Template format error: At least one Resources member must be defined.",
        ),
        (
            json!({"Resource": {}, "Resources": {"A": handle()}}),
            "Invalid template property or properties [Resource]",
        ),
        (
            with(&json!({"a-b": handle()})),
            "Template format error: Resource name a-b is non alphanumeric.",
        ),
        (
            with(&json!({"A": {}})),
            "Template format error: [/Resources/A] Every Resources object must contain a Type \
             member.",
        ),
        (
            with(&json!({"A": {"Type": "AWS::IAM::Role", "Propertys": {}}})),
            "Invalid template resource property 'Propertys'",
        ),
        (
            properties(json!({"RoleName": null})),
            "Template format error: [/Resources/R/Properties/RoleName] 'null' values are not \
             allowed in templates",
        ),
        (
            properties(json!({"RoleName": {"Ref": "Nowhere"}})),
            "Template format error: Unresolved resource dependencies [Nowhere] in the Resources \
             block of the template",
        ),
        (
            properties(json!({"RoleName": {"Fn::Sub": "a-${Nowhere}"}})),
            "Template format error: Unresolved resource dependencies [Nowhere] in the Resources \
             block of the template",
        ),
        (
            properties(json!({"RoleName": {"Fn::GetAtt": ["R", "Colour"]}})),
            "Template error: resource R does not support attribute type Colour in Fn::GetAtt",
        ),
        (
            properties(json!({"RoleName": {"Fn::GetAtt": "S.Arn"}})),
            "Template error: instance of Fn::GetAtt references undefined resource S",
        ),
        (
            properties(json!({"RoleName": {"Fn::If": ["C", "a", "b"]}})),
            "Template format error: Unresolved condition dependency C in the Resources block of \
             the template",
        ),
        (
            properties(json!({"RoleName": {"Fn::FindInMap": ["M", "a", "b"]}})),
            "Template error: Mapping named 'M' is not present in the 'Mappings' section of \
             template.",
        ),
        (
            properties(json!({"RoleName": {"Ref": ["a"]}})),
            "Template format error: Every Ref object must have a single String value.",
        ),
        (
            properties(json!({"RoleName": {"Fn::Sub": "${a b}"}})),
            "Template error: variable names in Fn::Sub syntax must contain only alphanumeric \
             characters, underscores, periods, and colons",
        ),
        (
            with(
                &json!({"A": {"Type": "AWS::IAM::Role", "DependsOn": "B"}, "B": {
                "Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Ref": "A"}},
            }, "C": {"Type": "AWS::IAM::Role", "DependsOn": "A"}}),
            ),
            "Circular dependency between resources: [A, B]",
        ),
        (
            json!({"Resources": {"A": handle()}, "Outputs": {"O": {"Value": {"Ref": "B"}}}}),
            "Template format error: Unresolved resource dependencies [B] in the Outputs block of \
             the template",
        ),
        (
            json!({"Resources": {"A": handle()}, "Parameters": {"P": {"Type": "Text"}}}),
            "Template format error: Unrecognized parameter type: Text",
        ),
        (
            json!({"Resources": {"A": handle()}, "Conditions": {
                "C": {"Fn::Equals": [{"Ref": "A"}, "x"]},
            }}),
            "Template format error: Unresolved dependencies [A]. Cannot reference resources in \
             the Conditions block of the template",
        ),
        (
            json!({"Resources": {"A": handle()}, "Conditions": {
                "C": {"Condition": "D"}, "D": {"Fn::Not": [{"Condition": "C"}]},
            }}),
            "Circular dependency between conditions: [C, D]",
        ),
    ] {
        assert_eq!(refusal(&template), said, "{template}");
    }
}

#[test]
fn an_unknown_type_is_named_with_those_that_are_known() {
    let said = refusal(&with(&json!({"A": {"Type": "AWS::EC2::Instance"}})));
    assert!(
        said.starts_with(
            "Template format error: Unrecognized resource types: [AWS::EC2::Instance]."
        )
    );
    assert!(said.contains("AWS::IAM::Role"), "{said}");
}

#[test]
fn what_the_region_does_not_do_is_refused_rather_than_passed_over() {
    for (template, said) in [
        (
            json!({"Transform": "AWS::Serverless-2016-10-31", "Resources": {"A": handle()}}),
            "does not run the template sections [Transform]",
        ),
        (
            with(&json!({"R": {"Type": "AWS::IAM::Role", "Properties": {
                "RoleName": "{{resolve:ssm:name}}",
            }}})),
            "no Systems Manager",
        ),
        (
            with(&json!({"R": {"Type": "AWS::IAM::Role", "Properties": {
                "RoleName": {"Fn::Transform": {"Name": "x"}},
            }}})),
            "Fn::Transform",
        ),
    ] {
        let refused = refusal(&template);
        assert!(refused.contains(said), "{refused}");
    }
    assert!(
        Template::parse("Resources:\n  A: 1")
            .unwrap_err()
            .0
            .contains("not in YAML")
    );
    let cut = Template::parse("{\"Resources\": ").unwrap_err().0;
    assert!(cut.starts_with("Template format error: JSON not well-formed. (line 1, column"));
}
