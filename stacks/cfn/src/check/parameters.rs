//! Parameters: types, defaults, and whether anything uses them.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>

use std::collections::BTreeSet;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::call::Expected;
use super::{Context, references};
use crate::Parameter;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let names = context.calls().iter().flat_map(references::names);
    let mut used: BTreeSet<&str> = names.map(|(name, _)| name).collect();
    for call in context.calls() {
        if matches!(call.function, "Fn::ValueOf" | "Fn::ValueOfAll") {
            used.extend(call.argument.get(0).and_then(Json::as_str));
        }
    }
    for (id, parameter) in context.template.parameters() {
        let place = context.place(&["Parameters", id.as_str()]);
        kind(parameter, &place, found);
        default(parameter, &place, found);
        if !used.contains(id.as_str()) && !context.is_open() {
            let text = format!("nothing uses the parameter {:?}", id.as_str());
            found.push(Diagnostic::warning("cfn::unused-parameter", place, text));
        }
    }
}

fn is_known(kind: &str) -> bool {
    let inner = |prefix: &str| kind.strip_prefix(prefix)?.strip_suffix('>');
    if let Some(of) = inner("AWS::SSM::Parameter::Value<") {
        return matches!(of, "String" | "CommaDelimitedList")
            || of.starts_with("AWS::")
            || of.starts_with("List<");
    }
    let of = inner("List<").unwrap_or(kind);
    matches!(of, "String" | "Number" | "CommaDelimitedList")
        || (of.starts_with("AWS::") && of.matches("::").count() >= 2)
}

fn kind(parameter: &Parameter, place: &Address, found: &mut Diagnostics) {
    match parameter.json().get("Type") {
        Some(Json::String(kind)) if is_known(kind) => {}
        None => {}
        Some(other) => {
            let text = format!("{other} is no type of a parameter");
            let problem = Diagnostic::error("cfn::parameter-type", place.join("Type"), text);
            let help = "String, Number, CommaDelimitedList, List<Number>, AWS::EC2::VPC::Id, …";
            found.push(problem.with_help(help));
        }
    }
    let is_numeric = matches!(parameter.kind(), "Number" | "List<Number>");
    for key in ["MinLength", "MaxLength", "MinValue", "MaxValue"] {
        if is_numeric == key.ends_with("Length") && parameter.json().get(key).is_some() {
            let text = format!("{key} is not for parameters of type {}", parameter.kind());
            found.push(Diagnostic::error(
                "cfn::parameter-type",
                place.join(key),
                text,
            ));
        }
    }
    for (least, most) in [("MinLength", "MaxLength"), ("MinValue", "MaxValue")] {
        let limit = |key: &str| parameter.json().get(key).and_then(number);
        if let (Some(lower), Some(upper)) = (limit(least), limit(most))
            && lower > upper
        {
            let text = format!("{least} is {lower} and {most} is {upper}: nothing lies between");
            found.push(Diagnostic::error(
                "cfn::parameter-range",
                place.join(least),
                text,
            ));
        }
    }
    let shapes: [Expected; 9] = [
        ("Description", Json::is_string, "a text"),
        ("ConstraintDescription", Json::is_string, "a text"),
        ("AllowedPattern", Json::is_string, "a text"),
        ("AllowedValues", Json::is_array, "a list"),
        ("NoEcho", is_boolean, "true or false"),
        ("MinLength", is_number, "a number"),
        ("MaxLength", is_number, "a number"),
        ("MinValue", is_number, "a number"),
        ("MaxValue", is_number, "a number"),
    ];
    for (key, fits, what) in shapes {
        if parameter.json().get(key).is_some_and(|value| !fits(value)) {
            let text = format!("this must be {what}");
            found.push(Diagnostic::error("cfn::structure", place.join(key), text));
        }
    }
}

fn is_boolean(json: &Json) -> bool {
    json.is_boolean() || matches!(json.as_str(), Some("true" | "false" | "True" | "False"))
}

fn is_number(json: &Json) -> bool {
    number(json).is_some()
}

fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// As the text that CloudFormation compares.
fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(is) => Some(is.to_string()),
        _ => None,
    }
}

fn default(parameter: &Parameter, place: &Address, found: &mut Diagnostics) {
    let Some(value) = parameter.default_value() else {
        return;
    };
    let place = place.join("Default");
    let mut refuse = |why: String| {
        found.push(Diagnostic::error(
            "cfn::parameter-default",
            place.clone(),
            why,
        ));
    };
    let Some(whole) = text(value) else {
        refuse("a default is a text or a number".to_owned());
        return;
    };
    let json = parameter.json();
    let kind = parameter.kind();
    // The default of a stored one is the name of what is stored.
    if kind.starts_with("AWS::SSM::Parameter::Value<") {
        return;
    }
    let is_list = kind == "CommaDelimitedList" || kind.starts_with("List<");
    let parts: Vec<&str> = if is_list {
        whole.split(',').map(str::trim).collect()
    } else {
        vec![whole.as_str()]
    };
    let is_numeric = kind == "Number" || kind == "List<Number>";
    for part in parts {
        if is_numeric && part.parse::<f64>().is_err() {
            refuse(format!("{part:?} is no number"));
            continue;
        }
        if let Some(Json::Array(allowed)) = json.get("AllowedValues")
            // A list as a whole may be allowed as well.
            && !allowed.iter().filter_map(text).any(|one| one == part || one == whole)
        {
            refuse(format!("{part:?} is not among the allowed values"));
        }
        if let Some(Json::String(pattern)) = json.get("AllowedPattern")
            && let Ok(regex) = regex::Regex::new(&format!("^(?:{pattern})$"))
            && !regex.is_match(part)
        {
            refuse(format!("{part:?} does not match {pattern:?}"));
        }
        let limit = |key: &str| json.get(key).and_then(number);
        let (measure, least, most) = if is_numeric {
            (part.parse().ok(), limit("MinValue"), limit("MaxValue"))
        } else {
            let length = u32::try_from(part.chars().count()).ok().map(f64::from);
            (length, limit("MinLength"), limit("MaxLength"))
        };
        let Some(measure) = measure else { continue };
        if least.is_some_and(|least| measure < least) || most.is_some_and(|most| measure > most) {
            refuse(format!(
                "{part:?} is outside of the limits of the parameter"
            ));
        }
    }
}
