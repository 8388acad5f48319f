//! What intrinsic functions give, as far as a template tells.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use diagnostics::Severity;
use registry::{Kind, Pattern, Shape};
use serde_json::Value as Json;

use crate::walk::{Walk, name_of};

/// The function that an object stands for, with what it is given.
pub(crate) fn is_function(value: &Json) -> Option<(&str, &Json)> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    let (name, argument) = members.iter().next()?;
    let is_one = name == "Ref" || name.starts_with("Fn::") && !name.starts_with("Fn::ForEach::");
    is_one.then_some((name.as_str(), argument))
}

/// Whether a value takes its property away.
pub(crate) fn is_no_value(value: &Json) -> bool {
    match is_function(value) {
        Some(("Ref", name)) => name == "AWS::NoValue",
        Some(("Fn::If", branches)) => branches
            .as_array()
            .is_some_and(|all| all.len() == 3 && all[1..].iter().all(is_no_value)),
        _ => false,
    }
}

/// The resource and the attribute that `Fn::GetAtt` names.
pub(crate) fn read_attribute(argument: &Json) -> Option<(&str, String)> {
    match argument {
        Json::String(text) => {
            let (id, name) = text.split_once('.')?;
            Some((id, name.to_owned()))
        }
        Json::Array(parts) => {
            let names: Option<Vec<&str>> = parts.iter().map(Json::as_str).collect();
            let names = names?;
            let (id, rest) = names.split_first()?;
            Some((*id, rest.join(".")))
        }
        _ => None,
    }
}

/// What a function gives: one value or a list.
#[derive(Clone, Copy, PartialEq)]
enum Gives {
    One,
    List,
    Any,
}

impl<'a> Walk<'a> {
    /// Judges a function; false where the value is none.
    pub(crate) fn function(&mut self, shape: Shape<'a>, value: &Json) -> bool {
        let Some((name, argument)) = is_function(value) else {
            return false;
        };
        if is_no_value(value) {
            return true;
        }
        if self.asks {
            self.is_unsure = true;
            return true;
        }
        let was_unsure = std::mem::replace(&mut self.is_unsure, true);
        match name {
            "Fn::If" => self.branches(shape, argument),
            "Ref" => {
                if let Some(name) = argument.as_str() {
                    self.reference(shape, name);
                }
            }
            "Fn::GetAtt" => self.attribute(shape, argument),
            "Fn::FindInMap" => self.mapped(shape, argument),
            "Fn::Sub" => match argument.as_str() {
                Some(text) if !text.contains("${") => {
                    self.is_unsure = was_unsure;
                    let text = Json::from(text);
                    self.weighing(Severity::Warning, |walk| walk.value(shape, &text));
                }
                _ => self.gives(shape, name, Gives::One),
            },
            "Fn::Join" | "Fn::Base64" | "Fn::ImportValue" | "Fn::ToJsonString" => {
                self.gives(shape, name, Gives::One);
            }
            "Fn::Split" | "Fn::GetAZs" | "Fn::Cidr" => self.gives(shape, name, Gives::List),
            _ => {}
        }
        true
    }

    /// Tells that a function's kind of result is none that is allowed.
    fn gives(&mut self, shape: Shape<'a>, name: &str, gives: Gives) {
        let kinds = kinds_of(shape);
        let fits = |kind: &Kind| match gives {
            Gives::List => *kind == Kind::Array,
            Gives::One => !matches!(kind, Kind::Array | Kind::Object | Kind::Null),
            Gives::Any => true,
        };
        if kinds.is_empty() || kinds.iter().any(fits) {
            return;
        }
        let expected: Vec<&str> = kinds.iter().map(|kind| name_of(*kind)).collect();
        let given = if gives == Gives::List {
            "a list"
        } else {
            "one value"
        };
        let summary = format!(
            "expected {}, and {name} gives {given}",
            expected.join(" or ")
        );
        self.tell("cfn::wrong-reference", summary);
    }

    fn branches(&mut self, shape: Shape<'a>, argument: &Json) {
        let Some([_, then, otherwise]) = argument.as_array().map(Vec::as_slice) else {
            return;
        };
        for (at, branch) in [("1", then), ("2", otherwise)] {
            self.at("Fn::If", |walk| {
                walk.at(at, |walk| walk.value(shape, branch));
            });
        }
    }

    fn reference(&mut self, shape: Shape<'a>, name: &str) {
        if let Some(parameter) = self.scene.parameter(name) {
            self.parameter(shape, name, parameter);
        } else if name == "AWS::NotificationARNs" {
            self.gives(shape, &format!("Ref {name}"), Gives::List);
        } else if name.starts_with("AWS::") {
            self.gives(shape, &format!("Ref {name}"), Gives::One);
        } else if let Some(part) = self.scene.resource(name) {
            self.gives(shape, &format!("Ref {name}"), Gives::One);
            let schema = self.scene.registry().schema(part.kind);
            let Some(given) = schema.as_ref().and_then(|schema| schema.reference()) else {
                return;
            };
            let first = schema
                .as_ref()
                .and_then(|schema| schema.primary_identifier().next());
            let called = first.map(|path| path.to_string()).unwrap_or_default();
            self.names_the_same(shape, given, part.kind, &called, &format!("Ref {name}"));
        }
    }

    fn attribute(&mut self, shape: Shape<'a>, argument: &Json) {
        let Some((id, name)) = read_attribute(argument) else {
            return;
        };
        let Some(part) = self.scene.resource(id) else {
            return;
        };
        let Some(schema) = self.scene.registry().schema(part.kind) else {
            return;
        };
        // An attribute that does not exist is told where all of them are.
        let Some(given) = schema.attribute(&name) else {
            return;
        };
        let kinds = kinds_of(given);
        let gives = match (kinds.contains(&Kind::Array), kinds.len()) {
            (true, 1) => Gives::List,
            (true, _) | (false, 0) => Gives::Any,
            (false, _) if kinds.contains(&Kind::Object) => Gives::Any,
            (false, _) => Gives::One,
        };
        let told = format!("{id}.{name}");
        self.gives(shape, &told, gives);
        if gives == Gives::One {
            self.names_the_same(shape, given, part.kind, &name, &told);
        }
    }

    /// Tells that what names one thing is given where another is to be named.
    fn names_the_same(
        &mut self,
        shape: Shape<'a>,
        given: Shape<'_>,
        kind: &str,
        called: &str,
        told: &str,
    ) {
        let shape = shape.resolve();
        let (owner, form, fits) = match shape.format().filter(|name| name.starts_with("AWS::")) {
            Some(expected) => {
                let given = given
                    .resolve()
                    .format()
                    .filter(|name| name.starts_with("AWS::"));
                let Some((owner, form)) = expected.rsplit_once('.') else {
                    return;
                };
                let fits = match given {
                    Some(given) => given == expected || takes(expected, given),
                    None => form != "Arn" || !is_name(kind, called),
                };
                (owner, form, fits)
            }
            None if asks_for_arn(shape) => ("", "ARN", !is_name(kind, called)),
            None => return,
        };
        if let Some(service) = arn_service(shape).filter(|_| fits)
            && let Some(own) = service_of(kind).filter(|own| *own != service)
        {
            let summary = format!("{told} is of {own}, and an ARN of {service} is expected");
            self.tell("cfn::wrong-reference", summary);
        }
        if fits {
            return;
        }
        let what = match owner {
            "" => "an ARN".to_owned(),
            owner => format!("the {form} of an {owner}"),
        };
        let help = (kind == owner || owner.is_empty())
            .then(|| format!("see whether Fn::GetAtt gives its {form}"));
        let summary = format!("{told} gives the {called} of an {kind}, and {what} is expected");
        self.tell_with_help("cfn::wrong-reference", summary, help);
    }

    fn parameter(&mut self, shape: Shape<'a>, name: &str, parameter: &Json) {
        let kind = parameter["Type"].as_str().unwrap_or("String");
        let is_list =
            kind == "CommaDelimitedList" || kind.starts_with("List<") || kind.contains("<List<");
        let gives = if is_list { Gives::List } else { Gives::One };
        self.gives(shape, &format!("Ref {name}"), gives);
        if is_list || kind.starts_with("AWS::SSM::Parameter") {
            return;
        }
        let mut values: Vec<&Json> = parameter.get("Default").into_iter().collect();
        values.extend(parameter["AllowedValues"].as_array().into_iter().flatten());
        self.possible(shape, &values);
    }

    fn mapped(&mut self, shape: Shape<'a>, argument: &Json) {
        let Some(parts) = argument.as_array() else {
            return;
        };
        let mut found: Vec<&Json> = Vec::new();
        if let Some(rows) = parts.first().and_then(Json::as_str)
            && let Some(rows) = self.scene.section("Mappings").and_then(|all| all.get(rows))
            && let Some(column) = parts.get(2).and_then(Json::as_str)
        {
            match parts.get(1).and_then(Json::as_str) {
                Some(row) => found.extend(rows.get(row).and_then(|row| row.get(column))),
                None => found.extend(
                    rows.as_object()
                        .into_iter()
                        .flatten()
                        .filter_map(|(_, row)| row.get(column)),
                ),
            }
        }
        self.possible(shape, &found);
    }

    /// What a value may be when it is deployed: a warning, since a deployment may choose another.
    fn possible(&mut self, shape: Shape<'a>, values: &[&Json]) {
        for value in values
            .iter()
            .filter(|value| **value != "" && !value.is_array())
        {
            self.weighing(Severity::Warning, |walk| walk.value(shape, value));
        }
    }
}

/// The kinds that a shape allows, those of its alternatives included.
fn kinds_of(shape: Shape<'_>) -> Vec<Kind> {
    let shape = shape.resolve();
    let own = shape.kinds();
    if !own.is_empty() {
        return own;
    }
    let mut kinds = Vec::new();
    for keyword in ["anyOf", "oneOf", "allOf"] {
        for alternative in shape.alternatives(keyword) {
            let more = alternative.resolve().kinds();
            if more.is_empty() {
                return Vec::new();
            }
            kinds.extend(more);
        }
    }
    kinds
}

/// Whether a pattern takes nothing but ARNs.
fn asks_for_arn(shape: Shape<'_>) -> bool {
    let Some(pattern) = shape
        .pattern()
        .filter(|pattern| pattern.starts_with("^arn:"))
    else {
        return false;
    };
    let Ok(pattern) = Pattern::parse(pattern) else {
        return false;
    };
    ["a-name", "0123456789"]
        .iter()
        .all(|name| pattern.is_match(name) == Some(false))
}

/// The services whose ARNs a pattern may ask for and whose types are known by name: the name in
/// ARNs, and the types'.
const SERVICES: [(&str, &str); 14] = [
    ("athena", "AWS::Athena::"),
    ("dynamodb", "AWS::DynamoDB::"),
    ("ecr", "AWS::ECR::"),
    ("events", "AWS::Events::"),
    ("glue", "AWS::Glue::"),
    ("iam", "AWS::IAM::"),
    ("kinesis", "AWS::Kinesis::"),
    ("kms", "AWS::KMS::"),
    ("lambda", "AWS::Lambda::"),
    ("logs", "AWS::Logs::"),
    ("s3", "AWS::S3::"),
    ("sns", "AWS::SNS::"),
    ("sqs", "AWS::SQS::"),
    ("states", "AWS::StepFunctions::"),
];

/// The service whose ARNs alone a pattern takes, where that is plain.
fn arn_service(shape: Shape<'_>) -> Option<&'static str> {
    let pattern = shape.pattern()?;
    let pattern = pattern
        .strip_prefix("^arn:")
        .filter(|rest| !rest.contains('|'))?;
    let mut named = SERVICES
        .iter()
        .filter(|(service, _)| pattern.contains(&format!(":{service}:")));
    named
        .next()
        .filter(|_| named.next().is_none())
        .map(|(service, _)| *service)
}

fn service_of(kind: &str) -> Option<&'static str> {
    let mut services = SERVICES.iter();
    services
        .find(|(_, types)| kind.starts_with(types))
        .map(|(service, _)| *service)
}

/// Whether where one form is expected another is understood as well.
fn takes(expected: &str, given: &str) -> bool {
    let keys = [
        "AWS::KMS::Key.Id",
        "AWS::KMS::Key.Arn",
        "AWS::KMS::Alias.AliasName",
    ];
    match expected {
        "AWS::KMS::Key.Id" => keys.contains(&given),
        "AWS::EC2::SecurityGroup.Name" => given.starts_with("AWS::EC2::SecurityGroup."),
        _ => false,
    }
}

/// Whether what a type of AWS's own calls so is a name for sure, and no ARN: the ids of some are.
fn is_name(kind: &str, called: &str) -> bool {
    kind.starts_with("AWS::")
        && !kind.starts_with("AWS::Serverless::")
        && (called.ends_with("Name") || called == "KeyId")
}
