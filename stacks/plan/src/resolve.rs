//! A template's values as far as they are known before a deploy.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>

use std::collections::BTreeMap;

use cfn::Template;
use serde_json::{Map, Value as Json};

/// What stands for a value that is not to be seen.
const HIDDEN: &str = "****";
/// How deep conditions may refer to each other; deeper ones go in a circle.
const DEEPEST: usize = 64;

/// A template with the values of its parameters.
pub(crate) struct Scene<'a> {
    template: &'a Template,
    parameters: &'a BTreeMap<String, String>,
    pseudo: BTreeMap<&'static str, String>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(
        template: &'a Template,
        parameters: &'a BTreeMap<String, String>,
        pseudo: BTreeMap<&'static str, String>,
    ) -> Self {
        Self {
            template,
            parameters,
            pseudo,
        }
    }

    /// A parameter's value as it may be shown.
    pub(crate) fn shown_parameter(&self, name: &str) -> Option<String> {
        let parameter = self.template.parameters().get(name)?;
        if parameter.is_hidden() {
            return Some(HIDDEN.to_owned());
        }
        self.parameter(name)
    }

    /// Its value, hidden or not, for a comparison alone.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        if let Some(given) = self.parameters.get(name) {
            return Some(given.clone());
        }
        let default = self.template.parameters().get(name)?.default_value()?;
        Some(match default {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        })
    }

    /// Whether a resource or an output with this condition is there; what is not known counts as yes.
    pub(crate) fn is_there(&self, condition: Option<&str>) -> bool {
        condition.is_none_or(|name| self.condition(name, DEEPEST) != Some(false))
    }

    fn condition(&self, name: &str, deep: usize) -> Option<bool> {
        let test = self.template.conditions().get(name)?;
        self.test(test.json(), deep.checked_sub(1)?)
    }

    fn test(&self, test: &Json, deep: usize) -> Option<bool> {
        let (name, argument) = call(test)?;
        match (name, argument) {
            ("Condition", Json::String(name)) => self.condition(name, deep),
            ("Fn::Equals", Json::Array(sides)) => {
                let [left, right] = sides.as_slice() else {
                    return None;
                };
                Some(text(&self.value(left)?)? == text(&self.value(right)?)?)
            }
            ("Fn::Not", Json::Array(tests)) => Some(!self.test(tests.first()?, deep)?),
            ("Fn::And", Json::Array(tests)) => {
                let tests = tests.iter().map(|test| self.test(test, deep));
                tests
                    .collect::<Option<Vec<_>>>()
                    .map(|all| !all.contains(&false))
            }
            ("Fn::Or", Json::Array(tests)) => {
                let tests = tests.iter().map(|test| self.test(test, deep));
                tests
                    .collect::<Option<Vec<_>>>()
                    .map(|all| all.contains(&true))
            }
            _ => None,
        }
    }

    /// A value with what is known put in; `None` where it is `AWS::NoValue`.
    pub(crate) fn value(&self, value: &Json) -> Option<Json> {
        if let Some((name, argument)) = call(value) {
            return self.called(value, name, argument);
        }
        Some(match value {
            Json::Array(items) => items.iter().filter_map(|item| self.value(item)).collect(),
            Json::Object(object) => {
                let fields = object.iter();
                let known =
                    fields.filter_map(|(name, value)| Some((name.clone(), self.value(value)?)));
                Json::Object(known.collect())
            }
            // As a text, which is what CloudFormation hands on.
            other => other.clone(),
        })
    }

    fn called(&self, whole: &Json, name: &str, argument: &Json) -> Option<Json> {
        if name == "Ref" && argument == "AWS::NoValue" {
            return None;
        }
        if name == "Fn::If" {
            let Json::Array(parts) = argument else {
                return Some(whole.clone());
            };
            let chosen = match parts.as_slice() {
                [Json::String(condition), yes, no] => {
                    let is_met = self.condition(condition, DEEPEST);
                    is_met.map(|is_met| if is_met { yes } else { no })
                }
                _ => None,
            };
            return match chosen {
                Some(chosen) => self.value(chosen),
                None => Some(self.kept(name, argument)),
            };
        }
        let known = match name {
            "Ref" => argument.as_str().and_then(|name| self.reference(name)),
            "Fn::Sub" => self.substituted(argument),
            "Fn::Join" => self.joined(argument),
            "Fn::Select" => self.selected(argument),
            "Fn::Split" => self.split(argument),
            "Fn::FindInMap" => self.found(argument),
            _ => None,
        };
        Some(known.unwrap_or_else(|| self.kept(name, argument)))
    }

    /// A call whose value is not known, with what is known of its arguments.
    fn kept(&self, name: &str, argument: &Json) -> Json {
        let argument = match name {
            // Names, which are no values.
            "Ref" | "Fn::GetAtt" | "Condition" => argument.clone(),
            _ => self.value(argument).unwrap_or_default(),
        };
        Json::Object(Map::from_iter([(name.to_owned(), argument)]))
    }

    fn reference(&self, name: &str) -> Option<Json> {
        if let Some(pseudo) = self.pseudo.get(name) {
            return Some(pseudo.as_str().into());
        }
        let shown = self.shown_parameter(name)?;
        let kind = self.template.parameters().get(name)?.kind();
        if kind == "CommaDelimitedList" || kind.starts_with("List<") {
            return Some(shown.split(',').map(str::trim).collect());
        }
        Some(shown.into())
    }

    fn substituted(&self, argument: &Json) -> Option<Json> {
        let (pattern, own) = match argument {
            Json::String(pattern) => (pattern.as_str(), None),
            Json::Array(parts) => match parts.as_slice() {
                [Json::String(pattern), Json::Object(own)] => (pattern.as_str(), Some(own)),
                _ => return None,
            },
            _ => return None,
        };
        let (mut out, mut rest, mut is_known) = (String::new(), pattern, true);
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}')?;
            out.push_str(before);
            rest = after;
            let value = match own.and_then(|own| own.get(name)) {
                Some(value) => self.value(value),
                None => self.reference(name),
            };
            match value.as_ref().and_then(text) {
                Some(value) => out.push_str(&value),
                // `${!Literal}` stays, and so does what is known at deploy alone.
                None => {
                    is_known &= name.starts_with('!');
                    out.push_str("${");
                    out.push_str(name);
                    out.push('}');
                }
            }
        }
        out.push_str(rest);
        if is_known {
            return Some(out.into());
        }
        let left = own.map(|own| {
            let left = own
                .iter()
                .filter(|(name, _)| out.contains(&format!("${{{name}}}")));
            left.map(|(name, value)| (name.clone(), self.value(value).unwrap_or_default()))
                .collect::<Map<_, _>>()
        });
        let argument = match left {
            Some(left) if !left.is_empty() => Json::Array(vec![out.into(), left.into()]),
            _ => out.into(),
        };
        Some(Json::Object(Map::from_iter([(
            "Fn::Sub".to_owned(),
            argument,
        )])))
    }

    fn joined(&self, argument: &Json) -> Option<Json> {
        let Json::Array(parts) = self.value(argument)? else {
            return None;
        };
        let [Json::String(between), Json::Array(items)] = parts.as_slice() else {
            return None;
        };
        let items = items.iter().map(text).collect::<Option<Vec<_>>>()?;
        Some(items.join(between).into())
    }

    fn selected(&self, argument: &Json) -> Option<Json> {
        let Json::Array(parts) = self.value(argument)? else {
            return None;
        };
        let [index, Json::Array(items)] = parts.as_slice() else {
            return None;
        };
        items.get(text(index)?.parse::<usize>().ok()?).cloned()
    }

    fn split(&self, argument: &Json) -> Option<Json> {
        let Json::Array(parts) = self.value(argument)? else {
            return None;
        };
        match parts.as_slice() {
            [Json::String(by), Json::String(whole)] if !by.is_empty() => {
                Some(whole.split(by.as_str()).collect())
            }
            _ => None,
        }
    }

    fn found(&self, argument: &Json) -> Option<Json> {
        let Json::Array(parts) = self.value(argument)? else {
            return None;
        };
        let [Json::String(map), row, column] = parts.get(..3)? else {
            return None;
        };
        let rows = self.template.mappings().get(map)?.json();
        rows.get(text(row)?)?.get(text(column)?).cloned()
    }
}

/// A call of an intrinsic function: an object of one field that names one.
pub(crate) fn call(value: &Json) -> Option<(&str, &Json)> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    let (name, argument) = object.iter().next()?;
    let is_call = name == "Ref" || name == "Condition" || name.starts_with("Fn::");
    is_call.then_some((name.as_str(), argument))
}

/// A value in one line: plain text as it is, what is known at deploy alone as `Fn::Sub` writes it.
pub(crate) fn readable(value: &Json) -> String {
    match (call(value), value) {
        (Some(("Ref", Json::String(name))), _) => format!("${{{name}}}"),
        (Some(("Fn::GetAtt", Json::String(path))), _) => format!("${{{path}}}"),
        (Some(("Fn::GetAtt", Json::Array(path))), _) => {
            let path: Vec<String> = path.iter().map(readable).collect();
            format!("${{{}}}", path.join("."))
        }
        (Some(("Fn::Sub", Json::String(text))), _) => text.clone(),
        (Some(("Fn::ImportValue", name)), _) => format!("${{import {}}}", readable(name)),
        (Some(("Fn::Join", Json::Array(parts))), _) => match parts.as_slice() {
            [Json::String(between), Json::Array(items)] => {
                let items: Vec<String> = items.iter().map(readable).collect();
                items.join(between)
            }
            _ => value.to_string(),
        },
        (_, Json::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// A plain value as CloudFormation writes it into a text.
pub(crate) fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(flag) => Some(flag.to_string()),
        Json::Number(number) => Some(number.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
