//! What a target is sent: the event, a part of it, a constant, or a text made of its parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Rule;
use super::event::Event;

/// `InputTransformer` of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InputTransformer {
    /// Names and the paths of the event's parts that they stand for.
    #[serde(default)]
    pub input_paths_map: BTreeMap<String, String>,
    /// A text in which `<name>` stands for a part.
    pub input_template: String,
}

/// A path such as `$.detail.object.key` or `$.resources[0]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(usize),
}

impl Path {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let error = || {
            format!("\"{text}\" is no path; a path is like $.detail.object.key or $.resources[0]")
        };
        let mut rest = text.strip_prefix('$').ok_or_else(error)?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("['") {
                let (name, after) = after.split_once("']").ok_or_else(error)?;
                steps.push(Step::Name(name.to_owned()));
                rest = after;
            } else if let Some(after) = rest.strip_prefix('[') {
                let (index, after) = after.split_once(']').ok_or_else(error)?;
                steps.push(Step::Index(index.parse().map_err(|_| error())?));
                rest = after;
            } else if let Some(after) = rest.strip_prefix('.') {
                let end = after.find(['.', '[']).unwrap_or(after.len());
                if end == 0 {
                    return Err(error());
                }
                steps.push(Step::Name(after[..end].to_owned()));
                rest = &after[end..];
            } else {
                return Err(error());
            }
        }
        Ok(Self(steps))
    }

    pub(super) fn find<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(value, |value, step| match step {
            Step::Name(name) => value.get(name),
            Step::Index(index) => value.get(index),
        })
    }
}

impl InputTransformer {
    /// Checks names and paths.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, path) in &self.input_paths_map {
            if name.is_empty() || name.starts_with("aws.") || name.contains(['<', '>']) {
                return Err(format!("\"{name}\" is no name for a part of the event"));
            }
            Path::parse(path)?;
        }
        for (name, _) in placeholders(&self.input_template) {
            if !name.starts_with("aws.events.") && !self.input_paths_map.contains_key(name) {
                return Err(format!("the template's <{name}> is not in InputPathsMap"));
            }
        }
        // With a value in every place it must be JSON.
        let sample = self.fill(&|_| Some(Value::from("x")));
        serde_json::from_str::<Value>(&sample)
            .map(drop)
            .map_err(|error| format!("the template does not make JSON: {error}"))
    }

    /// The text for an event, which is JSON.
    pub(super) fn apply(&self, event: &Event, rule: &Rule) -> Result<Value, String> {
        let event = serde_json::to_value(event).map_err(|error| error.to_string())?;
        let text = self.fill(&|name| match name {
            "aws.events.rule-name" => Some(Value::from(rule.name.clone())),
            "aws.events.rule-arn" => Some(Value::from(rule.arn.clone())),
            "aws.events.event" | "aws.events.event.json" => Some(event.clone()),
            "aws.events.event.ingestion-time" => event.get("time").cloned(),
            name => {
                let path = Path::parse(self.input_paths_map.get(name)?).ok()?;
                path.find(&event).cloned()
            }
        });
        serde_json::from_str(&text)
            .map_err(|error| format!("the input transformer did not make JSON: {error}"))
    }

    /// The template with every placeholder filled: within quotes as plain text, elsewhere as a
    /// JSON value. What the event lacks is nothing within quotes, and null elsewhere.
    fn fill(&self, value: &dyn Fn(&str) -> Option<Value>) -> String {
        let template = &self.input_template;
        let mut filled = String::with_capacity(template.len());
        let mut done = 0;
        for (name, at) in placeholders(template) {
            filled.push_str(&template[done..at]);
            done = at + name.len() + 2;
            let value = value(name);
            if within_quotes(&template[..at]) {
                let text = match value {
                    None | Some(Value::Null) => String::new(),
                    Some(Value::String(text)) => text,
                    Some(other) => other.to_string(),
                };
                let quoted = Value::from(text).to_string();
                filled.push_str(&quoted[1..quoted.len() - 1]);
            } else {
                filled.push_str(&value.unwrap_or(Value::Null).to_string());
            }
        }
        filled.push_str(&template[done..]);
        filled
    }
}

/// The names in `<…>` and where their `<` is.
fn placeholders(template: &str) -> impl Iterator<Item = (&str, usize)> {
    template.match_indices('<').filter_map(|(at, _)| {
        let (name, _) = template[at + 1..].split_once('>')?;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        (!name.is_empty() && name.bytes().all(is_name)).then_some((name, at))
    })
}

fn within_quotes(before: &str) -> bool {
    let mut within = false;
    let mut escaped = false;
    for byte in before.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = within,
            b'"' => within = !within,
            _ => {}
        }
    }
    within
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event() -> Event {
        Event {
            version: "0".into(),
            id: "1".into(),
            detail_type: "Object Created".into(),
            source: "aws.s3".into(),
            account: "000000000000".into(),
            time: "2026-01-02T03:04:05Z".into(),
            region: "us-east-1".into(),
            resources: vec!["arn:aws:s3:::pictures".into()],
            detail: json!({ "object": { "key": "incoming/a \"b\"/_READY", "size": 3 } }),
        }
    }

    fn apply(template: &str) -> Value {
        let paths = [
            ("key", "$.detail.object.key"),
            ("size", "$.detail['object'].size"),
            ("first", "$.resources[0]"),
            ("none", "$.detail.nothing"),
        ];
        let transformer = InputTransformer {
            input_paths_map: paths.map(|(name, path)| (name.into(), path.into())).into(),
            input_template: template.into(),
        };
        transformer.check().unwrap();
        transformer.apply(&event(), &Rule::sample("ready")).unwrap()
    }

    #[test]
    fn parts_are_values_outside_quotes_and_text_within() {
        assert_eq!(
            apply(
                r#"{"key": <key>, "said": "size <size>: <key><none>", "n": <size>, "no": <none>}"#
            ),
            json!({
                "key": "incoming/a \"b\"/_READY",
                "said": "size 3: incoming/a \"b\"/_READY",
                "n": 3,
                "no": null,
            })
        );
        assert_eq!(
            apply(r#""<first> of <aws.events.rule-name>""#),
            json!("arn:aws:s3:::pictures of ready")
        );
        assert_eq!(apply("<aws.events.event.json>")["source"], json!("aws.s3"));
    }

    #[test]
    fn a_template_that_makes_no_json_is_refused() {
        let transformer = InputTransformer {
            input_paths_map: BTreeMap::new(),
            input_template: "{\"a\": }".into(),
        };
        assert!(transformer.check().unwrap_err().contains("JSON"));
        let transformer = InputTransformer {
            input_paths_map: BTreeMap::new(),
            input_template: "<key>".into(),
        };
        assert!(transformer.check().unwrap_err().contains("<key>"));
    }
}
