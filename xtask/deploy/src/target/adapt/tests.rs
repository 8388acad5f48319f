//! Templates go in, and what an emulator is given comes out.

use serde_json::json;

use super::*;

fn profile() -> Profile {
    serde_json::from_value(json!({
        "name": "small", "about": "A small one.",
        "credentials": {"accessKeyId": "account", "secretAccessKey": "test"},
        "lacks": {"AWS::Athena::NamedQuery": "it knows no such type"},
        "properties": [
            {"type": "AWS::Lambda::Function", "property": "Architectures", "to": ["${host}"],
             "why": "functions run on the host"},
            {"type": "AWS::S3::Bucket", "property": "BucketEncryption", "to": null,
             "why": "it refuses it"},
        ],
        "absent": {}, "ignores": {},
    }))
    .unwrap()
}

fn adapted(template: Json) -> Result<Adapted, Vec<Dangling>> {
    adapt(template, &profile(), "x86_64")
}

#[test]
fn a_resource_goes_with_the_outputs_dependencies_and_statements_that_name_it() {
    let given = json!({
        "Resources": {
            "Query": {"Type": "AWS::Athena::NamedQuery"},
            "Topic": {"Type": "AWS::SNS::Topic", "DependsOn": ["Query", "Role"]},
            "Other": {"Type": "AWS::SNS::Topic", "DependsOn": "Query"},
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [
                {"PolicyName": "ask", "PolicyDocument": {"Statement": [
                    {"Action": "athena:GetNamedQuery", "Resource": {"Ref": "Query"}}]}},
                {"PolicyName": "tell", "PolicyDocument": {"Statement": [
                    {"Action": "*", "Resource": [{"Fn::Sub": "x/${Query}"}, {"Ref": "Topic"}]},
                    {"Action": "x", "Resource": [{"Fn::GetAtt": ["Query", "Arn"]}]}]}},
            ]}},
        },
        "Outputs": {
            "Query": {"Value": {"Ref": "Query"}},
            "Topic": {"Value": {"Ref": "Topic"}},
        },
    });
    let adapted = adapted(given).unwrap();
    let expected = json!({
        "Resources": {
            "Topic": {"Type": "AWS::SNS::Topic", "DependsOn": ["Role"]},
            "Other": {"Type": "AWS::SNS::Topic"},
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [
                {"PolicyName": "tell", "PolicyDocument": {"Statement": [
                    {"Action": "*", "Resource": [{"Ref": "Topic"}]}]}},
            ]}},
        },
        "Outputs": {"Topic": {"Value": {"Ref": "Topic"}}},
    });
    assert_eq!(adapted.template, Some(expected));
    assert_eq!(adapted.dropped.len(), 1);
    let told: Vec<_> = adapted
        .changed
        .iter()
        .map(|change| format!("{}: {}", change.place, change.why))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    Role.Policies[0].PolicyDocument.Statement: it names resources that are left out
    Role.Policies[1].PolicyDocument.Statement: it names resources that are left out
    Role.Policies: a policy went: all that it allows is left out
    Outputs.Query: removed: it tells of a resource that is left out
    ");
}

#[test]
fn nobody_is_trusted_who_is_left_out() {
    let given = json!({"Resources": {
        "Query": {"Type": "AWS::Athena::NamedQuery"},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {
            "AssumeRolePolicyDocument": {"Statement": [
                {"Effect": "Allow", "Principal": {"Federated": {"Fn::GetAtt": ["Query", "Arn"]}}},
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}},
            ]}}},
    }});
    let adapted = adapted(given).unwrap().template.unwrap();
    let pointer = "/Resources/Role/Properties/AssumeRolePolicyDocument/Statement";
    assert_eq!(
        adapted.pointer(pointer),
        Some(&json!([{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}]))
    );
}

#[test]
fn a_reference_that_cannot_go_is_an_error_with_its_place() {
    let given = json!({
        "Resources": {
            "Query": {"Type": "AWS::Athena::NamedQuery"},
            "Function": {"Type": "AWS::Lambda::Function", "Properties": {
                "Environment": {"Variables": {"QUERY": {"Ref": "Query"}}}}},
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [
                {"PolicyDocument": {"Statement": [
                    {"Action": "*", "NotResource": [{"Ref": "Query"}]}]}}]}},
        },
    });
    let told: Vec<_> = adapted(given)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    Function.Properties.Environment.Variables.QUERY refers to Query, of a type that the target lacks: AWS::Athena::NamedQuery
    Role.Properties.Policies[0].PolicyDocument.Statement[0].NotResource[0] refers to Query, of a type that the target lacks: AWS::Athena::NamedQuery
    ");
}

#[test]
fn properties_are_changed_where_they_are_given() {
    let given = json!({"Resources": {
        "One": {"Type": "AWS::Lambda::Function", "Properties": {"Architectures": ["arm64"]}},
        "Two": {"Type": "AWS::Lambda::Function", "Properties": {"Architectures": ["x86_64"]}},
        "Three": {"Type": "AWS::Lambda::Function", "Properties": {}},
        "Four": {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": {}, "B": 1}},
    }});
    let adapted = adapted(given).unwrap();
    let resources = &adapted.template.as_ref().unwrap()["Resources"];
    assert_eq!(
        resources["One"]["Properties"],
        json!({"Architectures": ["x86_64"]})
    );
    assert_eq!(resources["Three"]["Properties"], json!({}));
    assert_eq!(resources["Four"]["Properties"], json!({"B": 1}));
    let places: Vec<_> = adapted
        .changed
        .iter()
        .map(|one| one.place.as_str())
        .collect();
    assert_eq!(places, ["One.Architectures", "Four.BucketEncryption"]);
}

#[test]
fn a_stack_of_nothing_but_what_is_lacked_is_none() {
    let given = json!({
        "Resources": {"Query": {"Type": "AWS::Athena::NamedQuery"}},
        "Outputs": {"Query": {"Value": {"Ref": "Query"}}},
    });
    assert_eq!(adapted(given).unwrap().template, None);
}

#[test]
fn a_template_that_lacks_nothing_stays_as_it_is() {
    let given = json!({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}});
    let adapted = adapted(given.clone()).unwrap();
    assert_eq!(adapted.template, Some(given));
    assert!(adapted.dropped.is_empty() && adapted.changed.is_empty());
}

#[test]
fn what_a_resource_stands_for_takes_its_place() {
    let mut profile = profile();
    let queue = "AWS::SQS::Queue".to_owned();
    profile.lacks.insert(queue.clone(), "none".to_owned());
    profile.instead.insert(queue, "/Of/Arn".to_owned());
    let given = json!({"Resources": {
        "Alias": {"Type": "AWS::SQS::Queue", "Properties": {"Of": {"Arn": {"Ref": "Version"}}}},
        "Version": {"Type": "AWS::SQS::Queue", "Properties": {"Of": {"Arn": {"Ref": "Topic"}}}},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Names": ["x", {"Ref": "Alias"}]}},
    }});
    let adapted = adapt(given, &profile, "x86_64").unwrap();
    let template = adapted.template.unwrap();
    assert_eq!(
        template["Resources"],
        json!({"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Names": ["x", {"Ref": "Topic"}]}}})
    );
    let told: Vec<String> = adapted
        .changed
        .iter()
        .map(|one| format!("{}: {}", one.place, one.why))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    Resources.Topic.Properties.Names[1]: Alias is left out, and this stands for it
    Resources.Topic.Properties.Names[1]: Version is left out, and this stands for it
    ");
}

#[test]
fn what_stands_for_itself_ends() {
    let mut profile = profile();
    let queue = "AWS::SQS::Queue".to_owned();
    profile.lacks.insert(queue.clone(), "none".to_owned());
    profile.instead.insert(queue, "/Of".to_owned());
    let given = json!({"Resources": {
        "One": {"Type": "AWS::SQS::Queue", "Properties": {"Of": {"Ref": "Other"}}},
        "Other": {"Type": "AWS::SQS::Queue", "Properties": {"Of": {"Ref": "One"}}},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Name": {"Ref": "One"}}},
    }});
    assert!(adapt(given, &profile, "x86_64").is_err());
}
