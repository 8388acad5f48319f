//! Event patterns that match nothing, or that EventBridge refuses.
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>

use diagnostics::{Diagnostic, Diagnostics, Severity};
use serde_json::{Map, Value as Json};

use crate::function::is_function;
use crate::scene::{Part, Scene};

const CODE: &str = "cfn::event-pattern";

/// What a list may hold beside plain values.
const OPERATORS: [&str; 9] = [
    "anything-but",
    "cidr",
    "equals-ignore-case",
    "exists",
    "numeric",
    "prefix",
    "suffix",
    "wildcard",
    "$or",
];

/// The fields of every event.
const FIELDS: [&str; 11] = [
    "account",
    "detail",
    "detail-type",
    "id",
    "region",
    "replay-name",
    "resources",
    "source",
    "time",
    "version",
    "$or",
];

/// What events of a source are called, beside `AWS API Call via CloudTrail`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html>,
/// <https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html>,
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html>
const SOURCES: [(&str, &[&str]); 3] = [
    (
        "aws.s3",
        &[
            "AWS API Call via CloudTrail",
            "Object ACL Updated",
            "Object Access Tier Changed",
            "Object Created",
            "Object Deleted",
            "Object Restore Completed",
            "Object Restore Expired",
            "Object Restore Initiated",
            "Object Storage Class Changed",
            "Object Tags Added",
            "Object Tags Deleted",
        ],
    ),
    (
        "aws.states",
        &[
            "AWS API Call via CloudTrail",
            "Step Functions Execution Status Change",
        ],
    ),
    (
        "aws.cloudwatch",
        &[
            "AWS API Call via CloudTrail",
            "CloudWatch Alarm Configuration Change",
            "CloudWatch Alarm State Change",
        ],
    ),
];

struct Pattern<'a> {
    scene: &'a Scene<'a>,
    path: Vec<String>,
    found: &'a mut Diagnostics,
}

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let property = match part.kind {
        "AWS::Events::Rule" => "EventPattern",
        "AWS::Events::Archive" => "EventPattern",
        _ => return,
    };
    let Some(value) = part.properties.and_then(|all| all.get(property)) else {
        return;
    };
    if is_function(value).is_some() {
        return;
    }
    let path = ["Resources", part.id, "Properties", property];
    let path = path.iter().map(|segment| (*segment).to_owned()).collect();
    let mut pattern = Pattern { scene, path, found };
    let read;
    let value = match value {
        Json::String(text) => match serde_json::from_str(text) {
            Ok(json) => {
                read = json;
                &read
            }
            Err(error) => return pattern.tell(format!("the pattern is no JSON: {error}"), None),
        },
        value => value,
    };
    match value.as_object() {
        Some(members) if members.is_empty() => {
            pattern.tell("an empty pattern is refused".to_owned(), None);
        }
        Some(members) => {
            for name in members
                .keys()
                .filter(|name| !FIELDS.contains(&name.as_str()))
            {
                let nearest = diagnostics::nearest(name, FIELDS);
                let help = nearest.map(|nearest| format!("did you mean {nearest:?}?"));
                pattern.at(name, |pattern| {
                    let summary = format!("no event has the field {name:?}, so that none matches");
                    pattern.tell(summary, help);
                });
            }
            pattern.fields(members);
            pattern.detail_types(members);
        }
        None => pattern.tell("a pattern is an object".to_owned(), None),
    }
}

impl Pattern<'_> {
    fn tell(&mut self, summary: String, help: Option<String>) {
        self.tell_as(Severity::Error, summary, help);
    }

    fn tell_as(&mut self, severity: Severity, summary: String, help: Option<String>) {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let mut problem = Diagnostic::error(CODE, self.scene.place(&path), summary);
        problem.severity = severity;
        problem.help = help;
        self.found.push(problem);
    }

    fn at(&mut self, segment: &str, go_on: impl FnOnce(&mut Self)) {
        self.path.push(segment.to_owned());
        go_on(self);
        self.path.pop();
    }

    fn fields(&mut self, members: &Map<String, Json>) {
        for (name, value) in members {
            self.at(name, |pattern| match value {
                Json::Array(items) if items.is_empty() => {
                    pattern.tell("an empty list matches nothing".to_owned(), None);
                }
                Json::Array(items) if name == "$or" => {
                    for (at, item) in items.iter().enumerate() {
                        if let Some(members) = item.as_object() {
                            pattern.at(&at.to_string(), |pattern| pattern.fields(members));
                        }
                    }
                }
                Json::Array(items) => pattern.values(items),
                Json::Object(_) if is_function(value).is_some() => {}
                Json::Object(members) if members.is_empty() => {
                    pattern.tell("an empty object is refused".to_owned(), None);
                }
                Json::Object(members) => pattern.fields(members),
                _ => {
                    let help = Some(format!("write [{value}]"));
                    pattern.tell("a value to match stands in a list".to_owned(), help);
                }
            });
        }
    }

    /// Events of a source that is known have one of its types.
    fn detail_types(&mut self, members: &Map<String, Json>) {
        let sources = members.get("source").and_then(Json::as_array);
        let Some([Json::String(source)]) = sources.map(Vec::as_slice) else {
            return;
        };
        let Some((_, known)) = SOURCES.iter().find(|(name, _)| name == source) else {
            return;
        };
        let types = members.get("detail-type").and_then(Json::as_array);
        self.at("detail-type", |pattern| {
            for (at, name) in types.into_iter().flatten().enumerate() {
                let Some(name) = name.as_str().filter(|name| !known.contains(name)) else {
                    continue;
                };
                let nearest = diagnostics::nearest(name, known.iter().copied());
                let help = match nearest {
                    Some(nearest) => format!("did you mean {nearest:?}?"),
                    None => format!("there are {}", known.join(", ")),
                };
                // What is not nearly a known one may be new.
                let severity = match nearest {
                    Some(_) => Severity::Error,
                    None => Severity::Warning,
                };
                pattern.at(&at.to_string(), |pattern| {
                    let summary = format!("{source} sends no event of the type {name:?}");
                    pattern.tell_as(severity, summary, Some(help));
                });
            }
        });
    }

    fn values(&mut self, items: &[Json]) {
        for (at, item) in items.iter().enumerate() {
            self.at(&at.to_string(), |pattern| match item {
                Json::Array(_) => pattern.tell("a list within a list is refused".to_owned(), None),
                Json::Object(members) if is_function(item).is_none() => pattern.operator(members),
                _ => {}
            });
        }
    }

    fn operator(&mut self, members: &Map<String, Json>) {
        let Some((name, value)) = members.iter().next().filter(|_| members.len() == 1) else {
            self.tell("an object in a list holds one operator".to_owned(), None);
            return;
        };
        if !OPERATORS.contains(&name.as_str()) {
            let help = match diagnostics::nearest(name, OPERATORS) {
                Some(nearest) => format!("did you mean {nearest:?}?"),
                None => format!("there are {}", OPERATORS[..8].join(", ")),
            };
            return self.tell(format!("there is no operator {name:?}"), Some(help));
        }
        let problem = match name.as_str() {
            "exists" if !value.is_boolean() => Some("`exists` takes true or false"),
            "prefix" | "suffix" => {
                let inner = value.get("equals-ignore-case").unwrap_or(value);
                let fits = inner.is_string() || is_function(inner).is_some();
                (!fits).then_some("this takes a text")
            }
            "cidr" | "equals-ignore-case" | "wildcard" => {
                let fits = value.is_string() || is_function(value).is_some();
                (!fits).then_some("this takes a text")
            }
            "numeric" => numeric_problem(value),
            "anything-but" => {
                let empty = value.as_array().is_some_and(Vec::is_empty);
                (empty || value.is_null()).then_some("`anything-but` takes a value or several")
            }
            _ => None,
        };
        if let Some(problem) = problem {
            self.at(name, |pattern| pattern.tell(problem.to_owned(), None));
        }
    }
}

/// What is wrong with a comparison, such as `[">", 0, "<=", 5]`.
fn numeric_problem(value: &Json) -> Option<&'static str> {
    let form = "`numeric` takes a comparison and a number, once or twice";
    let Some(parts) = value
        .as_array()
        .filter(|parts| matches!(parts.len(), 2 | 4))
    else {
        return Some(form);
    };
    let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
    for pair in parts.chunks(2) {
        let (Some(sign), Some(number)) = (pair[0].as_str(), pair[1].as_f64()) else {
            return Some(form);
        };
        match sign {
            ">" | ">=" => least = least.max(number),
            "<" | "<=" => most = most.min(number),
            "=" => {
                least = least.max(number);
                most = most.min(number);
            }
            _ => return Some("a comparison is one of =, <, <=, > and >="),
        }
    }
    (least > most).then_some("no number is in this range")
}
