//! Policies decide as AWS's do.

use serde_json::{Value, json};

use super::policy::{Decision, Kind, Policy, Question, keys};

fn decide(document: &Value, kind: Kind, action: &str, resource: &str) -> Decision {
    decide_with(document, kind, action, resource, &[], &[])
}

fn decide_with(
    document: &Value,
    kind: Kind,
    action: &str,
    resource: &str,
    principals: &[(&str, &str)],
    given: &[(&str, &str)],
) -> Decision {
    let keys = keys(
        given
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let principals: Vec<(&str, String)> = principals
        .iter()
        .map(|(kind, name)| (*kind, (*name).to_owned()))
        .collect();
    let question = Question {
        action,
        resource,
        principals: &principals,
        keys: &keys,
    };
    Policy::parse(document, kind).unwrap().decide(&question)
}

fn statement(statement: &Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

#[test]
fn actions_and_resources_match_with_wildcards() {
    let policy = statement(&json!({
        "Effect": "Allow",
        "Action": ["s3:Get*", "s3:PutObject"],
        "Resource": "arn:aws:s3:::lake/tables/*",
    }));
    for (action, resource, expected) in [
        (
            "s3:GetObject",
            "arn:aws:s3:::lake/tables/a/b",
            Decision::Allowed,
        ),
        (
            "S3:getobject",
            "arn:aws:s3:::lake/tables/a",
            Decision::Allowed,
        ),
        (
            "s3:PutObject",
            "arn:aws:s3:::lake/tables/",
            Decision::Allowed,
        ),
        (
            "s3:DeleteObject",
            "arn:aws:s3:::lake/tables/a",
            Decision::Unmatched,
        ),
        (
            "s3:GetObject",
            "arn:aws:s3:::lake/models/a",
            Decision::Unmatched,
        ),
        (
            "s3:GetObject",
            "arn:aws:s3:::Lake/tables/a",
            Decision::Unmatched,
        ),
    ] {
        assert_eq!(
            decide(&policy, Kind::Identity, action, resource),
            expected,
            "{action} {resource}"
        );
    }
}

#[test]
fn a_denial_wins_over_any_allowance() {
    let policy = json!({"Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::mine/*"},
    ]});
    let decide = |resource| decide(&policy, Kind::Identity, "s3:GetObject", resource);
    assert_eq!(decide("arn:aws:s3:::mine/x"), Decision::Allowed);
    assert_eq!(decide("arn:aws:s3:::other/x"), Decision::Denied);
}

#[test]
fn conditions_hold_or_keep_a_statement_from_speaking() {
    for (condition, given, holds) in [
        (
            json!({"StringLike": {"s3:prefix": "incoming/*"}}),
            vec![("s3:prefix", "incoming/b/")],
            true,
        ),
        (
            json!({"StringLike": {"s3:prefix": "incoming/*"}}),
            vec![("s3:prefix", "lake/")],
            false,
        ),
        (
            json!({"StringEquals": {"s3:prefix": ["a", "b"]}}),
            vec![("S3:Prefix", "b")],
            true,
        ),
        (json!({"StringEquals": {"s3:prefix": "a"}}), vec![], false),
        (
            json!({"StringEqualsIfExists": {"s3:prefix": "a"}}),
            vec![],
            true,
        ),
        (json!({"StringNotEquals": {"s3:prefix": "a"}}), vec![], true),
        (
            json!({"Bool": {"aws:SecureTransport": false}}),
            vec![("aws:SecureTransport", "true")],
            false,
        ),
        (json!({"Null": {"aws:SourceArn": "true"}}), vec![], true),
        (
            json!({"ArnEquals": {"aws:SourceArn": "arn:aws:events:*:*:rule/r"}}),
            vec![("aws:SourceArn", "arn:aws:events:us-east-1:0:rule/r")],
            true,
        ),
        (
            json!({"NumericLessThanEquals": {"s3:max-keys": "10"}}),
            vec![("s3:max-keys", "11")],
            false,
        ),
        (
            json!({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}),
            vec![("aws:CurrentTime", "2026-01-01T00:00:00Z")],
            true,
        ),
        (
            json!({"StringEquals": {"aws:SourceAccount": "${aws:PrincipalAccount}"}}),
            vec![("aws:SourceAccount", "1"), ("aws:PrincipalAccount", "1")],
            true,
        ),
    ] {
        let policy = statement(&json!({
            "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": condition,
        }));
        let decision = decide_with(
            &policy,
            Kind::Identity,
            "s3:ListBucket",
            "arn:aws:s3:::b",
            &[],
            &given,
        );
        assert_eq!(
            decision == Decision::Allowed,
            holds,
            "{condition} with {given:?}"
        );
    }
}

#[test]
fn principals_are_matched_by_kind() {
    let trust = statement(&json!({
        "Effect": "Allow",
        "Principal": {"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]},
        "Action": "sts:AssumeRole",
    }));
    for (principal, expected) in [
        (("Service", "lambda.amazonaws.com"), Decision::Allowed),
        (("Service", "events.amazonaws.com"), Decision::Unmatched),
        (("AWS", "lambda.amazonaws.com"), Decision::Unmatched),
    ] {
        let decision = decide_with(
            &trust,
            Kind::Trust,
            "sts:AssumeRole",
            "arn:aws:iam::0:role/r",
            &[principal],
            &[],
        );
        assert_eq!(decision, expected, "{principal:?}");
    }
    let bucket = statement(&json!({
        "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }));
    let over = |transport| {
        decide_with(
            &bucket,
            Kind::Resource,
            "s3:GetObject",
            "arn:aws:s3:::b/k",
            &[("AWS", "arn:aws:iam::0:role/r")],
            &[("aws:SecureTransport", transport)],
        )
    };
    assert_eq!(over("true"), Decision::Unmatched);
    assert_eq!(over("false"), Decision::Denied);
}

#[test]
fn what_is_not_a_policy_is_refused_with_the_reason() {
    for (document, kind, said) in [
        (
            json!({"Version": "2012-10-17"}),
            Kind::Identity,
            "has a Statement",
        ),
        (
            statement(&json!({"Effect": "Permit", "Action": "*", "Resource": "*"})),
            Kind::Identity,
            "Effect",
        ),
        (
            statement(&json!({"Effect": "Allow", "Action": "GetObject", "Resource": "*"})),
            Kind::Identity,
            "GetObject",
        ),
        (
            statement(&json!({"Effect": "Allow", "Action": "s3:*"})),
            Kind::Identity,
            "Resource",
        ),
        (
            statement(&json!({"Effect": "Allow", "Action": "s3:*", "Resource": "bucket"})),
            Kind::Identity,
            "ARN format",
        ),
        (
            statement(&json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})),
            Kind::Resource,
            "Principal",
        ),
        (
            statement(
                &json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": "*"}),
            ),
            Kind::Identity,
            "Principal",
        ),
        (
            statement(
                &json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringAlike": {"a": "b"}}}),
            ),
            Kind::Identity,
            "StringAlike",
        ),
    ] {
        let error = Policy::parse(&document, kind).unwrap_err().to_string();
        assert!(error.contains(said), "{document}: {error}");
    }
}
