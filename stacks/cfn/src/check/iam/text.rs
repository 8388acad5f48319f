//! Sees through functions: what a text may be, with the unknown parts marked.

use diagnostics::Address;
use serde_json::{Map, Value as Json};

/// Stands for any text.
const ANYTHING: char = '\u{1}';
/// Stands for a text without colons: an account, a region, a name.
const PART: char = '\u{2}';

/// A text whose unknown parts are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text(pub(super) String);

impl Text {
    /// The text, when all of it is known.
    pub(super) fn known(&self) -> Option<&str> {
        (!self.0.contains([ANYTHING, PART])).then_some(&self.0)
    }

    /// As people read it.
    pub(super) fn shown(&self) -> String {
        self.0.replace([ANYTHING, PART], "…")
    }

    /// The text with a part for what has no colons, or nothing where colons may be hidden.
    pub(super) fn with_parts(&self) -> Option<String> {
        let reaches = self
            .0
            .splitn(6, ':')
            .take(5)
            .any(|part| part.contains(ANYTHING));
        (!reaches && !self.0.contains("${") && self.0.matches(':').count() >= 5)
            .then(|| self.0.clone())
    }
}

/// Whether a character stands for an unknown part.
pub(super) const fn is_unknown(letter: char) -> bool {
    matches!(letter, ANYTHING | PART)
}

/// The values that one may be: both ways of each `Fn::If`, without `AWS::NoValue`.
pub(super) fn options<'a>(value: &'a Json, place: &Address) -> Vec<(&'a Json, Address)> {
    if let Some(Json::Array(ways)) = only(value, "Fn::If") {
        let place = place.join("Fn::If");
        let ways = ways.iter().enumerate().skip(1);
        return ways
            .flat_map(|(at, way)| options(way, &place.join(at.to_string())))
            .collect();
    }
    if only(value, "Ref").and_then(Json::as_str) == Some("AWS::NoValue") {
        return Vec::new();
    }
    vec![(value, place.clone())]
}

/// What a value is as a text.
pub(super) fn text(value: &Json, template: &Json) -> Text {
    Text(render(value, template))
}

fn render(value: &Json, template: &Json) -> String {
    match value {
        Json::String(text) if text.contains("{{resolve:") => ANYTHING.to_string(),
        Json::String(text) => without_variables(text),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::Object(object) if object.len() == 1 => function(object, template),
        _ => ANYTHING.to_string(),
    }
}

/// The text with IAM's own variables, such as `${aws:username}`, and those of other tools unknown.
fn without_variables(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        // One of CloudFormation's own outside of `Fn::Sub` stays as it is, and is wrong.
        out.push_str(if after.starts_with("AWS::") {
            "${"
        } else {
            "\u{1}"
        });
        rest = match after.split_once('}') {
            _ if after.starts_with("AWS::") => after,
            Some((_, after)) => after,
            None => "",
        };
    }
    out.push_str(rest);
    out
}

fn function(object: &Map<String, Json>, template: &Json) -> String {
    let anything = || ANYTHING.to_string();
    let Some((name, argument)) = object.iter().next() else {
        return anything();
    };
    match (name.as_str(), argument) {
        ("Ref", Json::String(id)) => reference(id, template),
        ("Fn::GetAtt", Json::String(path)) => match path.split_once('.') {
            Some((id, attribute)) => attribute_of(id, attribute, template),
            None => anything(),
        },
        ("Fn::GetAtt", Json::Array(parts)) => match parts.as_slice() {
            [Json::String(id), Json::String(attribute)] => attribute_of(id, attribute, template),
            _ => anything(),
        },
        ("Fn::Join", Json::Array(parts)) => match parts.as_slice() {
            [Json::String(separator), Json::Array(texts)] => {
                let texts: Vec<String> = texts.iter().map(|text| render(text, template)).collect();
                texts.join(separator)
            }
            _ => anything(),
        },
        ("Fn::Sub", Json::String(text)) => substitute(text, None, template),
        ("Fn::Sub", Json::Array(parts)) => match parts.as_slice() {
            [Json::String(text), variables] => substitute(text, variables.as_object(), template),
            _ => anything(),
        },
        _ => anything(),
    }
}

fn substitute(text: &str, variables: Option<&Map<String, Json>>, template: &Json) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            return ANYTHING.to_string();
        };
        rest = after;
        if name.starts_with('!') {
            // A variable of IAM's own, such as `${aws:username}`.
            out.push(ANYTHING);
        } else if let Some(value) = variables.and_then(|variables| variables.get(name)) {
            out.push_str(&render(value, template));
        } else if let Some((id, attribute)) = name.split_once('.') {
            out.push_str(&attribute_of(id, attribute, template));
        } else {
            out.push_str(&reference(name, template));
        }
    }
    out.push_str(rest);
    out
}

fn type_of<'a>(id: &str, template: &'a Json) -> Option<&'a str> {
    template.get("Resources")?.get(id)?.get("Type")?.as_str()
}

fn reference(id: &str, template: &Json) -> String {
    let arn = match type_of(id, template) {
        Some("AWS::SNS::Topic") => "arn:\u{2}:sns:\u{2}:\u{2}:\u{2}",
        Some(
            "AWS::StepFunctions::StateMachine"
            | "AWS::StepFunctions::StateMachineAlias"
            | "AWS::StepFunctions::StateMachineVersion",
        ) => "arn:\u{2}:states:\u{2}:\u{2}:stateMachine:\u{2}",
        Some("AWS::Lambda::Alias" | "AWS::Lambda::Version") => {
            "arn:\u{2}:lambda:\u{2}:\u{2}:function:\u{2}"
        }
        Some("AWS::SecretsManager::Secret") => "arn:\u{2}:secretsmanager:\u{2}:\u{2}:secret:\u{2}",
        Some("AWS::IAM::ManagedPolicy") => "arn:\u{2}:iam::\u{2}:policy/\u{2}",
        Some("AWS::S3::Bucket" | "AWS::DynamoDB::Table" | "AWS::Lambda::Function") => "\u{2}",
        _ => match id {
            "AWS::Partition" | "AWS::Region" | "AWS::AccountId" | "AWS::StackName"
            | "AWS::URLSuffix" => "\u{2}",
            _ => "\u{1}",
        },
    };
    arn.to_owned()
}

fn attribute_of(id: &str, attribute: &str, template: &Json) -> String {
    let arn = match (type_of(id, template), attribute) {
        (Some("AWS::S3::Bucket"), "Arn") => "arn:\u{2}:s3:::\u{2}",
        (Some("AWS::SQS::Queue"), "Arn") => "arn:\u{2}:sqs:\u{2}:\u{2}:\u{2}",
        (Some("AWS::SNS::Topic"), "TopicArn") => "arn:\u{2}:sns:\u{2}:\u{2}:\u{2}",
        (Some("AWS::Lambda::Function"), "Arn")
        | (Some("AWS::Lambda::Alias"), "AliasArn")
        | (Some("AWS::Lambda::Version"), "FunctionArn") => {
            "arn:\u{2}:lambda:\u{2}:\u{2}:function:\u{2}"
        }
        (Some("AWS::DynamoDB::Table"), "Arn") => "arn:\u{2}:dynamodb:\u{2}:\u{2}:table/\u{2}",
        (
            Some(
                "AWS::StepFunctions::StateMachine"
                | "AWS::StepFunctions::StateMachineAlias"
                | "AWS::StepFunctions::StateMachineVersion",
            ),
            "Arn",
        ) => "arn:\u{2}:states:\u{2}:\u{2}:stateMachine:\u{2}",
        (Some("AWS::Logs::LogGroup"), "Arn") => "arn:\u{2}:logs:\u{2}:\u{2}:log-group:\u{2}:*",
        (Some("AWS::KMS::Key"), "Arn") => "arn:\u{2}:kms:\u{2}:\u{2}:key/\u{2}",
        (Some("AWS::IAM::Role"), "Arn") => "arn:\u{2}:iam::\u{2}:role/\u{2}",
        _ => "\u{1}",
    };
    arn.to_owned()
}

fn only<'a>(value: &'a Json, function: &str) -> Option<&'a Json> {
    let object = value.as_object()?;
    (object.len() == 1).then(|| object.get(function))?
}
