#![allow(
    clippy::needless_pass_by_value,
    reason = "a case reads better without borrowing"
)]

use serde_json::json;

use super::*;

/// The codes and places of what a template's JSON has.
fn codes(template: &Json) -> Vec<String> {
    let mut found = Diagnostics::new();
    check_json(template, &Address::root(), &mut found);
    found.iter().map(|problem| problem.code.clone()).collect()
}

fn in_role(statement: Json) -> Json {
    json!({ "Resources": {
        "Bucket": { "Type": "AWS::S3::Bucket" },
        "Role": { "Type": "AWS::IAM::Role", "Properties": { "Policies": [{
            "PolicyName": "access",
            "PolicyDocument": { "Version": "2012-10-17", "Statement": [statement] },
        }] } },
    } })
}

fn in_bucket(statement: Json) -> Json {
    json!({ "Resources": { "Policy": { "Type": "AWS::S3::BucketPolicy", "Properties": {
        "PolicyDocument": { "Statement": statement },
    } } } })
}

fn trust(statement: Json) -> Json {
    json!({ "Resources": { "Role": { "Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": { "Statement": [statement] },
    } } } })
}

fn allow(action: &str, resource: Json) -> Json {
    json!({ "Sid": "A", "Effect": "Allow", "Action": action, "Resource": resource })
}

#[test]
fn each_fault_of_an_identity_policy_has_its_code() {
    let objects = || json!("arn:aws:s3:::pictures/incoming/*");
    let with = |element: &str, value: Json| {
        let mut statement = allow("s3:GetObject", objects());
        statement[element] = value;
        statement
    };
    let condition = |operator: &str, key: &str, value: Json| {
        with("Condition", json!({ operator: { key: value } }))
    };
    let cases = [
        (allow("s3:GetObject", objects()), vec![]),
        (allow("s3:GetObjet", objects()), vec!["cfn::iam-action"]),
        (
            allow("s3:Gett*", objects()),
            vec!["cfn::iam-action", "cfn::iam-wide-action"],
        ),
        (allow("s33:GetObject", objects()), vec!["cfn::iam-service"]),
        (allow("GetObject", objects()), vec!["cfn::iam-action"]),
        (
            allow("s3:ListBucket", objects()),
            vec!["cfn::iam-action-resource"],
        ),
        (
            allow("s3:GetObject", json!({ "Fn::GetAtt": ["Bucket", "Arn"] })),
            vec!["cfn::iam-action-resource"],
        ),
        (
            allow("s3:GetObject", json!({ "Fn::Sub": "${Bucket.Arn}/*" })),
            vec![],
        ),
        (
            allow("s3:ListAllMyBuckets", json!("arn:aws:s3:::pictures")),
            vec!["cfn::iam-action-without-resource"],
        ),
        (
            allow("s3:GetObject", json!("pictures/*")),
            vec!["cfn::iam-arn"],
        ),
        (
            allow(
                "s3:GetObject",
                json!("arn:${AWS::Partition}:s3:::pictures/a"),
            ),
            vec!["cfn::iam-arn"],
        ),
        (
            allow(
                "s3:GetObject",
                json!("arn:aws:s3:::pictures/${aws:username}/*"),
            ),
            vec![],
        ),
        (
            allow("s3:GetObject", json!("*")),
            vec!["cfn::iam-wide-resource"],
        ),
        (allow("s3:ListAllMyBuckets", json!("*")), vec![]),
        (
            allow("iam:PassRole", json!("*")),
            vec!["cfn::iam-pass-role"],
        ),
        (
            with("Principal", json!("*")),
            vec!["cfn::iam-principal-superfluous"],
        ),
        (with("Effect", json!("allow")), vec!["cfn::iam-effect"]),
        (with("Sid", json!("not so")), vec!["cfn::iam-sid"]),
        (
            with("Resources", json!("*")),
            vec!["cfn::iam-element-unknown"],
        ),
        (
            with("NotResource", json!("*")),
            vec!["cfn::iam-element-missing", "cfn::iam-allow-not"],
        ),
        (
            condition("StringLik", "s3:prefix", json!("a")),
            vec!["cfn::iam-condition-operator"],
        ),
        (
            condition("StringLike", "s3:prefx", json!("a")),
            vec!["cfn::iam-condition-key"],
        ),
        (
            condition("StringLike", "s3:prefix", json!("a")),
            vec!["cfn::iam-condition-key-unfit"],
        ),
        (
            condition("StringLike", "aws:SourceAcount", json!("a")),
            vec!["cfn::iam-condition-key"],
        ),
        (
            condition("Bool", "aws:SecureTransport", json!("no")),
            vec!["cfn::iam-condition-value"],
        ),
        (
            condition("IpAddress", "aws:SourceArn", json!("a")),
            vec!["cfn::iam-condition-type"],
        ),
        (
            condition(
                "ForAnyValue:StringEqualsIfExists",
                "aws:PrincipalTag/team",
                json!("a"),
            ),
            vec![],
        ),
    ];
    for (statement, expected) in cases {
        assert_eq!(codes(&in_role(statement.clone())), expected, "{statement}");
    }
}

#[test]
fn a_wildcard_with_a_recorded_reason_is_no_finding() {
    let mut template = in_role(allow("s3:*", json!("*")));
    assert_eq!(
        codes(&template),
        ["cfn::iam-wide-resource", "cfn::iam-wide-action"]
    );
    template["Resources"]["Role"]["Metadata"] =
        json!({ crate::policy::WILDCARDS: { "A": "an inventory of all buckets" } });
    assert_eq!(codes(&template), [""; 0]);
}

#[test]
fn a_resource_policy_and_a_trust_policy_have_their_own_grammar() {
    let bucket = |statement: Json| codes(&in_bucket(statement));
    let arn = "arn:aws:s3:::pictures/*";
    assert_eq!(
        bucket(allow("s3:GetObject", json!(arn))),
        ["cfn::iam-principal-missing"]
    );
    let mut other = allow("sqs:SendMessage", json!(arn));
    other["Principal"] = json!({ "AWS": "arn:aws:iam::12:root" });
    assert_eq!(
        bucket(other),
        [
            "cfn::iam-principal",
            "cfn::iam-action-of-other-service",
            "cfn::iam-action-resource"
        ]
    );
    let assume = |service: &str| {
        trust(json!({
            "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": service },
        }))
    };
    assert_eq!(codes(&assume("lambda.amazonaws.com")), [""; 0]);
    assert_eq!(
        codes(&assume("states.amazonaws.com")),
        ["cfn::iam-confused-deputy"]
    );
}

#[test]
fn both_ways_of_a_condition_are_seen_and_what_is_unknown_is_opaque() {
    let either = json!({ "Fn::If": ["Prod", "s3:GetObjet", { "Ref": "AWS::NoValue" }] });
    let statement = json!({
        "Effect": "Allow", "Action": [either, { "Ref": "Action" }],
        "Resource": { "Fn::ImportValue": "bucket" },
    });
    let mut found = Diagnostics::new();
    check_json(&in_role(statement), &Address::root(), &mut found);
    let places: Vec<String> = found.iter().map(|p| p.address.to_string()).collect();
    assert_eq!(
        places,
        ["Resources.Role.Properties.Policies.0.PolicyDocument.Statement.0.Action.0.Fn::If.1"]
    );
}

#[test]
fn sizes_and_repetitions_are_told() {
    let long: Vec<String> = (0..400)
        .map(|n| format!("arn:aws:s3:::pictures/{n:010}/*"))
        .collect();
    assert_eq!(
        codes(&in_role(allow("s3:GetObject", json!(long)))),
        ["cfn::iam-size"]
    );
    let twice = allow("s3:GetObject", json!("arn:aws:s3:::pictures/*"));
    let mut template = in_role(twice.clone());
    let statements = &mut template["Resources"]["Role"]["Properties"]["Policies"][0]["PolicyDocument"]
        ["Statement"];
    *statements = json!([twice, twice]);
    assert_eq!(
        codes(&template),
        ["cfn::iam-repeated-sid", "cfn::iam-repeated-statement"]
    );
}
