//! Functions: which there are, what they take, where they may be.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use diagnostics::{Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use super::Context;
use super::call::{Call, called, may_be_text};

/// Every function.
const KNOWN: &[&str] = &[
    "Ref",
    "Condition",
    "Fn::And",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::Equals",
    "Fn::FindInMap",
    "Fn::GetAZs",
    "Fn::GetAtt",
    "Fn::GetStackOutput",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Length",
    "Fn::Not",
    "Fn::Or",
    "Fn::RefAll",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::ToJsonString",
    "Fn::Transform",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
];
/// Those of rules alone.
const RULES: &[&str] = &[
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
];
/// Those of conditions and rules alone.
const TESTS: &[&str] = &["Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"];
/// What conditions and rules cannot take: it is known only when resources are made.
const LATE: &[&str] = &[
    "Fn::GetAtt",
    "Fn::ImportValue",
    "Fn::GetAZs",
    "Fn::Cidr",
    "Fn::Base64",
];
/// Those that give lists.
const LISTS: &[&str] = &[
    "Ref",
    "Fn::Cidr",
    "Fn::FindInMap",
    "Fn::GetAZs",
    "Fn::GetAtt",
    "Fn::If",
    "Fn::Split",
    "Fn::RefAll",
    "Fn::ValueOfAll",
    "Fn::Transform",
    "Fn::ImportValue",
];
/// Those that `AWS::LanguageExtensions` adds.
const EXTENSIONS: &[&str] = &["Fn::Length", "Fn::ToJsonString"];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for call in context.calls() {
        if call.function.starts_with("Fn::ForEach") {
            if !context.is_extended() {
                let text = "loops need the transform AWS::LanguageExtensions";
                found.push(error("cfn::unknown-function", call, context, text));
            }
            continue;
        }
        if !KNOWN.contains(&call.function) {
            let text = format!("there is no function {:?}", call.function);
            let mut problem = error("cfn::unknown-function", call, context, text);
            problem.help = nearest(call.function, KNOWN.iter().copied())
                .map(|near| format!("did you mean {near:?}?"));
            found.push(problem);
            continue;
        }
        if let Some(why) = misplaced(context, call) {
            found.push(error("cfn::misplaced-function", call, context, why));
            continue;
        }
        if is_macro(call.argument) {
            continue;
        }
        if let Some(why) = wrong_argument(context, call) {
            found.push(error("cfn::function-argument", call, context, why));
        }
    }
}

fn error(
    code: &str,
    call: &Call<'_>,
    context: &Context<'_>,
    text: impl Into<String>,
) -> Diagnostic {
    Diagnostic::error(code, call.place(context), text)
}

fn misplaced(context: &Context<'_>, call: &Call<'_>) -> Option<String> {
    let name = call.function;
    let tests = matches!(call.section, "Conditions" | "Rules");
    if call.beside > 0 && !matches!(name, "Fn::Transform") && !context.is_extended() {
        return Some(format!(
            "{name} stands alone in its object; there are other keys beside it"
        ));
    }
    if RULES.contains(&name) && call.section != "Rules" {
        return Some(format!("{name} is for the section Rules"));
    }
    if TESTS.contains(&name) && !tests {
        return Some(format!(
            "{name} is for conditions; give it a name under Conditions"
        ));
    }
    if LATE.contains(&name) && tests {
        return Some(format!(
            "{name} is known only after conditions are looked at"
        ));
    }
    if EXTENSIONS.contains(&name) && !context.is_extended() {
        return Some(format!(
            "{name} needs the transform AWS::LanguageExtensions"
        ));
    }
    None
}

/// Whether a macro makes the value.
pub(super) fn is_macro(json: &Json) -> bool {
    called(json).is_some_and(|(function, _)| function == "Fn::Transform")
}

/// The items of a list of so many.
fn items(json: &Json, count: std::ops::RangeInclusive<usize>) -> Option<&[Json]> {
    let items = json.as_array()?;
    count.contains(&items.len()).then_some(items.as_slice())
}

fn may_be_list(json: &Json) -> bool {
    json.is_array() || called(json).is_some_and(|(function, _)| LISTS.contains(&function))
}

fn wrong_argument(context: &Context<'_>, call: &Call<'_>) -> Option<String> {
    let argument = call.argument;
    let refuse =
        |is_right: bool, what: &str| (!is_right).then(|| format!("{} takes {what}", call.function));
    let texts = |list: &[Json]| list.iter().all(may_be_text);
    match call.function {
        "Ref" => {
            let is_right =
                argument.is_string() || (context.is_extended() && called(argument).is_some());
            refuse(is_right, "the name of a parameter or a resource")
        }
        "Condition" => refuse(argument.is_string(), "the name of a condition"),
        "Fn::GetAtt" => {
            let two = items(argument, 2..=2);
            let is_right = two.is_some_and(|two| {
                (two[0].is_string() || context.is_extended())
                    && (two[1].is_string()
                        || called(&two[1]).is_some_and(|(f, _)| f == "Ref")
                        || context.is_extended())
            });
            refuse(is_right, "a resource and the name of one of its attributes")
        }
        "Fn::Base64" | "Fn::ImportValue" => {
            if call.function == "Fn::ImportValue" {
                let late = |inner: &Call<'_>| {
                    inner.path.starts_with(&call.path)
                        && inner.path != call.path
                        && inner.function == "Fn::GetAtt"
                };
                if context.calls().iter().any(late) {
                    return Some("what is imported cannot depend on a resource".to_owned());
                }
            }
            refuse(may_be_text(argument), "a text")
        }
        "Fn::Cidr" => {
            let list = items(argument, 2..=3);
            refuse(
                list.is_some_and(texts),
                "a block of addresses, a count of 1 to 256 and the bits of each",
            )
            .or_else(|| {
                let count = argument.get(1).and_then(whole);
                let bits = argument.get(2).and_then(whole);
                let is_right = count.is_none_or(|count| (1..=256).contains(&count))
                    && bits.is_none_or(|bits| (1..=128).contains(&bits));
                refuse(is_right, "a count of 1 to 256 and 1 to 128 bits")
            })
        }
        "Fn::FindInMap" => find_in_map(context, argument),
        "Fn::GetAZs" => {
            let is_right = argument.is_string()
                || called(argument).is_some_and(|(f, _)| f == "Ref" || context.is_extended());
            refuse(is_right, "the name of a region, or a Ref to one")
        }
        "Fn::GetStackOutput" => {
            let is_right = argument.as_object().is_some_and(|object| {
                object.contains_key("StackName") && object.contains_key("OutputName")
            });
            refuse(is_right, "an object with `StackName` and `OutputName`")
        }
        "Fn::If" => {
            let is_right = items(argument, 3..=3).is_some_and(|items| items[0].is_string());
            refuse(is_right, "the name of a condition and two values")
        }
        "Fn::And" | "Fn::Or" => {
            let list = items(argument, 2..=10);
            refuse(
                list.is_some_and(|list| list.iter().all(is_test)),
                "2 to 10 conditions",
            )
        }
        "Fn::Not" => {
            let list = items(argument, 1..=1);
            refuse(
                list.is_some_and(|list| list.iter().all(is_test)),
                "a list of one condition",
            )
        }
        "Fn::Equals" => {
            let list = items(argument, 2..=2);
            refuse(list.is_some_and(texts), "two texts")
        }
        "Fn::Join" => {
            let two = items(argument, 2..=2);
            let is_right = two.is_some_and(|two| {
                two[0].is_string()
                    && may_be_list(&two[1])
                    && two[1].as_array().is_none_or(|list| texts(list))
            });
            refuse(is_right, "a text to put between, and a list of texts")
        }
        "Fn::Split" => {
            let two = items(argument, 2..=2);
            let is_right = two.is_some_and(|two| two[0].is_string() && may_be_text(&two[1]));
            refuse(is_right, "a text to split at, and a text")
        }
        "Fn::Select" => {
            let two = items(argument, 2..=2);
            let is_right = two.is_some_and(|two| {
                (whole(&two[0]).is_some_and(|at| at >= 0) || called(&two[0]).is_some())
                    && may_be_list(&two[1])
            });
            refuse(is_right, "an index from 0, and a list").or_else(|| {
                let two = two?;
                let (at, list) = (whole(&two[0])?, two[1].as_array()?);
                let inside = usize::try_from(at).is_ok_and(|at| at < list.len());
                refuse(
                    inside,
                    &format!("an index below the {} items of the list", list.len()),
                )
            })
        }
        "Fn::Length" => refuse(may_be_list(argument), "a list"),
        "Fn::ToJsonString" => refuse(
            argument.is_object() || argument.is_array(),
            "an object or a list",
        ),
        "Fn::Transform" => {
            let is_right = argument.get("Name").is_some_and(Json::is_string) || argument.is_array();
            refuse(
                is_right,
                "an object with the macro's `Name` and its `Parameters`",
            )
        }
        _ => None,
    }
}

fn is_test(json: &Json) -> bool {
    called(json).is_some()
}

fn whole(json: &Json) -> Option<i64> {
    match json {
        Json::Number(number) => number.as_i64(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn find_in_map(context: &Context<'_>, argument: &Json) -> Option<String> {
    let Some(list) = items(argument, 3..=if context.is_extended() { 4 } else { 3 }) else {
        let help = "Fn::FindInMap takes a mapping, a row and an attribute";
        return Some(match argument.as_array().map(Vec::len) {
            Some(4) => {
                format!("{help}; a default value needs the transform AWS::LanguageExtensions")
            }
            _ => help.to_owned(),
        });
    };
    let has_default = list
        .get(3)
        .is_some_and(|value| value.get("DefaultValue").is_some());
    if list.len() == 4 && !has_default {
        return Some(
            "the fourth part of Fn::FindInMap is an object with `DefaultValue`".to_owned(),
        );
    }
    if list[..3].iter().any(|part| !may_be_text(part)) {
        return Some("the parts of Fn::FindInMap are texts".to_owned());
    }
    if has_default || context.is_open() {
        return None;
    }
    let name = list[0].as_str()?;
    let Some(rows) = context.template.mappings().get(name) else {
        return Some(format!("the template has no mapping {name:?}"));
    };
    let row = list[1].as_str()?;
    let rows = rows.json();
    if rows.get("Fn::Transform").is_some() {
        return None;
    }
    let Some(attributes) = rows.get(row) else {
        return Some(format!("the mapping {name:?} has no row {row:?}"));
    };
    let attribute = list[2].as_str()?;
    let has = attributes.get(attribute).is_some() || attributes.get("Fn::Transform").is_some();
    (!has).then(|| format!("the row {row:?} of {name:?} has no {attribute:?}"))
}
